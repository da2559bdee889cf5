from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from journeymine.statistics.clusters import (
    ClusterSums,
    CrossSums,
    find_clustered_mean_difference,
    find_clustered_share_difference,
)
from journeymine.statistics.differences import Sample, find_mean_difference, find_share_difference

Numbers = NDArray[np.float64]
NOBODY = CrossSums(0, 0, 0, 0)


def add_up(sizes: Numbers, totals: Numbers) -> ClusterSums:
    there = int((sizes > 0).sum())
    squares = ((sizes**2).sum(), (totals**2).sum(), (sizes * totals).sum())
    return ClusterSums(there, float(sizes.sum()), float(totals.sum()), *(float(number) for number in squares))


def cross(sizes: Numbers, totals: Numbers, other_sizes: Numbers, other_totals: Numbers) -> CrossSums:
    products = (totals * other_totals, totals * other_sizes, sizes * other_totals, sizes * other_sizes)
    return CrossSums(*(float(product.sum()) for product in products))


def test_with_one_value_a_customer_intervals_are_newcombes_and_welchs() -> None:
    found = find_clustered_share_difference(
        ClusterSums(70, 70, 56, 70, 56, 56), ClusterSums(80, 80, 48, 80, 48, 48), NOBODY
    )
    expected = find_share_difference(56, 70, 48, 80)
    assert found is not None
    assert (found.change, *found.interval) == pytest.approx((expected.change, *expected.interval))
    draw = np.random.default_rng(3)
    one, other = draw.normal(0.6, 0.1, 12), draw.normal(0.5, 0.3, 30)
    mean = find_clustered_mean_difference(*(add_up(np.ones(len(group)), group) for group in (one, other)), NOBODY)
    welch = find_mean_difference(
        *(Sample(len(group), float(group.sum()), float((group**2).sum())) for group in (one, other))
    )
    assert mean is not None
    assert welch is not None
    assert (mean.change, *mean.interval) == pytest.approx((welch.change, *welch.interval))


@pytest.mark.parametrize("find", [find_clustered_share_difference, find_clustered_mean_difference])
def test_the_same_journey_told_five_times_makes_no_interval_narrower(find) -> None:
    draw = np.random.default_rng(5)
    once = [(np.ones(60), (draw.random(60) < chance).astype(float)) for chance in (0.3, 0.6)]
    single = find(*(add_up(*group) for group in once), NOBODY)
    often = find(*(add_up(5 * sizes, 5 * totals) for sizes, totals in once), NOBODY)
    assert often.change == pytest.approx(single.change)
    assert often.interval.low <= single.interval.low + 1e-9
    assert often.interval.high >= single.interval.high - 1e-9
    assert often.interval == pytest.approx(single.interval, abs=0.01)


@pytest.mark.parametrize("find", [find_clustered_share_difference, find_clustered_mean_difference])
def test_intervals_hold_what_they_promise_where_journeys_of_a_customer_are_alike(find) -> None:
    draw = np.random.default_rng(7)
    covered = naively = 0
    for _ in range(400):
        chances = draw.beta(0.6, 1.2, 120)  # of mean 1/3, and far apart from customer to customer
        counts = draw.integers(1, 9, 120).astype(float)
        deviating = draw.binomial(counts.astype(int), 0.4).astype(float)
        groups = [(size, draw.binomial(size.astype(int), chances).astype(float)) for size in (deviating, counts)]
        found = find(*(add_up(*group) for group in groups), cross(*groups[0], *groups[1]))
        naive = find_share_difference(*(int(part.sum()) for totals in groups for part in reversed(totals)))
        covered += found.interval.low <= 0 <= found.interval.high
        naively += naive.interval.low <= 0 <= naive.interval.high
    apart = 0
    for _ in range(400):
        chances = draw.beta(0.6, 1.2, (2, 60))
        counts = draw.integers(1, 9, (2, 60)).astype(float)
        groups = [
            (counts[side], draw.binomial(counts[side].astype(int), chances[side]).astype(float)) for side in (0, 1)
        ]
        found = find(*(add_up(*group) for group in groups), NOBODY)
        naive = find_share_difference(*(int(part.sum()) for totals in groups for part in reversed(totals)))
        apart += found.interval.low <= 0 <= found.interval.high
        naively -= naive.interval.low <= 0 <= naive.interval.high
    assert 0.92 <= covered / 400 <= 0.98
    assert 0.92 <= apart / 400 <= 0.98
    assert naively / 400 > 0.08  # independent journeys would be sure far too often, where customers are apart


@pytest.mark.parametrize("converted", [0, 30])
def test_where_all_journeys_end_alike_a_customer_is_worth_one(converted: int) -> None:
    ten_each = ClusterSums(3, 30, converted, 300, converted**2 / 3, 10 * converted)
    found = find_clustered_share_difference(ten_each, ClusterSums(40, 40, 20, 40, 20, 20), NOBODY)
    expected = find_share_difference(converted // 10, 3, 20, 40)
    assert found is not None
    assert found.interval == pytest.approx(expected.interval)


def test_a_group_of_nobody_or_of_one_customer_is_compared_with_care() -> None:
    nobody, one = ClusterSums(0, 0, 0, 0, 0, 0), ClusterSums(1, 4, 2, 16, 4, 8)
    many = ClusterSums(40, 40, 20, 40, 20, 20)
    assert find_clustered_share_difference(nobody, many, NOBODY) is None
    assert find_clustered_mean_difference(one, many, NOBODY) is None
    found = find_clustered_share_difference(one, many, NOBODY)
    assert found is not None
    assert found.interval.high - found.interval.low > 0.7
