"""Lanes of a project's own: what its SELECT returns, as items of the map."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.journeymap.items import Cell, Item
from journeymine.settings import ALL, OwnLane
from journeymine.warehouse.statements import write_text

COLUMNS = ("stage", "content", "n")
"""What the SELECT of a lane must return; persona_id and scenario may come with them."""


def list_own_items(lane: OwnLane, rows: pl.DataFrame) -> Iterator[Item]:
    """List what a lane's query returned, the largest n first.

    Args:
        lane: The lane as the settings have it.
        rows: What its query returned: COLUMNS, n a number of customers, and perhaps persona_id and scenario, without
            which a row stands on everybody's map.

    Raises:
        ValueError: n is no number, or negative.
    """
    given = {"persona_id", "scenario"} & set(rows.columns)
    named = rows.with_columns(pl.lit(ALL).alias(name) for name in ("persona_id", "scenario") if name not in given)
    if not named["n"].dtype.is_numeric():
        raise ValueError("n is to be a number of customers")
    merged = (
        named.drop_nulls(["stage", "content", "n", "persona_id", "scenario"])
        .group_by(pl.col("persona_id", "scenario", "stage", "content").cast(pl.String))
        .agg(pl.col("n").max().cast(pl.Int64))
        .sort("n", "content", "persona_id", "scenario", "stage", descending=[True, False, False, False, False])
    )
    for row in merged.iter_rows(named=True):
        if row["n"] < 0:
            raise ValueError("n is to be a number of customers, not below 0")
        keys = ("stage", "content", *sorted(given))
        conditions = " and ".join(f"{key}::varchar = {write_text(row[key])}" for key in keys)
        yield Item(
            Cell(row["persona_id"], row["scenario"], row["stage"], lane.name),
            row["content"],
            row["n"],
            "measured",
            "own query",
            f"select max(n)::bigint as n\nfrom (\n{lane.query.strip().rstrip(';')}\n)\nwhere {conditions}",
            kind="own",
        )
