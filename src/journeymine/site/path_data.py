"""Distinct paths as integer arrays, small enough to travel inside the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from journeymine.site.page import SiteContext, Tables

RARE = "Rare touchpoints"
OTHER_CHANNELS = "other channels"
UNITS = ("journey", "visit", "customer")
STATUSES = ("converted", "abandoned", "open")
LONGEST_END = 60
"""A path of more than twice as many steps keeps this many at each end, with SKIPPED between them."""
SKIPPED = "… steps left out …"


def encode_paths(tables: Tables, context: SiteContext) -> dict[str, object]:
    """Encode report.paths for the explorer's scripts.

    Touchpoints of fewer than minimum_cell customers become one, "Rare touchpoints", and entry channels of fewer
    paths one channel, so that totals hold.

    Returns:
        touchpoints (name, stage), skipped (the number of SKIPPED, or null), stages, goals, statuses, channels, months,
        segments, products, businessUnits; `facets`, each [month, segment (-1: none), [product, ...],
        [business unit, ...]]; `units`, the paths of each unit of counting, each [goal (-1: none), status, channel,
        facet, count, touchpoint, touchpoint, ...]; drawnCount and journeyCount; and, when the paths are a sample,
        `firstLinks`, the exact counts of report.first_path_links as [step, from, to (-1 - status: the end), journeys].
    """
    paths = tables["report.paths"]
    shown = _find_shown_touchpoints(tables, context)
    codes = {name: index for index, name in enumerate(name for name, _ in shown)}
    channels = _name_channels(paths, context.minimum_cell)
    lists = {
        "goals": _list_names(paths["goal"]),
        "channels": sorted(set(channels.values())),
        "months": _list_names(paths["began_in"]),
        "segments": _list_names(paths["segment_id"]),
        "products": _list_names(paths["products"].explode()),
        "businessUnits": _list_names(paths["business_units"].explode()),
    }
    numbers = {kind: {name: index for index, name in enumerate(names)} for kind, names in lists.items()}
    facets: dict[tuple[str, str | None, tuple[str, ...], tuple[str, ...]], int] = {}
    columns = ("began_in", "segment_id", "products", "business_units")
    for month, segment, products, business_units in paths.select(columns).unique().sort(columns).rows():
        facets[month, segment, tuple(products), tuple(business_units)] = len(facets)

    merged: dict[str, Counter[tuple[int, ...]]] = {unit: Counter() for unit in UNITS}
    for row in paths.iter_rows(named=True):
        head = (
            -1 if row["goal"] is None else numbers["goals"][row["goal"]],
            STATUSES.index(row["status"]),
            numbers["channels"][channels[row["channel"]]],
            facets[row["began_in"], row["segment_id"], tuple(row["products"]), tuple(row["business_units"])],
        )
        merged[row["path_unit"]][(*head, *_encode_steps(row["touchpoints"], codes))] += row["path_count"]
    drawn, total = sum(merged["journey"].values()), count_journeys(tables)
    return {
        "touchpoints": [{"name": name, "stage": stage} for name, stage in shown],
        "skipped": codes.get(SKIPPED),
        "stages": list(dict.fromkeys(stage for _, stage in shown)),
        "statuses": list(STATUSES),
        **lists,
        "facets": [
            [
                numbers["months"][month],
                -1 if segment is None else numbers["segments"][segment],
                [numbers["products"][name] for name in products],
                [numbers["businessUnits"][name] for name in business_units],
            ]
            for month, segment, products, business_units in facets
        ],
        "units": {unit: _list_paths(counted) for unit, counted in merged.items()},
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


def _list_names(names: pl.Series) -> list[str]:
    return names.drop_nulls().unique().sort().to_list()


def _list_paths(counted: Counter[tuple[int, ...]]) -> list[list[int]]:
    encoded = [[*key[:4], count, *key[4:]] for key, count in counted.items()]
    return sorted(encoded, key=lambda path: (-path[4], path))


def count_journeys(tables: Tables) -> int:
    """Count all journeys, each by its first step."""
    links = tables["report.first_path_links"]
    return int(links.filter(pl.col("step_index") == 1)["journey_count"].sum())


def _encode_steps(touchpoints: Sequence[str], codes: Mapping[str, int]) -> list[int]:
    steps = [codes[name] if name in codes else codes[RARE] for name in touchpoints]
    if len(steps) <= 2 * LONGEST_END:
        return steps
    return [*steps[:LONGEST_END], codes[SKIPPED], *steps[-LONGEST_END:]]


def _find_shown_touchpoints(tables: Tables, context: SiteContext) -> list[tuple[str, str]]:
    paths = tables["report.paths"]
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
    """Name the channels by journeys; one that only starts visits is counted by those."""
    counts = paths.group_by("channel", "path_unit").agg(pl.col("path_count").sum())
    counts = counts.group_by("channel").agg(
        pl.coalesce(pl.col("path_count").filter(path_unit="journey").first(), pl.col("path_count").min())
    )
    return {
        row["channel"]: row["channel"]
        if row["channel"] is not None and row["path_count"] >= minimum
        else OTHER_CHANNELS
        for row in counts.iter_rows(named=True)
    }
