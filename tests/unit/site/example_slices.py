"""Slices of the invented company's journeys, counted by one obvious loop."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import groupby
from statistics import mean, median, stdev

import polars as pl

from tests.unit.site.example_journeys import TOUCHPOINTS, Journey

SliceOf = Callable[[Journey], list[tuple[str, str]]]
SEGMENTS = ("s1", "s2")


def slices_of(journey: Journey) -> list[tuple[str, str]]:
    """List the slices of marts.slices that a journey is in."""
    return [
        ("channel", journey.channel or "none"),
        ("period", f"{journey.times[0]:%Y-%m}"),
        ("status", journey.status),
    ]


def segment_of(journey: Journey) -> list[tuple[str, str]]:
    """List the one segment that a journey's customer is in."""
    return [("segment", SEGMENTS[journey.customer % len(SEGMENTS)])]


def write_slices(journeys: list[Journey]) -> dict[str, pl.DataFrame]:
    """Write the tables of slices: of marts, of segments, where their journeys end, and their variants."""
    return {
        "marts.slices": count_slices(journeys, slices_of),
        "marts.slice_transitions": count_slice_transitions(journeys, slices_of),
        "report.segment_slices": count_slices(journeys, segment_of),
        "report.segment_transitions": count_slice_transitions(journeys, segment_of),
        "report.slice_ends": _count_ends(journeys),
        "analysis.slice_variants": count_slice_variants(journeys),
    }


def _count_ends(journeys: list[Journey]) -> pl.DataFrame:
    ended: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for journey in journeys:
        for kind, name in (*slices_of(journey), *segment_of(journey)):
            if journey.status != "converted":
                ended[kind, name, journey.steps[-1]][journey.status] += 1
    rows = [(*key, counts["abandoned"], counts["open"]) for key, counts in ended.items()]
    columns = ["slice_kind", "slice", "touchpoint", "drop_off_count", "still_open_count"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def feel(journey: Journey) -> float | None:
    """Say how a journey felt: every other customer tells, content where a goal was reached."""
    if journey.customer % 2:
        return None
    return round((0.5 if journey.goal else -0.25) + (journey.customer % 10) / 100, 2)


def count_slice_variants(journeys: list[Journey]) -> pl.DataFrame:
    """Count analysis.slice_variants; intervals are made up about the figures they belong to."""
    taken: dict[tuple[str, str, str, tuple[str, ...]], list[Journey]] = defaultdict(list)
    for journey in journeys:
        stages = tuple(stage for stage, _ in groupby(TOUCHPOINTS[step][0] for step in journey.steps))
        for kind, name in (("all", "all"), *slices_of(journey), *segment_of(journey)):
            taken["touchpoint", kind, name, journey.steps].append(journey)
            taken["stage", kind, name, stages].append(journey)
    rows = []
    for (grain, kind, name, path), own in taken.items():
        felt = {each.customer: feeling for each in own if (feeling := feel(each)) is not None}
        share = sum(each.status == "converted" for each in own) / len(own)
        valence, spread = (mean(felt.values()) if felt else None), (stdev(felt.values()) if len(felt) > 1 else None)
        rows.append(
            {
                "variant_grain": grain,
                "slice_kind": kind,
                "slice": name,
                "variant_id": "-".join(path),
                "variant_path": list(path),
                "customer_count": len({each.customer for each in own}),
                "journey_count": len(own),
                "converted_count": sum(each.status == "converted" for each in own),
                "conversion_share": share,
                "conversion_share_low": max(0.0, share - 0.1),
                "conversion_share_high": min(1.0, share + 0.1),
                "median_seconds": median((each.times[-1] - each.times[0]).total_seconds() for each in own),
                "felt_customer_count": len(felt),
                "valence": valence,
                "valence_low": None if spread is None or valence is None else valence - spread,
                "valence_high": None if spread is None or valence is None else valence + spread,
            }
        )
    ranked = (
        pl.struct(-pl.col("journey_count"), "variant_id").rank("ordinal").over("variant_grain", "slice_kind", "slice")
    )
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(variant_rank=ranked.cast(pl.Int64))


def count_slices(journeys: list[Journey], slice_of: SliceOf) -> pl.DataFrame:
    """Count slices such as those of marts.slices."""
    members: dict[tuple[str, str], list[Journey]] = defaultdict(list)
    for journey in journeys:
        for key in slice_of(journey):
            members[key].append(journey)
    rows = [
        (kind, name, len(own), sum(j.status == "converted" for j in own), len({j.customer for j in own}))
        for (kind, name), own in members.items()
    ]
    columns = ["slice_kind", "slice", "journey_count", "converted_count", "customer_count"]
    ranked = pl.col("journey_count").rank("ordinal", descending=True).over("slice_kind").cast(pl.Int64)
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(slice_rank=ranked)


def count_slice_transitions(journeys: list[Journey], slice_of: SliceOf) -> pl.DataFrame:
    """Count what follows what in slices, such as marts.slice_transitions."""
    seen: dict[tuple[str, str, str, str | None], list[tuple[int, float | None]]] = defaultdict(list)
    for journey in journeys:
        for index, touchpoint in enumerate(journey.steps):
            is_last = index + 1 == len(journey.steps)
            wait = None if is_last else (journey.times[index + 1] - journey.times[index]).total_seconds()
            for kind, name in slice_of(journey):
                after = None if is_last else journey.steps[index + 1]
                seen[kind, name, touchpoint, after].append((journey.customer, wait))
    rows = [
        (*key, len(met), len({customer for customer, _ in met}), *_find_waits([wait for _, wait in met]))
        for key, met in seen.items()
    ]
    columns = {
        "slice_kind": pl.String,
        "slice": pl.String,
        "from_touchpoint": pl.String,
        "to_touchpoint": pl.String,
        "transition_count": pl.Int64,
        "customer_count": pl.Int64,
        "median_seconds": pl.Float64,
        "p90_seconds": pl.Float64,
    }
    return pl.DataFrame(rows, schema=columns, orient="row")


def _find_waits(waits: list[float | None]) -> tuple[float | None, float | None]:
    told = sorted(wait for wait in waits if wait is not None)
    return (median(told), told[int(0.9 * (len(told) - 1))]) if told else (None, None)
