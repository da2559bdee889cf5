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
    "segment": mark("Journeys by segment"),
    "channel": mark("Journeys by channel"),
    "product": mark("Journeys by product"),
    "business unit": mark("Journeys by business unit"),
    "period": mark("Journeys by period"),
    "status": mark("Journeys by status"),
}
"""Kinds of slices in the order they are offered, and the heading of each."""
_TABLES = (
    ("marts.slices", "marts.slice_transitions"),
    ("report.segment_slices", "report.segment_transitions"),
)
Ends = dict[tuple[str, str], dict[str, tuple[int, int]]]


def encode_slices(tables: Tables, context: SiteContext, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """Encode every slice of at least minimum_cell customers that keeps an arc of as many.

    Args:
        tables: marts.slices and marts.slice_transitions, those of segments in report, and report.slice_ends, where
            they exist.
        context: The night.
        numbers: Number of each touchpoint that the map may name.

    Returns:
        Per slice kind, name, journeys, arcs [from, to, transitions, median seconds, 90th percentile], steps
        [touchpoint, steps, journeys that left for good there, journeys still open there; None where few] and
        restCount, its transitions that are not among the arcs.
    """
    ends = _read_ends(tables)
    encoded = []
    for names, transitions in _TABLES:
        if names not in tables or transitions not in tables:
            continue
        pairs = tables[transitions].partition_by("slice_kind", "slice", as_dict=True)
        for row in tables[names].filter(pl.col("customer_count") >= context.minimum_cell).iter_rows(named=True):
            key = (row["slice_kind"], row["slice"])
            if key in pairs and (found := _encode_slice(pairs[key], ends.get(key, {}), numbers, context.minimum_cell)):
                encoded.append(((key[0], row["slice_rank"]), {"kind": key[0], "name": key[1], **_count(row), **found}))
    order = {kind: index for index, kind in enumerate(KINDS)}
    return [each for _, each in sorted(encoded, key=lambda pair: (order.get(pair[0][0], len(order)), pair[0][1]))]


def _count(row: dict[str, Any]) -> dict[str, int]:
    return {"journeys": row["journey_count"]}


def _encode_slice(own: pl.DataFrame, ends: dict[str, tuple[int, int]], numbers: dict[str, int], minimum: int) -> Any:
    """Encode one slice; None without an arc."""
    moves = own.filter(pl.col("to_touchpoint").is_not_null())
    known = pl.col("from_touchpoint").is_in(list(numbers)) & pl.col("to_touchpoint").is_in(list(numbers))
    arcs = (
        moves.filter(known, pl.col("customer_count") >= minimum)
        .sort("transition_count", "from_touchpoint", "to_touchpoint", descending=[True, False, False])
        .head(SLICE_ARCS)
    )
    if arcs.is_empty():
        return None
    touched = {*arcs["from_touchpoint"], *arcs["to_touchpoint"]}
    counted = own.group_by("from_touchpoint").agg(pl.col("transition_count").sum()).sort("from_touchpoint")
    return {
        "arcs": [
            [
                numbers[arc["from_touchpoint"]],
                numbers[arc["to_touchpoint"]],
                arc["transition_count"],
                round_seconds(arc["median_seconds"]),
                round_seconds(arc["p90_seconds"]),
            ]
            for arc in arcs.iter_rows(named=True)
        ],
        "steps": [
            [numbers[name], count, *(hide_small(end, minimum) for end in ends.get(name, (0, 0)))]
            for name, count in counted.select("from_touchpoint", "transition_count").iter_rows()
            if name in touched
        ],
        "restCount": int(moves["transition_count"].sum()) - int(arcs["transition_count"].sum()),
    }


def _read_ends(tables: Tables) -> Ends:
    """Read how many journeys of each slice left at each touchpoint, and how many stand there still open."""
    ends: Ends = {}
    for row in tables.get("report.slice_ends", pl.DataFrame()).iter_rows(named=True):
        own = ends.setdefault((row["slice_kind"], row["slice"]), {})
        own[row["touchpoint"]] = (row["drop_off_count"], row["still_open_count"])
    return ends


def round_seconds(seconds: float | None) -> float | int | None:
    """Round a wait to what is ever shown of it.

    >>> round_seconds(83.4712), round_seconds(0.84), round_seconds(None)
    (83, 0.8, None)
    """
    if seconds is None:
        return None
    return round(seconds) if seconds >= 10 else round(seconds, 1)
