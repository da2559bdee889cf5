"""core.sessions: acts of a customer with no gap of 30 minutes between them."""

from __future__ import annotations

import pytest

from tests.sql.small_warehouse import make_settings


def build(warehouse, times, **settings):
    events = [{"at": at, "user_id": "anna"} for at in times]
    return warehouse.build(events, "core.sessions", settings=make_settings(**settings))


@pytest.mark.parametrize(("seconds", "sessions"), [(1799, 1), (1800, 2), (1801, 2)])
def test_gap_equal_to_limit_starts_a_session(warehouse, seconds, sessions):
    built = build(warehouse, ["10:00", f"10:{seconds // 60:02d}:{seconds % 60:02d}"])
    assert built.column("select count(*) from core.sessions") == [sessions]


def test_a_millisecond_below_the_limit_does_not_start_a_session(warehouse):
    assert build(warehouse, ["10:00", "10:29:59.999"]).column("select event_count from core.sessions") == [2]


def test_midnight_cuts_nothing(warehouse):
    assert build(warehouse, ["23:50", "+1d 00:10"]).column("select event_count from core.sessions") == [2]


def test_the_hour_of_a_clock_change_is_as_long_as_any(warehouse):
    times = ["2026-03-29 00:45", "2026-03-29 01:14:59", "2026-10-25 00:45", "2026-10-25 01:15"]
    built = build(warehouse, times, project={"name": "x", "timezone": "Europe/Warsaw"})
    assert built.column("select event_count from core.sessions order by started_at") == [2, 1, 1]


def test_the_gap_is_a_setting(warehouse):
    assert build(warehouse, ["10:00", "10:05"], sessions={"gap": "5m"}).column(
        "select count(*) from core.sessions"
    ) == [2]


def test_activity_longer_than_the_cap_is_cut_into_whole_caps(warehouse):
    times = [f"10:{minute:02d}" for minute in range(0, 60, 10)]
    built = build(warehouse, times, sessions={"cap": "20m"})
    rows = built.rows("select started_at::time::varchar, event_count from core.sessions order by started_at")
    assert rows == [("10:00:00", 2), ("10:20:00", 2), ("10:40:00", 2)]


def test_what_the_company_does_neither_opens_nor_prolongs_a_session(warehouse):
    built = warehouse.build(
        """
        at    | user_id | actor
        09:50 | anna    | company
        10:00 | anna    |
        10:20 | anna    | company
        10:40 | anna    |
        """,
        "core.sessions core.events",
    )
    rows = built.rows("select started_at::time::varchar, event_count from core.sessions order by started_at")
    assert rows == [("10:00:00", 1), ("10:40:00", 1)]
    in_none = built.column("select occurred_at::time::varchar from core.events where session_id is null order by all")
    assert in_none == ["09:50:00", "10:20:00"]


def test_ignored_acts_still_show_that_the_customer_was_there(warehouse):
    ignore = {"ignore": [{"why": "technical", "when": {"event_name": "scroll"}}]}
    built = warehouse.build(
        """
        at    | user_id | event
        10:00 | anna    | view
        10:20 | anna    | scroll
        10:40 | anna    | view
        """,
        "core.sessions",
        settings=make_settings(touchpoints=ignore),
    )
    assert built.rows("select event_count, step_count from core.sessions") == [(3, 2)]


def test_a_session_is_named_after_customer_and_begin_and_is_that_of_its_events(warehouse):
    built = warehouse.build([{"at": "10:00", "user_id": "anna"}], "core.sessions core.events")
    [(session_id, customer_id)] = built.rows("select session_id, customer_id from core.sessions")
    assert session_id == f"{customer_id}-1767261600000"
    assert built.column("select session_id from core.events") == [session_id]


@pytest.mark.parametrize(
    ("rows", "group"),
    [
        ("10:00 | mobile | | \n 10:01 | mobile | google | cpc \n 10:02 | mobile | newsletter | email", "Paid Search"),
        ("10:00 | mobile | | ", "Direct"),
        ("10:00 | | | ", None),
    ],
)
def test_the_channel_group_is_of_the_first_event_that_tells(warehouse, rows, group):
    events = "at | device | traffic_source | traffic_medium | user_id\n" + "\n".join(
        f"{row} | anna" for row in rows.split("\n")
    )
    built = warehouse.build(events, "core.sessions")
    assert built.column("select default_channel_group from core.sessions") == [group]
