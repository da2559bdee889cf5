from __future__ import annotations

import json
import re

import polars as pl
import pytest

from journeymine.moments.effects import CAVEAT, KINDS
from journeymine.site.moments import PAGE, describe_classic, encode_effects, list_effects, name_factor, read_verdict
from journeymine.site.page import SiteContext, Tables
from journeymine.site.render import render_page
from tests.unit.site.example_journeys import AS_OF, HOSTILE
from tests.unit.site.example_moments import write_moments

TABLES = write_moments()
MINIMUM = 10


@pytest.fixture
def page_text() -> str:
    return render(TABLES)


def render(tables: Tables) -> str:
    now = AS_OF.replace(tzinfo=None)
    context = SiteContext("Shop", "UTC", MINIMUM, ("look",), now, now, now, "")
    assets = ("site.css", "theme.js", "language.js", "navigation.js", "icon.svg", *PAGE.scripts)
    return render_page(PAGE, PAGE.render(tables, context), (PAGE,), context, dict.fromkeys(assets, "0"))


def test_the_caveat_stands_on_the_face_of_the_page(page_text: str) -> None:
    assert CAVEAT in page_text[: page_text.index("classic moments")]


def test_what_few_customers_met_is_withheld_everywhere(page_text: str) -> None:
    listed = list_effects(TABLES["analysis.key_moments"], MINIMUM)["conversion"]
    assert {row["factor"] for row in listed} == {HOSTILE, "Cart", "price"}
    assert "Secret fair" not in page_text
    assert "2 more were met or said by too few customers" in page_text


def test_each_outcome_has_its_own_effects_and_its_own_question(page_text: str) -> None:
    for outcome, question in (("conversion", "Asked in every period"), ("churn", "Asked at every visit")):
        assert f'<option value="{outcome}">' in page_text
        assert re.search(rf'data-choice="{outcome}">{question}[^<]* 1 of them beyond chance', page_text)


def test_an_effect_of_too_few_outcomes_says_so_and_shows_no_counts() -> None:
    effects = list_effects(TABLES["analysis.key_moments"], MINIMUM)
    rows = {row["factor"]: row for row in effects["conversion"]}
    assert [read_verdict(rows[name]) for name in (HOSTILE, "Cart", "price")] == [
        "likelier",
        "no clear effect",
        "too few",
    ]
    encoded = encode_effects(effects)
    place = encoded["names"].index([KINDS.index("barrier"), "price as a barrier"])
    assert [place, 30] in encoded["outcomes"]["conversion"]


def test_what_nearly_all_journeys_to_a_goal_meet_is_told_as_a_step_on_the_way() -> None:
    names = pl.DataFrame({"pain_source": ["key_moment"], "pain_subject": ["conversion"], "touchpoint": ["Cart"]})
    effects = list_effects(TABLES["analysis.key_moments"], MINIMUM, names)
    rows = {row["factor"]: row for row in effects["conversion"]}
    assert read_verdict(rows[HOSTILE]) == "a step on the way"
    assert not rows["Cart"]["is_on_the_way"]
    assert read_verdict(effects["churn"][0]) == "likelier"
    assert len(encode_effects(effects)["outcomes"]["conversion"][0]) == 16


def test_friction_is_named_in_words(page_text: str) -> None:
    [row] = list_effects(TABLES["analysis.key_moments"], MINIMUM)["churn"]
    assert name_factor(row) == "rage clicks"
    block = re.search(r'id="data-effects"[^>]*>(.*?)</script>', page_text)
    assert [KINDS.index("friction"), "rage clicks"] in json.loads(block[1])["names"]


def test_the_classic_moments_are_shown_where_no_effect_could_be_asked() -> None:
    classic = {name: table for name, table in TABLES.items() if name == "analysis.classic_moments"}
    assert PAGE.has_data(classic)
    text = render(classic)
    for title in ("First contact", "The goal", "After the goal"):
        assert f"<h3>{title}</h3>" in text
    assert "Nothing was met before enough outcomes" in text


def test_all_three_classic_moments_are_shown_and_few_successes_are_not_told() -> None:
    first, purchase, after = describe_classic(TABLES["analysis.classic_moments"], MINIMUM)
    assert (first["share"], purchase["share"]) == (80 / 300, 0.25)
    assert (after["share"], after["usual"]) == (None, "")
