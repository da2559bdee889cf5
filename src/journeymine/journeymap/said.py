"""What customers said, sentence by sentence: their goals, questions, fears and wishes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from journeymine.journeymap import queries
from journeymine.journeymap.behaviour import Sizes, find_cell, find_coverage
from journeymine.journeymap.items import Cell, Item

LANE_OF = {
    **dict.fromkeys(("goal", "expectation", "need", "motive"), "goals"),
    **dict.fromkeys(("question", "thought"), "questions"),
    **dict.fromkeys(("fear", "barrier"), "fears"),
    "wish": "opportunities",
}
"""The lane of each signal."""
SHOWN_TOPICS = 2


def list_said(map_signals: pl.DataFrame, sizes: Sizes) -> Iterator[Item]:
    """List what was said in each stage, what most customers said first; each a sentence word for word.

    A second sentence of the same sort weighs half, so that what fewer customers said is heard beside it.

    Args:
        map_signals: analysis.map_signals; members of dimension stage are read.
        sizes: Customers by map and stage.
    """
    stages = map_signals.filter(pl.col("dimension") == "stage")
    ordered = stages.sort(
        pl.col("customer_count") / pl.col("sentence_rank"),
        *("signal", "signal_subtype", "sentence_rank", "text_id"),
        descending=[True, False, False, False, False],
    )
    for row in ordered.iter_rows(named=True):
        lane = LANE_OF.get(row["signal"])
        if lane is None:
            continue
        cell = Cell(row["persona_id"], row["scenario"], row["member"], lane)
        size = sizes.get(cell[:3])
        yield write_said(row, cell, coverage=min(1.0, row["customer_count"] / size) if size else None)


def list_topics(map_topics: pl.DataFrame, sizes: Sizes) -> Iterator[Item]:
    """List what customers wrote about in each stage, the most common first; at most SHOWN_TOPICS a cell.

    Args:
        map_topics: analysis.map_topics.
        sizes: Customers by map and stage.
    """
    shown: dict[Cell, int] = {}
    for row in map_topics.sort("customer_count", "topic_id", descending=[True, False]).iter_rows(named=True):
        cell = find_cell(row, "questions")
        shown[cell] = shown.get(cell, 0) + 1
        if shown[cell] > SHOWN_TOPICS:
            continue
        yield Item(
            cell,
            row["topic"],
            row["customer_count"],
            "reported",
            "analysis.text_topics",
            queries.fill(queries.TOPIC, cell, topic_id=row["topic_id"]),
            kind="topic",
            coverage=find_coverage(row, sizes, row["customer_count"]),
        )


def write_said(row: Mapping[str, object], cell: Cell, *, coverage: float | None = None) -> Item:
    """Write a row of analysis.map_signals as an item of a cell."""
    kind = f"{row['signal']} {row['signal_subtype']}".strip()
    query = queries.fill(
        queries.SIGNAL,
        cell,
        dimension=str(row["dimension"]),
        member=str(row["member"]),
        signal=str(row["signal"]),
        subtype=str(row["signal_subtype"]),
        text_id=str(row["text_id"]),
        sentence=str(row["sentence"]),
    )
    return Item(
        cell,
        str(row["sentence"]),
        int(str(row["customer_count"])),
        "reported",
        "analysis.signals",
        query,
        kind=f"candidate {kind}" if row["signal_status"] == "candidate" else kind,
        touchpoint=str(row["member"]) if row["dimension"] == "touchpoint" else None,
        coverage=coverage,
        text_id=str(row["text_id"]),
    )
