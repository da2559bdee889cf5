from __future__ import annotations

import polars as pl

from journeymine.site.page import SiteContext
from journeymine.site.process_map import RARE, encode_model, encode_transitions
from tests.unit.site.example_journeys import STAGES

Tables = dict[str, pl.DataFrame]


def test_drawn_and_undrawn_transitions_add_up(tables: Tables, context: SiteContext) -> None:
    graph = encode_transitions(tables, context)
    drawn = sum(arc["count"] for arc in graph["arcs"])
    assert graph["restCount"] > 0
    assert drawn + graph["restCount"] == tables["marts.transitions"]["transition_count"].sum()


def test_no_arc_and_no_node_of_few_customers_is_drawn(tables: Tables, context: SiteContext) -> None:
    graph = encode_transitions(tables, context)
    assert min(arc["customers"] for arc in graph["arcs"]) >= context.minimum_cell
    assert "Hidden corner" not in {node["label"] for node in graph["nodes"]}


def test_stages_stand_in_their_order_and_each_place_of_a_stage_is_taken_once(
    tables: Tables, context: SiteContext
) -> None:
    graph = encode_transitions(tables, context)
    assert graph["stages"] == [*STAGES, "unmapped"]
    for stage in graph["stages"]:
        rows = sorted(node["row"] for node in graph["nodes"] if node["stage"] == stage)
        assert rows == list(range(len(rows)))


def test_a_model_runs_from_its_start_to_its_end(tables: Tables) -> None:
    graph = encode_model(
        tables["analysis.process_edges"], dict.fromkeys(["Home page", "Product page", "Order placed"], "purchase"), 10
    )
    x = {node["label"]: node["column"] for node in graph["nodes"]}
    assert x["start"] == min(x.values())
    assert x["end"] == max(x.values())
    assert x["×"] < x["Home page"] < x["Product page"] < x["Order placed"] < x["end"]


def test_a_model_names_no_rare_touchpoint_and_tells_no_small_count(tables: Tables) -> None:
    graph = encode_model(tables["analysis.process_edges"], {"Product page": "consideration"}, 100)
    assert {node["label"] for node in graph["nodes"] if node["kind"] == "touchpoint"} == {"Product page", RARE}
    assert min(arc["count"] for arc in graph["arcs"] if arc["count"] is not None) == 120
