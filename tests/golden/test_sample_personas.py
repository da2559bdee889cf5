"""The personas of the sample company are its planted kinds of customers, told as they were planted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from journeymine.warehouse.connection import open_database
from journeymine.warehouse.frames import read_frame
from tests.golden.test_sample_truth import Query, find_planted_kinds, query, read_truth

__all__ = ["query"]

PLANTED = {
    "evening_phone_comparers": {
        *(("heard_from", "social media"), ("interest", "design"), ("device", "phone")),
        *(("family_band", "family with children"), ("industry", "health")),
    },
    "loyal_repeat_buyers": {
        *(("heard_from", "friends"), ("interest", "cooking"), ("job_role", "manager")),
        *(("age_band", "45-54"), ("income_band", "upper middle")),
    },
    "store_first": {
        *(("heard_from", "store"), ("interest", "security"), ("channel", "store")),
        *(("age_band", "65+"), ("job_role", "retired")),
    },
    "price_hunters": {
        *(("heard_from", "advert"), ("interest", "bargains"), ("device", "desktop")),
        *(("income_band", "low"), ("job_role", "student")),
    },
}
"""What the generator gives each kind several times as often as the others (journeymine.sample.traits)."""
NAMED = {"evening_phone_comparers": "evening", "store_first": "off line"}


@pytest.fixture(scope="module")
def evidence(sample_warehouse: Path) -> pl.DataFrame:
    with open_database(sample_warehouse, read_only=True) as connection:
        return read_frame(connection, "analysis.persona_evidence")


@pytest.fixture(scope="module")
def personas(query: Query) -> dict[str, str]:
    """The persona of each planted kind: that of most of its customers."""
    kinds = find_planted_kinds(query)
    found: dict[str, Counter[str]] = {kind: Counter() for kind in PLANTED}
    members = query(
        "select customer_id, persona_id from analysis.segment_members inner join analysis.personas using (segment_id)"
    )
    for customer, persona in members:
        if customer in kinds:
            found[kinds[customer]][persona] += 1
    return {kind: counts.most_common(1)[0][0] for kind, counts in found.items()}


def test_each_planted_kind_is_a_persona_of_its_own(personas: dict[str, str]) -> None:
    assert len(set(personas.values())) == len(PLANTED)


def test_what_was_planted_in_the_crm_and_in_habits_is_told_beyond_chance(
    evidence: pl.DataFrame, personas: dict[str, str]
) -> None:
    sure = evidence.filter((pl.col("q_value") <= 0.05) & (pl.col("lift_low") > 1))
    for kind, traits in PLANTED.items():
        own = sure.filter(pl.col("persona_id") == personas[kind])
        assert traits - set(own.select("trait_kind", "trait").rows()) == set(), kind


def test_the_failing_checkout_is_a_pain_of_those_it_fails_and_of_nobody_else(
    evidence: pl.DataFrame, personas: dict[str, str]
) -> None:
    (pain,) = read_truth("pains")
    raging = evidence.filter(pl.col("trait") == f"rage_click: {pain['touchpoint']}")
    assert raging.select("section", "persona_id").rows() == [("pain", personas[pain["segment"]])]


def test_names_say_what_the_kinds_do(personas: dict[str, str], query: Query) -> None:
    names = dict(query("select persona_id, lower(persona_name) from analysis.personas"))
    assert len(set(names.values())) == len(names)
    assert all(words in names[personas[kind]] for kind, words in NAMED.items())


def test_quotes_stand_in_the_texts_of_members(evidence: pl.DataFrame, query: Query) -> None:
    quotes = evidence.filter((pl.col("section") == "quote") & pl.col("is_evidenced"))
    assert quotes.height == 3 * len(PLANTED)
    texts = {
        row[:2]: row[2]
        for row in query(
            "select persona_id, text_id, text from core.texts inner join analysis.segment_members using (customer_id)"
            " inner join analysis.personas using (segment_id)"
        )
    }
    for persona, text_id, quote in quotes.select("persona_id", "trait", "claim").iter_rows():
        assert quote in texts[persona, text_id]
