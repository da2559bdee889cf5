"""How many times as frequent something is in one group as in another, with an interval and a p value."""

from __future__ import annotations

from math import exp, lgamma, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

from journeymine.statistics.intervals import Interval

EXPECTED = 5
"""Expected count in each of the four cells from which the normal approximation is used."""


class Ratio(NamedTuple):
    """A ratio of two shares with its interval; 1 is no difference."""

    ratio: float
    interval: Interval


def find_share_ratio(
    successes: int,
    trials: int,
    other_successes: int,
    other_trials: int,
    confidence: float = 0.95,
    *,
    adds_half: bool = False,
) -> Ratio | None:
    """Find the ratio of two groups' shares and its interval; None where either count is 0, which leaves none.

    Args:
        successes: How often it happened in the first group.
        trials: How often it could have, >= 1.
        other_successes: The same of the second group.
        other_trials: The same of the second group, >= 1.
        confidence: Coverage aimed at, inside 0..1.
        adds_half: Where one count alone is 0, add a half to every count, so that the ratio stays finite.

    Raises:
        ValueError: The counts are no shares.

    Source: Katz, Baptista, Azen and Pike (1978), Obtaining confidence intervals for the risk ratio in cohort studies.
    Biometrics 34:469-474.

    >>> find_share_ratio(30, 100, 15, 100)
    Ratio(ratio=2.0, interval=Interval(low=1.1488..., high=3.4816...))
    """
    _check(successes, trials, other_successes, other_trials)
    is_empty = not successes or not other_successes
    if is_empty and not (adds_half and successes + other_successes):
        return None
    counts = (successes, trials, other_successes, other_trials)
    one, ones, other, others = (count + 0.5 if is_empty else count for count in counts)
    ratio = (one / ones) / (other / others)
    error = sqrt(1 / one - 1 / ones + 1 / other - 1 / others)
    margin = NormalDist().inv_cdf(0.5 + confidence / 2) * error
    return Ratio(ratio, Interval(exp(log(ratio) - margin), exp(log(ratio) + margin)))


def find_share_p_value(successes: int, trials: int, other_successes: int, other_trials: int) -> float:
    """Find how often two equal shares would lie at least so far apart by chance (two-sided).

    The pooled score test where each of the four cells is expected to hold at least 5, else Fisher's exact test.

    Raises:
        ValueError: The counts are no shares.

    Source: Fisher (1922), On the interpretation of chi square from contingency tables. JRSS 85:87-94.

    >>> round(find_share_p_value(30, 100, 15, 100), 4), round(find_share_p_value(3, 4, 0, 4), 4)
    (0.0111, 0.1429)
    """
    _check(successes, trials, other_successes, other_trials)
    happened, total = successes + other_successes, trials + other_trials
    if happened in (0, total):
        return 1.0
    smallest = min(happened, total - happened) * min(trials, other_trials) / total
    if smallest < EXPECTED:
        return _test_exactly(successes, trials, happened, total)
    pooled = happened / total
    apart = successes / trials - other_successes / other_trials
    error = sqrt(pooled * (1 - pooled) * (1 / trials + 1 / other_trials))
    return 2 * NormalDist().cdf(-abs(apart) / error)


def _test_exactly(successes: int, trials: int, happened: int, total: int) -> float:
    """Sum the probabilities of all tables with these margins that are no likelier than the one seen."""
    fixed = _log_choose(total, trials)
    possible = range(max(0, happened - (total - trials)), min(happened, trials) + 1)
    logs = {
        count: _log_choose(happened, count) + _log_choose(total - happened, trials - count) - fixed
        for count in possible
    }
    # Tables of one probability differ in the last digits of their logarithms.
    return min(1.0, sum(exp(log_share) for log_share in logs.values() if log_share <= logs[successes] + 1e-9))


def _log_choose(of: int, chosen: int) -> float:
    return lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1)


def _check(successes: int, trials: int, other_successes: int, other_trials: int) -> None:
    if not (0 <= successes <= trials and trials >= 1 and 0 <= other_successes <= other_trials and other_trials >= 1):
        raise ValueError(f"{successes} of {trials} and {other_successes} of {other_trials} are no shares")
