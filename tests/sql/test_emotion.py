"""How customers felt: a rating comes before a text that was read, and a customer counts once."""

from __future__ import annotations

import pytest

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
