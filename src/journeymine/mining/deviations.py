"""What deviations from a plan go along with: conversion and satisfaction, against the journeys that kept to it."""

from __future__ import annotations

from typing import Any

import polars as pl

from journeymine.mining.aligning import FOLLOWED
from journeymine.statistics.clusters import (
    ClusterSums,
    CrossSums,
    find_clustered_mean_difference,
    find_clustered_mean_interval,
    find_clustered_share_difference,
    find_clustered_share_interval,
    find_effective_size,
)

_KEY = ["plan", "move_kind", "touchpoint"]
_CROSS = ("cross_totals", "cross_total_by_size", "cross_size_by_total", "cross_sizes")
_PERMILLE, _MILLION = 1000, 1_000_000

DEVIATION_SCHEMA: dict[str, type[pl.DataType]] = {
    "plan": pl.String,
    "move_kind": pl.String,
    "touchpoint": pl.String,
    "deviation_rank": pl.Int64,
    "is_accepted": pl.Boolean,
    "customer_count": pl.Int64,
    "journey_count": pl.Int64,
    "decided_count": pl.Int64,
    "compared_count": pl.Int64,
    "worth_count": pl.Int64,
    "compared_worth_count": pl.Int64,
    "conversion_share": pl.Float64,
    "compared_conversion_share": pl.Float64,
    "conversion_change": pl.Float64,
    "conversion_change_low": pl.Float64,
    "conversion_change_high": pl.Float64,
    "rated_count": pl.Int64,
    "compared_rated_count": pl.Int64,
    "satisfaction_change": pl.Float64,
    "satisfaction_change_low": pl.Float64,
    "satisfaction_change_high": pl.Float64,
}


def rank_deviations(moves: pl.DataFrame, sums: pl.DataFrame, least: int) -> pl.DataFrame:
    """Compare journeys with a deviation with those that kept to the plan at the same place, and rank the deviations.

    Skipped is compared with the journeys that took the step and came to a later one; repeated and out of order with
    those that met the touchpoint as planned; inserted with all others that were aligned. Both sides are told by what
    went before the goal, so that reaching it makes no deviation: a step after which only the goal is left has no such
    journeys. Conversion is told of journeys that are no longer open. Intervals are by customer, since journeys of one
    customer are alike. The rank is that of customers x (|change in conversion| + |change in satisfaction|), a change
    of fewer journeys than can be told counting nothing, what is accepted last. All of it is observed, not tried: what
    deviates may differ in other ways too.

    Args:
        moves: As `conformance.hold_variants` returns them.
        sums: One row per plan x move_kind x touchpoint x outcome ("conversion", "satisfaction" in thousandths) with
            customer_count and journey_count of the deviation; sums over customers of both sides, as
            analysis.deviation_sums has them.
        least: Journeys that each side of a change needs to count for the rank.

    Returns:
        One row per plan x move_kind x touchpoint, ranked within its plan; changes are differences of shares (or of
        satisfaction 0..1) with 95% intervals, null where one side has no such journeys.
    """
    marked = moves.filter(pl.col("move_kind") != FOLLOWED)
    accepted = marked.group_by(_KEY).agg(pl.col("is_accepted").all())
    by_outcome = sums.partition_by("outcome", as_dict=True)
    satisfaction = {tuple(row[name] for name in _KEY): row for row in _read_rows(by_outcome, "satisfaction")}
    is_accepted = {row[:3]: row[3] for row in accepted.select(*_KEY, "is_accepted").iter_rows()}
    rows = [
        _describe(row, satisfaction[key], is_accepted[key], least)
        for row in _read_rows(by_outcome, "conversion")
        if (key := tuple(row[name] for name in _KEY)) in satisfaction
    ]
    rows.sort(key=lambda row: (row["plan"], row["is_accepted"], -row["weight"], row["move_kind"], row["touchpoint"]))
    ranks: dict[str, int] = {}
    for row in rows:
        ranks[row["plan"]] = row["deviation_rank"] = ranks.get(row["plan"], 0) + 1
    return pl.DataFrame(
        [{name: row[name] for name in DEVIATION_SCHEMA} for row in rows], schema=DEVIATION_SCHEMA, orient="row"
    )


FIT_SCHEMA: dict[str, type[pl.DataType]] = {
    "plan": pl.String,
    "customer_count": pl.Int64,
    "plan_fitness_low": pl.Float64,
    "plan_fitness_high": pl.Float64,
    "fitting_share": pl.Float64,
    "fitting_share_low": pl.Float64,
    "fitting_share_high": pl.Float64,
}


def judge_fits(sums: pl.DataFrame) -> pl.DataFrame:
    """Judge how sure the fitness of plans is, and the share of journeys that keep to them wholly: 95% by customer.

    Args:
        sums: One row per plan, as analysis.plan_sums has them.

    Returns:
        One row per plan against which any journey was held.
    """
    rows = []
    for row in sums.sort("plan").iter_rows(named=True):
        fitness = find_clustered_mean_interval(_read_group(row, "", "customer_count", _MILLION))
        aligned = _read_group(row, "aligned_", "aligned_customer_count", 1)
        fitting = find_clustered_share_interval(aligned)
        rows.append(
            {
                "plan": row["plan"],
                "customer_count": row["customer_count"],
                "plan_fitness_low": max(0.0, fitness.low) if fitness else None,
                "plan_fitness_high": min(1.0, fitness.high) if fitness else None,
                "fitting_share": _share(row["aligned_total"], row["aligned_size"]),
                "fitting_share_low": fitting.low if fitting else None,
                "fitting_share_high": fitting.high if fitting else None,
            }
        )
    return pl.DataFrame(rows, schema=FIT_SCHEMA, orient="row")


def _read_rows(by_outcome: dict[Any, pl.DataFrame], outcome: str) -> list[dict[str, Any]]:
    found = by_outcome.get((outcome,))
    return [] if found is None else list(found.iter_rows(named=True))


def _describe(row: dict[str, Any], rated: dict[str, Any], is_accepted: bool, least: int) -> dict[str, Any]:
    one, other, cross = _read_sums(row, 1)
    conversion = find_clustered_share_difference(one, other, cross)
    satisfaction = find_clustered_mean_difference(*_read_sums(rated, _PERMILLE))
    changes = sum(
        abs(found.change)
        for found, sizes in ((conversion, row), (satisfaction, rated))
        if found is not None and min(sizes["size"], sizes["kept_size"]) >= least
    )
    told = {
        "is_accepted": is_accepted,
        "decided_count": row["size"],
        "compared_count": row["kept_size"],
        "worth_count": int(find_effective_size(one)) if one.size else 0,
        "compared_worth_count": int(find_effective_size(other)) if other.size else 0,
        "conversion_share": _share(row["total"], row["size"]),
        "compared_conversion_share": _share(row["kept_total"], row["kept_size"]),
        "rated_count": rated["size"],
        "compared_rated_count": rated["kept_size"],
        "weight": row["customer_count"] * changes,
    }
    for name, found in (("conversion", conversion), ("satisfaction", satisfaction)):
        told[f"{name}_change"] = found.change if found else None
        told[f"{name}_change_low"] = found.interval.low if found else None
        told[f"{name}_change_high"] = found.interval.high if found else None
    return row | told


def _read_sums(row: dict[str, Any], unit: int) -> tuple[ClusterSums, ClusterSums, CrossSums]:
    """Read the sums of both sides, totals brought from `unit` parts of one to ones."""
    one, other = (_read_group(row, side, f"{side}cluster_count", unit) for side in ("", "kept_"))
    totals, total_by_size, size_by_total, sizes = (row[name] for name in _CROSS)
    return one, other, CrossSums(totals / unit**2, total_by_size / unit, size_by_total / unit, sizes)


def _read_group(row: dict[str, Any], side: str, customers: str, unit: int) -> ClusterSums:
    return ClusterSums(
        row[customers],
        row[f"{side}size"],
        row[f"{side}total"] / unit,
        row[f"{side}squares"],
        row[f"{side}total_squares"] / unit**2,
        row[f"{side}products"] / unit,
    )


def _share(count: int, of: int) -> float | None:
    return count / of if of else None
