from __future__ import annotations

import polars as pl

from journeymine.site.map_feelings import encode_feelings
from journeymine.site.map_models import RARE, encode_model, encode_models
from journeymine.site.page import SiteContext
from journeymine.site.process_map import encode_transitions
from journeymine.site.quotes import LONGEST_QUOTE
from journeymine.site.verdicts import find_verdicts
from tests.unit.site.example_journeys import HOSTILE, STAGES

Tables = dict[str, pl.DataFrame]


def test_drawn_and_undrawn_transitions_add_up(tables: Tables, context: SiteContext) -> None:
    graph = encode_transitions(tables, context)
    drawn = sum(arc[2] for arc in graph["arcs"][: graph["drawnCount"]])
    assert graph["restCount"] > 0
    assert drawn + graph["restCount"] == tables["marts.transitions"]["transition_count"].sum()


def test_no_arc_and_no_node_of_few_customers_is_drawn(tables: Tables, context: SiteContext) -> None:
    graph = encode_transitions(tables, context)
    assert min(arc[3] for arc in graph["arcs"]) >= context.minimum_cell
    assert "Hidden corner" not in {*(node["label"] for node in graph["nodes"]), *graph["others"]}


def test_stages_stand_in_their_order_and_each_place_of_a_stage_is_taken_once(
    tables: Tables, context: SiteContext
) -> None:
    graph = encode_transitions(tables, context)
    assert graph["stages"] == [*STAGES, "unmapped"]
    for stage in graph["stages"]:
        rows = sorted(node["row"] for node in graph["nodes"] if node["stage"] == stage)
        assert rows == list(range(len(rows)))


def test_the_same_data_in_any_order_draw_the_same_map(tables: Tables, context: SiteContext) -> None:
    shuffled = {name: frame.sample(fraction=1.0, shuffle=True, seed=3) for name, frame in tables.items()}
    assert encode_transitions(shuffled, context) == encode_transitions(tables, context)


def test_models_of_slices_are_not_mixed_with_those_of_all_journeys(tables: Tables, context: SiteContext) -> None:
    expected = encode_models(tables, context)
    sliced = {
        name: pl.concat(
            [
                tables[name].with_columns(pl.lit(kind).alias("slice_kind"), pl.lit(place).alias("slice"))
                for kind, place in (("all", "all"), ("channel", "email"))
            ]
        )
        for name in ("analysis.process_models", "analysis.process_edges")
    }
    assert expected
    assert encode_models({**tables, **sliced}, context) == expected


def test_who_leaves_is_counted_of_journeys_that_are_not_open_there(tables: Tables, context: SiteContext) -> None:
    metrics = tables["marts.touchpoint_metrics"].with_columns(
        journey_count=pl.lit(200), drop_off_count=pl.lit(40), still_open_count=pl.lit(100)
    )
    nodes = encode_transitions({**tables, "marts.touchpoint_metrics": metrics}, context)["nodes"]
    assert {node["leftShare"] for node in nodes} == {0.4}
    few = metrics.with_columns(still_open_count=pl.lit(3))
    nodes = encode_transitions({**tables, "marts.touchpoint_metrics": few}, context)["nodes"]
    assert {node["leftShare"] for node in nodes} == {None}  # else 3 could be reckoned back from the share


def test_feelings_and_quotes_are_of_touchpoints_of_enough_customers(tables: Tables, context: SiteContext) -> None:
    encoded = encode_feelings(tables, context, {"Cart": 0, HOSTILE: 7})
    point = tables["analysis.emotion_points"].filter(dimension="touchpoint", member=HOSTILE).row(0, named=True)
    assert encoded["touchpoints"] == {
        7: [*(round(point[name], 3) for name in ("valence", "valence_low", "valence_high")), 50, 1.0]
    }
    assert [quote[0][:10] for quote in encoded["quotes"][7]] == ["Good enoug", "Said unmap"]
    assert max(len(quote[0]) for quote in encoded["quotes"][7]) <= LONGEST_QUOTE + 2
    few = tables["analysis.emotion_points"].with_columns(customer_count=pl.lit(9))
    withheld = encode_feelings({**tables, "analysis.emotion_points": few}, context, {HOSTILE: 7})
    assert (withheld["touchpoints"], withheld["quotes"]) == ({}, {})


def test_a_point_told_by_friction_is_nobodys_feeling_on_the_map_and_no_finding(
    tables: Tables, context: SiteContext
) -> None:
    points = tables["analysis.emotion_points"]
    assert "Worst feeling" in [finding.kind for finding in find_verdicts({"analysis.emotion_points": points}, context)]
    told = points.with_columns(answer_count=pl.lit(0), reported_count=pl.lit(0), point_source=pl.lit("modelled"))
    assert encode_feelings({**tables, "analysis.emotion_points": told}, context, {HOSTILE: 7})["touchpoints"] == {}
    assert find_verdicts({"analysis.emotion_points": told}, context) == []


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
