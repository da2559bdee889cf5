"""sql/analysis/pain_* and improvement_*: who is affected, beside whom, before and after what was done."""

from __future__ import annotations

from datetime import date

import pytest

from journeymine.improve.seeds import build_improvement_seeds
from journeymine.overlay import PlanOverlay
from journeymine.warehouse.build import NIGHT, write_seeds
from journeymine.warehouse.sqlfiles import sql_folder
from tests.sql.small_warehouse import make_settings

RULES = [
    {"name": name.capitalize(), "stage": stage, "channel": "web", "when": {"event_name": name}}
    for name, stage in (("ad", "look"), ("cart", "buy"), ("error", "buy"), ("pay", "buy"), ("help", "use"))
]
SETTINGS = make_settings(
    stages={"order": ["look", "buy", "use"]},
    goals=[{"name": "order", "touchpoint": "Pay", "value": "amount"}],
    touchpoints={"touchpoint": RULES},
)
# Journeys end after 30 days of silence; as_of lies far behind all but eve's.
EVENTS = """
    at         | event | user_id | amount
    10:00      | ad    | anna    |
    10:01      | cart  | anna    |
    10:02      | pay   | anna    | 30
    10:00      | cart  | bob     |
    10:01      | error | bob     |
    10:02      | cart  | bob     |
    10:03      | error | bob     |
    10:00      | cart  | cleo    |
    10:01      | error | cleo    |
    10:00      | cart  | dana    |
    10:01      | cart  | dana    |
    10:02      | pay   | dana    | 10
    +40d 10:00 | help  | dana    |
    +99d 10:00 | error | eve     |
"""
TABLES = (
    "core.journeys core.touchpoint_counts core.touchpoint_names core.touchpoints core.observation core.goal_steps "
    "core.friction core.scores core.journey_stages core.stages core.journey_steps"
)


@pytest.fixture
def built(warehouse):
    built = warehouse.build(EVENTS, TABLES, settings=SETTINGS, as_of="+100d 10:00")
    built.rows("create schema analysis")
    return built


def make(built, *names):
    for name in names:
        built.rows(f"create table analysis.{name} as {(sql_folder() / 'analysis' / f'{name}.sql').read_text()}")


def test_a_drop_off_is_a_customer_whose_journey_was_abandoned_there_beside_the_rest_of_the_stage(built):
    make(built, "pain_drop_offs")
    rows = built.rows(
        "select * exclude (source_table, source_query, pain_kind, pain_source, pain_subject, stage, "
        "is_about_goals) from analysis.pain_drop_offs order by all"
    )
    # Cart converts half of its journeys, Error none; goals, and what lies behind the goal's stage, are not asked.
    assert rows == [("Error", 3, 3, 2, 4, 0)]
    (query,) = built.column("select source_query from analysis.pain_drop_offs")
    assert built.column(query) == [2]


def test_rework_sets_journeys_that_came_back_beside_those_that_came_once(built):
    make(built, "pain_rework")
    rows = built.rows(
        "select touchpoint, came_count, tested_count, affected_count, other_tested_count, "
        "other_affected_count from analysis.pain_rework order by all"
    )
    # Cart twice: bob (abandoned) and dana (converted); once: anna and cleo. eve's journey is still open.
    assert rows == [("Cart", 2, 2, 1, 2, 1), ("Error", 1, 1, 1, 1, 1)]
    queries = built.column("select source_query from analysis.pain_rework order by touchpoint")
    assert [built.column(query) for query in queries] == [[1], [1]]


def test_a_goal_is_worth_its_amount_and_a_journey_that_comes_to_a_stage_what_it_brings(built):
    make(built, "goal_values")
    rows = built.rows(
        "select value_of, place, has_amounts, amount_count, amount_sum, amount_square_sum "
        "from analysis.goal_values order by all nulls first"
    )
    assert rows == [
        ("goal", None, True, 2, 40.0, 1000.0),
        ("goal", "Ad", True, 1, 30.0, 900.0),
        ("goal", "Cart", True, 2, 40.0, 1000.0),
        ("goal", "Pay", True, 2, 40.0, 1000.0),
        ("stage", "buy", True, 4, 40.0, 1000.0),
        ("stage", "look", True, 1, 30.0, 900.0),
        ("stage", "use", True, 1, 0.0, 0.0),
    ]


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
