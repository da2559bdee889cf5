"""Differences of two groups' shares and means, with intervals."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

from journeymine.statistics.intervals import Interval, find_wilson_interval


class Difference(NamedTuple):
    """How much the first group lies above the second, in their unit, with the interval of that."""

    change: float
    interval: Interval


class Sample(NamedTuple):
    """What a mean needs of a group: how many values, their sum, and the sum of their squares."""

    size: int
    total: float
    square_total: float


def find_share_difference(
    successes: int, trials: int, other_successes: int, other_trials: int, confidence: float = 0.95
) -> Difference:
    """Find the difference of two independent shares and its hybrid score interval.

    Args:
        successes: How often it happened in the first group.
        trials: How often it could have, >= 1.
        other_successes: The same of the second group.
        other_trials: The same of the second group, >= 1.
        confidence: Coverage aimed at, inside 0..1.

    Raises:
        ValueError: The counts are no shares.

    Source: Newcombe (1998), Interval estimation for the difference between independent proportions. Statistics in
    Medicine 17:873-890, method 10.

    >>> find_share_difference(56, 70, 48, 80)
    Difference(change=0.2..., interval=Interval(low=0.0524..., high=0.3338...))
    """
    one = find_wilson_interval(successes, trials, confidence)
    other = find_wilson_interval(other_successes, other_trials, confidence)
    share, other_share = successes / trials, other_successes / other_trials
    change = share - other_share
    below = sqrt((share - one.low) ** 2 + (other.high - other_share) ** 2)
    above = sqrt((one.high - share) ** 2 + (other_share - other.low) ** 2)
    return Difference(change, Interval(max(-1.0, change - below), min(1.0, change + above)))


def find_mean_difference(sample: Sample, other: Sample, confidence: float = 0.95) -> Difference | None:
    """Find the difference of two means and its interval; None where a group has fewer than two values.

    Source: Welch (1947), The generalization of Student's problem when several different population variances are
    involved. Biometrika 34:28-35.
    """
    from scipy.special import stdtrit

    if min(sample.size, other.size) < 2:
        return None
    change, error, freedom = _compare_means(sample, other)
    margin = float(stdtrit(freedom, 0.5 + confidence / 2)) * error if error else 0.0
    return Difference(change, Interval(change - margin, change + margin))


def find_mean_p_value(sample: Sample, other: Sample) -> float | None:
    """Find how often two equal means would lie at least so far apart by chance (two-sided, Welch's t).

    None where a group has fewer than two values; where neither group's values differ among themselves, 1 if both are
    alike and else 0.

    Source: as `find_mean_difference`.

    >>> find_mean_p_value(Sample(4, 2.0, 1.5), Sample(3, 2.4, 1.98))
    0.2535...
    """
    from scipy.special import stdtr

    if min(sample.size, other.size) < 2:
        return None
    change, error, freedom = _compare_means(sample, other)
    if not error:
        return 1.0 if change == 0 else 0.0
    return float(2 * stdtr(freedom, -abs(change) / error))


def find_part_interval(part: Sample, whole: Sample, confidence: float = 0.95) -> Interval | None:
    """Find the interval of a group's share of a total amount, customers drawn anew; None where there is no total.

    Args:
        part: Amounts of the group's customers.
        whole: Amounts of all customers, the group among them.
        confidence: Coverage aimed at, inside 0..1.

    Returns:
        The share plus and minus its linearised error: a customer's part in it is what they spent, less the share of
        that if they are of the group, less the whole of that share if not. Within 0..1 unless the share is not.

    Source: Cochran (1977), Sampling Techniques, 3rd edition, section 2.11 (ratio of two random totals).

    >>> find_part_interval(Sample(50, 500.0, 6000.0), Sample(200, 2000.0, 24000.0))
    Interval(low=0.1840..., high=0.3159...)
    """
    if whole.size < 2 or whole.total <= 0:
        return None
    share = part.total / whole.total
    squares = (1 - share) ** 2 * part.square_total + share**2 * (whole.square_total - part.square_total)
    error = sqrt(whole.size / (whole.size - 1) * max(squares, 0.0)) / whole.total
    margin = NormalDist().inv_cdf(0.5 + confidence / 2) * error
    return Interval(max(min(share, 0.0), share - margin), min(max(share, 1.0), share + margin))


def find_sample_interval(sample: Sample, confidence: float = 0.95) -> Interval | None:
    """Find the interval of a mean by Student's t; None where there are fewer than two values."""
    from scipy.special import stdtrit

    if sample.size < 2:
        return None
    margin = float(stdtrit(sample.size - 1, 0.5 + confidence / 2)) * sqrt(_find_variance(sample) / sample.size)
    mean = sample.total / sample.size
    return Interval(mean - margin, mean + margin)


def _compare_means(sample: Sample, other: Sample) -> tuple[float, float, float]:
    """Return the difference of two means, its standard error, and Welch's degrees of freedom."""
    change = sample.total / sample.size - other.total / other.size
    spread, other_spread = (_find_variance(one) / one.size for one in (sample, other))
    if spread + other_spread == 0:
        return change, 0.0, 1.0
    freedom = (spread + other_spread) ** 2 / (spread**2 / (sample.size - 1) + other_spread**2 / (other.size - 1))
    return change, sqrt(spread + other_spread), freedom


def _find_variance(sample: Sample) -> float:
    return max(0.0, (sample.square_total - sample.total**2 / sample.size) / (sample.size - 1))
