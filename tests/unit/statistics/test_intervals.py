from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest

from journeymine.statistics.intervals import find_wilson_interval


@pytest.mark.parametrize(("successes", "trials"), [(0, 1), (1, 1), (0, 40), (40, 40), (1, 3), (37, 100), (1, 10**7)])
def test_the_interval_lies_inside_zero_and_one_and_holds_the_share(successes: int, trials: int) -> None:
    low, high = find_wilson_interval(successes, trials)
    assert 0 <= low <= successes / trials <= high <= 1
    assert low < high


@pytest.mark.parametrize(("successes", "trials"), [(5, 20), (0, 9), (700, 1000)])
def test_both_ends_solve_the_score_equation(successes: int, trials: int) -> None:
    # Wilson's ends are the p for which |share - p| = z * sqrt(p (1 - p) / n).
    share = Fraction(successes, trials)
    for end in find_wilson_interval(successes, trials):
        assert abs(float(share) - end) == pytest.approx(1.959963984540054 * sqrt(end * (1 - end) / trials), abs=1e-12)


@pytest.mark.parametrize(("successes", "trials"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        find_wilson_interval(successes, trials)
