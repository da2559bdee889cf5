"""Groups of fewer customers than the project's minimum merge into "other": totals hold, nobody is singled out."""

from __future__ import annotations

import polars as pl

from journeymine.site.words import ENGLISH, Words

OTHER = "other"


def count_or_fewer(value: float | None, minimum: int, words: Words = ENGLISH) -> str:
    """Write a count, or "<N" where it is below the minimum (0 is no group and stays 0)."""
    return f"<{minimum}" if value is not None and 0 < value < minimum else words.number(value)


def hide_small(count: int | None, minimum: int) -> int | None:
    """Return the count, or None where it is of a group too small to be told; 0 is no group and is told."""
    return None if count is not None and 0 < count < minimum else count


def merge_small_groups(
    frame: pl.DataFrame, minimum: int, *, name: str, keys: tuple[str, ...] = (), sums: tuple[str, ...]
) -> pl.DataFrame:
    """Merge rows of fewer than `minimum` customers into one row called "other" per `keys`.

    Args:
        frame: One row per `keys` and `name`, with customer_count and the integer columns `sums`.
        minimum: Smallest number of customers that is shown.
        name: The text column that becomes "other".
        keys: Columns that stay as they are.
        sums: Columns that add up over rows. customer_count does not (a customer may be in several rows), so the
            merged row's is null, as is every column that is neither key nor sum.

    Returns:
        The frame's columns and merged_count (rows merged into this one; 0: a row of its own), order kept, "other" last.
    """
    is_small = pl.col("customer_count") < minimum
    kept = frame.filter(~is_small).with_columns(merged_count=pl.lit(0, pl.UInt32))
    small = frame.filter(is_small)
    if small.is_empty():
        return kept
    aggregated = [pl.col(column).sum() for column in sums]
    if keys:
        merged = small.group_by(keys, maintain_order=True).agg(*aggregated, merged_count=pl.len())
    else:
        merged = small.select(*aggregated, merged_count=pl.len())
    merged = merged.with_columns(pl.lit(OTHER).alias(name), pl.col("merged_count").cast(pl.UInt32))
    return pl.concat([kept, merged], how="diagonal_relaxed").select(kept.columns)
