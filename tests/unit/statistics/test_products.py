"""The interval of a product of estimates."""

from __future__ import annotations

import numpy as np
import pytest

from journeymine.statistics.intervals import Interval
from journeymine.statistics.products import find_product_interval


def test_one_factor_keeps_its_interval():
    assert find_product_interval([4], [Interval(2, 9)]) == pytest.approx((2, 9))


def test_a_product_is_as_unsure_as_its_factors_together():
    low, high = find_product_interval([1, 1], [Interval(0.5, 2), Interval(0.5, 2)])
    assert (low, high) == pytest.approx((0.5**2**0.5, 2**2**0.5))


def test_a_factor_that_may_be_nothing_makes_a_product_that_may_be_nothing():
    assert find_product_interval([3, 5], [Interval(0, 9), Interval(5, 5)]) == pytest.approx((0, 45))
    assert find_product_interval([0, 5], [Interval(0, 2), Interval(4, 6)]) == pytest.approx((0, 12))


@pytest.mark.parametrize(("estimate", "interval"), [(-1, Interval(-2, 0)), (5, Interval(1, 4))])
def test_an_estimate_below_nothing_or_outside_its_interval_is_refused(estimate, interval):
    with pytest.raises(ValueError, match="negative or not within"):
        find_product_interval([estimate], [interval])


def test_it_covers_the_true_product_of_two_means_about_as_often_as_it_says():
    random = np.random.default_rng(3)
    held = 0
    for _ in range(400):
        factors, intervals = [], []
        for mean in (5.0, 20.0):
            drawn = random.gamma(4, mean / 4, 60)
            reach = 1.96 * drawn.std(ddof=1) / 60**0.5
            factors.append(float(drawn.mean()))
            intervals.append(Interval(float(drawn.mean() - reach), float(drawn.mean() + reach)))
        low, high = find_product_interval(factors, intervals)
        held += low <= 100 <= high
    assert 0.91 <= held / 400 <= 0.98
