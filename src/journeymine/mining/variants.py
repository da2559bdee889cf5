"""Variants with what is to be known of each: how sure its conversion is, and how its customers felt."""

from __future__ import annotations

import polars as pl

from journeymine.statistics.clusters import ClusterSums, find_clustered_share_interval
from journeymine.statistics.differences import Sample, find_sample_interval

VARIANT_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "variant_grain": pl.String,
    "slice_kind": pl.String,
    "slice": pl.String,
    "variant_id": pl.String,
    "variant_rank": pl.Int64,
    "variant_path": pl.List(pl.String),
    "customer_count": pl.Int64,
    "journey_count": pl.Int64,
    "converted_count": pl.Int64,
    "conversion_share": pl.Float64,
    "conversion_share_low": pl.Float64,
    "conversion_share_high": pl.Float64,
    "median_seconds": pl.Float64,
    "felt_customer_count": pl.Int64,
    "valence": pl.Float64,
    "valence_low": pl.Float64,
    "valence_high": pl.Float64,
}
_PERMILLE = 1000


def judge_variants(variant_sums: pl.DataFrame) -> pl.DataFrame:
    """Tell the conversion of variants and how their customers felt, with 95% intervals by customer.

    Args:
        variant_sums: One row per grain, slice and variant, as analysis.variant_sums has them.

    Returns:
        One row per variant_grain x slice_kind x slice x variant_id, sorted by rank in the slice; valence (-1 to 1) is
        the mean over customers who told how they felt (felt_customer_count), null where nobody did, its interval where
        fewer than two did.
    """
    rows = []
    for row in variant_sums.sort("variant_grain", "slice_kind", "slice", "variant_rank", "variant_id").iter_rows(
        named=True
    ):
        group = ClusterSums(*(row[name] for name in ("customer_count", *_SUMS)))
        conversion = find_clustered_share_interval(group)
        felt = Sample(
            row["felt_customer_count"], row["valence_sum"] / _PERMILLE, row["valence_square_sum"] / _PERMILLE**2
        )
        interval = find_sample_interval(felt)
        rows.append(
            {
                **{name: row[name] for name in VARIANT_SCHEMA if name in row},
                "journey_count": row["size"],
                "converted_count": row["total"],
                "conversion_share": row["total"] / row["size"],
                "conversion_share_low": conversion.low if conversion else None,
                "conversion_share_high": conversion.high if conversion else None,
                "valence": felt.total / felt.size if felt.size else None,
                "valence_low": max(-1.0, interval.low) if interval else None,
                "valence_high": min(1.0, interval.high) if interval else None,
            }
        )
    return pl.DataFrame(rows, schema=VARIANT_SCHEMA, orient="row")


_SUMS = ("size", "total", "squares", "total_squares", "products")
