"""Slices of the process map: the same touchpoints in the same places, counted over some of the journeys."""

from __future__ import annotations

from typing import Any

import polars as pl

from journeymine.site.page import SiteContext, Tables
from journeymine.site.small_groups import hide_small
from journeymine.site.words import mark

SLICE_ARCS = 200
"""Arcs at most of one slice, the most frequent."""
KINDS = {
    "channel": mark("Journeys by channel"),
    "product": mark("Journeys by product"),
    "business unit": mark("Journeys by business unit"),
    "period": mark("Journeys by period"),
    "status": mark("Journeys by status"),
}
"""Kinds of slices in the order they are offered, and the heading of each."""


def encode_slices(tables: Tables, context: SiteContext, ids: dict[str, str]) -> list[dict[str, Any]]:
    """Encode every slice of at least minimum_cell customers that keeps an arc of as many.

    Args:
        tables: marts.slices and marts.slice_transitions, where they exist.
        context: The night.
        ids: Node of each touchpoint that the map may name.

    Returns:
        Per slice kind, name, journeys, arcs (from, to, count, seconds), steps (node, steps, endings or None where few)
        and restCount, its transitions that are not among the arcs.
    """
    if "marts.slices" not in tables or "marts.slice_transitions" not in tables:
        return []
    minimum = context.minimum_cell
    slices = tables["marts.slices"].filter(pl.col("customer_count") >= minimum)
    pairs = tables["marts.slice_transitions"].partition_by("slice_kind", "slice", as_dict=True)
    encoded = []
    order = {kind: index for index, kind in enumerate(KINDS)}
    rows = sorted(slices.iter_rows(named=True), key=lambda row: (order.get(row["slice_kind"], 9), row["slice_rank"]))
    for row in rows:
        own = pairs.get((row["slice_kind"], row["slice"]))
        if own is None:
            continue
        moves = own.filter(pl.col("to_touchpoint").is_not_null())
        known = pl.col("from_touchpoint").is_in(list(ids)) & pl.col("to_touchpoint").is_in(list(ids))
        arcs = (
            moves.filter(known, pl.col("customer_count") >= minimum)
            .sort("transition_count", "from_touchpoint", "to_touchpoint", descending=[True, False, False])
            .head(SLICE_ARCS)
        )
        if arcs.is_empty():
            continue
        encoded.append(
            {
                "kind": row["slice_kind"],
                "name": row["slice"],
                "journeys": row["journey_count"],
                "arcs": [
                    [
                        ids[arc["from_touchpoint"]],
                        ids[arc["to_touchpoint"]],
                        arc["transition_count"],
                        arc["typical_seconds"],
                    ]
                    for arc in arcs.iter_rows(named=True)
                ],
                "steps": _count_steps(own, arcs, ids, minimum),
                "restCount": int(moves["transition_count"].sum()) - int(arcs["transition_count"].sum()),
            }
        )
    return encoded


def _count_steps(
    own: pl.DataFrame, arcs: pl.DataFrame, ids: dict[str, str], minimum: int
) -> dict[str, list[int | None]]:
    """Count steps and last steps at every touchpoint that an arc touches."""
    touched = {*arcs["from_touchpoint"], *arcs["to_touchpoint"]}
    counted = own.group_by("from_touchpoint", maintain_order=True).agg(
        pl.col("transition_count").sum().alias("step_count"),
        pl.col("transition_count").filter(pl.col("to_touchpoint").is_null()).sum().alias("end_count"),
    )
    return {
        ids[row["from_touchpoint"]]: [row["step_count"], hide_small(row["end_count"], minimum)]
        for row in counted.sort("from_touchpoint").iter_rows(named=True)
        if row["from_touchpoint"] in touched
    }
