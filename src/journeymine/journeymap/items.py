"""What a journey map is made of: one item in a cell of stage and lane, and the evidence it rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, NamedTuple

import polars as pl

KEPT_WHOLE = frozenset({"metrics", "quotes", "planned"})
"""Lanes that are short by themselves."""

Source = Literal["reported", "inferred", "modelled", "human", "measured"]


class Cell(NamedTuple):
    """Where an item stands: which map, which stage, which lane."""

    persona_id: str
    scenario: str
    stage: str
    lane: str


@dataclass(frozen=True)
class Item:
    """One item of a map, as found; `n` counts customers, each once, since by it a cell of too few is withheld.

    `value` with its interval is in `unit`: share (0..1), seconds, valence (-1..1), points, score, amount, odds_ratio or
    "" where there is none. `query` returns one row whose column n is the item's n.
    """

    cell: Cell
    content: str
    n: int
    source: Source
    table: str
    query: str
    kind: str = ""
    touchpoint: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    counted: str = "customers"
    coverage: float | None = None
    owner: str | None = None
    text_id: str | None = None
    written_by: str | None = None
    written_on: date | None = None
    is_stale: bool | None = None
    target: float | None = None
    is_target_met: bool | None = None


ITEM_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "persona_id": pl.String,
    "scenario": pl.String,
    "stage": pl.String,
    "lane": pl.String,
    "item_index": pl.Int64,
    "content": pl.String,
    "item_kind": pl.String,
    "touchpoint": pl.String,
    "value": pl.Float64,
    "value_low": pl.Float64,
    "value_high": pl.Float64,
    "value_unit": pl.String,
    "n": pl.Int64,
    "n_counted": pl.String,
    "coverage_share": pl.Float64,
    "source": pl.String,
    "owner": pl.String,
    "text_id": pl.String,
    "written_by": pl.String,
    "written_on": pl.Date,
    "is_stale": pl.Boolean,
    "target_value": pl.Float64,
    "is_target_met": pl.Boolean,
    "evidence_id": pl.String,
}
EVIDENCE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "evidence_id": pl.String,
    "source_table": pl.String,
    "source_query": pl.String,
    "n": pl.Int64,
    "window_from_at": pl.Datetime("us"),
    "window_to_at": pl.Datetime("us"),
}


def write_items(
    items: Iterable[Item],
    stages: Sequence[str],
    lanes: Sequence[str],
    *,
    most: int = 1_000_000,
    filled: Mapping[Cell, int] | None = None,
) -> pl.DataFrame:
    """Write items as rows, numbered within their cells in the order given.

    Args:
        items: The best of a cell first.
        stages: The stages in their order; items of other stages are left out.
        lanes: The lanes in their order.
        most: How many items a cell keeps; people's notes, and what KEPT_WHOLE names, are all kept.
        filled: How many items of other tables stand in a cell before these.

    Returns:
        One row per item, by map, stage and lane: the columns of ITEM_SCHEMA.
    """
    counts = dict(filled or {})
    rows = []
    for item in items:
        index = counts.get(item.cell, 0) + 1
        is_kept = index <= most or item.source == "human" or item.cell.lane in KEPT_WHOLE
        if item.cell.stage not in stages or not is_kept:
            continue
        counts[item.cell] = index
        rows.append(_write_row(item, index))

    def place(row: tuple[object, ...]) -> tuple[object, ...]:
        return (str(row[0]) != "all", *row[:2], stages.index(str(row[2])), lanes.index(str(row[3])), row[4])

    return pl.DataFrame(sorted(rows, key=place), schema=ITEM_SCHEMA, orient="row")


def write_evidence(items: Iterable[Item], rows: pl.DataFrame, window: tuple[datetime | None, datetime]) -> pl.DataFrame:
    """Write the evidence of those items that became rows: one row per evidence_id.

    Args:
        items: The items, with their queries.
        rows: What `write_items` made of them.
        window: From when to when was observed, UTC.
    """
    shown = set(rows["evidence_id"].drop_nulls())
    found = {name_evidence(item): (item.table, item.query, item.n, *window) for item in items if item.query}
    kept = [(key, *found[key]) for key in sorted(shown & set(found))]
    return pl.DataFrame(kept, schema=EVIDENCE_SCHEMA, orient="row")


def _write_row(item: Item, index: int) -> tuple[object, ...]:
    return (
        *item.cell,
        index,
        item.content,
        item.kind,
        item.touchpoint,
        item.value,
        item.low,
        item.high,
        item.unit,
        item.n,
        item.counted,
        item.coverage,
        item.source,
        item.owner,
        item.text_id,
        item.written_by,
        item.written_on,
        item.is_stale,
        item.target,
        item.is_target_met,
        name_evidence(item) if item.query else None,
    )


def name_evidence(item: Item) -> str:
    """Name an item's evidence by what it says, so that the same cell has the same id every night."""
    said = "\x1f".join((*item.cell, item.kind, item.content, item.query))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def move(item: Item, **changes: object) -> Item:
    """Return the item with other values."""
    return replace(item, **changes)  # type: ignore[arg-type]
