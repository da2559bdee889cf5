from __future__ import annotations

from dataclasses import replace

import pytest

from journeymine.moments.effects import CAVEAT
from journeymine.site.moments import PAGE, describe_classic, draw_effects, list_credits, list_effects
from journeymine.site.page import SiteContext
from journeymine.site.render import render_page
from tests.unit.site.example_journeys import AS_OF
from tests.unit.site.example_moments import write_moments

TABLES = write_moments()
MINIMUM = 10


@pytest.fixture
def page_text() -> str:
    now = AS_OF.replace(tzinfo=None)
    context = SiteContext("Shop", "UTC", MINIMUM, ("look",), now, now, now, "")
    return render_page(
        PAGE,
        PAGE.render(TABLES, context),
        (PAGE,),
        replace(context),
        dict.fromkeys(("site.css", "theme.js", "language.js", "navigation.js", "icon.svg", *PAGE.scripts), "0"),
    )


def test_the_caveat_stands_on_the_face_of_the_page(page_text: str) -> None:
    assert CAVEAT in page_text[: page_text.index("classic moments")]


def test_an_effect_on_few_customers_is_withheld_everywhere(page_text: str) -> None:
    listed = list_effects(TABLES["analysis.key_moments"], MINIMUM)["conversion"]
    assert "Secret fair" not in {row["touchpoint"] for row in listed}
    assert "Secret fair" not in page_text
    assert "2 effects are not told" in page_text


def test_a_dot_lies_between_the_ends_of_its_interval_and_beyond_one_when_sure() -> None:
    plot = draw_effects(list_effects(TABLES["analysis.key_moments"], MINIMUM)["conversion"])
    for dot in plot["dots"]:
        assert dot["x_low"] < dot["x"] < dot["x_high"]
        assert dot["is_sure"] == (dot["x_low"] > plot["one"])


def test_credits_of_small_groups_are_one_row_and_the_whole_still_adds_up() -> None:
    (table,) = list_credits(TABLES["analysis.attribution"], MINIMUM)
    assert [row["touch"] for row in table["rows"]] == ["web", "none before the goal", "other (few customers)"]
    for column in range(len(table["methods"])):
        assert sum(row["cells"][column]["credited_share"] for row in table["rows"]) == pytest.approx(1)


def test_all_three_classic_moments_are_shown_and_few_successes_are_not_told() -> None:
    first, purchase, after = describe_classic(TABLES["analysis.classic_moments"], MINIMUM)
    assert (first["share"], purchase["share"]) == (80 / 300, 0.25)
    assert (after["share"], after["usual"]) == (None, "")
