"""What the sample's journey maps say rests on queries that run as they are, and on words that customers wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from journeymine.warehouse.connection import Connection, open_database
from journeymine.warehouse.statements import run

pytestmark = pytest.mark.night
EVERY = 15
"""One query in so many is run: maps differ in whom they are of, and their queries in little else."""


@pytest.fixture(scope="module")
def night(sample_warehouse: Path) -> Iterator[Connection]:
    with open_database(sample_warehouse, read_only=True) as connection:
        yield connection


def read_rows(night: Connection, sql: str) -> list[tuple[Any, ...]]:
    return run(night, sql)


def test_queries_of_every_lane_return_the_n_of_their_cell(night: Connection) -> None:
    items = "(from analysis.journey_map union all by name from analysis.map_cards)"
    rows = read_rows(
        night,
        "select lane, source_query, evidence.n, items.n from analysis.map_evidence as evidence "
        f"inner join {items} as items using (evidence_id) "
        f"qualify row_number() over (partition by lane order by evidence_id) % {EVERY} = 1",
    )
    assert {row[0] for row in rows} >= {"steps", "channels", "metrics", "emotion", "quotes", "pains", "questions"}
    for lane, query, evidence_n, item_n in rows:
        relation = night.sql(query)
        [found] = relation.fetchall()
        assert found[relation.columns.index("n")] == evidence_n == item_n, f"{lane}: {query}"


def test_sentences_and_quotes_are_parts_of_redacted_texts(night: Connection) -> None:
    rows = read_rows(
        night,
        "select items.content, texts.text from analysis.journey_map as items "
        "left join core.texts as texts using (text_id) "
        "where items.text_id is not null",
    )
    assert len(rows) > 50
    assert [content for content, text in rows if text is None or content not in text] == []


def test_everybody_s_map_counts_the_customers_of_the_marts(night: Connection) -> None:
    of_map = read_rows(
        night,
        "select stage, n from analysis.journey_map where persona_id = 'all' and scenario = 'all' "
        "and content = 'customer_share' order by stage",
    )
    assert of_map == read_rows(
        night,
        "select stage, customer_count from marts.stage_metrics inner join core.stages using (stage) "
        "where stages.stage_rank is not null order by stage",
    )


def test_every_persona_has_a_map_of_its_customers(night: Connection) -> None:
    rows = read_rows(
        night,
        "select personas.persona_id, personas.customer_count, maps.customer_count from analysis.personas as personas "
        "left join analysis.journey_maps as maps on personas.persona_id = maps.persona_id and maps.scenario = 'all'",
    )
    assert [row for row in rows if row[2] is None or not 0 < row[2] <= row[1]] == []
