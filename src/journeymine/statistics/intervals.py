"""Intervals of a share."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    """Both ends of an interval, in the unit of what it estimates."""

    low: float
    high: float


def find_wilson_interval(successes: int, trials: int, confidence: float = 0.95) -> Interval:
    """Find the Wilson score interval of a share; it stays inside 0..1 and holds for small counts.

    Args:
        successes: How often it happened, 0..trials.
        trials: How often it could have happened, >= 1.
        confidence: Coverage aimed at, inside 0..1.

    Raises:
        ValueError: The counts are no share.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference. JASA 22:209-212.

    >>> find_wilson_interval(10, 100)
    Interval(low=0.0552..., high=0.1743...)
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"{successes} of {trials} is no share")
    return find_wilson_bounds(successes / trials, trials, confidence)


def find_wilson_bounds(share: float, trials: float, confidence: float = 0.95) -> Interval:
    """Find the Wilson score interval of a share, 0..1, of as many trials as values are worth, which may be a fraction.

    Source: as `find_wilson_interval`.
    """
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    scale = 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / scale
    margin = z / scale * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    # At the ends the formula gives 0 and 1 but for rounding.
    return Interval(
        0.0 if share == 0 else max(0.0, centre - margin),
        1.0 if share == 1 else min(1.0, centre + margin),
    )
