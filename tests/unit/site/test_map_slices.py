from __future__ import annotations

import polars as pl

from journeymine.site.map_slices import encode_slices
from journeymine.site.page import SiteContext
from journeymine.site.process_map import encode_transitions
from tests.unit.site.example_journeys import Journey

Tables = dict[str, pl.DataFrame]


def _encode(tables: Tables, context: SiteContext) -> tuple[dict[str, int], list[dict[str, object]]]:
    ids = {node["label"]: number for number, node in enumerate(encode_transitions(tables, context)["nodes"])}
    return ids, encode_slices(tables, context, ids)


def test_drawn_and_undrawn_transitions_of_a_slice_add_up(
    tables: Tables, context: SiteContext, journeys: list[Journey]
) -> None:
    _, slices = _encode(tables, context)
    for status in ("converted", "abandoned"):
        (own,) = [each for each in slices if each["name"] == status]
        expected = sum(len(journey.steps) - 1 for journey in journeys if journey.status == status)
        assert sum(arc[2] for arc in own["arcs"]) + own["restCount"] == expected  # type: ignore[attr-defined, operator]


def test_slice_counts_its_own_journeys_alone(tables: Tables, context: SiteContext, journeys: list[Journey]) -> None:
    ids, slices = _encode(tables, context)
    (email,) = [each for each in slices if each["name"] == "email"]
    counted = sum(
        pair == ("Cart", "Checkout")
        for journey in journeys
        if journey.channel == "email"
        for pair in zip(journey.steps, journey.steps[1:], strict=False)
    )
    told = [arc[2] for arc in email["arcs"] if arc[:2] == [ids["Cart"], ids["Checkout"]]]  # type: ignore[attr-defined]
    assert told == [counted]
    assert email["journeys"] == sum(journey.channel == "email" for journey in journeys)


def test_slices_and_ways_of_few_customers_are_left_out(tables: Tables, context: SiteContext) -> None:
    tables["marts.slices"] = tables["marts.slices"].with_columns(
        customer_count=pl.when(pl.col("slice") == "email").then(9).otherwise(pl.col("customer_count"))
    )
    ids, slices = _encode(tables, context)
    assert "email" not in {each["name"] for each in slices}
    names = {node: label for label, node in ids.items()}
    few = {
        (row["slice"], row["from_touchpoint"], row["to_touchpoint"])
        for row in tables["marts.slice_transitions"].iter_rows(named=True)
        if row["customer_count"] < context.minimum_cell
    }
    drawn = {(each["name"], names[arc[0]], names[arc[1]]) for each in slices for arc in each["arcs"]}  # type: ignore[attr-defined]
    assert few
    assert not drawn & few


def test_segments_are_slices_too_and_come_first(tables: Tables, context: SiteContext, journeys: list[Journey]) -> None:
    ids, slices = _encode(tables, context)
    assert [each["kind"] for each in slices][:2] == ["segment", "segment"]
    (own,) = [each for each in slices if each["name"] == "s2"]
    left = sum(j.customer % 2 and j.status == "abandoned" and j.steps[-1] == "Product page" for j in journeys)
    told = {step[0]: step[2] for step in own["steps"]}  # type: ignore[attr-defined]
    assert told[ids["Product page"]] == left >= context.minimum_cell
    assert own["journeys"] == sum(journey.customer % 2 for journey in journeys)


def test_warehouse_without_slices_has_none_to_offer(tables: Tables, context: SiteContext) -> None:
    del tables["marts.slices"], tables["report.segment_slices"]
    assert _encode(tables, context)[1] == []
