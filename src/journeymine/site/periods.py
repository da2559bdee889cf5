"""The finest periods whose counts are large enough to be told."""

from __future__ import annotations

import polars as pl

PERIODS = (("day", "1d"), ("week", "1w"), ("month", "1mo"))
ENOUGH = 0.8
"""Share of a period's counts that must reach the minimum (choice); else the next longer period is taken."""


def count_periods(days: pl.DataFrame, columns: tuple[str, ...], minimum: int) -> tuple[str, pl.DataFrame]:
    """Count by day, week (from Monday) or month: the first of them in which most counts reach the minimum.

    Args:
        days: Rows with a day and the integer columns `columns`.
        columns: What is summed.
        minimum: Smallest count that is told; 0 is told too.

    Returns:
        The period's name, and one row per period in order: day (its first) and the sums, null where too small.
    """
    name, counted = PERIODS[-1][0], _sum_periods(days, columns, PERIODS[-1][1])
    for finer, every in PERIODS[:-1]:
        summed = _sum_periods(days, columns, every)
        counts = [count for column in columns for count in summed[column] if count]
        if sum(count >= minimum for count in counts) >= ENOUGH * len(counts):
            name, counted = finer, summed
            break
    is_small = {column: pl.col(column).is_between(1, minimum - 1) for column in columns}
    told = [pl.when(~small).then(pl.col(column)).alias(column) for column, small in is_small.items()]
    return name, counted.with_columns(told)


def _sum_periods(days: pl.DataFrame, columns: tuple[str, ...], every: str) -> pl.DataFrame:
    return days.group_by(pl.col("day").dt.truncate(every)).agg(pl.col(columns).sum()).sort("day")
