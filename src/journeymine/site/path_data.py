"""Distinct paths as integer arrays, small enough to travel inside the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from journeymine.site.page import SiteContext, Tables

RARE = "Rare touchpoints"
OTHER_CHANNELS = "other channels"
STATUSES = ("converted", "abandoned", "open")
LONGEST_END = 60
"""A path of more than twice as many steps keeps this many at each end, with SKIPPED between them."""
SKIPPED = "… steps left out …"


def encode_paths(tables: Tables, context: SiteContext) -> dict[str, object]:
    """Encode report.journey_paths for the explorer's scripts.

    Touchpoints of fewer than minimum_cell customers become one, "Rare touchpoints", and entry channels of fewer
    journeys one channel, so that totals hold.

    Returns:
        touchpoints (name, stage), skipped (the number of SKIPPED, or null), stages, goals, statuses, channels; `paths`,
        each [goal (-1: none), status, channel, journeys, touchpoint, touchpoint, ...]; drawnCount and journeyCount;
        and, when the paths are a sample, `firstLinks`, the exact counts of report.first_path_links as
        [step, from, to (-1 - status: the end), journeys].
    """
    paths = tables["report.journey_paths"].sort(
        "journey_count", "touchpoints", "goal", "status", "channel", descending=[True, *[False] * 4]
    )
    shown = _find_shown_touchpoints(tables, context)
    codes = {name: index for index, name in enumerate(name for name, _ in shown)}
    channels = _name_channels(paths, context.minimum_cell)
    channel_codes = {name: index for index, name in enumerate(sorted(set(channels.values())))}
    goals = sorted({goal for goal in paths["goal"].to_list() if goal is not None})

    merged: Counter[tuple[int, ...]] = Counter()
    for row in paths.iter_rows(named=True):
        steps = _encode_steps(row["touchpoints"], codes)
        head = (
            goals.index(row["goal"]) if row["goal"] is not None else -1,
            STATUSES.index(row["status"]),
            channel_codes[channels[row["channel"]]],
        )
        merged[(*head, *steps)] += row["journey_count"]
    encoded = [[*key[:3], count, *key[3:]] for key, count in merged.items()]
    encoded.sort(key=lambda path: (-path[3], path))
    drawn, total = sum(path[3] for path in encoded), _count_journeys(tables)
    return {
        "touchpoints": [{"name": name, "stage": stage} for name, stage in shown],
        "skipped": codes.get(SKIPPED),
        "stages": list(dict.fromkeys(stage for _, stage in shown)),
        "goals": goals,
        "statuses": list(STATUSES),
        "channels": list(channel_codes),
        "paths": encoded,
        "drawnCount": drawn,
        "journeyCount": total,
        "minimumCell": context.minimum_cell,
        "firstLinks": None if drawn == total else encode_links(tables["report.first_path_links"], codes),
    }


def encode_links(path_links: pl.DataFrame, codes: Mapping[str, int]) -> list[list[int]]:
    """Encode the links of the first steps; rare touchpoints are merged as in the paths."""
    counted: Counter[tuple[int, int, int]] = Counter()
    for row in path_links.iter_rows(named=True):
        following = row["to_touchpoint"]
        end = -1 - STATUSES.index(row["end_status"]) if following is None else codes.get(following, codes.get(RARE, 0))
        counted[row["step_index"], codes.get(row["from_touchpoint"], codes.get(RARE, 0)), end] += row["journey_count"]
    return [[*key, count] for key, count in sorted(counted.items())]


def _count_journeys(tables: Tables) -> int:
    links = tables["report.first_path_links"]
    return int(links.filter(pl.col("step_index") == 1)["journey_count"].sum())


def _encode_steps(touchpoints: Sequence[str], codes: Mapping[str, int]) -> list[int]:
    steps = [codes[name] if name in codes else codes[RARE] for name in touchpoints]
    if len(steps) <= 2 * LONGEST_END:
        return steps
    return [*steps[:LONGEST_END], codes[SKIPPED], *steps[-LONGEST_END:]]


def _find_shown_touchpoints(tables: Tables, context: SiteContext) -> list[tuple[str, str]]:
    paths = tables["report.journey_paths"]
    used = set(paths["touchpoints"].explode().drop_nulls().to_list())
    used |= set(tables["report.first_path_links"]["from_touchpoint"].to_list())
    known = {row["touchpoint"]: row for row in tables["marts.touchpoint_metrics"].iter_rows(named=True)}
    rank = {stage: index for index, stage in enumerate(context.stages)}
    shown = [name for name in used if name in known and known[name]["customer_count"] >= context.minimum_cell]
    shown.sort(key=lambda name: (rank.get(known[name]["stage"], len(rank)), known[name]["stage"], name))
    named = [(name, known[name]["stage"]) for name in shown]
    if len(shown) < len(used):
        named.append((RARE, ""))
    if paths["touchpoints"].list.len().max() > 2 * LONGEST_END:  # type: ignore[operator]
        named.append((SKIPPED, ""))
    return named


def _name_channels(paths: pl.DataFrame, minimum: int) -> dict[str | None, str]:
    counts = paths.group_by("channel").agg(pl.col("journey_count").sum())
    return {
        row["channel"]: row["channel"]
        if row["channel"] is not None and row["journey_count"] >= minimum
        else OTHER_CHANNELS
        for row in counts.iter_rows(named=True)
    }
