from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from journeymine.statistics.differences import Sample, find_mean_difference, find_share_difference


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


def test_a_single_value_has_no_interval() -> None:
    assert find_mean_difference(Sample(1, 0.5, 0.25), Sample(5, 2.0, 1.0)) is None
    assert find_mean_difference(Sample(2, 1.0, 0.5), Sample(2, 2.0, 2.0)) == (-0.5, (-0.5, -0.5))
