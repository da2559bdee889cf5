"""Whether friction tells how customers felt, and how: fitted to reported scores, judged on later ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from journeymine.statistics.intervals import Interval

EARLY_SHARE = 0.7
"""Of the ratings, in the order of time, those friction is fitted to; it is judged on the later ones (choice)."""
FEWEST_RATINGS, FEWEST_CUSTOMERS = 100, 30
"""Ratings in all, and customers among the later ones, below which nothing is said (choice)."""
MOST_JUDGED = 2_000
"""Later ratings that are judged, evenly spaced over time; more would make no interval narrower that matters."""
DRAWS = 500

Numbers = NDArray[np.float64]
Verdict = Literal["holds", "too few ratings", "no relation"]

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "calibration": pl.String,
    "is_calibrated": pl.Boolean,
    "calibration_verdict": pl.String,
    "rating_count": pl.Int64,
    "customer_count": pl.Int64,
    "judged_count": pl.Int64,
    "judged_customer_count": pl.Int64,
    "judged_from_at": pl.Datetime("us"),
    "rank_correlation": pl.Float64,
    "rank_correlation_low": pl.Float64,
    "rank_correlation_high": pl.Float64,
    "friction_rates": pl.List(pl.Float64),
    "valences": pl.List(pl.Float64),
}


@dataclass(frozen=True)
class Calibration:
    """How friction goes with reported scores.

    `rates` and `valences` are the corners of the fitted line, which never rises: the valence (-1..1) of customers who
    met so many friction events a step. `correlation` is Spearman's between what the line, fitted to the earlier
    ratings, says of the later ones and what they were; `interval` is its 95% bootstrap interval over customers.
    """

    verdict: Verdict
    rating_count: int
    customer_count: int
    judged_count: int = 0
    judged_customer_count: int = 0
    judged_from: datetime | None = None
    correlation: float | None = None
    interval: Interval | None = None
    rates: tuple[float, ...] = ()
    valences: tuple[float, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether friction may be told as emotion."""
        return self.verdict == "holds"

    def predict(self, friction_rates: Numbers) -> Numbers:
        """Return the valence of each rate of friction; only where it holds."""
        if not self.holds:
            raise ValueError(f"friction is not calibrated: {self.verdict}")
        return np.interp(friction_rates, self.rates, self.valences)

    def describe(self, name: str) -> pl.DataFrame:
        """Return the row of analysis.friction_calibration by this name."""
        low, high = self.interval or (None, None)
        row = (
            *(name, self.holds, self.verdict),
            *(self.rating_count, self.customer_count, self.judged_count, self.judged_customer_count),
            *(self.judged_from, self.correlation, low, high, list(self.rates), list(self.valences)),
        )
        return pl.DataFrame([row], schema=SCHEMA, orient="row")


def calibrate_friction(friction_ratings: pl.DataFrame, *, seed: int) -> Calibration:
    """Fit reported scores to the friction met before them, and judge the fit on later scores.

    Args:
        friction_ratings: One row per rating: event_key, customer_id, occurred_at, satisfaction (0..1), friction_count
            and step_count of the customer in that stage, or at that touchpoint, until then.
        seed: Where the bootstrap's draws start.

    Returns:
        The line fitted to all ratings if the one fitted to the earlier 70% ranks the later ones better than chance:
        the interval of its rank correlation lies above 0.

    Source: isotonic regression: Barlow et al. (1972), Statistical inference under order restrictions.
    """
    ordered = friction_ratings.sort("occurred_at", "event_key")
    customer_count = ordered["customer_id"].n_unique()
    cut = int(ordered.height * EARLY_SHARE)
    later = ordered[cut:]
    if ordered.height < FEWEST_RATINGS or later["customer_id"].n_unique() < FEWEST_CUSTOMERS:
        return Calibration("too few ratings", ordered.height, customer_count)
    judged = later[np.unique(np.linspace(0, later.height - 1, min(later.height, MOST_JUDGED)).astype(int))]
    rates, valences = _read_numbers(ordered)
    early = _fit(rates[:cut], valences[:cut])
    later_rates, later_valences = _read_numbers(judged)
    told = np.interp(later_rates, *early)
    _, customers = np.unique(judged["customer_id"].to_numpy(), return_inverse=True)
    correlation = _correlate(told, later_valences)
    interval = None if correlation is None else _resample(told, later_valences, customers, seed)
    holds = interval is not None and interval.low > 0
    corners = _fit(rates, valences) if holds else (np.empty(0), np.empty(0))
    return Calibration(
        verdict="holds" if holds else "no relation",
        rating_count=ordered.height,
        customer_count=customer_count,
        judged_count=judged.height,
        judged_customer_count=int(customers.max()) + 1,
        judged_from=later["occurred_at"][0],
        correlation=correlation,
        interval=interval,
        rates=tuple(corners[0].tolist()),
        valences=tuple(corners[1].tolist()),
    )


def _read_numbers(ratings: pl.DataFrame) -> tuple[Numbers, Numbers]:
    rates = np.minimum(1.0, ratings["friction_count"].to_numpy() / ratings["step_count"].to_numpy())
    return rates.astype(np.float64), (2 * ratings["satisfaction"].to_numpy() - 1).astype(np.float64)


def _fit(rates: Numbers, valences: Numbers) -> tuple[Numbers, Numbers]:
    """Fit the line that never rises; its corners."""
    from sklearn.isotonic import IsotonicRegression  # takes a second to load, and most commands need none

    fitted = IsotonicRegression(increasing=False, out_of_bounds="clip").fit(rates, valences)
    return np.asarray(fitted.X_thresholds_), np.round(np.asarray(fitted.y_thresholds_), 6)


def _correlate(one: Numbers, other: Numbers) -> float | None:
    """Spearman's rank correlation, ties by their middle rank; None where one side does not vary."""
    from scipy.stats import rankdata

    left, right = rankdata(one), rankdata(other)
    if left.std() == 0 or right.std() == 0:
        return None
    return float(np.corrcoef(left, right)[0, 1])


def _resample(told: Numbers, valences: Numbers, customers: NDArray[np.intp], seed: int) -> Interval:
    """Draw customers again and again, each with all their ratings."""
    order = np.argsort(customers, kind="stable")
    starts = np.searchsorted(customers[order], np.arange(customers.max() + 2))
    generator, found = np.random.default_rng(seed), []
    for _ in range(DRAWS):
        drawn = generator.integers(0, customers.max() + 1, customers.max() + 1)
        rows = np.concatenate([order[starts[number] : starts[number + 1]] for number in drawn])
        found.append(_correlate(told[rows], valences[rows]) or 0.0)
    low, high = np.quantile(found, [0.025, 0.975])
    return Interval(float(low), float(high))
