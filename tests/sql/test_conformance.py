"""sql/analysis of planned journeys: which journeys a plan concerns, and what deviations go along with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from journeymine.settings import Settings
from journeymine.statistics.intervals import find_wilson_interval
from journeymine.warehouse.build import NIGHT
from journeymine.warehouse.frames import read_frame
from tests.sql.planned import BASE, hold_journeys
from tests.sql.small_warehouse import make_settings

EVENTS = """
at         | user_id | event    | product | rating | rating_scale
10:00      | anna    | Page     | boots   |        |
10:01      | anna    | Cart     |         |        |
10:02      | anna    | Order    |         |        |
10:03      | anna    | Answer   |         | 9      | nps
10:00      | bob     | Page     | boots   |        |
10:02      | bob     | Order    |         |        |
10:03      | bob     | Answer   |         | 1      | nps
10:00      | cleo    | Page     | hats    |        |
10:01      | cleo    | Blog     |         |        |
10:00      | dora    | Page     | boots   |        |
10:01      | dora    | Cart     |         |        |
10:00      | emil    | Page     | hats    |        |
10:01      | emil    | Renewed  |         |        |
+90d 10:00 | zoe     | Page     | hats    |        |
"""
RULES = {
    "touchpoint": [{"name": "{event_name}", "stage": "purchase", "channel": "web", "when": {"event_name": "*"}}],
}
STEPS = ["Page", "Cart", "Order"]
PAID = {"name": "web", "goal": "purchase", "steps": ["Page", "Cart", "Pay", "Order"], "product": "boots"}


def shop(*plans: dict[str, Any], **tables: Any) -> Settings:
    goals = [{"name": "purchase", "touchpoint": "Order"}, {"name": "renewal", "touchpoint": "Renewed"}]
    return make_settings(goals=goals, planned=list(plans), touchpoints=RULES, **tables)


def build(warehouse: Any, *plans: dict[str, Any], events: str = EVENTS) -> tuple[Any, list[str]]:
    settings = shop(*plans)
    built = warehouse.build(events, BASE, settings=settings)
    return built, hold_journeys(built.connection, settings)


def test_journeys_to_another_goal_are_not_held_against_a_plan(warehouse) -> None:
    built, _ = build(warehouse, {"name": "web", "goal": "purchase", "steps": STEPS}, {"name": "any", "steps": STEPS})
    counts = dict(built.rows("select plan, journey_count from analysis.plans"))
    everything = built.rows("select count(*) from core.journeys")[0][0]
    assert counts == {"any": everything, "web": everything - 1}


def test_one_standard_is_held_against_each_product_apart(warehouse) -> None:
    standard = {"name": "web", "goal": "purchase", "steps": STEPS, "product": ["boots", "hats"], "apart": "product"}
    built, _ = build(warehouse, standard)
    columns = "plan, plan_standard, journey_count, finished_count, customer_count, fitting_share"
    assert built.rows(
        f"select {columns} from analysis.plans inner join analysis.plan_fits using (plan) order by plan"
    ) == [
        ("web: boots", "web", 3, 2, 3, pytest.approx(2 / 3)),
        ("web: hats", "web", 2, 0, 2, 0.5),
    ]


def test_a_journey_is_a_row_with_its_fitness(warehouse) -> None:
    built, _ = build(warehouse, {"name": "web", "goal": "purchase", "steps": STEPS, "product": "boots"})
    rows = built.rows(
        "select c.status, c.plan_fitness, c.deviation_count, c.conformance_method from analysis.conformance as c "
        "inner join core.journeys as j using (journey_id) order by c.status, j.step_count desc"
    )
    assert rows == [
        ("abandoned", 1.0, 0, "alignment"),
        ("converted", 1.0, 0, "alignment"),
        ("converted", pytest.approx(1 - 1 / 5), 1, "alignment"),
    ]


def walk(paths: dict[str, str], times: int = 1) -> list[dict[str, Any]]:
    """Write each customer's path as events a minute apart, `times` times, each of them long over."""
    return [
        {
            "at": datetime(2026, 1, 1, 10, minute) + timedelta(days=60 * again),
            "user_id": name,
            "event": event,
            "product": "boots",
        }
        for name, path in paths.items()
        for again in range(times)
        for minute, event in enumerate(path.split())
    ] + [{"at": datetime(2027, 1, 1), "user_id": "zoe", "event": "Page"}]


def test_a_skipped_step_is_compared_with_those_that_took_it_and_came_as_far(warehouse) -> None:
    # of those who pay every other one orders, with a cart or without; emil never came so far
    paths = {
        "anna": "Page Cart Pay Order",
        "bob": "Page Pay Order",
        "cleo": "Page Pay",
        "dora": "Page Cart Pay",
        "emil": "Page Cart",
    }
    built, _ = build(warehouse, PAID, events=walk(paths))
    [row] = built.rows(
        "select move_kind, touchpoint, customer_count, journey_count, decided_count, compared_count, conversion_share, "
        "compared_conversion_share, conversion_change, conversion_change_low, rated_count, satisfaction_change "
        "from analysis.deviations"
    )
    assert row[:8] == ("skipped", "Cart", 2, 2, 2, 2, 0.5, 0.5)
    assert row[8] == pytest.approx(0)
    side = find_wilson_interval(1, 2)
    assert row[9] == pytest.approx(-(((0.5 - side.low) ** 2 + (side.high - 0.5) ** 2) ** 0.5))
    assert row[10:] == (0, None)


def test_a_step_after_which_only_the_goal_is_left_is_compared_with_nothing(warehouse) -> None:
    # who skipped it has reached the goal: nobody else can be said to have skipped it
    built, _ = build(warehouse, {"name": "web", "goal": "purchase", "steps": STEPS, "product": "boots"})
    columns = "move_kind, touchpoint, journey_count, decided_count, compared_count, conversion_change"
    assert built.rows(f"select {columns} from analysis.deviations") == [("skipped", "Cart", 1, 0, 0, None)]


def test_the_same_customers_again_and_again_make_no_interval_narrower(warehouse) -> None:
    paths = {
        "anna": "Page Cart Pay Order",
        "bob": "Page Pay Order",
        "cleo": "Page Cart Pay",
        "dora": "Page Cart Pay",
        "emil": "Page",
    }
    found = []
    for times in (1, 4):
        built, _ = build(warehouse, PAID, events=walk(paths, times))
        found += built.rows(
            "select customer_count, decided_count, compared_count, conversion_change, conversion_change_low, "
            "conversion_change_high from analysis.deviations where move_kind = 'skipped' and touchpoint = 'Cart'"
        )
    (once, often) = found
    assert once[:4] == (1, 1, 3, pytest.approx(2 / 3))
    assert often[:4] == (1, 4, 12, pytest.approx(2 / 3))
    assert often[4] <= once[4] + 1e-9
    assert often[5] >= once[5] - 1e-9


def test_satisfaction_is_of_ratings_brought_to_one_scale(warehouse) -> None:
    events = EVENTS.splitlines()[1:2] + [
        f"10:0{minute} | {name} | {event} | boots | {rating} | {'nps' if rating else ''}"
        for name, rating in (("ann", 9), ("fay", 8), ("bob", 1), ("gus", 2))
        for minute, event, rating in (
            (0, "Page", ""),
            (1, "Cart" if name in ("ann", "fay") else "Blog", ""),
            (2, "Pay", ""),
            (3, "Order", rating),
        )
    ]
    built, _ = build(warehouse, PAID, events="\n".join(events))
    row = built.rows(
        "select rated_count, compared_rated_count, satisfaction_change from analysis.deviations "
        "where move_kind = 'skipped' and touchpoint = 'Cart'"
    )
    assert row == [(2, 2, pytest.approx((0.1 + 0.2) / 2 - (0.9 + 0.8) / 2))]


def test_a_goal_that_never_happens_and_an_unknown_touchpoint_are_told(warehouse) -> None:
    plan = {"name": "web", "goal": "purchase", "steps": ["Page", "Cart", "Order"], "product": "hats"}
    _, notes = build(
        warehouse, plan, {"name": "odd", "steps": ["Pgae"]}, {"name": "no", "steps": ["Page"], "product": "x"}
    )
    assert "None of its journeys reached a goal" in notes[0]
    assert "No journey has come to Pgae." in notes[1]
    assert "No journey is held against it." in notes[2]


def test_single_step_journeys_and_one_endless_one_do_no_harm(warehouse) -> None:
    start = datetime(2026, 1, 1, 10)
    endless = [{"at": start + timedelta(minutes=n), "user_id": "max", "event": "Page"} for n in range(5001)]
    events = [*endless, {"at": datetime(2026, 1, 1, 10), "user_id": "ida", "event": "Page"}]
    built, notes = build(warehouse, {"name": "web", "goal": "purchase", "steps": STEPS}, events=events)
    assert "1 journeys of rare or very long variants are not held" in notes[0]
    assert built.rows("select status, plan_fitness from analysis.conformance order by plan_fitness nulls last") == [
        ("open", 1.0),
        ("open", None),
    ]


def test_without_plans_every_table_is_there_and_empty(warehouse) -> None:
    built, notes = build(warehouse)
    assert notes == []
    for table in ("plans", "plan_steps", "plan_stages", "conformance", "deviations", "plan_history"):
        assert built.rows(f"select count(*) from analysis.{table}") == [(0,)]


def test_history_keeps_a_row_a_night_and_an_end(warehouse) -> None:
    plan = {"name": "web", "goal": "purchase", "steps": STEPS}
    built, _ = build(warehouse, plan)
    last = {"analysis.plan_history": read_frame(built.connection, f"{NIGHT}.analysis.plan_history")}
    for as_of in (datetime(2026, 5, 1), datetime(2026, 5, 2), datetime(2026, 5, 2)):
        hold_journeys(built.connection, shop(plan), last=last, as_of=as_of)
        last = {"analysis.plan_history": read_frame(built.connection, f"{NIGHT}.analysis.plan_history")}
    ends = built.column("select as_of from analysis.plan_history order by as_of")
    assert ends[1:] == [datetime(2026, 5, 1), datetime(2026, 5, 2)]
    assert len(ends) == 3


def test_stages_add_up_to_the_moves_of_all_journeys(warehouse) -> None:
    built, _ = build(warehouse, {"name": "web", "goal": "purchase", "steps": STEPS, "product": "boots"})
    assert built.rows(
        "select stage, followed_step_count, skipped_step_count, plan_fitness from analysis.plan_stages"
    ) == [("purchase", 7, 1, pytest.approx(7 / 8))]
