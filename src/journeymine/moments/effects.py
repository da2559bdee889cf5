"""Key moments: what having met or said something does to goals, losses and ratings, moment by moment."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.moments.counts import Cells, Counts, Grid, build_cells
from journeymine.statistics.multiple import adjust_p_values
from journeymine.statistics.resampled_logit import Effect, estimate_effect

CAVEAT = (
    "Observational: nobody was assigned to touchpoints at random, and what is not recorded is not adjusted for. "
    "Over 663 randomised trials, estimates of this kind were off by a median of 62 to 115 points of lift. "
    "Read these as candidates for a test, not as causes."
)
CONVERSION, REPEAT, CHURN = "conversion", "another goal", "churn"
OUTCOMES = (CONVERSION, REPEAT, CHURN, "satisfaction", "recommendation")
KINDS = ("touchpoint", "company action", "friction", "barrier", "topic")
VOICED = ("barrier", "topic")
LEVELS = ("stage", "activity", "recency", "period", "goals", "asked", "origin")
HAS_WRITTEN = "has_written"
LEAST_OUTCOMES = 10
"""Fewer moments that went one way or the other, with or without the factor, are told as too few to estimate."""
TOO_FEW = f"fewer than {LEAST_OUTCOMES} moments that went one way or the other, with or without it: too few to estimate"
DRAWS = 200
CONTROL_DRAWS = 100
FLIPS = 4999

SCHEMA = {
    "outcome": pl.String,
    "factor_kind": pl.String,
    "factor": pl.String,
    "factor_words": pl.String,
    "touchpoint": pl.String,
    "odds_ratio": pl.Float64,
    "odds_ratio_low": pl.Float64,
    "odds_ratio_high": pl.Float64,
    "effect_p_value": pl.Float64,
    "effect_q_value": pl.Float64,
    "naive_odds_ratio": pl.Float64,
    "control_odds_ratio": pl.Float64,
    "control_odds_ratio_low": pl.Float64,
    "control_odds_ratio_high": pl.Float64,
    "met_customer_count": pl.Int64,
    "met_judged_count": pl.Int64,
    "met_outcome_count": pl.Int64,
    "other_judged_count": pl.Int64,
    "other_outcome_count": pl.Int64,
    "effect_note": pl.String,
}


def find_key_moments(seed: int, cells: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """Estimate for everything that can be met or said how the odds of each outcome change once it was.

    A discrete-time logistic model over the moments at which an outcome is judged: periods of a journey for conversion,
    visits for churn, ratings for satisfaction and recommendation. What was known before the moment - stage, activity,
    recency, time, earlier goals, what the rating is of - is adjusted for, and of barriers and topics whether anything
    was written. Another goal is conversion in journeys after an earlier goal.

    Args:
        seed: Makes drawn groups and flipped signs the same every time.
        cells: Counts as sql/analysis/moment_cells.sql makes them.
        customers: Per outcome and factor_code: factor_kind, factor, factor_words, touchpoint, customer_count
            and returning_customer_count.

    Returns:
        One row per outcome and factor, see SCHEMA; without estimates, and a note, where outcomes are too few.
    """
    frames = [pl.DataFrame(schema=SCHEMA)]
    for outcome in OUTCOMES:
        is_repeat = outcome == REPEAT
        source = CONVERSION if is_repeat else outcome
        judged = cells.filter(pl.col("outcome") == source)
        met = customers.filter(pl.col("outcome") == source, pl.col("factor_kind").is_in(KINDS))
        if is_repeat:
            judged = judged.filter(pl.col("goals") > 0)
            met = met.with_columns(customer_count="returning_customer_count").filter(pl.col("customer_count") > 0)
        rows = list(_estimate_outcome(outcome, seed, judged, met)) if judged["reached_count"].sum() else []
        frames.append(_adjust(pl.DataFrame(rows, schema=SCHEMA)))
    return pl.concat(frames).sort(
        "outcome", "effect_p_value", "factor_kind", "factor", descending=False, nulls_last=True
    )


def mark_steps_on_the_way(moments: pl.DataFrame, pain_names: pl.DataFrame | None) -> pl.DataFrame:
    """Mark touchpoints that nearly all journeys to some goal meet: steps on the way to it, whose effect says little.

    Args:
        moments: Rows of analysis.key_moments.
        pain_names: analysis.pain_names, which leaves out the effects of such steps on goals; without it none is marked.

    Returns:
        The moments in their order, with is_on_the_way.
    """
    if pain_names is None:
        return moments.with_columns(is_on_the_way=pl.lit(value=False))
    keys = ["outcome", "touchpoint"]
    asked = pain_names.filter(pain_source="key_moment").select(outcome="pain_subject", touchpoint="touchpoint").unique()
    is_of_goals = pl.col("outcome").is_in([CONVERSION, REPEAT]) & pl.col("touchpoint").is_not_null()
    return (
        moments.join(asked.with_columns(is_asked=True), on=keys, how="left", maintain_order="left")
        .with_columns(is_on_the_way=is_of_goals & pl.col("is_asked").is_null())
        .drop("is_asked")
    )


def _estimate_outcome(
    outcome: str, seed: int, judged: pl.DataFrame, customers: pl.DataFrame
) -> list[dict[str, object]]:
    """Estimate the effects of all exposures on one outcome; those that were voiced are told apart by one level more."""
    voiced = customers.filter(pl.col("factor_kind").is_in(VOICED))
    is_voiced = pl.col("factor_code").is_in(voiced["factor_code"].implode())
    rows = []
    for levels, part, is_asked in (
        (LEVELS, judged.filter(~is_voiced.fill_null(value=False)), ~is_voiced),
        ((*LEVELS, HAS_WRITTEN), judged.filter(is_voiced.fill_null(value=True)), is_voiced),
    ):
        asked = customers.filter(is_asked).sort("factor_kind", "factor")
        if asked.is_empty():
            continue
        grid = Grid(part, levels)
        every = grid.count("all")
        rows += [
            {"outcome": outcome, "met_customer_count": row["customer_count"]}
            | {name: row[name] for name in ("factor_kind", "factor", "factor_words", "touchpoint")}
            | compare(grid, every, row["factor_code"], seed)
            for row in asked.iter_rows(named=True)
        ]
    return rows


def compare(grid: Grid, every: Counts, factor_code: int, seed: int) -> dict[str, object]:
    """Compare the moments after a factor with all others; see SCHEMA for what is found.

    Args:
        grid: The counts of one outcome.
        every: Those of all moments.
        factor_code: What was met or said.
        seed: Makes drawn groups and flipped signs the same every time.
    """
    exposed, met, control = (grid.count(part, factor_code) for part in ("exposed", "met", "control"))
    others = every - met
    found: dict[str, object] = {
        "met_judged_count": int(exposed.judged.sum()),
        "met_outcome_count": int(exposed.reached.sum()),
        "other_judged_count": int(others.judged.sum()),
        "other_outcome_count": int(others.reached.sum()),
    }
    if min(exposed.least, others.least) < LEAST_OUTCOMES:
        return found | {"effect_note": TOO_FEW}
    effect = estimate(build_cells(grid, others, exposed), seed)
    placebo = estimate(build_cells(grid, every - control, control), seed + 1, draws=CONTROL_DRAWS, flips=0)
    if effect is not None:
        found |= _tell(effect, "odds_ratio") | {"effect_p_value": effect.p_value}
    if placebo is not None:
        found |= _tell(placebo, "control_odds_ratio")
    return found | {"naive_odds_ratio": find_naive_odds_ratio(others, exposed)}


def estimate(cells: Cells, seed: int, draws: int = DRAWS, flips: int = FLIPS) -> Effect | None:
    """Estimate the effect of the last column of the cells' design."""
    return estimate_effect(cells.design, cells.trials, cells.events, draws=draws, flips=flips, seed=seed)


def find_naive_odds_ratio(others: Counts, exposed: Counts) -> float:
    """Find the odds ratio of moments after and before a factor, nothing adjusted for."""
    odds = [counts.reached.sum() / (counts.judged.sum() - counts.reached.sum()) for counts in (exposed, others)]
    return float(odds[0] / odds[1])


def _tell(effect: Effect, name: str) -> dict[str, float]:
    return {
        name: float(np.exp(effect.log_odds_ratio)),
        f"{name}_low": float(np.exp(effect.low)),
        f"{name}_high": float(np.exp(effect.high)),
    }


def _adjust(moments: pl.DataFrame) -> pl.DataFrame:
    tested = moments.filter(pl.col("effect_p_value").is_not_null())
    untested = moments.filter(pl.col("effect_p_value").is_null())
    adjusted = pl.Series("effect_q_value", adjust_p_values(tested["effect_p_value"].to_numpy()), pl.Float64)
    return pl.concat([tested.with_columns(adjusted), untested])
