"""Parts of the segments' page: results beside the rest, what customers respond to, and who moved since last night."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from journeymine.site.q_values import show_q_value
from journeymine.site.small_groups import hide_small
from journeymine.site.words import Words, mark
from journeymine.statistics.intervals import Interval

RESULTS = {
    "conversion": mark("Converted"),
    "amount": mark("Spending per customer"),
    "lifetime_value": mark("Lifetime value per customer, as the CRM has it"),
    "satisfaction": mark("Satisfaction"),
}
FACETS = {"channel": mark("Channel"), "hours": mark("Hours"), "product": mark("Product")}
SURE = 0.05
"""The largest q value of a difference that is called beyond chance."""
WIDTH, HEIGHT, BAR, GAP = 640.0, 320.0, 14.0, 8.0
"""Of the picture of moves, in its own units."""


def list_results(
    segment_results: pl.DataFrame, segment_ids: list[str], minimum: int, words: Words
) -> list[dict[str, object]]:
    """List how each segment shown does beside all others, satisfaction where customers were asked.

    What is known of fewer than `minimum` customers is left out, and so is the share of fewer who converted, and a
    result that is 0 for all, such as amounts where there are none.
    """
    converted = (pl.col("value") * pl.col("customer_count")).round()
    is_small = (pl.col("segment_result") == "conversion") & converted.is_between(0, minimum, closed="none")
    told = segment_results.filter(pl.col("customer_count") >= minimum, ~is_small.fill_null(value=False))
    rows = []
    for name, title in RESULTS.items():
        own = told.filter(pl.col("segment_result") == name)
        if not (own["value"].fill_null(0) != 0).any():  # a company without amounts, or without goals reached
            continue
        found = {row["segment_id"]: row for row in own.to_dicts()}
        rows += [
            _tell_result(found[segment], words.translate(title), words) for segment in segment_ids if segment in found
        ]
    return rows


def _tell_result(row: dict[str, object], title: str, words: Words) -> dict[str, object]:
    def write(name: str) -> str:
        value = row[name]
        if not isinstance(value, float):
            return "–"
        if row["segment_result"] in ("conversion", "satisfaction"):
            return words.percentage(value, 1)
        return f"{words.decimal(value, 2)} {row.get('currency_code', '')}".strip()

    return {
        "segment_id": row["segment_id"],
        "title": title,
        "count": row["customer_count"],
        "value": write("value"),
        "interval": _join(write("value_low"), write("value_high")),
        "rest": write("rest_value"),
        "difference": _join(write("value_difference_low"), write("value_difference_high")),
        "q": show_q_value(row["q_value"], words) if isinstance(row["q_value"], float) else "–",
        "is_apart": isinstance(row["q_value"], float) and row["q_value"] <= SURE,
    }


def _join(low: str, high: str) -> str:
    return "–" if "–" in (low, high) else f"{low} – {high}"


def list_best_responses(
    segment_responses: pl.DataFrame, segment_ids: list[str], minimum: int, words: Words
) -> list[dict[str, object]]:
    """List the channel, part of the day and product each segment's customers responded to best, with n and interval.

    Best of those that may be told: what was met by `minimum` customers, of whom as many reached a goal. Where
    nobody did nothing is best.
    """
    best = segment_responses.filter(
        pl.col("response_rank").is_not_null()
        & (pl.col("customer_count") >= minimum)
        & (pl.col("converted_customer_count") >= minimum)
        & pl.col("segment_id").is_in(segment_ids)
    ).sort("response_rank", descending=True)
    found = {(row["segment_id"], row["facet"]): row for row in best.to_dicts()}  # of each the first in rank
    rows = []
    for segment in segment_ids:
        for facet, title in FACETS.items():
            row = found.get((segment, facet))
            if row is None:
                continue
            interval = Interval(row["converted_customer_low"], row["converted_customer_high"])
            rows.append({**row, "title": words.translate(title), "interval": interval})
    return rows


def list_sets(segment_sets: pl.DataFrame, set_segments: pl.DataFrame, minimum: int) -> list[dict[str, object]]:
    """List the sets beside the main one, each with its verdict and its segments of enough customers.

    Of a set of too few customers the reason, which tells how many they are, is left out as well.
    """
    rows: list[dict[str, object]] = []
    for row in segment_sets.sort("segment_set").to_dicts():
        own = set_segments.filter(
            (pl.col("segment_set") == row["segment_set"]) & (pl.col("customer_count") >= minimum)
        ).sort("customer_count", "segment_id", descending=[True, False])
        is_told = hide_small(row["customer_count"], minimum) is not None
        withheld = {} if is_told else {"customer_count": None, "verdict_reason": ""}
        rows.append({**row, "segments": own.to_dicts(), **withheld})
    return rows


@dataclass(frozen=True)
class Moves:
    """The picture of moves: bars of both nights, bands between them, and the moves as rows; small ones left out."""

    bars: list[dict[str, object]]
    bands: list[dict[str, object]]
    rows: list[dict[str, object]]


def draw_moves(segment_moves: pl.DataFrame, hues: dict[str, int], minimum: int) -> Moves:
    """Draw who went from which segment of last night to which of tonight, by area: left last night, right tonight."""
    kept = segment_moves.filter(pl.col("customer_count") >= minimum).sort("from_segment_id", "to_segment_id")
    if kept.is_empty():
        return Moves([], [], [])
    sides = {
        side: {
            name: int(size) for name, size in kept.group_by(side).agg(pl.col("customer_count").sum()).sort(side).rows()
        }
        for side in ("from_segment_id", "to_segment_id")
    }
    most = max(len(bars) for bars in sides.values())
    unit = (HEIGHT - GAP * (most - 1)) / int(kept["customer_count"].sum())
    bars, starts = [], {}
    for side, x in (("from_segment_id", 0.0), ("to_segment_id", WIDTH - BAR)):
        y = 0.0
        for name, size in sides[side].items():
            starts[side, name] = y
            bars.append(
                {
                    "name": name,
                    "count": size,
                    "x": x,
                    "y": round(y, 1),
                    "height": round(size * unit, 1),
                    "hue": hues.get(name, 0),
                }
            )
            y += size * unit + GAP
    bands = []
    for row in kept.to_dicts():
        sides_of = [("from_segment_id", row["from_segment_id"]), ("to_segment_id", row["to_segment_id"])]
        left, right = (starts[key] for key in sides_of)
        width = row["customer_count"] * unit
        for key in sides_of:
            starts[key] += width
        bands.append({**row, "path": _draw_band(left, right, width), "hue": hues.get(row["to_segment_id"], 0)})
    return Moves(bars, bands, kept.to_dicts())


def _draw_band(left: float, right: float, width: float) -> str:
    start, end, middle = BAR, WIDTH - BAR, WIDTH / 2
    below, under = right + width, left + width
    return (
        f"M{start:.1f} {left:.1f}C{middle:.1f} {left:.1f} {middle:.1f} {right:.1f} {end:.1f} {right:.1f}"
        f"V{below:.1f}C{middle:.1f} {below:.1f} {middle:.1f} {under:.1f} {start:.1f} {under:.1f}Z"
    )
