"""Ratios of shares: their interval covers, and the p value is uniform where there is no difference."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import fisher_exact

from journeymine.statistics.ratios import find_share_p_value, find_share_ratio


def test_the_interval_of_a_ratio_covers_the_true_one_nineteen_times_of_twenty():
    random = np.random.default_rng(3)
    ones, others = random.binomial(400, 0.2, 2_000), random.binomial(900, 0.1, 2_000)
    found = [find_share_ratio(int(one), 400, int(other), 900) for one, other in zip(ones, others, strict=True)]
    covered = [ratio.interval.low <= 2 <= ratio.interval.high for ratio in found if ratio]
    assert 0.93 < np.mean(covered) < 0.97


def test_a_share_of_nothing_has_no_ratio():
    assert find_share_ratio(0, 10, 5, 10) is None
    assert find_share_ratio(5, 10, 0, 10) is None


def test_where_one_group_has_none_a_half_is_added_to_every_count_if_asked_for():
    assert find_share_ratio(4, 10, 0, 10, adds_half=True).ratio == pytest.approx((4.5 / 10.5) / (0.5 / 10.5))
    assert find_share_ratio(0, 10, 4, 10, adds_half=True).ratio == pytest.approx((0.5 / 10.5) / (4.5 / 10.5))
    assert find_share_ratio(4, 10, 2, 10, adds_half=True) == find_share_ratio(4, 10, 2, 10)
    assert find_share_ratio(0, 10, 0, 10, adds_half=True) is None
    assert find_share_ratio(10, 10, 5, 5, adds_half=True) == (1.0, (1.0, 1.0))  # in both groups all


def test_the_p_value_is_rarely_small_where_shares_are_equal():
    random = np.random.default_rng(4)
    counts = random.binomial(300, 0.3, (2_000, 2))
    small = [find_share_p_value(int(one), 300, int(other), 300) <= 0.05 for one, other in counts]
    assert 0.03 < np.mean(small) < 0.07


def test_few_expected_counts_are_tested_exactly():
    for one, trials, other, others in (
        (3, 8, 0, 40),
        (0, 8, 3, 40),
        (2, 1000, 0, 90_000),
        (6, 6, 39, 40),
        (1, 30, 5, 9),
    ):
        table = [[one, trials - one], [other, others - other]]
        assert find_share_p_value(one, trials, other, others) == pytest.approx(fisher_exact(table).pvalue, rel=1e-6)
    assert find_share_p_value(0, 8, 0, 40) == 1.0


@pytest.mark.parametrize("counts", [(3, 2, 0, 1), (0, 0, 1, 1), (-1, 2, 0, 1)])
def test_counts_that_are_no_shares_are_refused(counts):
    with pytest.raises(ValueError, match="no shares"):
        find_share_p_value(*counts)
