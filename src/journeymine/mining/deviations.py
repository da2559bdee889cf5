"""What deviations from a plan go along with: conversion and satisfaction, against the journeys that kept to it."""

from __future__ import annotations

from typing import Any

import polars as pl

from journeymine.mining.aligning import FOLLOWED
from journeymine.statistics.differences import Difference, Sample, find_mean_difference, find_share_difference

_KEY = ["plan", "move_kind", "touchpoint"]
_VARIANT = ["plan", "variant_id", "is_finished"]
_SUMS = [
    "journey_count",
    "decided_count",
    "converted_count",
    "rated_count",
    "satisfaction_sum",
    "satisfaction_square_sum",
]

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


def rank_deviations(moves: pl.DataFrame, outcomes: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """Compare journeys with a deviation with those that kept to the plan at the same place, and rank the deviations.

    Skipped is compared with the journeys that took the step; repeated and out of order with those that met the
    touchpoint as planned; inserted with all others held against the plan. Conversion is told of journeys that are no
    longer open. The rank is that of customers x (|change in conversion| + |change in satisfaction|), what is accepted
    last. All of it is observed, not tried: what deviates may differ in other ways too.

    Args:
        moves: As `conformance.hold_variants` returns them.
        outcomes: One row per plan x variant_id x is_finished; journey_count, decided_count (no longer open),
            rated_count, and of satisfaction (0..1) satisfaction_sum, satisfaction_square_sum.
        customers: One row per plan x move_kind x touchpoint; customer_count.

    Returns:
        One row per plan x move_kind x touchpoint, ranked within its plan; changes are differences of shares (or of
        satisfaction 0..1) with 95% intervals, null where one side has no such journeys.
    """
    with_converted = outcomes.with_columns(
        converted_count=pl.when("is_finished").then("journey_count").otherwise(0)
    ).select(*_VARIANT, *_SUMS)
    marked = moves.filter(pl.col("move_kind") != FOLLOWED)
    deviating = marked.select(*_KEY, "variant_id", "is_finished").unique()
    kept = _find_kept(moves, marked, with_converted).join(
        deviating, on=[*_KEY, "variant_id", "is_finished"], how="anti"
    )
    found = _sum(deviating, with_converted)
    compared = _sum(kept, with_converted).rename({name: f"compared_{name}" for name in _SUMS})
    accepted = marked.group_by(_KEY).agg(pl.col("is_accepted").all())
    joined = (
        found.join(compared, on=_KEY, how="left")
        .join(accepted, on=_KEY)
        .join(customers.select(*_KEY, "customer_count"), on=_KEY)
        .with_columns(pl.col(f"compared_{name}").fill_null(0) for name in _SUMS)
    )
    rows = [_describe(row) for row in joined.iter_rows(named=True)]
    rows.sort(key=lambda row: (row["plan"], row["is_accepted"], -row["weight"], row["move_kind"], row["touchpoint"]))
    ranks: dict[str, int] = {}
    for row in rows:
        ranks[row["plan"]] = row["deviation_rank"] = ranks.get(row["plan"], 0) + 1
    return pl.DataFrame(
        [{name: row[name] for name in DEVIATION_SCHEMA} for row in rows], schema=DEVIATION_SCHEMA, orient="row"
    )


def _find_kept(moves: pl.DataFrame, marked: pl.DataFrame, outcomes: pl.DataFrame) -> pl.DataFrame:
    """Find the variants each deviation is compared with; some of them may deviate as well."""
    followed = moves.filter(move_kind=FOLLOWED)
    kinds = marked.select(_KEY).unique()
    columns = [*_KEY, "variant_id", "is_finished"]
    skipped = kinds.filter(move_kind="skipped").join(
        followed.select("plan", "variant_id", "is_finished", touchpoint="planned_step").unique(),
        on=["plan", "touchpoint"],
    )
    misplaced = kinds.filter(pl.col("move_kind").is_in(["repeated", "out_of_order"])).join(
        followed.select(*_VARIANT, "touchpoint").unique(), on=["plan", "touchpoint"]
    )
    inserted = kinds.filter(move_kind="inserted").join(outcomes.select(_VARIANT), on="plan")
    return pl.concat([skipped.select(columns), misplaced.select(columns), inserted.select(columns)])


def _sum(variants: pl.DataFrame, outcomes: pl.DataFrame) -> pl.DataFrame:
    return variants.join(outcomes, on=_VARIANT).group_by(_KEY).agg(pl.col(_SUMS).sum())


def _describe(row: dict[str, Any]) -> dict[str, Any]:
    conversion: Difference | None = None
    if row["decided_count"] and row["compared_decided_count"]:
        conversion = find_share_difference(
            row["converted_count"], row["decided_count"], row["compared_converted_count"], row["compared_decided_count"]
        )
    satisfaction = find_mean_difference(_read_sample(row, ""), _read_sample(row, "compared_"))
    changes = sum(abs(found.change) for found in (conversion, satisfaction) if found is not None)
    told = {
        "compared_count": row["compared_decided_count"],
        "conversion_share": _share(row["converted_count"], row["decided_count"]),
        "compared_conversion_share": _share(row["compared_converted_count"], row["compared_decided_count"]),
        "weight": row["customer_count"] * changes,
    }
    for name, found in (("conversion", conversion), ("satisfaction", satisfaction)):
        told[f"{name}_change"] = found.change if found else None
        told[f"{name}_change_low"] = found.interval.low if found else None
        told[f"{name}_change_high"] = found.interval.high if found else None
    return row | told


def _read_sample(row: dict[str, Any], side: str) -> Sample:
    return Sample(row[f"{side}rated_count"], row[f"{side}satisfaction_sum"], row[f"{side}satisfaction_square_sum"])


def _share(count: int, of: int) -> float | None:
    return count / of if of else None
