"""One row of figures for every group."""

from __future__ import annotations

import polars as pl

from journeymine.statistics.groups import describe_groups

SCHEMA = {"place": pl.String, "first": pl.Int64, "count": pl.Int64}


def describe(rows: pl.DataFrame) -> dict[str, object]:
    return {"first": rows["value"][0], "count": rows.height, "unwanted": 1}


def test_groups_come_in_the_order_of_their_keys_and_rows_in_the_order_asked_for() -> None:
    counts = pl.DataFrame({"place": ["b", "a", "b"], "value": [3, 2, 1]})
    assert describe_groups(counts, ("place",), ("value",), describe, SCHEMA).rows() == [("a", 2, 1), ("b", 1, 2)]


def test_no_rows_give_no_groups_but_every_column() -> None:
    counts = pl.DataFrame(schema={"place": pl.String, "value": pl.Int64})
    assert describe_groups(counts, ("place",), ("value",), describe, SCHEMA).schema == SCHEMA
