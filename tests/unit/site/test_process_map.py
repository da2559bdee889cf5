from __future__ import annotations

import polars as pl

from journeymine.site.page import SiteContext
from journeymine.site.process_map import encode_model, encode_transitions
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


def test_a_touchpoint_stands_in_the_lane_of_its_stage(tables: Tables, context: SiteContext) -> None:
    graph = encode_transitions(tables, context)
    lanes = {lane["stage"]: lane["x"] for lane in graph["lanes"]}
    assert list(lanes) == [*STAGES, "unmapped"]
    assert all(node["x"] == lanes[node["stage"]] for node in graph["nodes"])


def test_a_model_runs_from_its_start_to_its_end(tables: Tables) -> None:
    graph = encode_model(tables["analysis.process_edges"], "journey_count")
    x = {node["label"]: node["x"] for node in graph["nodes"]}
    assert x["start"] == min(x.values())
    assert x["end"] == max(x.values())
    assert x["xor"] < x["Home page"] < x["Product page"] < x["Order placed"] < x["end"]
