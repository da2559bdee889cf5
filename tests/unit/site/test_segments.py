from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from journeymine.site.page import SiteContext
from journeymine.site.pages import render_site
from journeymine.site.segment_results import list_best_responses, list_results, list_sets
from journeymine.site.segments import PAGE, render_segments
from journeymine.site.words import ENGLISH
from tests.unit.site.example_segments import find_example_segments


def test_a_segment_shows_its_features_with_interval_and_its_conversion(context: SiteContext) -> None:
    content = render_segments(find_example_segments(), context)
    segments = content.variables["segments"]
    assert [row["customer_count"] for row in segments] == sorted((120, 90, 60, 40), reverse=True)
    for row in segments:
        assert row["interval"].low < row["conversion"] < row["interval"].high
        assert row["features"][0]["interval"]
        assert row["neighbours"].startswith("s")
    assert content.variables["points"]
    assert content.data["profiles"]


def test_a_segment_of_too_few_customers_is_not_listed_nor_on_the_map(context: SiteContext) -> None:
    content = render_segments(find_example_segments(), replace(context, minimum_cell=50))
    assert [row["segment_id"] for row in content.variables["segments"]] == ["s1", "s2", "s3"]
    assert content.variables["hidden_count"] == 1
    assert len(content.variables["points"]) == 270


def test_without_segments_the_page_says_why(context: SiteContext) -> None:
    tables = find_example_segments(minimum_customers=5000)
    assert PAGE.has_data(tables)
    content = render_segments(tables, context)
    assert content.variables["segments"] == []
    assert content.variables["verdict"]["verdict_reason"] == "310 customers; 5000 are needed"


def test_results_stand_beside_all_others_and_say_what_is_beyond_chance(context: SiteContext) -> None:
    rows = render_segments(find_example_segments(), context).variables["results"]
    converted = [row for row in rows if row["title"] == "Converted"]
    assert [row["segment_id"] for row in converted] == ["s1", "s2", "s3", "s4"]
    assert converted[0]["value"] == "90.0%"
    assert converted[0]["rest"] == "40.0%"
    assert converted[0]["is_apart"]
    assert converted[0]["q"] == "<0.001"
    assert converted[0]["difference"].count("%") == 2
    assert not any(row["is_apart"] for row in rows if row["title"].startswith("Satisfaction"))


def test_the_best_response_is_of_what_enough_customers_met(context: SiteContext) -> None:
    rows = render_segments(find_example_segments(), context).variables["responses"]
    assert {(row["title"], row["item"]) for row in rows} == {("Channel", "web"), ("Hours", "18:00-20:59")}
    assert all(row["interval"].low < row["converted_customer_share"] < row["interval"].high for row in rows)
    assert render_segments(find_example_segments(), replace(context, minimum_cell=1000)).variables["responses"] == []


def test_the_best_response_is_the_best_that_may_be_told(context: SiteContext) -> None:
    met = [("06:00-08:59", 34, 9, 1), ("18:00-20:59", 388, 60, 2), ("21:00-23:59", 396, 59, 3), ("03:00", 20, 12, None)]
    columns = ("item", "customer_count", "converted_customer_count", "response_rank")
    rows = pl.DataFrame(met, schema=columns, orient="row").with_columns(
        segment_id=pl.lit("s1"),
        facet=pl.lit("hours"),
        converted_customer_low=pl.lit(0.1),
        converted_customer_high=pl.lit(0.2),
    )
    told = list_best_responses(rows, ["s1"], 10, context.words)
    assert [row["item"] for row in told] == ["18:00-20:59"]
    assert list_best_responses(rows.head(1), ["s1"], 10, context.words) == []
    nobody = rows.with_columns(converted_customer_count=pl.lit(0))
    assert list_best_responses(nobody, ["s1"], 10, context.words) == [], "nothing is best where nobody reached a goal"


def test_a_company_without_amounts_is_told_of_none(context: SiteContext) -> None:
    tables = find_example_segments()
    assert render_segments(tables, context).variables["has_amounts"]
    shares = ("amount_share", "amount_share_low", "amount_share_high")
    tables["analysis.segments"] = tables["analysis.segments"].with_columns(
        pl.lit(None, pl.Float64).alias(name) for name in shares
    )
    assert not render_segments(tables, context).variables["has_amounts"]
    amounts = tables["analysis.segment_results"].with_columns(segment_result=pl.lit("amount"))
    told = list_results(amounts, ["s1"], 10, context.words)
    assert {row["title"] for row in told} == {"Spending per customer"}
    assert list_results(amounts.with_columns(value=pl.lit(0.0)), ["s1"], 10, context.words) == []


def test_amounts_name_the_currency_of_the_project(context: SiteContext) -> None:
    tables = find_example_segments()
    tables["analysis.segment_results"] = tables["analysis.segment_results"].with_columns(
        segment_result=pl.lit("amount")
    )
    rows = render_segments(tables, replace(context, currency="PLN")).variables["results"]
    assert rows
    assert all(row["value"].endswith(" PLN") for row in rows)


def test_moves_are_drawn_to_scale_and_those_of_few_are_left_out(context: SiteContext) -> None:
    moves = render_segments(find_example_segments(), context).variables["moves"]
    assert [(row["from_segment_id"], row["to_segment_id"]) for row in moves.rows] == [
        ("s1", "s1"),
        ("s1", "s2"),
        ("s2", "s2"),
        ("s3", "s3"),
    ]
    heights = {(bar["name"], bar["x"] > 0): (bar["height"], bar["count"]) for bar in moves.bars}
    assert {name for name, _ in heights} == {"s1", "s2", "s3"}
    first, second = heights["s1", False], heights["s2", False]
    assert first[0] / second[0] == pytest.approx(112 / 78, abs=0.01)
    assert heights["s2", True][1] == 90
    assert len(moves.bands) == 4


def test_moves_since_the_end_of_last_month_are_drawn_beside_those_since_last_night(
    context: SiteContext, tmp_path: Path
) -> None:
    tables = find_example_segments()
    night = tables["analysis.segment_moves"]
    tables["analysis.segment_month_moves"] = night.with_columns(as_of=pl.lit(datetime(2026, 2, 28, 23)))
    render_site(tables, context, tmp_path)
    page = (tmp_path / "segments.html").read_text(encoding="utf-8")
    assert page.count('<h2 id="moves">') == page.count('<h2 id="month-moves">') == 1
    _, month = page.split('<h2 id="month-moves">')
    assert "28 Feb 2026" in month
    assert month.count("<title>s1 → s2: 12</title>") == 1
    assert "s4 → s1" not in month


def test_other_sets_show_their_verdict_and_segments_of_enough_customers(context: SiteContext) -> None:
    row = render_segments(find_example_segments(), replace(context, minimum_cell=50)).variables["sets"][0]
    assert (row["segment_set"], row["population"], row["customer_count"]) == ("buyers", "converted", 310)
    assert [group["segment_id"] for group in row["segments"]] == ["s1", "s2", "s3"]


RESULT_ENDS = ("value_low", "value_high", "rest_value", "value_difference_low", "value_difference_high", "q_value")


def test_a_result_of_too_few_customers_is_left_out() -> None:
    rows = [("s1", "satisfaction", 9, 0.2), ("s2", "satisfaction", 40, 0.6), ("s1", "conversion", 100, 0.03)]
    results = pl.DataFrame(rows, schema=["segment_id", "segment_result", "customer_count", "value"], orient="row")
    told = list_results(
        results.with_columns(pl.lit(0.5).alias(name) for name in RESULT_ENDS), ["s1", "s2"], 10, ENGLISH
    )
    assert [(row["segment_id"], row["count"]) for row in told] == [("s2", 40)]


def test_an_interval_that_excludes_0_is_not_beyond_chance_where_the_family_of_tests_is_large() -> None:
    rows = [("s1", "amount", 400, 9.0, 0.02), ("s2", "amount", 400, 9.0, 0.06)]
    columns = ["segment_id", "segment_result", "customer_count", "value", "q_value"]
    results = pl.DataFrame(rows, schema=columns, orient="row")
    ends = [pl.lit(0.5).alias(name) for name in RESULT_ENDS if name != "q_value"]
    told = list_results(results.with_columns(ends), ["s1", "s2"], 10, ENGLISH)
    assert [(row["is_apart"], row["q"]) for row in told] == [(True, "0.020"), (False, "0.060")]


def test_fewer_customers_than_may_be_told_are_no_number_on_the_page(context: SiteContext) -> None:
    tables = find_example_segments(minimum_customers=5000)
    verdict = tables["analysis.segment_verdict"].with_columns(
        customer_count=pl.lit(5), verdict_reason=pl.lit("5 customers; 200 are needed")
    )
    content = render_segments({**tables, "analysis.segment_verdict": verdict}, context)
    assert content.variables["verdict"]["verdict_reason"] == "there are fewer than 10 customers"


def test_the_reason_of_a_set_of_too_few_customers_is_not_told() -> None:
    sets = pl.DataFrame(
        {"segment_set": ["few"], "customer_count": [3], "verdict_reason": ["3 customers; 200 are needed"]}
    )
    groups = pl.DataFrame(schema={"segment_set": pl.String, "customer_count": pl.Int64, "segment_id": pl.String})
    [row] = list_sets(sets, groups, 10)
    assert (row["customer_count"], row["verdict_reason"]) == (None, "")
