"""Differences of two groups' shares and means, with intervals."""

from __future__ import annotations

from math import sqrt
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
    change = sample.total / sample.size - other.total / other.size
    spread, other_spread = (_find_variance(one) / one.size for one in (sample, other))
    if spread + other_spread == 0:
        return Difference(change, Interval(change, change))
    freedom = (spread + other_spread) ** 2 / (spread**2 / (sample.size - 1) + other_spread**2 / (other.size - 1))
    margin = float(stdtrit(freedom, 0.5 + confidence / 2)) * sqrt(spread + other_spread)
    return Difference(change, Interval(change - margin, change + margin))


def find_sample_interval(sample: Sample, confidence: float = 0.95) -> Interval | None:
    """Find the interval of a mean by Student's t; None where there are fewer than two values."""
    from scipy.special import stdtrit

    if sample.size < 2:
        return None
    margin = float(stdtrit(sample.size - 1, 0.5 + confidence / 2)) * sqrt(_find_variance(sample) / sample.size)
    mean = sample.total / sample.size
    return Interval(mean - margin, mean + margin)


def _find_variance(sample: Sample) -> float:
    return max(0.0, (sample.square_total - sample.total**2 / sample.size) / (sample.size - 1))
