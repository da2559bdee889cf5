"""Differences of two groups whose values come several from one customer, and so are alike: intervals by customer."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from journeymine.statistics.differences import Difference
from journeymine.statistics.intervals import Interval, find_wilson_bounds


class ClusterSums(NamedTuple):
    """Sums over the customers of a group, each with a number of values (size) and their sum (total).

    `squares` are of sizes, `total_squares` of totals, `products` of one with the other.
    """

    customer_count: int
    size: float
    total: float
    squares: float
    total_squares: float
    products: float


class CrossSums(NamedTuple):
    """Sums over customers of products: of the first group's total or size with the other group's total or size."""

    totals: float
    total_by_size: float
    size_by_total: float
    sizes: float


def find_clustered_share_interval(group: ClusterSums, confidence: float = 0.95) -> Interval | None:
    """Find the interval of a share where a customer gives several values; None where there is no value.

    Source: as `find_clustered_share_difference`.
    """
    if group.size <= 0:
        return None
    return find_wilson_bounds(group.total / group.size, find_effective_size(group, confidence), confidence)


def find_clustered_mean_interval(group: ClusterSums, confidence: float = 0.95) -> Interval | None:
    """Find the interval of a mean where a customer gives several values; None of fewer than two customers.

    Source: as `find_clustered_mean_difference`.
    """
    from scipy.special import stdtrit

    if group.customer_count < 2:
        return None
    margin = float(stdtrit(group.customer_count - 1, 0.5 + confidence / 2)) * sqrt(_find_corrected_variance(group))
    mean = group.total / group.size
    return Interval(mean - margin, mean + margin)


def find_clustered_share_difference(
    one: ClusterSums, other: ClusterSums, cross: CrossSums, confidence: float = 0.95
) -> Difference | None:
    """Find the difference of two shares and its interval where a customer gives several values, to either group.

    Each share's Wilson interval is of the values its customers are worth: as many as would, if independent, spread as
    much as the customers do; where all values of a group are alike, a customer's count as one. Both are joined by the
    square root rule with the correlation of the two shares.

    Args:
        one: Sums of the first group; a value is 0 or 1.
        other: The same of the second group.
        cross: Of customers who are in both groups.
        confidence: Coverage aimed at, inside 0..1.

    Returns:
        None where a group has no value.

    Source: Korn and Graubard (1998), Confidence intervals for proportions with small expected number of positive
    counts estimated from survey data, Survey Methodology 24:193-201 (effective sample size); Zou and Donner (2008),
    Construction of confidence limits about effect measures, Statistics in Medicine 27:1693-1702 (joining).
    """
    if min(one.size, other.size) <= 0:
        return None
    share, other_share = one.total / one.size, other.total / other.size
    size, other_size = (find_effective_size(group, confidence) for group in (one, other))
    low, high = find_wilson_bounds(share, size, confidence)
    other_low, other_high = find_wilson_bounds(other_share, other_size, confidence)
    spread = sqrt(share * (1 - share) / size * other_share * (1 - other_share) / other_size)
    shared = _find_covariance(one, other, cross) / spread if spread > 0 else 0.0
    shared = max(-1.0, min(1.0, shared))
    below = _join(share - low, other_high - other_share, shared)
    above = _join(high - share, other_share - other_low, shared)
    change = share - other_share
    return Difference(change, Interval(max(-1.0, change - below), min(1.0, change + above)))


def find_clustered_mean_difference(
    one: ClusterSums, other: ClusterSums, cross: CrossSums, confidence: float = 0.95
) -> Difference | None:
    """Find the difference of two means and its interval where a customer gives several values, to either group.

    Args:
        one: Sums of the first group.
        other: The same of the second group.
        cross: Of customers who are in both groups.
        confidence: Coverage aimed at, inside 0..1.

    Returns:
        None where a group has fewer than two customers.

    Source: the linearised variance of a ratio over clusters, Cochran (1977), Sampling Techniques, 6.3 and 9A.2; degrees
    of freedom of Satterthwaite, with customers for values.
    """
    from scipy.special import stdtrit

    if min(one.customer_count, other.customer_count) < 2:
        return None
    change = one.total / one.size - other.total / other.size
    spread, other_spread = _find_corrected_variance(one), _find_corrected_variance(other)
    if spread + other_spread == 0:
        return Difference(change, Interval(change, change))
    variance = max(0.0, spread + other_spread - 2 * _find_covariance(one, other, cross))
    freedom = (spread + other_spread) ** 2 / (
        spread**2 / (one.customer_count - 1) + other_spread**2 / (other.customer_count - 1)
    )
    margin = float(stdtrit(freedom, 0.5 + confidence / 2)) * sqrt(variance)
    return Difference(change, Interval(change - margin, change + margin))


def _find_variance(group: ClusterSums) -> float:
    """Find the variance of a group's mean: of what each customer adds to the total beyond the mean of its values."""
    mean = group.total / group.size
    squares = group.total_squares - 2 * mean * group.products + mean * mean * group.squares
    return max(0.0, squares) / group.size**2


def _find_corrected_variance(group: ClusterSums) -> float:
    return _find_variance(group) * group.customer_count / (group.customer_count - 1)


def _find_covariance(one: ClusterSums, other: ClusterSums, cross: CrossSums) -> float:
    mean, other_mean = one.total / one.size, other.total / other.size
    products = (
        cross.totals - other_mean * cross.total_by_size - mean * cross.size_by_total + mean * other_mean * cross.sizes
    )
    return products / (one.size * other.size)


def find_effective_size(group: ClusterSums, confidence: float = 0.95) -> float:
    """Find how many independent values of 0 or 1 would spread as much as a group's do, never more than there are.

    Source: as `find_clustered_share_difference`.
    """
    from scipy.special import stdtrit

    share, spread = group.total / group.size, _find_variance(group)
    if spread <= 1e-15 or not 0 < share < 1 or group.customer_count < 2:
        return group.size**2 / group.squares  # nothing tells how alike a customer's values are: taken as the same
    level = 0.5 + confidence / 2
    few = float(stdtrit(group.size - 1, level) / stdtrit(group.customer_count - 1, level))
    return min(group.size, share * (1 - share) / spread * few**2)


def _join(margin: float, other_margin: float, shared: float) -> float:
    return sqrt(max(0.0, margin**2 + other_margin**2 - 2 * shared * margin * other_margin))
