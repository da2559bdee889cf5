"""The cards say what the evidence says, in three languages, and a refusal says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import polars as pl
import pytest

from journeymine.personas.cards import CARD_SCHEMA
from journeymine.personas.claims import Claim, write_claims
from journeymine.personas.sections import SECTIONS
from journeymine.site.page import SiteContext
from journeymine.site.pages import render_site
from journeymine.site.persona_cards import CAVEATS, SECTION_TITLES, build_card
from journeymine.site.personas import PAGE, REFUSALS, render_personas
from journeymine.site.words import ENGLISH, read_words

CLAIMS = (
    Claim("size", "120 customers", 120.0, "count", 120, trait="customer_count"),
    Claim("feature", "visits from 18:00", 2.0, "lift", 120, value_low=1.5, value_high=2.6, trait_kind="feature",
          trait="evening_share", lift=2.0),
    Claim("demographic", "country: PL", 0.6, "share", 100, counted_customer_count=60, value_low=0.5, value_high=0.69,
          rest_value=0.3, lift=2.0, q_value=0.001, trait_kind="country", trait="PL"),
    Claim("professional", "industry: trade", 0.3, "share", 100, counted_customer_count=30, value_low=0.2,
          value_high=0.4, rest_value=0.3, lift=1.0, q_value=0.9, trait_kind="industry", trait="trade"),
    Claim("pain", "friction: rage_click: <b>Checkout</b>", 0.4, "share", 120, counted_customer_count=48, value_low=0.3,
          value_high=0.5, rest_value=0.1, lift=4.0, q_value=0.001, trait_kind="friction",
          trait="rage_click: <b>Checkout</b>"),
    Claim("need", "not evidenced", n=80, is_evidenced=False),
    Claim("scenario", "Home", value_unit="seconds", trait="1", trait_kind="web"),
    Claim("scenario", "Checkout", 5400.0, "seconds", 60, trait="2", trait_kind="web"),
    Claim("emotion", "buy", 0.4, "valence", 40, value_low=0.3, value_high=0.5, trait_kind="stage", trait="buy"),
    Claim("quote", "It <i>failed</i> twice.", -1.0, "valence", 1, trait_kind="survey", trait="t1",
          evidence_kind="quoted", record_id="r1"),
    Claim("usage", "median visits", 4.0, "count", 120, value_low=3.0, value_high=5.0, trait_kind="measure",
          trait="session_count"),
    Claim("value", "median amount", 0.0, "amount", 120, value_low=0.0, value_high=0.0, trait_kind="measure",
          trait="amount"),
    Claim("goal", "Be sure", evidence_kind="human", source_table="overlay/personas.toml"),
)  # fmt: skip
CARD = {
    **dict.fromkeys(CARD_SCHEMA),
    "persona_id": "p01",
    "segment_id": "s1",
    "persona_name": "Evening visitors",
    "persona_name_en": "Evening visitors",
    "persona_name_ru": "Вечерние посетители",
    "persona_name_pl": "Wieczorni odwiedzający",
    "customer_count": 120,
    "customer_share": 0.4,
    "amount_share": 0.5,
    "stability": "stable",
    "mean_jaccard": 0.8,
    "medoid_pseudonym": "0a1b2c3d",
    "window_from_at": datetime(2026, 1, 1),
    "window_to_at": datetime(2026, 4, 1),
    "scenario_coverage_share": 0.2,
    "unknown_sections": ["need"],
    "caveats": list(CAVEATS),
}


def make_tables() -> dict[str, pl.DataFrame]:
    return {
        "analysis.persona_verdict": pl.DataFrame(
            {
                "is_refused": [False],
                "refusal_kind": [""],
                "refusal_reason": ["one stable segment"],
                "persona_count": [1],
                "customer_count": [300],
            }
        ),
        "analysis.personas": pl.DataFrame([CARD], schema=CARD_SCHEMA, orient="row"),
        "analysis.persona_evidence": write_claims("p01", CLAIMS, SECTIONS),
    }


def test_every_section_and_caveat_has_a_title() -> None:
    assert set(SECTION_TITLES) == set(SECTIONS)
    assert set(CAVEATS) == {"rarely_joint", "scenario_covers_little", "few_answers", "observational"}


def test_a_card_shows_what_sets_apart_and_names_what_is_like_everybody() -> None:
    card = build_card(CARD, write_claims("p01", CLAIMS, SECTIONS), ENGLISH)
    assert [block["title"] for block in card["mixes"]] == ["Country"]
    assert card["alike"] == ["Industry"]
    assert [row["says"] for row in card["lists"][0]["rows"]] == ["Rage clicks · <b>Checkout</b>"]
    assert [row["says"] for row in card["measures"]] == ["Visits"]  # a median amount of nothing is left to the table
    assert [(row["claim"], row["shown"]) for row in card["steps"]] == [("Home", ""), ("Checkout", "1.5 h")]
    assert card["unknown"] == ["Needs"]
    assert card["features"][0]["at"] == pytest.approx(50 + 50 / 3, abs=0.1)
    assert len(card["evidence"]) == len(CLAIMS) - 1


def test_what_people_wrote_stands_apart_from_what_was_measured() -> None:
    card = build_card({**CARD, "persona_name_by_people": "Anna"}, write_claims("p01", CLAIMS, SECTIONS), ENGLISH)
    assert [row["claim"] for row in card["people"]] == ["Be sure"]
    assert (card["name"], card["machine_name"]) == ("Anna", "Evening visitors")
    assert all(block["section"] != "goal" for block in card["lists"])


@pytest.mark.parametrize(("language", "name"), [("ru", "Вечерние посетители"), ("pl", "Wieczorni odwiedzający")])
def test_a_card_speaks_the_language_of_the_page(language: str, name: str) -> None:
    card = build_card(CARD, write_claims("p01", CLAIMS, SECTIONS), read_words(language))
    assert card["name"] == name
    said = [*card["unknown"], *card["warnings"], card["mixes"][0]["title"], card["features"][0]["says"]]
    english = build_card(CARD, write_claims("p01", CLAIMS, SECTIONS), ENGLISH)
    spoken = [*english["unknown"], *english["warnings"], english["mixes"][0]["title"], english["features"][0]["says"]]
    assert set(said) & set(spoken) == set()


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_refusal_says_why_and_shows_no_card(context: SiteContext, kind: str) -> None:
    tables = make_tables()
    tables["analysis.persona_verdict"] = tables["analysis.persona_verdict"].with_columns(
        is_refused=pl.lit(True), refusal_kind=pl.lit(kind)
    )
    tables |= {name: tables[name].clear() for name in ("analysis.personas", "analysis.persona_evidence")}
    content = render_personas(tables, context)
    assert content.variables["refusal"] == REFUSALS[kind]
    assert content.variables["cards"] == []


def test_a_persona_of_too_few_customers_is_not_shown(context: SiteContext) -> None:
    assert render_personas(make_tables(), replace(context, minimum_cell=121)).variables["cards"] == []


def test_the_page_escapes_what_customers_and_projects_write(context: SiteContext, tmp_path) -> None:
    written = render_site(make_tables(), context, tmp_path)
    assert PAGE.file_name in written
    text = (tmp_path / PAGE.file_name).read_text(encoding="utf-8")
    assert "It &lt;i&gt;failed&lt;/i&gt; twice." in text
    assert "<b>Checkout</b>" not in text
    assert "overlay/personas.toml" in text
    assert text.count("<article") == 1
