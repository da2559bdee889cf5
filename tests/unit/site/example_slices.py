"""Slices of the invented company's journeys, counted by one obvious loop."""

from __future__ import annotations

from collections import defaultdict
from math import exp, log

import polars as pl

from tests.unit.site.example_journeys import Journey


def _slices_of(journey: Journey) -> list[tuple[str, str]]:
    return [
        ("channel", journey.channel or "none"),
        ("period", f"{journey.times[0]:%Y-%m}"),
        ("status", journey.status),
    ]


def count_slices(journeys: list[Journey]) -> pl.DataFrame:
    """Count marts.slices."""
    members: dict[tuple[str, str], list[Journey]] = defaultdict(list)
    for journey in journeys:
        for key in _slices_of(journey):
            members[key].append(journey)
    rows = [
        (kind, name, len(own), sum(j.status == "converted" for j in own), len({j.customer for j in own}))
        for (kind, name), own in members.items()
    ]
    columns = ["slice_kind", "slice", "journey_count", "converted_count", "customer_count"]
    ranked = pl.col("journey_count").rank("ordinal", descending=True).over("slice_kind").cast(pl.Int64)
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(slice_rank=ranked)


def count_slice_transitions(journeys: list[Journey]) -> pl.DataFrame:
    """Count marts.slice_transitions."""
    seen: dict[tuple[str, str, str, str | None], list[tuple[int, float | None]]] = defaultdict(list)
    for journey in journeys:
        for index, touchpoint in enumerate(journey.steps):
            is_last = index + 1 == len(journey.steps)
            wait = None if is_last else (journey.times[index + 1] - journey.times[index]).total_seconds()
            for kind, name in _slices_of(journey):
                after = None if is_last else journey.steps[index + 1]
                seen[kind, name, touchpoint, after].append((journey.customer, wait))
    rows = [
        (*key, len(met), len({customer for customer, _ in met}), _find_typical([wait for _, wait in met]))
        for key, met in seen.items()
    ]
    columns = {
        "slice_kind": pl.String,
        "slice": pl.String,
        "from_touchpoint": pl.String,
        "to_touchpoint": pl.String,
        "transition_count": pl.Int64,
        "customer_count": pl.Int64,
        "typical_seconds": pl.Float64,
    }
    return pl.DataFrame(rows, schema=columns, orient="row")


def _find_typical(waits: list[float | None]) -> float | None:
    told = [wait for wait in waits if wait is not None]
    return exp(sum(log(1000 * wait + 1) for wait in told) / len(told)) / 1000 if told else None
