from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from journeymine.statistics.differences import (
    Sample,
    find_mean_difference,
    find_mean_p_value,
    find_part_interval,
    find_share_difference,
)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((0, 10, 0, 20), -0.1611, 0.2775),
    ],
)
def test_intervals_are_those_newcombe_published(counts: tuple[int, ...], low: float, high: float) -> None:
    found = find_share_difference(*counts)
    assert found.interval == pytest.approx((low, high), abs=2e-4)


def test_mean_difference_is_welchs() -> None:
    draw = np.random.default_rng(3)
    one, other = draw.normal(0.6, 0.1, 12), draw.normal(0.5, 0.3, 30)
    samples = (Sample(len(group), float(group.sum()), float((group**2).sum())) for group in (one, other))
    found = find_mean_difference(*samples)
    theirs = stats.ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
    assert found is not None
    assert found.interval == pytest.approx((theirs.low, theirs.high))


def test_p_value_of_two_means_is_welchs() -> None:
    draw = np.random.default_rng(3)
    one, other = draw.normal(0.6, 0.1, 12), draw.normal(0.5, 0.3, 30)
    samples = (Sample(len(group), float(group.sum()), float((group**2).sum())) for group in (one, other))
    assert find_mean_p_value(*samples) == pytest.approx(stats.ttest_ind(one, other, equal_var=False).pvalue)
    assert find_mean_p_value(Sample(1, 0.5, 0.25), Sample(5, 2.0, 1.0)) is None
    assert [find_mean_p_value(Sample(2, 1.0, 0.5), Sample(2, total, total**2 / 2)) for total in (1.0, 2.0)] == [1, 0]


def test_interval_of_a_part_holds_the_true_part_about_as_often_as_it_says() -> None:
    draw = np.random.default_rng(0)
    held = 0
    for _ in range(400):
        amounts = draw.lognormal(0, 1, 400) * (draw.random(400) < 0.4)
        own = amounts[draw.random(400) < 0.3]
        part, whole = (Sample(len(some), some.sum(), (some**2).sum()) for some in (own, amounts))
        found = find_part_interval(part, whole)
        assert found is not None
        held += found.low <= 0.3 <= found.high
    assert held / 400 == pytest.approx(0.93, abs=0.04), "a few large amounts make it a little narrow"


def test_a_part_of_nothing_has_no_interval_and_one_of_everything_no_width() -> None:
    whole = Sample(50, 500.0, 6000.0)
    assert find_part_interval(Sample(20, 0.0, 0.0), Sample(50, 0.0, 0.0)) is None
    assert find_part_interval(whole, whole) == (1.0, 1.0)
    assert find_part_interval(Sample(20, 0.0, 0.0), whole) == (0.0, 0.0)


def test_a_single_value_has_no_interval() -> None:
    assert find_mean_difference(Sample(1, 0.5, 0.25), Sample(5, 2.0, 1.0)) is None
    assert find_mean_difference(Sample(2, 1.0, 0.5), Sample(2, 2.0, 2.0)) == (-0.5, (-0.5, -0.5))
