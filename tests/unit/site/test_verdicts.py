"""What the analyses put first stands on the overview, with its n and its interval."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from journeymine.site.page import SiteContext
from journeymine.site.verdicts import find_verdicts

Tables = dict[str, pl.DataFrame]


def find(tables: Tables, context: SiteContext, kind: str):
    return [finding for finding in find_verdicts(tables, context) if finding.kind == kind]


def test_the_biggest_pain_leads_to_the_page_of_pains_with_its_interval(tables: Tables, context: SiteContext) -> None:
    linked = replace(context, files=frozenset({"pains.html"}))
    (pain,) = find(tables, linked, "Biggest pain")
    row = tables["analysis.pain_points"].filter(pain_kind="pain", pain_rank=1).row(0, named=True)
    assert pain.figure == str(row["customer_count"])
    assert row["touchpoint"] in pain.sentence
    assert f"of {row['came_count']} customers" in pain.detail
    assert "95%" in pain.detail
    assert pain.link == "pains.html#pain"


def test_the_highest_drop_off_is_that_of_the_highest_low_end_among_journeys_not_open_there(
    context: SiteContext,
) -> None:
    metrics = pl.DataFrame(
        {
            "touchpoint": ["Few", "Sure", "Large"],
            "customer_count": [40, 300, 5000],
            "event_count": [40, 300, 5000],
            "journey_count": [31, 300, 5000],
            "drop_off_count": [15, 135, 500],
            "still_open_count": [0, 100, 0],
            "decided_customer_count": [31, 200, 5000],
            "decided_square_sum": [31, 200, 5000],
            "drop_off_square_sum": [15, 135, 500],
            "drop_off_product_sum": [15, 135, 500],
        }
    )
    (found,) = find({"marts.touchpoint_metrics": metrics}, context, "Highest drop-off")
    assert "“Sure”" in found.sentence
    assert found.detail.startswith("135 of 200 journeys")


def test_a_step_that_nearly_all_ways_take_is_no_key_moment(tables: Tables, context: SiteContext) -> None:
    (first,) = find(tables | {"analysis.pain_names": pl.DataFrame()}, context, "Strongest key moment")
    asked = (
        tables["analysis.key_moments"]
        .select("outcome", "touchpoint")
        .filter(~pl.lit(first.sentence).str.contains(pl.format("“{}”", "touchpoint"), literal=True))
    )
    names = asked.select(pain_source=pl.lit("key_moment"), pain_subject="outcome", touchpoint="touchpoint")
    assert first.sentence not in {
        finding.sentence for finding in find(tables | {"analysis.pain_names": names}, context, "Strongest key moment")
    }


def test_nothing_is_said_of_a_wait_whose_interval_is_open(tables: Tables, context: SiteContext) -> None:
    waits = tables["analysis.waits"].with_columns(median_high_seconds=pl.lit(None, pl.Float64))
    assert find(tables | {"analysis.waits": waits}, context, "Slowest wait") == []


def test_a_feeling_that_may_be_good_is_not_the_worst(tables: Tables, context: SiteContext) -> None:
    points = tables["analysis.emotion_points"].with_columns(valence_high=pl.lit(0.1))
    assert find(tables | {"analysis.emotion_points": points}, context, "Worst feeling") == []


def test_the_worst_feeling_is_reported_where_all_gave_ratings_and_else_inferred(
    tables: Tables, context: SiteContext
) -> None:
    points = tables["analysis.emotion_points"].with_columns(valence_high=pl.lit(-0.1), answer_count=pl.lit(50))
    for reported, kind in ((50, "reported"), (49, "inferred")):
        told = points.with_columns(reported_count=pl.lit(reported))
        [finding] = find(tables | {"analysis.emotion_points": told}, context, "Worst feeling")
        assert finding.evidence.kind == kind


def test_small_groups_are_told_in_no_finding(tables: Tables, context: SiteContext) -> None:
    kinds = {finding.kind for finding in find_verdicts(tables, replace(context, minimum_cell=10**9))}
    assert kinds <= {"Segments", "Overdue"}


def test_without_tables_nothing_is_found(context: SiteContext) -> None:
    assert find_verdicts({}, context) == []
