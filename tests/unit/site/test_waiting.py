"""The pages on waiting and patterns: what is listed, what is withheld, what is said on their face."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from journeymine.site import patterns, waiting
from journeymine.site.pages import render_site


def find_section(content, name):
    [section] = [section for section in content.variables["sections"] if section.name == name]
    return section


def read_rows(section):
    return [[cell.text for cell in row] for row in section.rows]


def test_any_two_places_can_be_chosen_and_their_times_come_back_from_their_bins(tables, context):
    block = waiting.render_waiting(tables, context).data["between"]
    own = tables["analysis.between_waits"].filter(pl.col("arrived_customer_count") >= context.minimum_cell)
    assert len(block["rows"]) == own.height > 40
    told = {
        (row["wait_unit"], row["place_kind"], row["wait_from"], row["wait_to"]): row
        for row in own.iter_rows(named=True)
    }
    for unit, kind, begin, end, waits, customers, arrived, *bins in block["rows"]:
        names = block["names"][kind]
        row = told[("journey", "customer")[unit], ("stage", "touchpoint")[kind], names[begin], names[end]]
        assert (waits, customers, arrived) == (row["wait_count"], row["customer_count"], row["arrived_count"])
        for wait_bin, name in zip(bins, ("median", "median_low", "median_high", "p90"), strict=True):
            seconds = row[f"{name}_seconds"]
            assert (wait_bin == -1) == (seconds is None)
            assert seconds is None or seconds == pytest.approx((2 ** ((wait_bin + 0.5) / 8) - 1) / 1000)


def test_pairs_to_which_few_came_on_can_not_be_chosen(tables, context, tmp_path):
    few = tables["analysis.between_waits"].with_columns(arrived_customer_count=pl.lit(9))
    assert "between" not in waiting.render_waiting({**tables, "analysis.between_waits": few}, context).data
    render_site({**tables, "analysis.between_waits": few}, context, tmp_path)
    assert "between-form" not in (tmp_path / "waiting.html").read_text()


def test_a_median_that_was_not_seen_says_so(tables, context):
    waits = (
        tables["analysis.waits"]
        .head(1)
        .with_columns(
            customer_count=pl.lit(50),
            median_seconds=pl.lit(None, pl.Float64),
            median_high_seconds=pl.lit(None, pl.Float64),
        )
    )
    content = waiting.render_waiting({"analysis.waits": waits}, context)
    assert read_rows(find_section(content, "waits"))[0][5] == "not seen yet"
    assert len(content.variables["sections"]) == 1


def test_rows_of_few_customers_are_withheld_and_counted(tables, context):
    loops = tables["marts.loops"]
    section = find_section(waiting.render_waiting(tables, context), "loops")
    shown = {row[0] for row in read_rows(section)}
    few = set(loops.filter(pl.col("customer_count") < 10)["touchpoint"])
    assert few
    assert not shown & few
    everyone = find_section(waiting.render_waiting(tables, replace(context, minimum_cell=1)), "loops")
    assert len(everyone.rows) == len(section.rows) + section.withheld_count


def test_a_part_of_few_customers_is_told_neither_as_count_nor_as_share(tables, context):
    loop = tables["marts.loops"].filter(pl.col("customer_count") >= 10).head(1)
    few = loop.with_columns(rework_journey_count=12, rework_customer_count=3, return_count=12, repeat_customer_count=0)
    section = find_section(waiting.render_waiting({**tables, "marts.loops": few}, context), "loops")
    assert read_rows(section)[0][2:5] == ["of <10", "–", ""]


def test_a_share_of_leavers_is_of_journeys_that_are_not_open_here(tables, context):
    row = (
        tables["marts.touchpoint_metrics"]
        .head(1)
        .with_columns(customer_count=90, journey_count=100, drop_off_count=20, still_open_count=20)
    )
    section = find_section(waiting.render_waiting({**tables, "marts.touchpoint_metrics": row}, context), "leaving")
    assert read_rows(section)[0][1:4] == ["100", "20", "25.0%"]


def test_who_is_lost_is_told_of_all_whom_it_can_concern_and_few_are_not(tables, context):
    rows = read_rows(find_section(waiting.render_waiting(tables, context), "lost"))
    assert rows == [
        ["not lost", "160", "78.4%", "72.3–83.5%"],
        ["cancelled", "<10", "–", ""],
        ["not heard of for too long", "40", "19.6%", "14.7–25.6%"],
    ]


def test_costs_without_gain_are_marked_and_few_ratings_say_nothing(tables, context):
    rows = read_rows(find_section(waiting.render_waiting(tables, context), "costs"))
    assert rows[0][4:] == ["−2.0", "−10.0 to +6.0", "no gain seen"]
    assert rows[1][4:] == ["too few ratings", "–", "–"]


def test_a_small_coverage_is_said_on_the_face_of_the_page(tables, context):
    for coverage, is_said in ((0.599, True), (0.6, False)):
        given = tables["analysis.representatives"].with_columns(coverage_share=pl.lit(coverage))
        content = patterns.render_patterns({**tables, "analysis.representatives": given}, context)
        assert ("< 60%" in find_section(content, "representatives").warning) is is_said


def test_only_patterns_that_are_hardly_chance_are_listed(tables, context):
    content = patterns.render_patterns(tables, context)
    listed = {tuple(row[0].split(" → ")) for row in read_rows(find_section(content, "with-gaps"))}
    assert listed
    certain = tables["analysis.patterns"].filter(pl.col("q_value") <= 0.05)
    assert listed <= {tuple(path) for path in certain["touchpoints"]}
