"""Friction by touchpoint and by page: what is counted, and out of what."""

from __future__ import annotations

import json
from typing import Any

import pytest

from journeymine.warehouse.sqlfiles import sql_folder
from tests.sql.small_warehouse import make_settings

SETTINGS = make_settings(
    touchpoints={
        "ignore": [{"why": "no step", "when": {"event_name": "click"}}],
        "touchpoint": [
            {"name": "Call", "stage": "service", "channel": "phone", "when": {"event_name": "call"}},
            {"name": "Survey", "stage": "use", "channel": "web", "when": {"event_name": "survey"}},
            {"name": "{page_path}", "stage": "use", "channel": "web", "when": {"page_path": "*"}},
        ],
    }
)
PLACE = json.dumps({"x": 1, "y": 1})
EVENTS = f"""
    at         | user_id | event       | page_path | props   | text
    10:00      | anna    | view        | /a        |         |
    10:00:20   | anna    | view        | /b        |         |
    10:00:25   | anna    | view        | /a        |         |
    10:00:30   | anna    | click       | /a        | {PLACE} |
    10:01      | anna    | form_start  | /a        |         |
    10:02      | anna    | error       | /a        |         |
    10:03      | anna    | form_submit | /a        |         |
    10:04      | anna    | form_start  | /b        |         |
    +1d 10:04  | anna    | call        |           |         |
    10:00      | bob     | view        | /b        |         |
    10:01      | bob     | view        | /b        |         |
    10:02      | bob     | survey      |           |         | how come?
    10:05      | bob     | survey      |           |         | nothing to ask
    +1d 10:01  | bob     | call        |           |         |
"""


@pytest.fixture
def built(warehouse: Any) -> Any:
    return warehouse.build(
        EVENTS, "marts.touchpoint_friction marts.friction_index marts.page_metrics", settings=SETTINGS
    )


def test_friction_of_a_touchpoint_is_a_share_of_its_opportunities(built: Any) -> None:
    rows = built.rows(
        "select touchpoint, friction_kind, friction_count, customer_count, opportunity_count, friction_share, "
        "is_relative from marts.touchpoint_friction where friction_kind <> 'hesitation' order by all"
    )
    assert rows == [
        ("/a", "dead_click", 1, 1, 1, 1.0, False),
        ("/a", "quick_back", 0, 0, 1, 0.0, False),
        ("/a", "rage_click", 0, 0, 1, 0.0, False),
        ("/a", "u_turn", 0, 0, 4, 0.0, False),
        ("/b", "quick_back", 1, 1, 1, 1.0, False),
        ("/b", "u_turn", 1, 1, 3, pytest.approx(1 / 3), False),
        ("Call", "repeat_contact", 0, 0, 2, 0.0, False),
        ("Survey", "u_turn", 0, 0, 2, 0.0, False),
    ]


def test_the_index_is_of_customers_who_came(built: Any) -> None:
    rows = built.rows(
        "select touchpoint, customer_count, friction_customer_count, friction_customer_share from marts.friction_index "
        "where friction_count > 0 order by all"
    )
    assert rows == [("/a", 1, 1, 1.0), ("/b", 2, 1, 0.5)]


def test_a_page_counts_views_forms_errors_and_who_asked_soon_after(built: Any) -> None:
    # Anna calls a day to the millisecond after her last visit of a page, Bob a second more.
    rows = built.rows(
        "select page_path, view_count, customer_count, friction_count, quick_back_count, dead_click_count, "
        "question_soon_count, contact_soon_count, form_start_count, form_abandon_count, form_abandon_share, "
        "error_count, contact_soon_customer_count, form_start_customer_count, error_customer_count "
        "from marts.page_metrics order by all"
    )
    assert rows == [
        ("/a", 2, 1, 1, 0, 1, 0, 0, 1, 0, 0.0, 1, 0, 1, 1),
        ("/b", 3, 2, 1, 1, 0, 1, 1, 1, 1, 1.0, 0, 1, 1, 0),
    ]


def test_a_rating_stands_beside_the_friction_met_in_its_stage_until_then(warehouse: Any) -> None:
    events = """
        at    | user_id | event  | page_path | rating | rating_scale
        10:00 | anna    | view   | /a        |        |
        11:00 | anna    | view   | /b        |        |
        12:00 | anna    | view   | /a        |        |
        13:00 | anna    | survey |           | 8      | nps
        14:00 | anna    | view   | /c        |        |
        15:00 | anna    | view   | /a        |        |
        10:00 | bob     | survey |           | 8      | nps
        10:00 | cleo    | view   | /a        |        |
        11:00 | cleo    | survey |           | 8      | mood
    """
    built = warehouse.build(events, "core.scores core.friction core.steps core.touchpoint_names", settings=SETTINGS)
    folder = sql_folder() / "analysis"
    ratings = (folder / "friction_ratings.sql").read_text(encoding="utf-8")
    told = f"select dimension, satisfaction, friction_count, step_count from ({ratings})"
    assert built.rows(told) == [("stage", 0.8, 1, 3)], "anna was asked about a touchpoint where she took no step before"
    built.rows("create schema analysis")
    built.rows(
        "create table analysis.segment_members as select 's1' as segment_id, any_value(customer_id) as customer_id "
        "from core.friction"
    )
    felt = (folder / "friction_felt.sql").read_text(encoding="utf-8")
    assert built.rows(f"from ({felt}) where dimension = 'stage' order by all") == [
        ("", "stage", "use", 0.0, 2),
        ("", "stage", "use", 0.17, 1),
        ("s1", "stage", "use", 0.17, 1),
    ]


def test_a_rating_tells_of_the_touchpoint_it_was_asked_about_by_the_friction_met_there(warehouse: Any) -> None:
    events = """
        at    | user_id | event  | page_path | rating | rating_scale
        10:00 | anna    | view   | /a        |        |
        11:00 | anna    | view   | /b        |        |
        12:00 | anna    | view   | /a        |        |
        13:00 | anna    | view   | /a        | 8      | nps
    """
    built = warehouse.build(events, "core.scores core.friction core.steps core.touchpoint_names", settings=SETTINGS)
    folder = sql_folder() / "analysis"
    ratings = (folder / "friction_ratings.sql").read_text(encoding="utf-8")
    rows = built.rows(f"select dimension, step_count from ({ratings}) order by all")
    assert [dimension for dimension, _ in rows] == ["stage", "touchpoint"]
    assert all(count >= 2 for _, count in rows)
