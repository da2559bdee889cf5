"""The process map: touchpoints in the lanes of their stages, and the mined model, at places computed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from journeymine.site.drop_off import find_drop_off
from journeymine.site.explorer import name_segments
from journeymine.site.layout import find_rows, order_layers
from journeymine.site.map_feelings import encode_feelings
from journeymine.site.map_models import encode_models, list_notes
from journeymine.site.map_slices import KINDS, encode_slices, round_seconds
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.small_groups import hide_small, merge_small_groups

SHOWN_ARCS = 300
"""Arcs at most, the most frequent; the slider thins them further."""
WRITTEN_ROWS = 25
"""Rows of the table that stand in the page; a script adds the others, from the data of the map."""


def encode_transitions(tables: Tables, context: SiteContext) -> dict[str, Any]:
    """Encode marts.transitions as a graph: one column a stage in order, arcs of at least minimum_cell customers.

    Returns:
        nodes (id, label, stage, customers, row within the stage, what becomes of journeys there); others, names of
        touchpoints of undrawn arcs alone; arcs, the most frequent first, [from, to, transitions, customers, median
        seconds, 90th percentile, journeys], by the number of the node or beyond those of the name; drawnCount, how many
        of them are drawn at most; stages in order; and restCount, the transitions that are not drawn.
    """
    metrics = tables["marts.touchpoint_metrics"].filter(pl.col("customer_count") >= context.minimum_cell)
    known = {row["touchpoint"]: row for row in metrics.iter_rows(named=True)}
    transitions = tables["marts.transitions"]
    told = transitions.filter(
        pl.col("customer_count") >= context.minimum_cell,
        pl.col("from_touchpoint").is_in(list(known)),
        pl.col("to_touchpoint").is_in(list(known)),
    ).sort("transition_count", "from_touchpoint", "to_touchpoint", descending=[True, False, False])
    shown = told.head(SHOWN_ARCS)
    used = set(shown["from_touchpoint"]) | set(shown["to_touchpoint"])
    present = {known[name]["stage"] for name in used}
    stages = [stage for stage in context.stages if stage in present] + sorted(present - set(context.stages))
    names = sorted(used, key=lambda name: (-known[name]["customer_count"], name))
    others = sorted((set(told["from_touchpoint"]) | set(told["to_touchpoint"])) - used)
    layers = {name: stages.index(known[name]["stage"]) for name in names}
    weights = {
        (row["from_touchpoint"], row["to_touchpoint"]): float(row["transition_count"])
        for row in shown.iter_rows(named=True)
    }
    rows = find_rows(order_layers(layers, weights))
    numbers = {name: number for number, name in enumerate((*names, *others))}
    return {
        "nodes": [
            {
                "id": f"t{numbers[name]}",
                "label": name,
                "kind": "touchpoint",
                "stage": known[name]["stage"],
                "customers": known[name]["customer_count"],
                "row": rows[name],
                **_count_ends(known[name], context.minimum_cell),
            }
            for name in names
        ],
        "others": others,
        "arcs": [
            [
                numbers[row["from_touchpoint"]],
                numbers[row["to_touchpoint"]],
                row["transition_count"],
                row["customer_count"],
                round_seconds(row["median_seconds"]),
                round_seconds(row["p90_seconds"]),
                row["journey_count"],
            ]
            for row in told.iter_rows(named=True)
        ],
        "drawnCount": shown.height,
        "stages": stages,
        "restCount": int(transitions["transition_count"].sum()) - int(shown["transition_count"].sum()),
    }


def _count_ends(row: Mapping[str, Any], minimum: int) -> dict[str, int | float | list[float] | None]:
    """Count what becomes of the journeys that come to a touchpoint; few are None, and have no share.

    The share that leaves is of journeys that are not open there: those may yet go on.
    """
    found = find_drop_off(row, minimum)
    return {
        "journeys": row["journey_count"],
        "left": hide_small(row["drop_off_count"], minimum),
        "leftShare": found and round(found.share, 4),
        "leftInterval": found and [round(end, 4) for end in found.interval],
        "open": hide_small(row["still_open_count"], minimum),
        "onwardSeconds": round_seconds(row["median_seconds_to_next"]),
        "onwardLateSeconds": round_seconds(row["p90_seconds_to_next"]),
    }


def render_process_map(tables: Tables, context: SiteContext) -> Content:
    """Fill the process map and the table of the same transitions."""
    words = context.words
    _ = words.gettext
    graph = encode_transitions(tables, context)
    numbers = {node["label"]: number for number, node in enumerate(graph["nodes"])}
    slices = encode_slices(tables, context, numbers)
    segments = name_segments(tables, words)
    feelings = encode_feelings(tables, context, numbers)
    models = encode_models(tables, context)
    listed = merge_small_groups(
        tables["marts.transitions"].sort(
            "transition_count", "from_touchpoint", "to_touchpoint", descending=[True, False, False]
        ),
        context.minimum_cell,
        name="from_touchpoint",
        sums=("transition_count", "journey_count"),
    )
    total = int(tables["marts.transitions"]["transition_count"].sum())
    evidence = [
        Evidence(
            _("Arcs and waits"),
            "marts.transitions",
            total,
            _("transitions"),
            _("touchpoint to the next within a journey; medians and 90th percentiles from log bins, error up to 4.5%"),
        ),
        Evidence(
            _("Size of nodes"),
            "marts.touchpoint_metrics",
            tables["marts.touchpoint_metrics"].height,
            _("touchpoints"),
            _("customers who came to it"),
        ),
    ]
    if slices:
        evidence.append(
            Evidence(
                _("Slices of the map"),
                "marts.slice_transitions",
                sum(each["journeys"] for each in slices if each["kind"] == "status"),
                _("journeys"),
                _(
                    "whole journeys by channel of the first step, month, status, product, business unit or segment of "
                    "the customer; medians and 90th percentiles from log bins, error up to 4.5%, of segments exact"
                ),
            )
        )
    if models:
        evidence.append(
            Evidence(
                _("Mined model"),
                "analysis.process_edges",
                tables["analysis.process_edges"].height,
                _("edges"),
                _("process discovery on counted paths; fitness, precision and soundness are told with each"),
                "modelled",
            )
        )
    if feelings["touchpoints"]:
        evidence.append(
            Evidence(
                _("How customers felt"),
                "analysis.emotion_points",
                sum(point[3] for point in feelings["touchpoints"].values()),
                _("customers x touchpoints"),
                _(
                    "mean over customers of ratings brought to -1..1 and, where there is no rating, of texts read by a "
                    "model; 95% bootstrap intervals; quotes as stored, redacted"
                ),
            )
        )
    written = listed.filter(merged_count=0).head(WRITTEN_ROWS)
    variables = {
        "transitions": [*written.iter_rows(named=True), *listed.filter(pl.col("merged_count") > 0).to_dicts()],
        "segments": segments,
        "models": models,
        "kinds": KINDS,
        "slices": [(kind, [(n, each) for n, each in enumerate(slices) if each["kind"] == kind]) for kind in KINDS],
        "total": total,
        "rest_count": graph["restCount"],
        "shown_arcs": SHOWN_ARCS,
    }
    data = {
        "graph": graph,
        "models": models,
        "notes": list_notes(tables, models, words),
        "slices": slices,
        "segments": segments,
        "feelings": feelings,
    }
    return Content(variables, tuple(evidence), data)


PAGE = Page(
    name="map",
    title="Process map",
    description="Touchpoints by stage and the ways between them.",
    needed=("marts.transitions", "marts.touchpoint_metrics"),
    optional=(
        *("analysis.process_edges", "analysis.process_models", "marts.slices", "marts.slice_transitions"),
        *("report.segment_slices", "report.segment_transitions", "report.slice_ends", "report.touchpoint_quotes"),
        *("analysis.emotion_points", "analysis.segment_emotion_points", "analysis.segments", "analysis.personas"),
    ),
    scripts=(
        "vendor/cytoscape.min.js",
        "download.js",
        "picture.js",
        "tables.js",
        "map/graph.js",
        "map/draw.js",
        "map/words.js",
        "map/ways.js",
        "map/export.js",
        "map/map.js",
    ),
    render=render_process_map,
)
