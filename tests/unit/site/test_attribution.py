from __future__ import annotations

import polars as pl
import pytest

from journeymine.moments.credits import SCHEMA
from journeymine.site.attribution import PAGE, list_credits
from journeymine.site.page import SiteContext
from journeymine.site.render import render_page
from tests.unit.site.example_journeys import AS_OF
from tests.unit.site.example_moments import write_moments

CREDITS = write_moments()["analysis.attribution"]
MINIMUM = 10


def render(attribution: pl.DataFrame) -> str:
    now = AS_OF.replace(tzinfo=None)
    context = SiteContext("Shop", "UTC", MINIMUM, ("look",), now, now, now, "")
    assets = ("site.css", "theme.js", "language.js", "navigation.js", "icon.svg", *PAGE.scripts)
    content = PAGE.render({"analysis.attribution": attribution}, context)
    return render_page(PAGE, content, (PAGE,), context, dict.fromkeys(assets, "0"))


def test_credits_of_small_groups_are_one_row_and_the_whole_still_adds_up() -> None:
    (table,) = list_credits(CREDITS, MINIMUM)
    assert [row["touch"] for row in table["rows"]] == ["web", "none before the goal", "other (few customers)"]
    for column in range(len(table["methods"])):
        assert sum(row["cells"][column]["credited_share"] for row in table["rows"]) == pytest.approx(1)


def test_names_of_campaigns_stay_and_what_journeymine_calls_the_rest_is_translated() -> None:
    (table,) = list_credits(CREDITS.with_columns(attribution_dimension=pl.lit("campaign")), MINIMUM)
    assert [row["is_translated"] for row in table["rows"]] == [False, True, True]
    beyond = CREDITS.with_columns(
        attribution_dimension=pl.lit("touchpoint"), touch=pl.col("touch").replace("web", "other")
    )
    (table,) = list_credits(beyond, MINIMUM)
    assert [row["touch"] for row in table["rows"] if row["is_translated"]][:1] == ["other"]


def test_no_amount_is_told_where_goals_have_none() -> None:
    assert "Amount, linear" in render(CREDITS)
    page = render(CREDITS.with_columns(credited_amount=pl.lit(0.0)))
    assert "Amount, linear" not in page
    assert "every method adds up to all conversions." in page


def test_path_auc_stands_under_the_methods_that_have_one() -> None:
    (table,) = list_credits(CREDITS, MINIMUM)
    assert dict(zip(table["methods"], table["aucs"], strict=True)) == {"Linear": None, "Markov 1": 0.61}
    assert "path AUC 0.61" in render(CREDITS)


def test_return_and_cost_per_conversion_stand_beside_a_channel_whose_cost_is_known() -> None:
    is_web = pl.col("touch") == "web"
    known = CREDITS.with_columns(
        touch_cost_amount=pl.when(is_web).then(350.0),
        return_on_cost=pl.when(is_web).then(2.0),
        cost_per_conversion_amount=pl.when(is_web).then(5.0),
    ).select(list(SCHEMA))
    page = render(known)
    assert "Return on cost (ROAS), linear" in page
    assert '<td class="n">2.00</td><td class="n">5</td>' in page
    assert "No cost is known" not in page
    assert "No cost is known" in render(CREDITS)
