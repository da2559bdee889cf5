from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from journeymine.site.journey_names import find_names
from journeymine.site.page import SiteContext
from journeymine.site.pages import render_site
from journeymine.site.planned import draw_history, list_deviations, render_planned
from journeymine.site.words import read_words
from tests.unit.site.example_plans import write_plans

Tables = dict[str, pl.DataFrame]


def test_deviations_of_few_customers_are_one_row_a_kind_without_figures() -> None:
    rows = list_deviations(write_plans()["analysis.deviations"], 10)
    assert [(row["touchpoint"], row["journey_count"], row["merged_count"]) for row in rows[1:]] == [
        ("Blog", 44, 0),
        ("other", 8, 2),
    ]
    assert rows[2]["conversion_text"] == "–"
    assert rows[0]["conversion_text"] == "−20.0 points (−28.0 to −11.0)"
    assert rows[0]["kind_text"] == "left out"


def test_a_change_against_few_journeys_is_not_told() -> None:
    few = write_plans()["analysis.deviations"].with_columns(compared_count=pl.lit(9))
    row = list_deviations(few, 10)[0]
    assert (row["conversion_text"], row["satisfaction_text"][:5]) == ("–", "−10.0")


def test_a_plan_of_few_journeys_tells_no_figures(tables: Tables, context: SiteContext) -> None:
    plans = {plan["plan"]: plan for plan in render_planned(tables, context).variables["plans"]}
    assert plans["web"]["fitting_share"] == 210 / 630
    assert plans["hall"]["is_told"] is False
    assert plans["hall"]["fitting_share"] is None


def test_plans_of_one_standard_lie_side_by_side_with_intervals_by_customer(tables, context, tmp_path) -> None:
    [standard] = render_planned(tables, context).variables["standards"]
    assert [plan["plan"] for plan in standard["plans"]] == ["shop", "web"]
    assert standard["plans"][1]["fitting_interval"] == (0.29, 0.38)
    render_site(tables, context, tmp_path)
    page = (tmp_path / "planned.html").read_text()
    assert "<bdi>standard</bdi>, side by side" in page
    assert "(73.0–77.0%) over 690 journeys of 400 customers." in page


def test_a_plan_says_by_which_method_it_was_held(tables, context, tmp_path) -> None:
    render_site(tables, context, tmp_path)
    page = (tmp_path / "planned.html").read_text()
    assert page.count("Method: alignment of every one.") == 1
    assert "Method: alignment; of 60 journeys token replay, since alignment took too long." in page


def test_a_stage_without_a_planned_step_is_said_to_be_outside_the_plan(tables, context, tmp_path) -> None:
    [plan, *_] = [plan for plan in render_planned(tables, context).variables["plans"] if plan["plan"] == "web"]
    assert {row["stage"]: row["is_outside"] for row in plan["stages"]} == {
        "awareness": False,
        "purchase": False,
        "service": True,
    }
    render_site(tables, context, tmp_path)
    assert (tmp_path / "planned.html").read_text().count("not part of the plan") == 1


def test_one_night_is_no_trend_and_another_plan_is_told_apart() -> None:
    history = write_plans()["analysis.plan_history"]
    assert draw_history(history.head(1), "new") is None
    drawn = draw_history(history, "new")
    assert [point["is_same"] for point in drawn["points"]] == [False, True]
    assert drawn["points"][0]["y"] > drawn["points"][1]["y"]


def test_nights_of_equal_fitness_are_drawn() -> None:
    rows = [("web", datetime(2026, 1, 1) + timedelta(days=day), "x", 9, 0.5) for day in range(3)]
    schema = ["plan", "as_of", "definition_hash", "held_count", "plan_fitness"]
    assert len(draw_history(pl.DataFrame(rows, schema=schema, orient="row"), "x")["points"]) == 3


def test_without_plans_there_is_no_page(tables: Tables, context: SiteContext, tmp_path: Path) -> None:
    tables["analysis.plans"] = tables["analysis.plans"].clear()
    assert "planned.html" not in render_site(tables, context, tmp_path)


def test_alternatives_of_a_step_are_joined_by_a_word_of_the_language() -> None:
    steps = write_plans()["analysis.plan_steps"].head(1).with_columns(touchpoints=pl.lit(["Cart", "A or B"]))
    names = find_names({"analysis.plan_steps": steps}, read_words("pl"))
    assert names[steps["planned_step"][0]] == "Cart lub A or B"


def test_a_breath_of_fitness_is_drawn_as_one() -> None:
    history = pl.DataFrame(
        {
            "as_of": [datetime(2026, 3, day) for day in (1, 2)],
            "plan_fitness": [0.587, 0.585],
            "held_count": [100, 100],
            "definition_hash": ["a", "a"],
        }
    )
    drawn = draw_history(history, "a")
    assert drawn is not None
    first, second = drawn["points"]
    assert 0 < second["y"] - first["y"] < 10
