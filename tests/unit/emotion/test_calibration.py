"""Friction becomes emotion only where later scores bear it out."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from journeymine.emotion.calibration import Calibration, calibrate_friction


def make_ratings(count: int, effect: float, *, reversed_after: int | None = None, customers: int = 200) -> pl.DataFrame:
    """Draw ratings that fall by `effect` from no friction to one event a step."""
    draw = np.random.default_rng(1)
    steps = draw.integers(1, 9, count)
    friction = draw.binomial(steps, 0.3)
    signs = np.where(np.arange(count) < (reversed_after or count), 1, -1)
    satisfaction = np.clip(0.7 - signs * effect * friction / steps + draw.normal(0, 0.15, count), 0, 1)
    return pl.DataFrame(
        {
            "event_key": np.arange(count),
            "customer_id": draw.integers(0, customers, count),
            "occurred_at": [datetime(2026, 1, 1) + timedelta(hours=number) for number in range(count)],
            "satisfaction": satisfaction,
            "friction_count": friction,
            "step_count": steps,
        }
    )


def test_friction_that_goes_with_worse_scores_later_too_is_calibrated() -> None:
    found = calibrate_friction(make_ratings(600, 0.6), seed=1)
    assert found.holds
    assert found.interval is not None
    assert found.correlation is not None
    assert 0 < found.interval.low < found.correlation < found.interval.high
    told = found.predict(np.array([0.0, 0.5, 1.0]))
    assert told[0] > told[1] > told[2]
    assert found.judged_count == 180


def test_friction_that_says_nothing_of_scores_stays_friction() -> None:
    found = calibrate_friction(make_ratings(600, 0.0), seed=1)
    assert found.verdict == "no relation"
    with pytest.raises(ValueError, match="not calibrated"):
        found.predict(np.array([0.0]))


def test_what_held_earlier_and_no_longer_holds_is_not_published() -> None:
    found = calibrate_friction(make_ratings(600, 0.6, reversed_after=400), seed=1)
    assert not found.holds
    assert found.correlation is not None
    assert found.correlation < 0


@pytest.mark.parametrize(("count", "customers"), [(99, 200), (600, 20), (0, 1)])
def test_few_ratings_or_few_customers_say_nothing(count: int, customers: int) -> None:
    found = calibrate_friction(make_ratings(count, 0.6, customers=customers), seed=1)
    assert (found.verdict, found.rating_count) == ("too few ratings", count)


def test_scores_that_never_vary_show_no_relation() -> None:
    same = make_ratings(300, 0.6).with_columns(satisfaction=pl.lit(1.0))
    assert calibrate_friction(same, seed=1).verdict == "no relation"


def test_rows_in_another_order_give_the_same_row_of_the_table() -> None:
    ratings = make_ratings(300, 0.6)
    one, other = (calibrate_friction(rows, seed=1).describe("stage") for rows in (ratings, ratings.reverse()))
    assert one.equals(other)
    assert one["friction_rates"].to_list()[0] == sorted(one["friction_rates"].to_list()[0])


def test_without_a_verdict_the_row_has_its_columns_all_the_same() -> None:
    assert Calibration("too few ratings", 3, 2).describe("stage").row(0)[:4] == ("stage", False, "too few ratings", 3)
