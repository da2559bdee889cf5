"""Claims of how long, how often and how much: medians of members with their intervals, and how satisfied they are."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.personas.claims import Claim, Row, claim_unknown
from journeymine.personas.sources import write_source
from journeymine.statistics.differences import Sample, find_sample_interval
from journeymine.statistics.intervals import Interval

OPTIONAL = ("lifetime_value_amount",)
"""Measures that are left out where the project's sources have none."""
MEASURES = {
    "tenure_days": ("experience", "days", "median days from first to last event"),
    "recency_days": ("experience", "days", "median days since the last event"),
    "session_count": ("usage", "count", "median visits"),
    "median_gap_days": ("usage", "days", "median days between visits"),
    "converted_count": ("usage", "count", "median goals reached"),
    "median_return_days": ("usage", "days", "median days from a goal to the same goal again"),
    "product_count": ("usage", "count", "median different products"),
    "amount": ("value", "amount", "median amount"),
    "lifetime_value_amount": ("value", "amount", "median lifetime value, as the CRM has it"),
}
"""Columns of marts.customer_features whose medians are told: section, unit, words."""


def claim_measures(segment_id: str, measures: pl.DataFrame, minimum_cell: int) -> Iterator[Claim]:
    """Claim medians with their intervals, and the mean satisfaction of those who gave a rating."""
    rows = measures.filter(pl.col("segment_id") == segment_id)
    own: dict[str, Row] = {row["measure"]: row for row in rows.iter_rows(named=True)}
    for measure, (section, unit, words) in MEASURES.items():
        row = own.get(measure)
        if row is None and measure in OPTIONAL:
            continue
        if row is None or row["known_customer_count"] < minimum_cell:
            query = write_source("median", column=measure, segment_id=segment_id)
            said = f"{words}: not known"
            about = {"trait_kind": "measure", "trait": measure}
            yield claim_unknown(section, said, "marts.customer_features", query, n=_count(row), **about)
            continue
        yield Claim(
            section,
            words,
            row["median"],
            unit,
            row["known_customer_count"],
            value_low=row["median_low"],
            value_high=row["median_high"],
            trait_kind="measure",
            trait=measure,
            source_table="marts.customer_features",
            source_query=write_source("median", column=measure, segment_id=segment_id),
        )
    row = own.get("satisfaction")
    if row is None or row["known_customer_count"] < max(minimum_cell, 2):
        query = write_source("satisfaction", segment_id=segment_id)
        yield claim_unknown("satisfaction", "not known", "core.satisfaction", query, n=_count(row))
        return
    low, high = _find_interval(row)
    yield Claim(
        "satisfaction",
        "mean satisfaction, 0 the worst answer and 1 the best",
        row["mean"],
        "share",
        row["known_customer_count"],
        value_low=max(0.0, low),
        value_high=min(1.0, high),
        trait_kind="measure",
        trait="satisfaction",
        source_table="core.satisfaction",
        source_query=write_source("satisfaction", segment_id=segment_id),
    )


def _find_interval(row: Row) -> Interval:
    """Find Student's interval of a mean, of two customers at least, from its variance."""
    size, mean = row["known_customer_count"], row["mean"]
    found = find_sample_interval(Sample(size, size * mean, (size - 1) * row["variance"] + size * mean**2))
    return found or Interval(mean, mean)


def _count(row: Row | None) -> int:
    return 0 if row is None else int(row["known_customer_count"])
