from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from journeymine.site.periods import count_periods


def days_of(counts: list[int]) -> pl.DataFrame:
    begin = date(2026, 3, 2)  # a Monday
    return pl.DataFrame({"day": [begin + timedelta(days=day) for day in range(len(counts))], "n": counts})


@pytest.mark.parametrize(("daily", "period"), [(10, "day"), (9, "week"), (2, "week"), (1, "month")])
def test_the_finest_period_is_taken_whose_counts_reach_the_minimum(daily: int, period: str) -> None:
    name, counted = count_periods(days_of([daily] * 56), ("n",), 10)
    assert name == period
    assert counted["n"].sum() == 56 * daily


def test_a_period_that_is_still_too_small_is_not_told() -> None:
    name, counted = count_periods(days_of([20] * 9 + [3, 0]), ("n",), 10)
    assert name == "day"
    assert counted["n"].to_list() == [20] * 9 + [None, 0]


def test_weeks_begin_on_monday() -> None:
    _, counted = count_periods(days_of([3] * 14), ("n",), 10)
    assert counted.rows() == [(date(2026, 3, 2), 21), (date(2026, 3, 9), 21)]


def test_days_of_several_sources_are_summed() -> None:
    days = pl.concat([days_of([20] * 3), days_of([5] * 3)])
    assert count_periods(days, ("n",), 10)[1]["n"].to_list() == [25, 25, 25]
