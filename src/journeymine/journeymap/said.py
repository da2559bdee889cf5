"""What customers said, sentence by sentence: their goals, questions, fears and wishes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from journeymine.journeymap import queries
from journeymine.journeymap.behaviour import Sizes
from journeymine.journeymap.items import Cell, Item

LANE_OF = {
    **dict.fromkeys(("goal", "expectation", "need", "motive"), "goals"),
    **dict.fromkeys(("question", "thought"), "questions"),
    **dict.fromkeys(("fear", "barrier"), "fears"),
    "wish": "opportunities",
}
"""The lane of each signal."""


def list_said(map_signals: pl.DataFrame, sizes: Sizes) -> Iterator[Item]:
    """List what was said in each stage, what most customers said first; each a sentence word for word.

    Args:
        map_signals: analysis.map_signals; members of dimension stage are read.
        sizes: Customers by map and stage.
    """
    stages = map_signals.filter(pl.col("dimension") == "stage")
    ordered = stages.sort(
        "sentence_rank", "customer_count", "signal", "signal_subtype", "text_id", descending=[False, True] + 3 * [False]
    )
    for row in ordered.iter_rows(named=True):
        lane = LANE_OF.get(row["signal"])
        if lane is None:
            continue
        cell = Cell(row["persona_id"], row["scenario"], row["member"], lane)
        size = sizes.get(cell[:3])
        yield write_said(row, cell, coverage=min(1.0, row["customer_count"] / size) if size else None)


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
