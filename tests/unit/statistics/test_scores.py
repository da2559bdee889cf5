from __future__ import annotations

import numpy as np
import pytest

from journeymine.statistics.scores import find_mean_interval, find_net_promoter_score


def test_the_interval_of_a_score_is_that_of_three_answers_more() -> None:
    # By hand: (5.75 - 2.75) / 13 = .23077, variance (8.5 / 13 - .05325) / 13 = .04620.
    low, high = find_net_promoter_score(5, 3, 2).interval
    assert low == pytest.approx(-19.05, abs=0.01)
    assert high == pytest.approx(65.21, abs=0.01)


def test_an_interval_stays_within_the_scale() -> None:
    assert find_net_promoter_score(4, 0, 0).interval.high <= 100
    assert find_net_promoter_score(0, 0, 4).interval.low >= -100


def test_no_answer_gives_no_score() -> None:
    with pytest.raises(ValueError, match="give no score"):
        find_net_promoter_score(0, 0, 0)


def test_a_large_sample_gives_the_interval_of_the_normal_law() -> None:
    values, counts = np.arange(1.0, 8.0), np.full(7, 1_000)
    low, high = find_mean_interval(values, counts, seed=11)
    margin = 1.96 * 2.0 / np.sqrt(7_000)
    assert low == pytest.approx(4 - margin, abs=0.006)
    assert high == pytest.approx(4 + margin, abs=0.006)


def test_about_nineteen_of_twenty_intervals_hold_the_true_mean() -> None:
    random = np.random.default_rng(5)
    shares = np.array([0.1, 0.1, 0.2, 0.3, 0.3])
    values = np.arange(1.0, 6.0)
    held = 0
    for seed in range(200):
        low, high = find_mean_interval(values, random.multinomial(80, shares), seed=seed)
        held += low <= values @ shares <= high
    assert 182 <= held <= 198


def test_the_mean_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no value"):
        find_mean_interval(np.array([1.0]), np.array([0]), seed=1)
