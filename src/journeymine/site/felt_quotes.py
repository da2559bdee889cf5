"""The words behind each point of the emotion curve: of stages and touchpoints, of all customers and of each segment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from journeymine.site.quotes import shorten_quote
from journeymine.site.words import Words

EVERYBODY = ""
"""What stands for the segment of the points of all customers."""


def gather_quotes(
    quotes: pl.DataFrame,
    points: pl.DataFrame,
    segments: Sequence[str],
    places: Sequence[tuple[str, str]],
    words: Words,
) -> dict[str, Any]:
    """Gather the quotes behind the points that are shown, each text once.

    Args:
        quotes: Rows of report.felt_quotes.
        points: Points that are shown: segment_id (EVERYBODY: of all), dimension, member, point_source.
        segments: Whose points, in the order in which they are chosen.
        places: Dimension and member, in the order in which they are chosen.
        words: The language of the page.

    Returns:
        For the page's script: `texts`, each with its valence, 1 if that is a rating, touchpoint, day, text id, record
        id and source; `points`, of each segment and place the numbers of its texts, best first, null where the point is
        told by friction; a place without a point is left out.
    """
    told = points.select("segment_id", "dimension", "member", "point_source").rows()
    kept = quotes.join(points, on=("segment_id", "dimension", "member"), how="semi") if quotes.height else quotes
    texts = kept.unique("text_id", keep="first").sort("text_id") if kept.height else kept
    numbers = {row["text_id"]: number for number, row in enumerate(texts.iter_rows(named=True))}
    cells: dict[tuple[str, str, str], list[int]] = {}
    ordered = kept.sort("valence", "text_id", descending=[True, False]) if kept.height else kept
    for row in ordered.iter_rows(named=True):
        cells.setdefault((row["segment_id"], row["dimension"], row["member"]), []).append(numbers[row["text_id"]])
    by_segment: list[dict[str, list[int] | None]] = [{} for _ in segments]
    zone = ZoneInfo(words.timezone)
    whose = {segment: number for number, segment in enumerate(segments)}
    where = {place: str(number) for number, place in enumerate(places)}
    for segment, dimension, member, source in told:
        if segment in whose and (dimension, member) in where:
            found = None if source == "modelled" else cells.get((segment, dimension, member), [])
            by_segment[whose[segment]][where[dimension, member]] = found
    return {
        "texts": [
            [
                shorten_quote(row["text"]),
                round(row["valence"], 2),
                int(row["valence_source"] == "reported"),
                row["touchpoint"],
                row["occurred_at"].replace(tzinfo=UTC).astimezone(zone).date().isoformat(),
                row["text_id"],
                row["record_id"],
                row["source"],
            ]
            for row in texts.iter_rows(named=True)
        ],
        "points": by_segment,
    }


def list_first(gathered: dict[str, Any], places: Sequence[tuple[str, str]]) -> tuple[int, list[dict[str, Any]]]:
    """List the quotes of the first place of all customers that has any, which are shown before anything is chosen."""
    names = ("text", "valence", "is_reported", "touchpoint", "day", "text_id", "record_id", "source")
    for number in range(len(places)):
        texts = gathered["points"][0].get(str(number)) if gathered["points"] else None
        if texts:
            rows = [dict(zip(names, gathered["texts"][text], strict=True)) for text in texts]
            return number, [{**row, "day": date.fromisoformat(row["day"])} for row in rows]
    return 0, []
