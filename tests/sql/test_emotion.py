"""How customers felt: a rating comes before a text that was read, and a customer counts once."""

from __future__ import annotations

import pytest

from journeymine.warehouse.connection import open_database
from journeymine.warehouse.sqlfiles import sql_folder
from tests.sql.small_warehouse import make_settings

SETTINGS = make_settings(
    stages={"order": ["buy"]},
    touchpoints={
        "touchpoint": [{"name": "Survey", "stage": "buy", "channel": "web", "when": {"event_name": "survey"}}]
    },
)
EVENTS = """
    at    | event  | user_id | rating | rating_scale | text       | id
    10:00 | survey | anna    | 0      | nps          | all good   | 1
    10:01 | survey | anna    | 5      | csat5        |            | 2
    10:02 | survey | bob     |        |              | all good   | 3
    10:03 | survey | bob     |        |              | a parcel   | 4
    10:04 | survey | cleo    | 3      | mood         |            | 5
    10:05 | survey | dana    | 1      | thumbs       |            | 6
    10:06 | survey | dana    | 4      | ces7         |            | 7
    10:07 | survey |         | 10     | nps          |            | 8
"""
TABLES = "core.scores core.texts core.answer_places core.customer_events marts.stage_metrics marts.touchpoint_metrics"


@pytest.fixture
def built(warehouse):
    built = warehouse.build(EVENTS, TABLES, settings=SETTINGS)
    built.rows("create schema analysis")
    built.rows(
        "create table analysis.text_scores as select text_id, case when text = 'all good' then 0.5 end as valence "
        "from core.texts"
    )
    for name in ("feelings", "felt"):
        built.rows(f"create table analysis.{name} as {(sql_folder() / 'analysis' / f'{name}.sql').read_text()}")
    return built


def test_a_rating_beats_the_text_beside_it_and_silence_is_left_out(built):
    rows = built.rows(
        "select strftime(occurred_at, '%H:%M'), valence, valence_source from analysis.feelings order by all"
    )
    assert rows == [
        ("10:00", -1.0, "reported"),
        ("10:01", 1.0, "reported"),
        ("10:02", 0.5, "inferred"),
        ("10:05", 1.0, "reported"),
        ("10:06", 0.0, "reported"),
    ]


def test_a_customer_counts_once_in_a_stage_by_the_mean_of_what_they_said(built):
    rows = built.rows(
        "select valence, answer_count, reported_count from analysis.felt where dimension = 'stage' order by all"
    )
    assert rows == [(0.0, 2, 2), (0.5, 1, 0), (0.5, 2, 2)]


def test_a_speaker_is_a_customer_in_a_channel_and_the_unknown_speak_for_themselves(warehouse):
    events = """
        at    | event  | user_id | text | id
        10:00 | survey | anna    | one  | 1
        10:01 | survey | anna    | two  | 2
        10:02 | survey | bob     | one  | 3
        10:03 | survey |         | one  | 4
        10:04 | survey |         | two  | 5
    """
    built = warehouse.build(events, "core.texts core.answer_places core.rating_rows", settings=SETTINGS)
    query = (sql_folder() / "analysis" / "texts_to_read.sql").read_text()
    rows = built.rows(f"select speaker, count(*) from ({query}) group by all order by 2 desc, 1")
    assert [count for _, count in rows] == [2, 1, 1, 1]
    assert sum(speaker.endswith(":web") for speaker, _ in rows) == 2


def test_each_point_has_the_words_felt_best_and_worst_of_all_and_of_each_segment():
    with open_database(None) as connection:
        connection.execute(
            """
            create schema analysis; create schema core;
            create table analysis.feelings as select *, timestamp '2026-03-01' as occurred_at,
                'reported' as valence_source from (values
                (1, 'Chat', 'use', 'a', 0.9), (1, 'Chat', 'use', 'b', -0.1), (2, 'Chat', 'use', 'c', 0.5),
                (3, 'Chat', 'use', 'd', 0.4), (4, 'Chat', 'use', 'e', -0.7), (5, 'Chat', null, 'f', 0.0)
            ) as felt (customer_id, touchpoint, stage, text_id, valence);
            create table core.texts as select text_id, 'web' as source, 'r-' || text_id as record_id,
                'A text that is long enough to be quoted: ' || text_id as text from analysis.feelings;
            create table analysis.segment_members as select * from (values (2, 's1'), (3, 's1'), (4, 's2'))
                as members (customer_id, segment_id);
            """
        )
        query = (sql_folder() / "report" / "felt_quotes.sql").read_text()
        rows = connection.execute(
            f"select segment_id, dimension, member, string_agg(text_id, '' order by text_id) "
            f"from ({query}) group by all "
            "order by all"
        ).fetchall()
    assert rows == [
        ("", "stage", "use", "ace"),
        ("", "touchpoint", "Chat", "ae"),
        ("s1", "stage", "use", "c"),
        ("s1", "touchpoint", "Chat", "c"),
        ("s2", "stage", "use", "e"),
        ("s2", "touchpoint", "Chat", "e"),
    ], "one text a customer; two of each side of a stage, one of a touchpoint; nothing of what was felt as nothing"
