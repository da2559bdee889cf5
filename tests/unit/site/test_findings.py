from __future__ import annotations

from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qs

import polars as pl

from journeymine.site.findings import find_findings
from journeymine.site.page import SiteContext
from tests.unit.site.example_journeys import Journey

Tables = dict[str, pl.DataFrame]


def test_the_largest_drop_off_comes_first_with_both_counts(
    tables: Tables, context: SiteContext, journeys: list[Journey]
) -> None:
    first = next(finding for finding in find_findings(tables, context) if finding.kind == "Most journeys lost")
    lost = sum(j.status == "abandoned" and j.steps[-1] == "Product page" for j in journeys)
    seen = sum("Product page" in j.steps for j in journeys)
    assert "“Product page”" in first.sentence
    still_open = sum(j.status == "open" and j.steps[-1] == "Product page" for j in journeys)
    assert f"{lost} of {seen - still_open} journeys" in first.detail
    assert first.detail.startswith(f"{100 * lost / (seen - still_open):.1f}%")
    assert first.figure == str(lost)


def test_the_most_common_converting_path_counts_converted_journeys_only(
    tables: Tables, context: SiteContext, journeys: list[Journey]
) -> None:
    found = next(finding for finding in find_findings(tables, context) if finding.kind.startswith("Most common"))
    path = tuple(found.sentence.removeprefix("journeys reached a goal by ").removesuffix(".").split(" → "))
    assert found.figure == str(sum(j.steps == path and j.status == "converted" for j in journeys))


def test_a_way_of_one_step_takes_no_time_that_could_be_told(tables: Tables, context: SiteContext) -> None:
    variants = tables["report.top_variants"].sort("converted_count").tail(1)

    def tell(frame: pl.DataFrame) -> str:
        found = find_findings({**tables, "report.top_variants": frame}, context)
        return next(finding.detail for finding in found if "Most common" in finding.kind)

    assert tell(variants).startswith("half of them within")
    assert tell(variants.with_columns(touchpoints=pl.col("touchpoints").list.head(1))) == ""


def test_the_last_steps_to_a_goal_are_of_all_converted_journeys(
    tables: Tables, context: SiteContext, journeys: list[Journey]
) -> None:
    found = next(finding for finding in find_findings(tables, context) if finding.kind.startswith("Last steps"))
    ends = Counter(
        tuple(step for index, step in enumerate(j.steps) if index == 0 or step != j.steps[index - 1])[-4:]
        for j in journeys
        if j.status == "converted"
    )
    steps, count = ends.most_common(1)[0]
    assert found.sentence.endswith(f"ended with {' → '.join(steps)}.")
    assert found.detail.startswith(f"{count} of {sum(ends.values())} journeys")


def test_waiting_for_the_same_touchpoint_again_is_no_slow_transition(tables: Tables, context: SiteContext) -> None:
    loops = tables["marts.transitions"].filter(pl.col("from_touchpoint") == pl.col("to_touchpoint"))
    assert loops.filter(pl.col("customer_count") >= 30).height > 0
    assert [f for f in find_findings({"marts.transitions": loops}, context) if f.kind == "Slowest transition"] == []


def test_nothing_is_found_where_there_is_too_little(tables: Tables, context: SiteContext) -> None:
    few = {
        name: frame.with_columns(pl.col("^(customer|drop_off|converted|journey|path)_count$") * 0)
        for name, frame in tables.items()
    }
    assert find_findings(few, context) == []


def test_nothing_is_found_without_tables(context: SiteContext) -> None:
    assert find_findings({}, context) == []


def test_a_link_carries_any_name(context: SiteContext) -> None:
    name = "a&b=c#d <e> \u202e"
    link = replace(context, files=frozenset({"paths.html"})).link("paths.html", d="after", a=name)
    assert parse_qs(link.partition("#")[2])["a"] == [name]


def test_a_page_that_was_left_out_is_not_linked(context: SiteContext) -> None:
    assert context.link("paths.html", d="after") == ""
