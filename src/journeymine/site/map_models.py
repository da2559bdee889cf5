"""The mined models of the process map, each a graph in layers from its start."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import polars as pl

from journeymine.site.layout import assign_layers, find_rows, order_layers
from journeymine.site.page import SiteContext, Tables
from journeymine.site.retelling import retell
from journeymine.site.words import Words, mark

RARE = mark("rare touchpoint")
MODELS = {
    "split_miner": "Split Miner",
    "inductive_miner": mark("Inductive miner"),
    "heuristics_miner": mark("Heuristics miner"),
    "quick_view": mark("Quick view"),
    "directly_follows": mark("Directly-follows graph"),
}
"""Models in the order they are offered, and what they are called."""
GATEWAYS = {"exclusive": "×", "parallel": "+", "inclusive": "○"}
"""The signs of BPMN."""


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
    rows = find_rows(order_layers(layers, {arc: float(count or 1) for arc, count in arcs.items()}))
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


def encode_models(tables: Tables, context: SiteContext) -> list[dict[str, Any]]:
    """Encode every mined model with its quality, in the order they are offered; none without a model."""
    edges = _of_all_journeys(tables.get("analysis.process_edges", pl.DataFrame()))
    if edges.is_empty():
        return []
    known_models = _of_all_journeys(tables.get("analysis.process_models", pl.DataFrame()))
    qualities = {row["model"]: row for row in known_models.iter_rows(named=True)}
    metrics = tables["marts.touchpoint_metrics"].filter(pl.col("customer_count") >= context.minimum_cell)
    known = dict(zip(metrics["touchpoint"], metrics["stage"], strict=True))
    models = []
    order = list(MODELS)
    for name in sorted(edges["model"].unique(), key=order.index):
        quality = qualities.get(name, {})
        models.append(
            {
                "key": name,
                "name": MODELS[name],
                "fitness": quality.get("fitness"),
                "precision": quality.get("precision"),
                "sound": quality.get("is_sound"),
                "coverage": quality.get("journey_coverage_share"),
                "graph": encode_model(edges.filter(pl.col("model") == name), known, context.minimum_cell),
            }
        )
    return models


def _of_all_journeys(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("slice_kind") == "all") if "slice_kind" in rows.columns else rows


def list_notes(tables: Tables, models: list[dict[str, Any]], words: Words) -> list[str]:
    """List what is to be said of each model, in their order."""
    known = _of_all_journeys(tables.get("analysis.process_models", pl.DataFrame({"model": [], "note": []})))
    notes = dict(known.select("model", "note").iter_rows())
    return [retell(notes.get(model["key"]) or "", words) for model in models]
