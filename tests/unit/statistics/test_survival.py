"""The Kaplan-Meier curve: a textbook's example, its interval, and a plain loop over single waits."""

from __future__ import annotations

import random

import numpy as np
import pytest

from journeymine.statistics.survival import find_survival

REMISSION = [(6, 3, 1), (7, 1, 0), (9, 0, 1), (10, 1, 1), (11, 0, 1), (13, 1, 0), (16, 1, 0), (17, 0, 1), (19, 0, 1)]
REMISSION += [(20, 0, 1), (22, 1, 0), (23, 1, 0), (25, 0, 1), (32, 0, 2), (34, 0, 1), (35, 0, 1)]
"""Weeks in remission of 21 patients on 6-mercaptopurine: time, relapses, censored.

Freireich et al. (1963), Blood 21:699-716, as printed in Klein and Moeschberger, Survival Analysis, table 4.1A.
"""


def test_the_textbook_example_of_kaplan_meier_and_greenwood():
    curve = find_survival(*zip(*REMISSION, strict=True))
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.share.round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert curve.error.round(3).tolist() == [0.076, 0.087, 0.096, 0.107, 0.114, 0.128, 0.135]


def test_the_textbook_example_of_the_log_log_interval():
    # As printed by R's survfit(conf.type = "log-log") for the same patients: median 23, lower end 13, no upper end.
    curve = find_survival(*zip(*REMISSION, strict=True))
    assert curve.find_quantile(0.5) == 23
    assert curve.find_quantile_interval(0.5) == (13, None)
    assert curve.low[0] == pytest.approx(0.620, abs=5e-4)
    assert curve.high[0] == pytest.approx(0.952, abs=5e-4)


def test_without_censoring_it_is_the_share_that_lasts_longer():
    curve = find_survival([1, 2, 5], [2, 1, 1], [0, 0, 0])
    assert curve.share.tolist() == [0.5, 0.25, 0.0]
    assert curve.find_quantile(0.5) == 1
    assert curve.find_quantile(0.9) == 5
    assert curve.find_share(0.5)[0] == 1.0
    assert curve.find_share(2)[0] == 0.25


def test_a_quantile_that_was_not_reached_is_none():
    curve = find_survival([1, 9], [1, 0], [0, 9])
    assert curve.find_quantile(0.5) is None


def test_what_all_or_none_did_is_no_certainty():
    # Of 20 waits all ended by 2, or none but one by 5: Wilson's interval of 0 of 20 reaches to .161.
    assert find_survival([1, 2], [12, 8], [0, 0]).find_share(2) == (0.0, pytest.approx((0, 0.1611), abs=1e-4))
    curve = find_survival([3, 5, 9], [0, 0, 1], [4, 0, 19])
    assert curve.find_share(5) == (1.0, pytest.approx((0.8389, 1), abs=1e-4))  # the four seen until 3 tell nothing


def test_beyond_what_was_watched_nothing_is_known():
    assert find_survival([1], [0], [3]).find_share(2) == (1.0, (0.0, 1.0))


def test_no_wait_at_all_has_no_curve():
    assert find_survival([], [], []).share.size == 0
    assert find_survival([], [], []).find_quantile(0.5) is None


@pytest.mark.parametrize("seed", range(20))
def test_a_plain_loop_over_single_waits_agrees(seed):
    draw = random.Random(seed)
    waits = [(draw.randrange(1, 12), draw.random() < 0.6) for _ in range(draw.randrange(1, 60))]
    expected, share = {}, 1.0
    for time in sorted({time for time, has_ended in waits if has_ended}):
        waiting = sum(other >= time for other, _ in waits)
        share *= 1 - sum(other == time and has_ended for other, has_ended in waits) / waiting
        expected[time] = share
    times = sorted({time for time, _ in waits})
    counts = [[sum(w == (time, kind) for w in waits) for time in times] for kind in (True, False)]
    curve = find_survival(times, *counts)
    assert curve.times.tolist() == list(expected)
    assert np.allclose(curve.share, list(expected.values()))


@pytest.mark.parametrize("given", [([1, 1], [1, 1], [0, 0]), ([1], [-1], [0]), ([1, 2], [1], [0])])
def test_what_is_no_count_is_refused(given):
    with pytest.raises(ValueError, match=r"times|each time"):
        find_survival(*given)
