"""sql/analysis/improvement_*: what counts before and after the day on which something was done."""

from __future__ import annotations

from datetime import date

import pytest

from journeymine.improve.seeds import build_improvement_seeds
from journeymine.overlay import PlanOverlay
from journeymine.warehouse.build import NIGHT, write_seeds
from tests.sql.abandoned_shop import EVENTS, SETTINGS, TABLES, make
from tests.sql.conftest import open_warehouse
from tests.sql.small_warehouse import read_table


@pytest.fixture(scope="module")
def company():
    with open_warehouse() as warehouse:
        yield warehouse.build(EVENTS, TABLES, settings=SETTINGS, as_of="+100d 10:00")


@pytest.fixture
def built(company):
    company.rows("drop schema if exists analysis cascade")
    company.rows("create schema analysis")
    return company


def measure(built, expected, done_on=date(2026, 2, 20)):
    entry = {"pain": "x", "action": "y", "status": "done", "done_on": done_on, "expected": expected}
    settings = SETTINGS.model_copy(update={"plan_overlay": PlanOverlay.model_validate({"improvement": [entry]})})
    write_seeds(built.connection, build_improvement_seeds(settings))
    built.connection.execute(f"use {NIGHT}")
    built.rows("create table analysis.pain_names as select 'x' as pain_id, 'Cart' as touchpoint")
    make(built, "improvement_windows", "improvement_arrivals", "improvement_counts")
    return built.rows("select * exclude (improvement_index) from analysis.improvement_counts order by all")


def test_windows_are_equal_and_leave_out_the_horizon_at_the_end(built):
    measure(built, {"measure": "conversion"})
    rows = built.rows(
        "select touchpoint, window_from_at::varchar, done_at::varchar, window_to_at::varchar "
        "from analysis.improvement_windows"
    )
    # Seven days before as_of (11 April) is 4 April 10:00: 43 days and 10 hours after 20 February.
    assert rows == [("Cart", "2026-01-07 14:00:00", "2026-02-20 00:00:00", "2026-04-04 10:00:00")]


@pytest.mark.parametrize(
    ("expected", "done_on", "counts"),
    [
        # anna and dana reach the goal, bob and cleo do not; nobody comes to the cart afterwards
        ({"measure": "conversion"}, date(2026, 1, 31), [(1, 0, 0, 0, 2), (1, 1, 0, 0, 2)]),
        # of the three who met the error bob and cleo stayed there
        ({"measure": "drop_off", "touchpoint": "Error"}, date(2026, 1, 31), [(1, 1, 0, 0, 2)]),
        # all four come to the stage; bob and cleo end in it
        ({"measure": "drop_off", "stage": "buy"}, date(2026, 1, 31), [(1, 0, 0, 0, 2), (1, 1, 0, 0, 2)]),
    ],
)
def test_a_journey_counts_in_the_window_in_which_it_came_there_first(built, expected, done_on, counts):
    assert measure(built, expected, done_on) == counts


def test_friction_counts_for_a_week_after_the_arrival_on_both_sides_and_where_a_click_is_no_step(warehouse):
    # Rage clicks: of fay at once, of gus eight days after the arrival, of hal, who came after the day, at once.
    events = """
        at            | event | user_id
        10:00         | ad    | ida
        +20d 10:00    | cart  | fay
        +20d 10:00:10 | click | fay
        +20d 10:00    | cart  | gus
        +28d 10:01    | ad    | gus
        +28d 10:01:10 | cart  | gus
        +28d 10:01:20 | click | gus
        +60d 10:00    | cart  | hal
        +60d 10:00:10 | click | hal
    """
    rows = [event for event in read_table(events) for _ in range(3 if event["event"] == "click" else 1)]
    for event in rows:
        event["props"] = '{"x": 5, "y": 5}'
    built = warehouse.build(rows, TABLES, settings=SETTINGS, as_of="+100d 10:00")
    assert built.column("select count(*) from core.friction where journey_index is null") == [3]
    built.rows("create schema analysis")
    assert measure(built, {"measure": "friction"}) == [(0, 0, 1, 1, 1), (1, 0, 0, 0, 1), (1, 1, 0, 0, 1)]
