"""How long a wait lasts where some waits have not ended yet: the Kaplan-Meier estimator and its intervals."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from journeymine.statistics.intervals import Interval, find_wilson_interval


@dataclass(frozen=True)
class Survival:
    """The share of waits that last longer than each time at which one ended; arrays `(n_times,)`, times ascending.

    `error` is Greenwood's standard error of `share`; `low` and `high` are the log-log interval of `share`, null (NaN)
    where it is not defined: at a share of 0 or 1. `lengths` and `waiting`, `(n_lengths,)`, are all lengths, those last
    seen going on among them, and how many waits last at least so long.
    """

    times: NDArray[np.float64]
    share: NDArray[np.float64]
    error: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    ended_count: int
    lengths: NDArray[np.float64]
    waiting: NDArray[np.int64]

    def find_quantile(self, ended: float) -> float | None:
        """Find the time by which the share `ended` (0..1) of waits has ended; None where so many have not."""
        return self._first(self.share, 1 - ended)

    def find_quantile_interval(self, ended: float) -> tuple[float | None, float | None]:
        """Find the interval of `find_quantile`, the times at which the band of `share` passes; None is "not seen".

        Source: Brookmeyer and Crowley (1982), A confidence interval for the median survival time. Biometrics 38:29-41.
        """
        return self._first(self.low, 1 - ended), self._first(self.high, 1 - ended)

    def find_share(self, time: float) -> tuple[float, Interval]:
        """Find the share of waits that last longer than `time`, with its interval.

        Where none has ended by then, the interval is Wilson's of those still watched; where none lasts longer, of those
        that were seen to end. Nothing is known, 0 to 1, where nobody was watched so long.
        """
        index = int(np.searchsorted(self.times, time, side="right")) - 1
        share = 1.0 if index < 0 else float(self.share[index])
        if 0 < share < 1:
            return share, Interval(float(self.low[index]), float(self.high[index]))
        known = self._count_waiting(time) if share else self.ended_count
        return share, find_wilson_interval(known if share else 0, known) if known else Interval(0.0, 1.0)

    def _count_waiting(self, time: float) -> int:
        index = int(np.searchsorted(self.lengths, time, side="left"))
        return int(self.waiting[index]) if index < len(self.waiting) else 0

    def _first(self, shares: NDArray[np.float64], limit: float) -> float | None:
        # Shares are products of rounded numbers: what equals the limit but for rounding has reached it.
        with np.errstate(invalid="ignore"):
            reached = np.flatnonzero(shares <= limit + 1e-12)
        return float(self.times[reached[0]]) if reached.size else None


def find_survival(times: ArrayLike, ended: ArrayLike, censored: ArrayLike, confidence: float = 0.95) -> Survival:
    """Find the Kaplan-Meier curve of counted waits.

    Args:
        times: The lengths of waits `(n,)`, each once, in any order and any unit.
        ended: How many waits of each length ended `(n,)`.
        censored: How many were last seen going on at each length `(n,)`; they count as waiting when others of the same
            length end.
        confidence: Coverage aimed at, inside 0..1.

    Raises:
        ValueError: The arrays differ in length, a count is negative, or a length is there twice.

    Source: Kaplan and Meier (1958), Nonparametric estimation from incomplete observations, JASA 53:457-481;
    Greenwood's variance; the log-log interval of Kalbfleisch and Prentice (1980), which stays inside 0..1.

    >>> find_survival([1, 2, 3], [1, 0, 1], [0, 1, 0]).share.tolist()
    [0.666..., 0.0]
    """
    lengths = np.asarray(times, dtype=np.float64)
    seen = np.asarray(ended, dtype=np.int64)
    lost = np.asarray(censored, dtype=np.int64)
    if not lengths.shape == seen.shape == lost.shape or lengths.ndim != 1:
        raise ValueError("times and counts must be of one length")
    if len(np.unique(lengths)) != len(lengths) or (seen < 0).any() or (lost < 0).any():
        raise ValueError("each time is given once, with counts of 0 or more")
    order = np.argsort(lengths)
    lengths, seen, lost = lengths[order], seen[order], lost[order]
    left = seen + lost
    waiting = left.sum() - np.concatenate([[0], np.cumsum(left)[:-1]]) if len(left) else left
    is_end = seen > 0
    ends, at_risk = seen[is_end], waiting[is_end]
    share = np.cumprod(1 - ends / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.cumsum(ends / (at_risk * (at_risk - ends)))
    spread = np.where(share > 0, spread, 0.0)
    low, high = _find_band(share, spread, confidence)
    error = share * np.sqrt(spread)
    return Survival(lengths[is_end], share, error, low, high, int(seen.sum()), lengths, waiting)


def _find_band(
    share: NDArray[np.float64], spread: NDArray[np.float64], confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    low, high = np.full_like(share, np.nan), np.full_like(share, np.nan)
    inside = (share > 0) & (share < 1)
    within = share[inside]
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * np.sqrt(spread[inside]) / np.abs(np.log(within))
    low[inside], high[inside] = within ** np.exp(reach), within ** np.exp(-reach)
    return low, high
