from __future__ import annotations

from datetime import datetime

import pytest

from journeymine.site.wording import (
    render_day,
    render_duration,
    render_interval,
    render_moment,
    render_number,
    render_share,
)
from journeymine.statistics.intervals import Interval


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "–"),
        (0, "0 s"),
        (59.4, "59.4 s"),
        (60, "1 min"),
        (3599, "60 min"),
        (3600, "1 h"),
        (86400, "1 day"),
        (86400 * 1.5, "1.5 days"),
        (86400 * 364, "364 days"),
        (365.25 * 86400, "1 year"),
    ],
)
def test_a_duration_is_said_in_the_largest_unit_that_fits(seconds: float | None, text: str) -> None:
    assert render_duration(seconds) == text


@pytest.mark.parametrize(
    ("share", "text"), [(None, "–"), (0.0, "0.0%"), (0.004, "0.40%"), (0.5, "50.0%"), (1.0, "100.0%")]
)
def test_a_small_share_does_not_round_to_nothing(share: float | None, text: str) -> None:
    assert render_share(share) == text


@pytest.mark.parametrize(
    ("low", "high", "text"), [(0.312, 0.34, "31.2–34.0%"), (0.0028, 0.0036, "0.28–0.36%"), (0.0, 0.0001, "0.00–0.01%")]
)
def test_a_small_interval_does_not_round_to_one_number(low: float, high: float, text: str) -> None:
    assert render_interval(Interval(low, high)) == text


def test_a_missing_number_is_a_dash_and_no_zero() -> None:
    assert (render_number(None), render_number(0), render_number(1234567)) == ("–", "0", "1,234,567")
    assert render_moment(None) == render_day(None) == "–"


def test_times_say_that_they_are_utc() -> None:
    assert render_moment(datetime(2026, 3, 1, 5, 7)) == "2026-03-01 05:07 UTC"


def test_times_and_days_are_those_of_the_projects_clocks() -> None:
    late = datetime(2026, 7, 1, 22, 30)
    assert render_moment(late, "Europe/Warsaw") == "2026-07-02 00:30 CEST"
    assert (render_day(late, "Europe/Warsaw"), render_day(late)) == ("2 Jul 2026", "1 Jul 2026")
    assert render_day(late.date(), "Europe/Warsaw") == "1 Jul 2026"
