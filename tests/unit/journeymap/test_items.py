"""Items of a map: their order, how many a cell keeps, and evidence that keeps its name."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from journeymine.journeymap.items import Cell, Item, name_evidence, write_evidence, write_items
from journeymine.journeymap.own_lanes import list_own_items
from journeymine.journeymap.queries import STEPS, fill
from journeymine.settings import OwnLane

STAGES, LANES = ("see", "buy"), ("steps", "pains", "Own")


def make(stage="see", lane="steps", content="Page", n=20, source="inferred", **more):
    return Item(Cell("all", "all", stage, lane), content, n, source, "core.steps", "select 20 as n", **more)


def test_items_stand_by_stage_and_lane_in_the_order_given():
    rows = write_items(
        [make("buy", content="b"), make(content="x"), make(content="a"), make(lane="pains")], STAGES, LANES
    )
    assert rows.select("stage", "lane", "item_index", "content").rows() == [
        ("see", "steps", 1, "x"),
        ("see", "steps", 2, "a"),
        ("see", "pains", 1, "Page"),
        ("buy", "steps", 1, "b"),
    ]


def test_a_cell_keeps_its_first_items_and_every_note_of_people():
    items = [make(content=str(number)) for number in range(9)]
    note = make(content="note", source="human")
    assert write_items([*items, note], STAGES, LANES, most=3)["content"].to_list() == ["0", "1", "2", "note"]


def test_items_of_a_stage_outside_the_order_are_left_out():
    assert write_items([make("unmapped")], STAGES, LANES).is_empty()


def test_items_go_on_after_those_a_cell_holds_already():
    rows = write_items([make()], STAGES, LANES, filled={Cell("all", "all", "see", "steps"): 2})
    assert rows["item_index"].to_list() == [3]


def test_only_what_is_shown_has_evidence_and_the_same_item_has_the_same_every_night():
    items = [make(content="a"), make(content="b"), make(content="c")]
    rows = write_items(items, STAGES, LANES, most=2)
    evidence = write_evidence(items, rows, (None, datetime(2026, 1, 1)))
    assert set(evidence["evidence_id"]) == set(rows["evidence_id"]) == {name_evidence(item) for item in items[:2]}
    assert name_evidence(make(n=21)) == name_evidence(make())
    assert name_evidence(make("buy")) != name_evidence(make())


def test_a_name_with_a_quote_or_a_brace_stays_a_text_in_the_query():
    query = fill(STEPS, Cell("p'1", "{all}", "see", "steps"), touchpoint="Mum's {shop}")
    assert "'Mum''s {shop}'" in query
    assert "customers.persona_id = 'p''1' and customers.scenario = '{all}'" in query


def test_an_own_lane_stands_on_everybody_s_map_unless_it_names_another():
    lane = OwnLane(name="Own", query="select 1;")
    rows = pl.DataFrame({"stage": ["see", "see", None], "content": ["a", "a", "b"], "n": [3, 5, 9]})
    [item] = list_own_items(lane, rows)
    assert (item.cell, item.n) == (Cell("all", "all", "see", "Own"), 5)
    [other] = list_own_items(lane, rows.head(1).with_columns(persona_id=pl.lit("p01")))
    assert other.cell.persona_id == "p01"
    assert "persona_id::varchar = 'p01'" in other.query


@pytest.mark.parametrize("counts", [["many"], [-1]])
def test_an_own_lane_counts_customers(counts):
    rows = pl.DataFrame({"stage": ["see"], "content": ["a"], "n": counts})
    with pytest.raises(ValueError, match="number of customers"):
        list(list_own_items(OwnLane(name="Own", query="x"), rows))
