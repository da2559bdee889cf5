"""What segments amount to beside the rest, and where and when each one's customers come that reach a goal."""

from __future__ import annotations

import polars as pl

from journeymine.statistics.differences import (
    Sample,
    find_mean_difference,
    find_mean_p_value,
    find_part_interval,
    find_sample_interval,
    find_share_difference,
)
from journeymine.statistics.intervals import Interval, find_wilson_interval
from journeymine.statistics.multiple import adjust_known_p_values
from journeymine.statistics.ratios import find_share_p_value

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
    "q_value": pl.Float64,
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


def count_results(customer_features: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Count what each segment amounts to: members, share of the amount and customers who converted, with intervals.

    Args:
        customer_features: One row per customer, as marts.customer_features.
        members: customer_id, segment_id.
    """
    joined = members.join(customer_features, on="customer_id", how="left", maintain_order="left")
    amount = pl.col("amount").cast(pl.Float64)
    counted = joined.group_by("segment_id", maintain_order=True).agg(
        customer_count=pl.len().cast(pl.Int64),
        amount=amount.sum(),
        square=(amount**2).sum(),
        converted_customer_count=(pl.col("converted_count") > 0).sum().cast(pl.Int64),
    )
    whole = Sample(joined.height, float(counted["amount"].sum()), float(counted["square"].sum()))
    parts = [
        find_part_interval(Sample(*numbers), whole)
        for numbers in counted.select("customer_count", "amount", "square").iter_rows()
    ]
    intervals = [
        find_wilson_interval(converted, size)
        for converted, size in counted.select("converted_customer_count", "customer_count").iter_rows()
    ]
    return counted.with_columns(
        customer_share=pl.col("customer_count") / max(members.height, 1),
        amount_share=pl.col("amount") / whole.total if whole.total > 0 else pl.lit(None, pl.Float64),
        amount_share_low=pl.Series([part.low if part else None for part in parts], dtype=pl.Float64),
        amount_share_high=pl.Series([part.high if part else None for part in parts], dtype=pl.Float64),
        converted_customer_share=pl.col("converted_customer_count") / pl.col("customer_count"),
        converted_customer_low=pl.Series([interval.low for interval in intervals], dtype=pl.Float64),
        converted_customer_high=pl.Series([interval.high for interval in intervals], dtype=pl.Float64),
    ).drop("amount", "square")


def compare_results(segment_sums: pl.DataFrame) -> pl.DataFrame:
    """Compare each segment's conversion, amount, lifetime value and satisfaction with those of all other segments.

    Args:
        segment_sums: segment_id, segment_result, customer_count, value_sum, square_sum.

    Returns:
        One row per segment and result: value with its 95% interval (Wilson for shares, else Student's t) and the
        difference from the rest with that (hybrid score, Welch); null where a side has fewer than two customers.
        q_value: of the score test (Fisher's exact one where few) or Welch's, adjusted over all segments and results.
    """
    totals = segment_sums.group_by("segment_result").agg(pl.col("customer_count", "value_sum", "square_sum").sum())
    everyone = {row[0]: Sample(*row[1:]) for row in totals.iter_rows()}
    rows, p_values = [], []
    columns = ("segment_id", "segment_result", "customer_count", "value_sum", "square_sum")
    for segment_id, result, *numbers in segment_sums.select(columns).iter_rows():
        own, all_of_them = Sample(*numbers), everyone[result]
        rest = Sample(
            all_of_them.size - own.size,
            all_of_them.total - own.total,
            all_of_them.square_total - own.square_total,
        )
        rows.append((segment_id, result, own.size, *_compare(own, rest, is_share=result in SHARES)))
        p_values.append(_test(own, rest, is_share=result in SHARES))
    told = [(*row, q_value) for row, q_value in zip(rows, adjust_known_p_values(p_values), strict=True)]
    return pl.DataFrame(told, schema=RESULT_SCHEMA, orient="row").sort("segment_id", "segment_result")


def _test(own: Sample, rest: Sample, *, is_share: bool) -> float | None:
    if not is_share:
        return find_mean_p_value(own, rest)
    return find_share_p_value(round(own.total), own.size, round(rest.total), rest.size) if rest.size else None


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
