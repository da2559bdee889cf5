"""Ratings: which answer counts, to which touchpoint it belongs, and how answers are counted in groups."""

from __future__ import annotations

import pytest

from tests.sql.small_warehouse import make_settings, read_table

SETTINGS = make_settings(
    project={"name": "Test", "timezone": "Europe/Warsaw"},
    stages={"order": ["buy", "after"]},
    touchpoints={
        "touchpoint": [
            {"name": "Checkout", "stage": "buy", "channel": "web", "when": {"event_name": "checkout"}},
            {"name": "Survey answered", "stage": "after", "channel": "e-mail", "when": {"event_name": "survey"}},
        ],
        "ignore": [{"why": "a test", "when": {"event_name": "trial"}}],
    },
)
EVENTS = """
    at         | event    | user_id | rating | rating_scale | id | received
    10:00      | checkout | anna    |        |              | 1  |
    11:00      | survey   | anna    | 10     | NPS          | 2  | 12:00
    11:00      | survey   | anna    | 3      | nps          | 2  | 13:00
    12:00      | survey   | bob     | 4      | csat5        | 3  |
    +30d 23:30 | survey   | bob     | 2      | csat5        | 4  |
    12:00      | survey   |         | 9      | nps          | 5  |
    12:00      | trial    | bob     | 1      | nps          | 6  |
    13:00      | checkout | cleo    |        |              | 7  |
"""


@pytest.fixture
def built(warehouse):
    events = read_table(EVENTS)
    events[1] |= {"is_solicited": True, "traits": {"asked_about": "Checkout"}}
    events[2] |= {"is_solicited": False, "traits": {"asked_about": "Checkout"}}
    events[3] |= {"traits": {"asked_about": "Nowhere"}}
    return warehouse.build(events, "core.scores marts.score_counts marts.answering_customers", settings=SETTINGS)


def test_the_first_copy_of_an_answer_counts_and_ignored_ones_do_not(built):
    rows = built.rows("select rating_scale, rating, solicitation from core.scores order by all")
    assert rows == [
        ("csat5", 2.0, "unknown"),
        ("csat5", 4.0, "unknown"),
        ("nps", 9.0, "unknown"),
        ("nps", 10.0, "solicited"),
    ]


def test_an_answer_belongs_to_the_touchpoint_asked_about_if_there_is_one(built):
    rows = built.rows("select rating, touchpoint, stage, is_asked_about from core.scores order by all")
    assert rows == [
        (2.0, "Survey answered", "after", False),
        (4.0, "Survey answered", "after", False),
        (9.0, "Survey answered", "after", False),
        (10.0, "Checkout", "buy", True),
    ]


def test_satisfaction_is_a_ratings_place_between_the_ends_of_its_scale(warehouse):
    asked = [("0", "nps"), ("7", "NPS"), ("1", "csat5"), ("2", "csat3"), ("10", "csat10"), ("4", "ces7"), ("2", "ces5")]
    asked += [("4", "stars5"), ("1", "thumbs"), ("3", "smileys"), ("3", "csat1"), ("9", "csat3"), ("4", "")]
    rows = [f"10:{n:02} | survey | anna | {rating} | {scale}" for n, (rating, scale) in enumerate(asked)]
    table = "\n".join(["at | event | user_id | rating | rating_scale", *rows])
    built = warehouse.build(table, "core.scores core.satisfaction", settings=SETTINGS)
    found = built.rows("select satisfaction from core.scores order by occurred_at")
    assert [row[0] for row in found] == [0, 0.7, 0, 0.5, 1, 0.5, 0.25, 0.75, 1, None, None, None, None]
    assert built.rows("select strftime(rated_at, '%H:%M'), satisfaction_permille from core.satisfaction") == [
        ("10:08", 1000)
    ]


def test_every_dimension_holds_every_answer_once(built):
    rows = built.rows("select dimension, sum(answer_count)::int from marts.score_counts group by all order by all")
    assert rows == [(name, 4) for name in ("all", "channel", "month", "source", "stage", "touchpoint")]


def test_customers_are_counted_once_in_a_group_and_months_are_the_projects_own(built):
    rows = built.rows(
        "select dimension, member, rating, answer_count, customer_count from marts.score_counts "
        "where rating_scale = 'csat5' and dimension in ('all', 'month') order by all"
    )
    assert rows == [
        ("all", "all", 2.0, 1, 1),
        ("all", "all", 4.0, 1, 1),
        ("month", "2026-01", 4.0, 1, 1),
        ("month", "2026-02", 2.0, 1, 1),  # 31 January 23:30 UTC is February in Warsaw
    ]


def test_those_who_answer_stand_beside_those_who_do_not(built):
    columns = "has_answered, customer_count, journey_count, step_count"
    assert built.rows(f"select {columns} from marts.answering_customers order by all") == [
        (False, 1, 1, 1),
        (True, 2, 3, 4),
    ]
