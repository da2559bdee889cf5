"""Patterns of steps that converting journeys hold more often than abandoned ones, or less often."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from math import ceil
from typing import Any

import polars as pl

from journeymine.mining.sequences import Bounds, Occurrences, Support, count_contiguous, find_frequent_sequences
from journeymine.statistics.multiple import adjust_p_values
from journeymine.statistics.ratios import find_share_p_value, find_share_ratio

LEAST_SHARE = 0.05
"""Patterns are sought that so many of the journeys hold."""
LONGEST_PATH = 100
"""Steps of a journey beyond this are not looked at."""
PUBLISHED = 300
"""So many patterns of each kind are kept, those that part the two groups most clearly."""
CONTIGUOUS, WITH_GAPS = "contiguous", "with gaps"

PATTERN_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "pattern_rank": pl.Int64,
    "pattern_kind": pl.String,
    "touchpoints": pl.List(pl.String),
    "step_count": pl.Int64,
    "journey_count": pl.Int64,
    "converted_count": pl.Int64,
    "abandoned_count": pl.Int64,
    "least_customer_count": pl.Int64,
    "journey_share": pl.Float64,
    "converting_lift": pl.Float64,
    "converting_lift_low": pl.Float64,
    "converting_lift_high": pl.Float64,
    "p_value": pl.Float64,
    "q_value": pl.Float64,
}

Path = tuple[str, ...]
Customers = tuple[int, int]
"""The most customers of one variant, and how many journeys are their customer's first."""
CUSTOMERS = ("customer_count", "first_journey_count")


def find_patterns(
    pattern_variants: pl.DataFrame, goal_touchpoints: Collection[str], bounds: Bounds | None = None
) -> tuple[pl.DataFrame, str]:
    """Find frequent patterns of two steps or more and compare converting with abandoned journeys.

    Args:
        pattern_variants: One row per variant: touchpoints, journey_count, converted_count, abandoned_count,
            customer_count and first_journey_count. Journeys still open count in the support and in neither group.
        goal_touchpoints: Touchpoints that are goals; they are left out of paths, since only converting journeys have
            them.
        bounds: Where the search with gaps stops.

    Returns:
        analysis.patterns: one row per pattern, those that part the groups most clearly first. converting_lift
        is the share of converting journeys that hold it / the share of abandoned ones; q_value is adjusted
        (Benjamini-Hochberg) over
        all patterns compared, of both kinds. A pattern is left out where a longer one is held by the same journeys.
        And a sentence that says what was searched and whether a bound ended the search.
    """
    paths, weights, customers = _read_paths(pattern_variants, goal_touchpoints)
    totals = tuple(map(sum, zip(*weights, strict=True))) if weights else (0, 0, 0)
    least = max(2, ceil(LEAST_SHARE * totals[0]))
    search = bounds or Bounds()
    occurrences = Occurrences(paths)
    found = find_frequent_sequences(occurrences, weights, least, search)
    kinds: dict[str, dict[Path, Support]] = {
        CONTIGUOUS: _name(count_contiguous(occurrences, weights, least, search.length)),
        WITH_GAPS: _name(found.patterns),
    }
    rows = [
        (kind, path, support, _compare(support, totals))
        for kind, patterns in kinds.items()
        for path, support in _drop_contained(patterns, kind).items()
        if len(path) > 1
    ]
    compared = [comparison["p_value"] for *_, comparison in rows if comparison["p_value"] is not None]
    adjusted = iter(adjust_p_values(compared).tolist())
    told: list[dict[str, Any]] = [
        {
            "pattern_kind": kind,
            "touchpoints": list(path),
            "step_count": len(path),
            "journey_count": support[0],
            "converted_count": support[1],
            "abandoned_count": support[2],
            "journey_share": support[0] / totals[0],
            **comparison,
            "q_value": None if comparison["p_value"] is None else next(adjusted),
        }
        for kind, path, support, comparison in rows
    ]
    kept = [
        row
        for kind in kinds
        for row in sorted((row for row in told if row["pattern_kind"] == kind), key=_place)[:PUBLISHED]
    ]
    ranked = [
        {
            **row,
            "pattern_rank": rank,
            "least_customer_count": _count_customers(row["touchpoints"], row["pattern_kind"], occurrences, customers),
        }
        for rank, row in enumerate(sorted(kept, key=_place), 1)
    ]
    note = (
        f"Patterns: {len(rows):,} in at least {least:,} of {totals[0]:,} journeys, of 2 to {search.length} steps"
        f"{'; the search was cut short at its bound, longer ones may be missing' if found.is_cut else ''}."
    )
    return pl.DataFrame(ranked, schema=PATTERN_SCHEMA, orient="row"), note


def _compare(support: Support, totals: Support) -> dict[str, float | None]:
    """Compare how often converting and abandoned journeys hold a pattern; null where there are none of a sort."""
    _, converted, abandoned = support
    _, all_converted, all_abandoned = totals
    counts = converted, all_converted, abandoned, all_abandoned
    found = find_share_ratio(*counts, adds_half=True) if all_converted and all_abandoned else None
    return {
        "converting_lift": found and found.ratio,
        "converting_lift_low": found and found.interval.low,
        "converting_lift_high": found and found.interval.high,
        "p_value": found and find_share_p_value(*counts),
    }


def _read_paths(
    pattern_variants: pl.DataFrame, goal_touchpoints: Collection[str]
) -> tuple[list[Path], list[Support], list[Customers]]:
    """Read paths without goals, equal ones merged, with what tells how many customers they have at least."""
    merged: dict[Path, tuple[int, int, int, int, int]] = {}
    columns = ("touchpoints", "journey_count", "converted_count", "abandoned_count", *CUSTOMERS)
    for touchpoints, journeys, converted, abandoned, customers, firsts in pattern_variants.select(columns).iter_rows():
        path = tuple(step for step in touchpoints[:LONGEST_PATH] if step not in goal_touchpoints)
        one = merged.get(path, (0, 0, 0, 0, 0))
        counts = (one[0] + journeys, one[1] + converted, one[2] + abandoned)
        merged[path] = (*counts, max(one[3], customers), one[4] + firsts)
    ordered = sorted(merged.items(), key=lambda entry: (-entry[1][0], entry[0]))
    return [path for path, _ in ordered], [n[:3] for _, n in ordered], [n[3:] for _, n in ordered]


def _drop_contained(patterns: Mapping[Path, Support], kind: str) -> dict[Path, Support]:
    """Drop each pattern that a pattern one step longer contains with the same support."""
    contained: set[Path] = set()
    for path, support in patterns.items():
        parts: Iterable[Path] = (path[1:], path[:-1])
        if kind == WITH_GAPS:
            parts = (path[:index] + path[index + 1 :] for index in range(len(path)))
        contained.update(part for part in parts if patterns.get(part) == support)
    return {path: support for path, support in patterns.items() if path not in contained}


def _place(row: Mapping[str, object]) -> tuple[object, ...]:
    p_value = row["p_value"]
    return (p_value is None, p_value, -int(str(row["journey_count"])), row["pattern_kind"], row["touchpoints"])


def _name(patterns: Mapping[tuple[Hashable, ...], Support]) -> dict[Path, Support]:
    return {tuple(map(str, pattern)): support for pattern, support in patterns.items()}


def _count_customers(touchpoints: list[str], kind: str, occurrences: Occurrences, customers: list[Customers]) -> int:
    """Count how many customers hold the pattern at least.

    They are no fewer than those of one path that holds it, nor than those whose first journey holds it: nobody has two
    first journeys, so those of different paths are added.
    """
    find = occurrences.find_holding_run if kind == CONTIGUOUS else occurrences.find_holding
    holding: list[Customers] = [customers[row] for row in find(touchpoints).tolist()]
    most = max((customers_of_one for customers_of_one, _ in holding), default=0)
    return max(most, sum(first_journeys for _, first_journeys in holding))
