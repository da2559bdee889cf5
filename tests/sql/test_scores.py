"""Ratings: which answer counts, to which touchpoint it belongs, and how answers are counted in groups."""

from __future__ import annotations

import pytest

from journeymine.warehouse.sqlfiles import sql_folder
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


def test_an_invitation_is_answered_in_time_before_the_next_and_not_unasked(warehouse):
    events = """
        at         | user_id | event       | actor   | rating | rating_scale | is_solicited
        10:00      | in_time | survey_sent | company |        |              |
        +14d 10:00 | in_time | survey      |         | 9      | nps          |
        10:00      | late    | survey_sent | company |        |              |
        +14d 10:01 | late    | survey      |         | 9      | nps          |
        10:00      | twice   | Survey_Sent | company |        |              |
        +1d 10:00  | twice   | survey_sent | company |        |              |
        +2d 10:00  | twice   | survey      |         | 9      | nps          |
        10:00      | unasked | survey_sent | company |        |              |
        +1d 10:00  | unasked | review      |         | 9      | nps          | false
    """
    built = warehouse.build(events, "core.invitations core.identities")
    rows = built.rows(
        "select identity_hash, strftime(occurred_at, '%d'), is_answered from core.invitations "
        "inner join core.identities using (customer_id) order by all"
    )
    assert rows == [
        ("in_time", "01", True),
        ("late", "01", False),
        ("twice", "01", False),
        ("twice", "02", True),
        ("unasked", "01", False),
    ]


def test_invitations_may_be_named_by_their_touchpoint(warehouse):
    events = """
        at        | user_id | event      | actor   | rating | rating_scale
        10:00     | anna    | email_sent | company |        |
        +1d 10:00 | anna    | survey     |         | 9      | nps
        10:00     | bob     | email_read |         |        |
    """
    touchpoints = [{"name": "We ask", "stage": "use", "channel": "email", "when": {"event_name": "email_sent"}}]
    settings = make_settings(touchpoints={"touchpoint": touchpoints}, voice={"invitations": ["we ask"]})
    built = warehouse.build(events, "core.invitations", settings=settings)
    assert built.rows("select is_answered from core.invitations") == [(True,)]


def test_segments_have_scores_and_response_rates_of_their_own(warehouse):
    events = """
        at         | user_id | event       | actor   | rating | rating_scale | is_solicited
        10:00      | anna    | survey_sent | company |        |              |
        +1d 10:00  | anna    | survey      |         | 9      | nps          | true
        10:00      | bob     | survey_sent | company |        |              |
        +20d 10:00 | bob     | survey_sent | company |        |              |
        +20d 10:00 | early   | survey_sent | company |        |              |
        +20d 11:00 | early   | survey      |         | 9      | nps          | true
        +21d 10:00 | bob     | view        |         |        |              |
    """
    built = warehouse.build(events, "core.invitations core.scores core.identities core.observation")
    built.rows("create schema analysis")
    built.rows(
        "create table analysis.segment_members as select customer_id, 's1' as segment_id "
        "from core.identities where identity_hash = 'anna'"
    )
    folder = sql_folder() / "analysis"
    rates = (folder / "response_rates.sql").read_text(encoding="utf-8")
    rows = built.rows(
        f"select dimension, member, invited_count, answered_count, response_share, customer_count from ({rates}) "
        "where dimension in ('all', 'segment') order by all"
    )
    assert rows == [("all", "all", 2, 1, 0.5, 2), ("segment", "s1", 1, 1, 1.0, 1)], "early is not judged yet"
    counts = (folder / "segment_score_counts.sql").read_text(encoding="utf-8")
    assert built.rows(f"select dimension, member, rating, answer_count, customer_count from ({counts})") == [
        ("segment", "s1", 9.0, 1, 1)
    ]
