"""What segments amount to beside the rest, and where and when each one's customers come that reach a goal."""

from __future__ import annotations

import polars as pl

from journeymine.statistics.differences import Sample, find_mean_difference, find_sample_interval, find_share_difference
from journeymine.statistics.intervals import Interval, find_wilson_interval

FEWEST_CUSTOMERS = 30
"""Customers a channel, part of the day or product needs to be ranked."""
SHARES = ("conversion",)
"""Results that are shares of customers; the others are means over customers."""

RESULT_SCHEMA = {
    "segment_id": pl.String,
    "segment_result": pl.String,
    "customer_count": pl.Int64,
    "value": pl.Float64,
    "value_low": pl.Float64,
    "value_high": pl.Float64,
    "rest_value": pl.Float64,
    "value_difference": pl.Float64,
    "value_difference_low": pl.Float64,
    "value_difference_high": pl.Float64,
}
RESPONSE_SCHEMA = {
    "segment_id": pl.String,
    "facet": pl.String,
    "item": pl.String,
    "customer_count": pl.Int64,
    "converted_customer_count": pl.Int64,
    "converted_customer_share": pl.Float64,
    "converted_customer_low": pl.Float64,
    "converted_customer_high": pl.Float64,
    "response_rank": pl.Int64,
}


def compare_results(segment_sums: pl.DataFrame) -> pl.DataFrame:
    """Compare each segment's conversion, amount a customer and satisfaction with those of all other segments.

    Args:
        segment_sums: segment_id, segment_result, customer_count, value_sum, square_sum.

    Returns:
        One row per segment and result: value with its 95% interval (Wilson for shares, else Student's t) and the
        difference from the rest with that (hybrid score, Welch); null where a side has fewer than two customers.
    """
    totals = segment_sums.group_by("segment_result").agg(pl.col("customer_count", "value_sum", "square_sum").sum())
    everyone = {row[0]: Sample(*row[1:]) for row in totals.iter_rows()}
    rows = []
    columns = ("segment_id", "segment_result", "customer_count", "value_sum", "square_sum")
    for segment_id, result, *numbers in segment_sums.select(columns).iter_rows():
        own, all_of_them = Sample(*numbers), everyone[result]
        rest = Sample(
            all_of_them.size - own.size,
            all_of_them.total - own.total,
            all_of_them.square_total - own.square_total,
        )
        rows.append((segment_id, result, own.size, *_compare(own, rest, is_share=result in SHARES)))
    return pl.DataFrame(rows, schema=RESULT_SCHEMA, orient="row").sort("segment_id", "segment_result")


def _compare(own: Sample, rest: Sample, *, is_share: bool) -> tuple[float | None, ...]:
    value = own.total / own.size
    interval: Interval | None
    if is_share:
        interval = find_wilson_interval(round(own.total), own.size)
        counts = (round(own.total), own.size, round(rest.total), rest.size)
        difference = find_share_difference(*counts) if rest.size else None
    else:
        interval, difference = find_sample_interval(own), find_mean_difference(own, rest)
    low, high = (None, None) if interval is None else interval
    rest_value = rest.total / rest.size if rest.size else None
    told = (None, None, None) if difference is None else (difference.change, *difference.interval)
    return value, low, high, rest_value, *told


def rate_responses(segment_meetings: pl.DataFrame) -> pl.DataFrame:
    """Rank channels, parts of the day and products by how many of a segment's customers who met one reached a goal.

    Who meets something is not drawn by lot, so this is what was observed, and no promise of what a campaign does.

    Args:
        segment_meetings: segment_id, facet, item, customer_count, converted_customer_count.

    Returns:
        One row per segment, facet and item with the share and its Wilson interval of 95%; response_rank is by the
        interval's lower end, 1 the best, null for an item that fewer than 30 customers met.
    """
    intervals = [
        find_wilson_interval(converted, met)
        for converted, met in segment_meetings.select("converted_customer_count", "customer_count").iter_rows()
    ]
    rated = segment_meetings.with_columns(
        converted_customer_share=pl.col("converted_customer_count") / pl.col("customer_count"),
        converted_customer_low=pl.Series([interval.low for interval in intervals], dtype=pl.Float64),
        converted_customer_high=pl.Series([interval.high for interval in intervals], dtype=pl.Float64),
    )
    keys = ["segment_id", "facet"]
    ranked = (
        rated.filter(pl.col("customer_count") >= FEWEST_CUSTOMERS)
        .sort(*keys, "converted_customer_low", "item", descending=[False, False, True, False])
        .select(*keys, "item", response_rank=pl.int_range(1, pl.len() + 1).over(keys))
    )
    told = rated.join(ranked, on=[*keys, "item"], how="left")
    return told.select(pl.col(name).cast(dtype) for name, dtype in RESPONSE_SCHEMA.items()).sort(*keys, "item")
