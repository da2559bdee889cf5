"""Read a published night whole, to hold two nights against each other."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from journeymine.warehouse.connection import open_database
from journeymine.warehouse.frames import read_query

OF_THE_RUN = {"run_id", "landed_at", "latest_landed_at", "checked_at", "night_id", "started_at", "ended_at"}
"""Columns that say when and by which run, so they differ between any two runs."""

TABLES = """
select schema_name || '.' || table_name as name from duckdb_tables() where not internal and not temporary
union all
select schema_name || '.' || view_name from duckdb_views() where not internal and schema_name <> 'main'
order by name
"""


def read_tables(night: Path) -> dict[str, pl.DataFrame]:
    """Read every published table and view of a night, rows sorted, without what only says which run wrote it."""
    with open_database(night / "journeymine.duckdb", read_only=True) as connection:
        names = read_query(connection, TABLES)["name"].to_list()
        tables = {name: read_query(connection, f"from {name} order by all") for name in names if name != "meta.runs"}
    return {name: frame.drop(OF_THE_RUN & set(frame.columns)) for name, frame in tables.items()}


def find_differences(left: Path, right: Path) -> list[str]:
    """Find the names of tables that differ between two nights, or that only one has."""
    ours, theirs = read_tables(left), read_tables(right)
    assert len(ours) > 20, "a night has more tables than these"
    assert sum(frame.height for frame in ours.values()) > 100, "the tables hold rows"
    return sorted(
        name
        for name in ours.keys() | theirs.keys()
        if name not in ours or name not in theirs or not ours[name].equals(theirs[name], null_equal=True)
    )
