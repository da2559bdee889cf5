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


@dataclass(frozen=True)
class Counts:
    """Watched periods and goals, each (n_groups, n_settings): by group of customers and by what was known before."""

    watched: NDArray[np.float64]
    goals: NDArray[np.float64]

    def __sub__(self, other: Counts) -> Counts:
        return Counts(self.watched - other.watched, self.goals - other.goals)


class Grid:
    """The settings (one value of each of LEVELS) and groups of customers that counts are laid out on, in order."""

    def __init__(self, watched: pl.DataFrame) -> None:
        settings = watched.select(LEVELS).unique().sort(LEVELS)
        self.levels = np.column_stack([settings[level].rank("dense").to_numpy().astype(np.int64) for level in LEVELS])
        groups = watched["customer_group"].unique().sort()
        placed = watched.with_columns(
            group=groups.search_sorted(watched["customer_group"]),
            setting=watched.join(settings.with_row_index("setting"), on=LEVELS, how="left")["setting"],
        )
        self._shape = (len(groups), settings.height)
        self._parts = placed.partition_by("part", "touchpoint", as_dict=True, include_key=False)

    @property
    def touchpoints(self) -> list[str]:
        """Touchpoints that somebody was exposed to, sorted."""
        return sorted(str(name) for part, name in self._parts if part == "exposed")

    def count(self, part: str, touchpoint: str | None) -> Counts:
        """Count a part of the periods; none where there is no such part."""
        found = Counts(np.zeros(self._shape), np.zeros(self._shape))
        rows = self._parts.get((part, touchpoint))
        if rows is not None:
            place = (rows["group"].to_numpy(), rows["setting"].to_numpy())
            np.add.at(found.watched, place, rows["watched_count"].to_numpy())
            np.add.at(found.goals, place, rows["goal_count"].to_numpy())
        return found


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
        grid = Grid(watched)
        every = grid.count("all", None)
        if every.goals.sum() == 0:
            continue
        rows = []
        for touchpoint in grid.touchpoints:
            customer_count = counts[touchpoint]["returning_customer_count" if is_repeat else "customer_count"]
            rows.append(
                {"outcome": outcome, "touchpoint": touchpoint, "met_customer_count": customer_count}
                | _compare(grid, touchpoint, every, seed)
            )
        frames.append(_adjust(pl.DataFrame(rows, schema=SCHEMA)))
    return pl.concat(frames).sort(
        "outcome", "odds_ratio", "touchpoint", descending=[False, True, False], nulls_last=True
    )


def _compare(grid: Grid, touchpoint: str, every: Counts, seed: int) -> dict[str, object]:
    exposed, met, control = (grid.count(part, touchpoint) for part in ("exposed", "met", "control"))
    others = every - met
    found: dict[str, object] = {
        "met_period_count": int(exposed.watched.sum()),
        "met_goal_count": int(exposed.goals.sum()),
        "other_period_count": int(others.watched.sum()),
        "other_goal_count": int(others.goals.sum()),
    }
    if min(exposed.goals.sum(), others.goals.sum()) < LEAST_GOALS:
        return found | {"effect_note": f"fewer than {LEAST_GOALS} goals with or without it: too few to estimate"}
    effect = estimate(build_cells(grid, others, exposed), seed)
    placebo = estimate(build_cells(grid, every - control, control), seed + 1, draws=CONTROL_DRAWS)
    if effect is not None:
        found |= _tell(effect, "odds_ratio") | {"effect_p_value": effect.p_value}
    if placebo is not None:
        found |= _tell(placebo, "control_odds_ratio")
    return found | {"naive_odds_ratio": find_naive_odds_ratio(others, exposed)}


def estimate(cells: Cells, seed: int, draws: int = DRAWS) -> Effect | None:
    """Estimate the effect of the last column of the cells' design."""
    return estimate_effect(cells.design, cells.trials, cells.events, draws=draws, flips=FLIPS, seed=seed)


def find_naive_odds_ratio(others: Counts, exposed: Counts) -> float:
    """Find the odds ratio of periods after and before meeting a touchpoint, nothing adjusted for."""
    odds = [counts.goals.sum() / (counts.watched.sum() - counts.goals.sum()) for counts in (exposed, others)]
    return float(odds[0] / odds[1])


def build_cells(grid: Grid, others: Counts, exposed: Counts) -> Cells:
    """Build the design and the counts: an intercept, a column per level but the most common, and the exposure last."""
    group_count = others.watched.shape[0]
    trials, events = (
        np.stack((getattr(others, name), getattr(exposed, name)), axis=2).reshape(group_count, -1)
        for name in ("watched", "goals")
    )
    is_watched = trials.sum(axis=0) > 0
    levels = np.repeat(grid.levels, 2, axis=0)[is_watched]
    is_met = np.tile((0.0, 1.0), len(grid.levels))[is_watched]
    weights = trials.sum(axis=0)[is_watched]
    present = [np.any(trials[group, is_watched] > 0) for group in range(group_count)]
    columns = [np.ones(len(levels))]
    for level in levels.T:
        values, places = np.unique(level, return_inverse=True)
        common = np.lexsort((values, np.bincount(places, weights)))[:-1]
        columns += [(level == values[value]).astype(np.float64) for value in common]
    columns.append(is_met)
    return Cells(np.column_stack(columns), trials[present][:, is_watched], events[present][:, is_watched])


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
