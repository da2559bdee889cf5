"""sql/analysis/signal_counts, topic_* and sql/report/*_quotes: customers counted once, the rejected left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from journeymine.warehouse.connection import Connection, open_database
from journeymine.warehouse.sqlfiles import sql_folder

GIVEN = """
create schema analysis; create schema core; create schema report;
create table analysis.texts_to_read as select * from (values
    ('a', 1, timestamp '2026-03-02 10:00', 'Chat', 'buy'),
    ('b', 1, timestamp '2026-03-03 10:00', 'Chat', 'buy'),
    ('c', 2, timestamp '2026-03-09 10:00', 'Call', 'use'),
    ('d', 3, timestamp '2026-03-10 10:00', 'Chat', 'buy'),
    ('e', null, timestamp '2026-03-11 10:00', null, null),
    ('unread', 4, timestamp '2026-03-11 10:00', 'Chat', 'buy')
) as texts (text_id, customer_id, occurred_at, touchpoint, stage);
create table core.texts as select text_id, customer_id, occurred_at, touchpoint, 'web' as source,
    'r-' || text_id as record_id, 'A text that is long enough to be quoted: ' || text_id as text
from analysis.texts_to_read;
create table analysis.signal_texts as select text_id from analysis.texts_to_read where text_id <> 'unread';
create table analysis.text_scores as select text_id, 'en' as language from analysis.signal_texts;
create table analysis.topic_languages as select 'en' as language;
create table analysis.signals as select *, touchpoint as place from (values
    ('a', 1, 'barrier', 'price', 'found', 'Far too expensive for me, really.'),
    ('a', 1, 'barrier', 'time', 'found', 'Far too expensive for me, really.'),
    ('b', 1, 'barrier', 'price', 'found', 'Far too expensive for me, really.'),
    ('b', 2, 'fear', '', 'candidate', 'I am afraid it will break.'),
    ('c', 1, 'fear', '', 'rejected', 'I am afraid not.'),
    ('d', 1, 'fear', '', 'confirmed', 'I am afraid of the next update of it.'),
    ('e', 1, 'fear', '', 'candidate', 'I am afraid of nothing but that.')
) as hits (text_id, sentence_index, signal, signal_subtype, signal_status, sentence)
left join analysis.texts_to_read using (text_id);
alter table analysis.signals add column language varchar default 'en';
create table analysis.text_topics as select * from (values ('a', 't01', 0.9), ('b', 't01', 0.8), ('c', 't01', 0.7))
    as topics (text_id, topic_id, topic_weight);
create table analysis.topics as select * from (values ('t01'), ('t02')) as topics (topic_id);
create table analysis.feelings as select * from (values ('a', 1.0), ('b', 0.0), ('d', -1.0)) as felt (text_id, valence);
"""
MADE = (
    "analysis/signal_counts",
    "analysis/topic_stages",
    "analysis/topic_weeks",
    "report/signal_quotes",
    "report/topic_quotes",
)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with open_database(None) as connection:
        connection.execute(GIVEN)
        for name in MADE:
            query = (sql_folder() / f"{name}.sql").read_text()
            connection.execute(f"create table {name.replace('/', '.')} as {query}")
        yield connection


def ask(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def test_a_customer_is_counted_once_however_often_and_by_whichever_subtype_they_say_it(connection: Connection) -> None:
    rows = ask(
        connection,
        "select signal_subtype, hit_count, customer_count, text_count, writer_count, read_count "
        "from analysis.signal_counts where dimension = 'stage' and member = 'buy' and signal = 'barrier' order by all",
    )
    assert rows == [("any", 3, 1, 2, 2, 3), ("price", 2, 1, 2, 2, 3), ("time", 1, 1, 1, 2, 3)]


def test_what_people_rejected_is_counted_nowhere_and_candidates_are_told_apart(connection: Connection) -> None:
    rows = ask(
        connection,
        "select member, hit_count, candidate_count, customer_count from analysis.signal_counts "
        "where dimension = 'touchpoint' and signal = 'fear' order by all",
    )
    assert rows == [("Chat", 2, 1, 2)]


def test_over_all_counts_texts_without_a_place_or_a_customer_too(connection: Connection) -> None:
    rows = ask(
        connection,
        "select hit_count, customer_count, writer_count, read_count from analysis.signal_counts "
        "where dimension = 'all' and signal = 'fear'",
    )
    assert rows == [(3, 2, 3, 5)]


def test_a_topic_is_counted_by_stage_with_the_feeling_of_customers(connection: Connection) -> None:
    rows = ask(
        connection,
        "select stage, text_count, customer_count, read_count, valence, felt_count "
        "from analysis.topic_stages order by all",
    )
    assert rows == [("buy", 2, 1, 3, 0.5, 1), ("use", 1, 1, 1, None, 0)]


def test_a_week_without_a_text_about_the_topic_is_there_as_none(connection: Connection) -> None:
    rows = ask(
        connection,
        "select topic_id, strftime(week_date, '%m-%d'), text_count, customer_count, read_count "
        "from analysis.topic_weeks order by all",
    )
    assert rows == [
        ("t01", "03-02", 2, 1, 2),
        ("t01", "03-09", 1, 1, 3),
        ("t02", "03-02", 0, 0, 2),
        ("t02", "03-09", 0, 0, 3),
    ]


def test_a_quote_is_one_a_customer_no_sentence_twice_the_confirmed_first(connection: Connection) -> None:
    rows = ask(
        connection,
        "select signal, signal_subtype, text_id, signal_status, record_id from report.signal_quotes "
        "where stage = 'buy' order by all",
    )
    assert rows == [
        ("barrier", "price", "b", "found", "r-b"),
        ("barrier", "time", "a", "found", "r-a"),
        ("fear", "", "b", "candidate", "r-b"),
        ("fear", "", "d", "confirmed", "r-d"),
    ]


def test_a_topic_is_quoted_by_the_clearest_text_of_each_customer(connection: Connection) -> None:
    assert ask(connection, "select topic_id, text_id from report.topic_quotes order by all") == [
        ("t01", "a"),
        ("t01", "c"),
    ]
