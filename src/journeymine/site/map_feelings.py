"""How customers felt at the touchpoints of the process map, and what they said, as far as they did."""

from __future__ import annotations

from typing import Any

import polars as pl

from journeymine.site.page import SiteContext, Tables
from journeymine.site.quotes import shorten_quote

Feelings = dict[int, list[Any]]


def encode_feelings(tables: Tables, context: SiteContext, numbers: dict[str, int]) -> dict[str, Any]:
    """Encode feelings and quotes for the panel of a touchpoint; those of few customers are left out.

    Args:
        tables: analysis.emotion_points, analysis.segment_emotion_points and report.touchpoint_quotes, where they exist.
        context: The night.
        numbers: Number of each touchpoint that the map names.

    Returns:
        touchpoints, by number [valence, low, high, customers, share of answers that are ratings]; segments, the same
        by segment; quotes, by number a list of [text, valence, whether it was rated, source, record].
    """
    told = _read_points(tables, "analysis.emotion_points", context, numbers)
    by_segment = _read_points(tables, "analysis.segment_emotion_points", context, numbers)
    everybody = _encode(told)
    return {
        "touchpoints": {numbers[name]: point for name, point in everybody.items()},
        "segments": {
            segment: {numbers[name]: point for name, point in _encode(points).items()}
            for (segment,), points in sorted(by_segment.partition_by("segment_id", as_dict=True).items())
        }
        if not by_segment.is_empty()
        else {},
        "quotes": _list_quotes(tables, {name: number for name, number in numbers.items() if name in everybody}),
    }


def _read_points(tables: Tables, table: str, context: SiteContext, numbers: dict[str, int]) -> pl.DataFrame:
    points = tables.get(table, pl.DataFrame())
    if points.is_empty():
        return points
    return points.filter(
        pl.col("dimension") == "touchpoint",
        pl.col("member").is_in(list(numbers)),
        pl.col("customer_count") >= context.minimum_cell,
        pl.col("answer_count") > 0,  # a point that friction tells is nobody's answer
    ).sort("member")


def _encode(points: pl.DataFrame) -> dict[str, list[Any]]:
    return {
        row["member"]: [
            *(round(row[name], 3) for name in ("valence", "valence_low", "valence_high")),
            row["customer_count"],
            round(row["reported_count"] / row["answer_count"], 3),
        ]
        for row in points.iter_rows(named=True)
    }


def _list_quotes(tables: Tables, numbers: dict[str, int]) -> Feelings:
    """List quotes of touchpoints whose feelings are told, the best first; a long one is cut at a word."""
    quotes = tables.get("report.touchpoint_quotes", pl.DataFrame())
    found: Feelings = {}
    if quotes.is_empty():
        return found
    for row in quotes.sort("valence", "text_id", descending=[True, False]).iter_rows(named=True):
        if row["touchpoint"] in numbers:
            quote = [
                shorten_quote(row["text"]),
                round(row["valence"], 2),
                row["valence_source"] == "reported",
                row["source"],
                row["record_id"],
            ]
            found.setdefault(numbers[row["touchpoint"]], []).append(quote)
    return found
