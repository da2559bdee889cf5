"""Scores people give - NPS, top boxes, means - each with an interval made for it."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeymine.statistics.intervals import Interval

DRAWS = 2_000
"""Resamples of a bootstrap: enough for the 2.5% and 97.5% points to be stable to a twentieth of the interval."""


class NetPromoterScore(NamedTuple):
    """Promoters less detractors, in points from -100 to 100, with its interval in the same unit."""

    score: float
    interval: Interval


def find_net_promoter_score(
    promoters: int, passives: int, detractors: int, confidence: float = 0.95
) -> NetPromoterScore:
    """Find the Net Promoter Score and its adjusted Wald interval.

    Args:
        promoters: Answers of 9 and 10.
        passives: Answers of 7 and 8.
        detractors: Answers of 0 to 6.
        confidence: Coverage aimed at, inside 0..1.

    Raises:
        ValueError: There is no answer, or a count is negative.

    Source: Rocks (2016), Interval estimation for the "Net Promoter Score", The American Statistician 70(4): three
    answers are added, 3/4 to promoters and to detractors each, the rest to passives.

    >>> find_net_promoter_score(5, 3, 2).score
    30.0
    """
    count = promoters + passives + detractors
    if min(promoters, passives, detractors) < 0 or count < 1:
        raise ValueError(f"{promoters} + {passives} + {detractors} answers give no score")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    added = count + 3
    high, low = (promoters + 0.75) / added, (detractors + 0.75) / added
    centre = high - low
    margin = z * sqrt((high + low - centre * centre) / added)
    interval = Interval(100 * max(-1.0, centre - margin), 100 * min(1.0, centre + margin))
    return NetPromoterScore(100 * (promoters - detractors) / count, interval)


def find_mean_interval(
    values: NDArray[np.float64], counts: NDArray[np.int64], *, seed: int, confidence: float = 0.95
) -> Interval:
    """Find the bootstrap percentile interval of a mean, from how often each value occurs.

    Args:
        values: Distinct values `(n_values,)`.
        counts: How often each occurs `(n_values,)`, in all >= 1.
        seed: Where the random draws start; the same seed gives the same interval.
        confidence: Coverage aimed at, inside 0..1.

    Raises:
        ValueError: Nothing was counted.

    Source: Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 13. Resampling n answers is a
    multinomial draw of counts, so that the cost does not depend on how many answers there are.
    """
    total = int(counts.sum())
    if total < 1:
        raise ValueError("there is no value to take the mean of")
    draws = np.random.default_rng(seed).multinomial(total, counts / total, size=DRAWS)
    low, high = np.quantile(draws @ values / total, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return Interval(float(low), float(high))
