"""Key moments: the effect of having met a touchpoint on reaching the goal, period by period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from journeymine.statistics.multiple import adjust_p_values
from journeymine.statistics.resampled_logit import Effect, estimate_effect

CAVEAT = (
    "Observational: nobody was assigned to touchpoints at random, and what is not recorded is not adjusted for. "
    "Over 663 randomised trials, estimates of this kind were off by a median of 62 to 115 points of lift. "
    "Read these as candidates for a test, not as causes."
)
LEVELS = ("stage_level", "activity_level", "recency_level", "period_level", "is_returning")
OUTCOMES = ("conversion", "repeat purchase")
LEAST_GOALS = 10
"""Fewer goals with or without the touchpoint are told as too few to estimate."""
DRAWS = 200
CONTROL_DRAWS = 100
FLIPS = 4999

SCHEMA = {
    "outcome": pl.String,
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
    "met_period_count": pl.Int64,
    "met_goal_count": pl.Int64,
    "other_period_count": pl.Int64,
    "other_goal_count": pl.Int64,
    "effect_note": pl.String,
}


@dataclass(frozen=True)
class Cells:
    """Counts of a comparison: a design (n_cells, n_columns), and trials and events (n_groups, n_cells)."""

    design: NDArray[np.float64]
    trials: NDArray[np.float64]
    events: NDArray[np.float64]


def find_key_moments(seed: int, cells: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """Estimate for every touchpoint how the odds of the goal change in the periods after it was met.

    A discrete-time logistic model over watched periods; what was known before a period - stage, activity, recency,
    place in the journey, an earlier goal - is adjusted for. Repeat purchase looks at journeys after an earlier goal.

    Args:
        seed: Makes drawn groups and flipped signs the same every time.
        cells: Counts as sql/analysis/moment_cells.sql makes them.
        customers: Per touchpoint, customer_count and returning_customer_count.

    Returns:
        One row per outcome and touchpoint, see SCHEMA; without estimates, and a note, where goals are too few.
    """
    counts = {row["touchpoint"]: row for row in customers.iter_rows(named=True)}
    frames = [pl.DataFrame(schema=SCHEMA)]
    for outcome in OUTCOMES:
        is_repeat = outcome == "repeat purchase"
        watched = cells.filter(pl.col("is_returning")) if is_repeat else cells
        ordered = watched.sort(*LEVELS, "customer_group")
        parts = ordered.partition_by("part", "touchpoint", as_dict=True, include_key=False)
        every = parts.get(("all", None))
        if every is None or every["goal_count"].sum() == 0:
            continue
        rows = []
        for touchpoint in sorted(name for part, name in parts if part == "exposed"):
            customer_count = counts[touchpoint]["returning_customer_count" if is_repeat else "customer_count"]
            part = {name: parts.get((name, touchpoint), every.clear()) for name in ("exposed", "met", "control")}
            rows.append(
                {"outcome": outcome, "touchpoint": touchpoint, "met_customer_count": customer_count}
                | _compare(every, part["exposed"], part["met"], part["control"], seed)
            )
        frames.append(_adjust(pl.DataFrame(rows, schema=SCHEMA)))
    return pl.concat(frames).sort(
        "outcome", "odds_ratio", "touchpoint", descending=[False, True, False], nulls_last=True
    )


def _compare(
    every: pl.DataFrame, exposed: pl.DataFrame, met: pl.DataFrame, control: pl.DataFrame, seed: int
) -> dict[str, object]:
    others = _subtract(every, met)
    found: dict[str, object] = {
        "met_period_count": int(exposed["watched_count"].sum()),
        "met_goal_count": int(exposed["goal_count"].sum()),
        "other_period_count": int(others["watched_count"].sum()),
        "other_goal_count": int(others["goal_count"].sum()),
    }
    if min(int(exposed["goal_count"].sum()), int(others["goal_count"].sum())) < LEAST_GOALS:
        return found | {"effect_note": f"fewer than {LEAST_GOALS} goals with or without it: too few to estimate"}
    effect = estimate(build_cells(others, exposed), seed)
    placebo = estimate(build_cells(_subtract(every, control), control), seed + 1, draws=CONTROL_DRAWS)
    if effect is not None:
        found |= _tell(effect, "odds_ratio") | {"effect_p_value": effect.p_value}
    if placebo is not None:
        found |= _tell(placebo, "control_odds_ratio")
    return found | {"naive_odds_ratio": find_naive_odds_ratio(others, exposed)}


def estimate(cells: Cells, seed: int, draws: int = DRAWS) -> Effect | None:
    """Estimate the effect of the last column of the cells' design."""
    return estimate_effect(cells.design, cells.trials, cells.events, draws=draws, flips=FLIPS, seed=seed)


def find_naive_odds_ratio(others: pl.DataFrame, exposed: pl.DataFrame) -> float:
    """Find the odds ratio of periods after and before meeting a touchpoint, nothing adjusted for."""
    odds = []
    for frame in (exposed, others):
        goals, watched = int(frame["goal_count"].sum()), int(frame["watched_count"].sum())
        odds.append(goals / (watched - goals))
    return odds[0] / odds[1]


def build_cells(others: pl.DataFrame, exposed: pl.DataFrame) -> Cells:
    """Build the design and the counts: an intercept, a column per level but the most common, and the exposure last."""
    rows = pl.concat(
        [frame.with_columns(is_met=pl.lit(value, pl.Float64)) for frame, value in ((others, 0.0), (exposed, 1.0))]
    ).filter(pl.col("watched_count") > 0)
    keys = [*LEVELS, "is_met"]
    cells = rows.select(keys).unique().sort(keys).with_row_index("cell")
    placed = rows.join(cells, on=keys, how="left")
    groups = sorted(placed["customer_group"].unique())
    columns = [np.ones(cells.height)]
    for level in LEVELS:
        weights = rows.group_by(level).agg(pl.col("watched_count").sum()).sort("watched_count", level)
        columns += [(cells[level] == value).to_numpy().astype(np.float64) for value in weights[level].to_list()[:-1]]
    columns.append(cells["is_met"].to_numpy())
    counted = np.zeros((2, len(groups), cells.height))
    place = np.searchsorted(groups, placed["customer_group"].to_numpy())
    for index, name in enumerate(("watched_count", "goal_count")):
        np.add.at(counted[index], (place, placed["cell"].to_numpy()), placed[name].to_numpy())
    return Cells(np.column_stack(columns), counted[0], counted[1])


def _subtract(whole: pl.DataFrame, part: pl.DataFrame) -> pl.DataFrame:
    keys = [*LEVELS, "customer_group"]
    counted = ["watched_count", "goal_count"]
    less = part.with_columns(-pl.col(counted)).select(whole.columns)
    return pl.concat([whole, less]).group_by(keys).agg(pl.col(counted).sum()).sort(keys).select(whole.columns)


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
