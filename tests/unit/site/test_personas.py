"""The cards say what the evidence says, in three languages, and a refusal says why."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from journeymine.personas.claims import Claim, write_claims
from journeymine.personas.sections import SECTIONS
from journeymine.site.page import SiteContext
from journeymine.site.pages import render_site
from journeymine.site.persona_cards import CAVEATS, SECTION_TITLES, build_card, say_trait
from journeymine.site.personas import PAGE, REFUSALS, render_personas
from journeymine.site.q_values import show_q_value
from journeymine.site.words import ENGLISH, read_words
from tests.unit.site.example_personas import CARD, CLAIMS, write_personas


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


def test_a_measure_that_is_not_known_is_listed_by_its_name() -> None:
    measure = Claim("usage", "not known", n=3, is_evidenced=False, trait_kind="measure", trait="median_return_days")
    card = build_card(CARD, write_claims("p01", [*CLAIMS, measure], SECTIONS), ENGLISH)
    assert card["unknown"] == ["Needs", "From a goal to the same goal again"]


@pytest.mark.parametrize(("value", "text"), [(0.0004, "<0.001"), (0.001, "0.001"), (0.0456, "0.046"), (None, "")])
def test_a_very_small_q_value_is_not_written_as_0(value: float | None, text: str) -> None:
    assert show_q_value(value, ENGLISH) == text


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
    tables = write_personas()
    tables["analysis.persona_verdict"] = tables["analysis.persona_verdict"].with_columns(
        is_refused=pl.lit(True), refusal_kind=pl.lit(kind)
    )
    tables |= {name: tables[name].clear() for name in ("analysis.personas", "analysis.persona_evidence")}
    content = render_personas(tables, context)
    assert content.variables["refusal"] == REFUSALS[kind]
    assert content.variables["cards"] == []


def test_a_persona_of_too_few_customers_is_not_shown(context: SiteContext) -> None:
    assert render_personas(write_personas(), replace(context, minimum_cell=121)).variables["cards"] == []


def test_the_page_escapes_what_customers_and_projects_write(context: SiteContext, tmp_path) -> None:
    written = render_site(write_personas(), context, tmp_path)
    assert PAGE.file_name in written
    text = (tmp_path / PAGE.file_name).read_text(encoding="utf-8")
    assert "It &lt;i&gt;failed&lt;/i&gt; twice." in text
    assert "<b>Checkout</b>" not in text
    assert "overlay/personas.toml" in text
    assert text.count("<article") == 1


@pytest.mark.parametrize(
    ("kind", "trait", "told"),
    [
        ("channel", "app", "приложение"),
        ("channel", "Kiosk", "Kiosk"),
        ("country", "app", "app"),
        ("stage", "use", "использование"),
    ],
)
def test_a_channel_or_stage_of_the_product_is_said_in_the_language(kind: str, trait: str, told: str) -> None:
    row = {"trait_kind": kind, "trait": trait, "section": "channel", "claim": f"{kind}: {trait}"}
    assert say_trait(row, read_words("ru")) == told
