"""The page of pains and delights says what the tables hold, and withholds small groups."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from journeymine.site.page import SiteContext
from journeymine.site.pages import render_site
from journeymine.site.pains import list_improvements, list_pains, render_pains
from journeymine.site.words import read_words

Tables = dict[str, pl.DataFrame]


def test_pains_come_by_rank_and_bars_with_their_intervals_stay_in_their_cell(
    tables: Tables, context: SiteContext
) -> None:
    rows = list_pains(tables["analysis.pain_points"], "pain", context)
    assert [row["pain_rank"] for row in rows] == [1, 2, 3]
    assert max(row["bar_high"] for row in rows) == 1
    assert all(0 <= row["bar_low"] <= row["bar"] <= row["bar_high"] for row in rows)


def test_pains_and_delights_are_apart(tables: Tables, context: SiteContext) -> None:
    (delight,) = list_pains(tables["analysis.pain_points"], "delight", context)
    assert delight["title"] == "Customers rate “Product page” high"


def test_a_group_too_small_to_be_told_is_counted_and_not_shown(tables: Tables, context: SiteContext) -> None:
    content = render_pains(tables, replace(context, minimum_cell=70))
    assert len(content.variables["kinds"]["pain"]) == 2  # type: ignore[index]
    assert content.variables["hidden_count"] == 1


def test_what_was_found_before_is_not_called_new(tables: Tables, context: SiteContext) -> None:
    pains = tables["analysis.pain_points"]
    assert not any(row["is_new"] for row in list_pains(pains, "pain", context))  # all of them: it is the first night
    older = pl.when(pl.col("pain_rank") == 1).then(pl.col("window_from_at")).otherwise(pl.col("pain_since_at"))
    rows = list_pains(pains.with_columns(pain_since_at=older), "pain", context)
    assert [row["is_new"] for row in rows] == [False, True, True]


def test_what_is_done_is_told_in_points_with_the_interval(tables: Tables, context: SiteContext) -> None:
    done, late, unknown = list_improvements(tables["analysis.improvements"], tables["analysis.pain_points"], context)
    assert done["change"].startswith("+20.0 points (+")
    assert done["change"].endswith("from 20.0% to 40.0%")
    assert (late["is_overdue"], late["state"]) == (True, "found tonight")
    assert unknown["state"] == "no such pain known"


def test_a_change_measured_on_few_is_withheld(tables: Tables, context: SiteContext) -> None:
    done = list_improvements(
        tables["analysis.improvements"], tables["analysis.pain_points"], replace(context, minimum_cell=101)
    )[0]
    assert done["change"] == ""


def test_titles_and_questions_are_said_in_the_language_of_the_page(tables: Tables, context: SiteContext) -> None:
    rows = list_pains(tables["analysis.pain_points"], "pain", replace(context, words=read_words("pl")))
    titles = {row["title"] for row in rows}
    assert "Podróże urywają się na „Product page”" in titles


def test_a_pain_of_which_few_were_found_affected_is_not_told_however_many_came(
    tables: Tables, context: SiteContext
) -> None:
    pains = tables["analysis.pain_points"]
    few = pains.with_columns(
        pl.when(pl.col("pain_rank") == 1).then(9).otherwise("affected_count").alias("affected_count")
    )
    assert [row["pain_rank"] for row in list_pains(few, "pain", context)] == [2, 3]


def test_what_people_planned_is_shown_where_no_pain_was_found(
    tables: Tables, context: SiteContext, tmp_path: Path
) -> None:
    kept = {"report.headline_metrics": tables["report.headline_metrics"]}
    plan = {"analysis.improvements": tables["analysis.improvements"]}
    empty = {name: tables[name].clear() for name in ("analysis.pain_points", "analysis.pain_names")}
    assert "pains.html" in render_site({**kept, **plan, **empty}, context, tmp_path / "empty")
    assert "pains.html" in render_site({**kept, **plan}, context, tmp_path / "absent")
    text = (tmp_path / "absent" / "pains.html").read_text(encoding="utf-8")
    assert "Web &lt;team&gt;" in text
    assert "Nothing was found beyond the limits." in text
    assert "pains.html" not in render_site({**kept, **empty}, context, tmp_path / "neither")
