"""The process map: touchpoints in the lanes of their stages, and the mined model, at places computed here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import polars as pl

from journeymine.site.layout import assign_layers, order_layers
from journeymine.site.map_slices import KINDS, encode_slices
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.retelling import retell
from journeymine.site.small_groups import hide_small, merge_small_groups
from journeymine.site.words import Words, mark
from journeymine.statistics.intervals import find_wilson_interval

RARE = mark("rare touchpoint")
MODELS = ("split_miner", "inductive_miner", "heuristics_miner", "quick_view", "directly_follows")
"""Models in the order they are offered."""
GATEWAYS = {"exclusive": "×", "parallel": "+", "inclusive": "○"}
"""The signs of BPMN."""
SHOWN_ARCS = 300
"""Arcs at most, the most frequent; the slider thins them further."""


def encode_transitions(tables: Tables, context: SiteContext) -> dict[str, Any]:
    """Encode marts.transitions as a graph: one column a stage in order, arcs of at least minimum_cell customers.

    Returns:
        nodes (id, label, stage, customers, row within the stage, what becomes of journeys there), arcs (from, to,
        count, customers, seconds, lateSeconds), stages in order, and restCount, the transitions whose arcs
        are not drawn.
    """
    metrics = tables["marts.touchpoint_metrics"].filter(pl.col("customer_count") >= context.minimum_cell)
    known = {row["touchpoint"]: row for row in metrics.iter_rows(named=True)}
    transitions = tables["marts.transitions"]
    shown = (
        transitions.filter(
            pl.col("customer_count") >= context.minimum_cell,
            pl.col("from_touchpoint").is_in(list(known)),
            pl.col("to_touchpoint").is_in(list(known)),
        )
        .sort("transition_count", "from_touchpoint", "to_touchpoint", descending=[True, False, False])
        .head(SHOWN_ARCS)
    )
    used = set(shown["from_touchpoint"]) | set(shown["to_touchpoint"])
    present = {known[name]["stage"] for name in used}
    stages = [stage for stage in context.stages if stage in present] + sorted(present - set(context.stages))
    names = sorted(used, key=lambda name: (-known[name]["customer_count"], name))
    layers = {name: stages.index(known[name]["stage"]) for name in names}
    weights = {
        (row["from_touchpoint"], row["to_touchpoint"]): float(row["transition_count"])
        for row in shown.iter_rows(named=True)
    }
    rows = _find_rows(order_layers(layers, weights))
    ids = {name: f"t{index}" for index, name in enumerate(names)}
    return {
        "nodes": [
            {
                "id": ids[name],
                "label": name,
                "kind": "touchpoint",
                "stage": known[name]["stage"],
                "customers": known[name]["customer_count"],
                "row": rows[name],
                **_count_ends(known[name], context.minimum_cell),
            }
            for name in names
        ],
        "arcs": [
            {
                "from": ids[row["from_touchpoint"]],
                "to": ids[row["to_touchpoint"]],
                "count": row["transition_count"],
                "customers": row["customer_count"],
                "seconds": row["median_seconds"],
                "lateSeconds": row["p90_seconds"],
            }
            for row in shown.iter_rows(named=True)
        ],
        "stages": stages,
        "restCount": int(transitions["transition_count"].sum()) - int(shown["transition_count"].sum()),
    }


def _count_ends(row: Mapping[str, Any], minimum: int) -> dict[str, int | float | list[float] | None]:
    """Count what becomes of the journeys that come to a touchpoint; few are None, and have no share."""
    journeys, left = row["journey_count"], hide_small(row["drop_off_count"], minimum)
    interval = find_wilson_interval(left, journeys) if journeys and left is not None else None
    return {
        "journeys": journeys,
        "left": left,
        "leftInterval": None if interval is None else [interval.low, interval.high],
        "open": hide_small(row["still_open_count"], minimum),
        "onwardSeconds": row["median_seconds_to_next"],
        "onwardLateSeconds": row["p90_seconds_to_next"],
    }


def _find_rows(ordered: Mapping[int, Sequence[str]]) -> dict[str, int]:
    return {node: row for group in ordered.values() for row, node in enumerate(group)}


def encode_model(edges: pl.DataFrame, shown: Mapping[str, str], minimum: int) -> dict[str, Any]:
    """Encode one mined model of analysis.process_edges as a graph in layers from its start.

    Args:
        edges: One row per edge of the model.
        shown: Stage of each touchpoint that may be named; another is a "rare touchpoint".
        minimum: Smallest count that is told.
    """
    nodes: dict[str, tuple[str, str]] = {}
    for row in edges.sort("edge_index").iter_rows(named=True):
        nodes.setdefault(row["from_node"], (row["from_kind"], row["from_label"]))
        nodes.setdefault(row["to_node"], (row["to_kind"], row["to_label"]))
    arcs = {
        (row["from_node"], row["to_node"]): row["journey_count"]
        for row in edges.sort("edge_index").iter_rows(named=True)
    }
    starts = [node for node, (kind, _) in nodes.items() if kind == "start"]
    layers = assign_layers(list(nodes), arcs, starts)
    last = max(layers.values(), default=0)
    layers.update({node: max(last, 1) for node, (kind, _) in nodes.items() if kind == "end"})
    rows = _find_rows(order_layers(layers, {arc: float(count or 1) for arc, count in arcs.items()}))
    ids = {node: f"n{index}" for index, node in enumerate(nodes)}
    return {
        "nodes": [
            {
                "id": ids[node],
                "label": _name_node(kind, label, shown),
                "kind": kind,
                "stage": shown.get(label, "") if kind == "touchpoint" else "",
                "customers": None,
                "column": layers[node],
                "row": rows[node],
            }
            for node, (kind, label) in nodes.items()
        ],
        "arcs": [
            {"from": ids[before], "to": ids[after], "count": count if count is None or count >= minimum else None}
            for (before, after), count in arcs.items()
        ],
    }


def _name_node(kind: str, label: str, shown: Collection[str]) -> str:
    if kind == "touchpoint":
        return label if label in shown else RARE
    return GATEWAYS.get(label, label) if kind == "gateway" else kind


def _encode_models(tables: Tables, context: SiteContext) -> list[dict[str, Any]]:
    edges = tables.get("analysis.process_edges", pl.DataFrame())
    if edges.is_empty():
        return []
    qualities = {
        row["model"]: row for row in tables.get("analysis.process_models", pl.DataFrame()).iter_rows(named=True)
    }
    metrics = tables["marts.touchpoint_metrics"].filter(pl.col("customer_count") >= context.minimum_cell)
    known = dict(zip(metrics["touchpoint"], metrics["stage"], strict=True))
    models = []
    for name in sorted(
        edges["model"].unique(), key=lambda name: (MODELS.index(name) if name in MODELS else len(MODELS), name)
    ):
        quality = qualities.get(name, {})
        models.append(
            {
                "key": name,
                "name": name.replace("_", " ").capitalize(),
                "fitness": quality.get("fitness"),
                "precision": quality.get("precision"),
                "sound": quality.get("is_sound"),
                "coverage": quality.get("journey_coverage_share"),
                "graph": encode_model(edges.filter(pl.col("model") == name), known, context.minimum_cell),
            }
        )
    return models


def _list_notes(tables: Tables, models: list[dict[str, Any]], words: Words) -> list[str]:
    """List what is to be said of each model, in their order."""
    known = tables.get("analysis.process_models", pl.DataFrame({"model": [], "note": []}))
    notes = dict(known.select("model", "note").iter_rows())
    return [retell(notes.get(model["key"]) or "", words) for model in models]


def render_process_map(tables: Tables, context: SiteContext) -> Content:
    """Fill the process map and the table of the same transitions."""
    words = context.words
    _ = words.gettext
    graph = encode_transitions(tables, context)
    slices = encode_slices(tables, context, {node["label"]: node["id"] for node in graph["nodes"]})
    models = _encode_models(tables, context)
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
                    "whole journeys by channel of the first step, month, status, product or business unit; the typical "
                    "wait is the geometric mean"
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
    variables = {
        "transitions": list(listed.iter_rows(named=True)),
        "models": models,
        "kinds": KINDS,
        "slices": [(kind, [(n, each) for n, each in enumerate(slices) if each["kind"] == kind]) for kind in KINDS],
        "total": total,
        "rest_count": graph["restCount"],
        "shown_arcs": SHOWN_ARCS,
    }
    data = {"graph": graph, "models": models, "notes": _list_notes(tables, models, words), "slices": slices}
    return Content(variables, tuple(evidence), data)


PAGE = Page(
    name="map",
    title="Process map",
    description="Touchpoints by stage and the ways between them.",
    needed=("marts.transitions", "marts.touchpoint_metrics"),
    optional=("analysis.process_edges", "analysis.process_models", "marts.slices", "marts.slice_transitions"),
    scripts=(
        "vendor/cytoscape.min.js",
        "download.js",
        "picture.js",
        "tables.js",
        "map/graph.js",
        "map/draw.js",
        "map/words.js",
        "map/export.js",
        "map/map.js",
    ),
    render=render_process_map,
)
