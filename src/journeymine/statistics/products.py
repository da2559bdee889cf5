"""Products of estimates, each with an interval of its own."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, prod, sqrt

from journeymine.statistics.intervals import Interval


def find_product_interval(estimates: Sequence[float], intervals: Sequence[Interval]) -> Interval:
    """Find the interval of a product of independent positive estimates, from their own intervals (MOVER on logs).

    Args:
        estimates: The factors, >= 0.
        intervals: The interval of each, in the same order and of the same coverage.

    Returns:
        The interval; it begins at 0 where a factor or the low end of one is 0.

    Raises:
        ValueError: An estimate is negative, or lies outside its interval.

    Source: Zou and Donner (2008), Construction of confidence limits about effect measures: a general approach.
    Statistics in Medicine 27:1693-1702; on the log scale a product is a sum.

    >>> find_product_interval([10, 2], [Interval(10, 10), Interval(1, 3)])
    Interval(low=10.0, high=30.0)
    """
    for estimate, interval in zip(estimates, intervals, strict=True):
        if not 0 <= interval.low <= estimate <= interval.high:
            raise ValueError(f"{estimate} is negative or not within {interval.low} to {interval.high}")
    product = prod(estimates)
    if product == 0:
        return Interval(0.0, prod(interval.high for interval in intervals))
    pairs = list(zip(estimates, intervals, strict=True))
    above = sqrt(sum(log(interval.high / estimate) ** 2 for estimate, interval in pairs))
    if any(interval.low == 0 for interval in intervals):
        return Interval(0.0, product * exp(above))
    below = sqrt(sum(log(interval.low / estimate) ** 2 for estimate, interval in pairs))
    return Interval(_round(product * exp(-below)), _round(product * exp(above)))


def _round(value: float) -> float:
    """Drop the digits that rounding alone makes, so that exp(log(x)) is x."""
    return float(f"{value:.12g}")
