"""Whole paths by visit, journey and customer: which are one, how they end, what they came to."""

from __future__ import annotations

from typing import Any

import pytest

from journeymine.warehouse.sqlfiles import sql_folder
from tests.sql.small_warehouse import make_settings

RULES = [
    {"name": name, "stage": "see", "channel": channel, "when": {"event_name": name.lower()}}
    for name, channel in (("Ad", "web"), ("Page", "web"), ("Shop", "store"), ("Order", "web"), ("Renewal", "web"))
]
SETTINGS = make_settings(
    goals=[{"name": "purchase", "touchpoint": "Order"}, {"name": "renewal", "touchpoint": "Renewal"}],
    touchpoints={"touchpoint": RULES, "ignore": [{"why": "technical", "when": {"event_name": "scroll"}}]},
)
READ = "core.customers core.journeys core.customer_events core.touchpoint_names core.channels core.observation"


@pytest.fixture
def count_paths(warehouse):
    def build(events: str, members: str = "select null::bigint as customer_id, null::varchar as segment_id") -> Any:
        built = warehouse.build(events, READ, settings=SETTINGS)
        for schema in ("analysis", "report"):
            built.rows(f"create schema if not exists {schema}")
        built.rows(f"create table analysis.segment_members as {members}")
        for table in ("analysis.drawn_customers", "analysis.drawn_steps", "report.paths"):
            file = sql_folder() / f"{table.replace('.', '/')}.sql"
            built.rows(f"create table {table} as {file.read_text()}")
        return built

    return build


def test_journeys_with_the_same_steps_goal_end_and_entry_are_one_path(count_paths):
    built = count_paths("""
        at         | event   | user_id
        10:00      | ad      | anna
        10:01      | page    | anna
        10:02      | order   | anna
        10:10      | page    | anna
        11:00      | ad      | bob
        11:01      | page    | bob
        11:04      | order   | bob
        12:00      | shop    | cleo
        12:01      | scroll  | cleo
        +40d 10:00 | strange | dora
    """)
    columns = "touchpoints, goal, status, channel, path_count"
    rows = built.rows(f"select {columns} from report.paths where path_unit = 'journey' order by touchpoints")
    assert rows == [
        (["Ad", "Page", "Order"], "purchase", "converted", "web", 2),
        (["Page"], None, "abandoned", "web", 1),
        (["Shop"], None, "abandoned", "store", 1),
        (["unmapped: strange"], None, "open", "web", 1),
    ]
    counts = built.rows("select path_unit, sum(path_count)::int from report.paths group by all order by all")
    assert counts == [("customer", 4), ("journey", 5), ("visit", 4)]


def test_a_visit_goes_on_after_a_goal_and_a_customer_after_a_visit(count_paths):
    built = count_paths("""
        at         | event   | user_id
        10:00      | ad      | anna
        10:02      | order   | anna
        10:10      | page    | anna
        10:40      | shop    | anna
        10:41      | renewal | anna
        +40d 10:00 | page    | anna
        +40d 10:00 | ad      | bob
    """)
    rows = built.rows(
        "select path_unit, touchpoints, goal, status from report.paths where touchpoints <> ['Ad'] order by all"
    )
    assert rows == [
        ("customer", ["Ad", "Order", "Page", "Shop", "Renewal", "Page"], "purchase", "open"),
        ("journey", ["Ad", "Order"], "purchase", "converted"),
        ("journey", ["Page"], None, "open"),
        ("journey", ["Page", "Shop", "Renewal"], "renewal", "converted"),
        ("visit", ["Ad", "Order", "Page"], "purchase", "converted"),
        ("visit", ["Page"], None, "open"),
        ("visit", ["Shop", "Renewal"], "renewal", "converted"),
    ]
    months = built.column("select distinct began_in from report.paths where path_unit = 'visit' order by all")
    assert len(months) == 2


def test_a_visit_without_a_goal_is_left_once_the_session_can_not_go_on(count_paths):
    built = count_paths("""
        at    | event | user_id
        10:00 | ad    | anna
        10:30 | ad    | bob
        10:31 | page  | cleo
    """)
    rows = built.rows("select touchpoints, status, path_count from report.paths where path_unit = 'visit' order by all")
    assert rows == [(["Ad"], "abandoned", 1), (["Ad"], "open", 1), (["Page"], "open", 1)]


def test_a_path_says_its_segment_and_each_product_and_business_unit_once(count_paths):
    built = count_paths(
        """
        at    | event | user_id | product | business_unit
        10:00 | ad    | anna    | lamp    |
        10:01 | page  | anna    | lamp    | shops
        10:02 | page  | anna    | chair   | shops
        10:03 | page  | anna    |         |
        10:03 | page  | bob     |         |
        """,
        "select customer_id, 's1' as segment_id from core.journeys where step_count = 4",
    )
    rows = built.rows("select distinct segment_id, products, business_units from report.paths order by all")
    assert rows == [("s1", ["chair", "lamp"], ["shops"]), (None, [], [])]
