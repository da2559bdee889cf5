"""Lay landed Parquet under schema raw: views over the files while a night is built, and two tables that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from journeymine.contracts.landed import LANDED_TABLES, LandedFile
from journeymine.errors import WarehouseError
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import open_frame
from journeymine.warehouse.statements import count_rows, run, write_text

VIEWS = tuple(table for table in LANDED_TABLES if table != "rejected")
"""What models read as raw.events and so on; absent files are read as no rows."""

_FILES = """
create table if not exists {catalog}.raw.files (
    source varchar, file_hash varchar, mapping_hash varchar, kind varchar, table_name varchar, file_name varchar,
    line_count bigint, header_count bigint, loaded_count bigint, rejected_count bigint, skipped_count bigint,
    unusable_key_count bigint, erased_count bigint, unmapped_columns varchar[], landed_at timestamp, run_id varchar,
    grown_into varchar
)
"""


def write_raw_views(connection: Connection, catalog: str, landed: Sequence[LandedFile]) -> None:
    """Make raw.events and its siblings in a catalog, over the Parquet of some landed files."""
    run(connection, f"create schema if not exists {catalog}.raw")
    for table in VIEWS:
        files = _find_files(landed, table)
        if files and table in ("key_sets", "people"):
            # A file landed before a column was known has none of it, and its source may be gone.
            typed = ", ".join(f"null::{type_} as {column}" for column, type_ in LANDED_TABLES[table].items())
            rows = f"select {typed} where false union all by name from {_read_parquet(files, by_name=True)}"
            run(connection, f"create or replace view {catalog}.raw.{table} as {rows}")
        elif files:
            run(connection, f"create or replace view {catalog}.raw.{table} as select * from {_read_parquet(files)}")
        else:
            run(connection, f"create or replace table {catalog}.raw.{table} ({_list_columns(table)})")


def check_events(connection: Connection, catalog: str) -> None:
    """Check that there is something to build from.

    Raises:
        WarehouseError: No landed file has a single event or answer.
    """
    if not any(count_rows(connection, f"{catalog}.raw.{table}") for table in ("events", "feedback")):
        raise WarehouseError(
            "no source has given a single event",
            next_action="Run `journeymine check` to see what the sources find, and what of it was refused.",
        )


def has_events_between(
    connection: Connection, landed: Sequence[LandedFile], one: datetime, other: datetime | None
) -> bool:
    """Say whether landed files hold events after the earlier of two moments and up to the later; None is for ever."""
    files = [path for table in ("events", "feedback") for path in _find_files(landed, table)]
    earlier, later = (one, None) if other is None else (min(one, other), max(one, other))
    times = f"select occurred_at from {_read_parquet(files)}"
    within = "occurred_at > $1 and occurred_at <= coalesce($2::timestamp, timestamp 'infinity')"
    return bool(files and run(connection, f"select 1 from ({times}) where {within} limit 1", [earlier, later]))


def write_raw_tables(connection: Connection, catalog: str, landed: Sequence[LandedFile]) -> None:
    """Add landed files to raw.files and their refused rows to raw.rejected."""
    run(connection, f"create schema if not exists {catalog}.raw")
    run(connection, _FILES.format(catalog=catalog))
    run(connection, f"create table if not exists {catalog}.raw.rejected ({_list_columns('rejected')})")
    if not landed:
        return
    with open_frame(connection, _list_files(landed)) as files:
        run(connection, f"insert into {catalog}.raw.files by name select * from {files}")
    rejected = _find_files(landed, "rejected")
    if rejected:
        run(connection, f"insert into {catalog}.raw.rejected by name select * from {_read_parquet(rejected)}")
    _note_growth(connection, catalog, landed)


def _note_growth(connection: Connection, catalog: str, landed: Iterable[LandedFile]) -> None:
    """Note which files have grown into others: these count their lines, and keep their refused rows."""
    longest: dict[tuple[str, str | None, str], LandedFile] = {}
    for file in sorted(landed, key=lambda file: (file.byte_count, file.file_hash)):
        longest |= {(file.source, file.table, file_hash): file for file_hash in file.grown_from}
    schema = dict.fromkeys(("source", "table_name", "file_hash", "grown_into"), pl.String)
    rows = [(*outgrown, file.file_hash) for outgrown, file in longest.items()]
    if not rows:
        return
    with open_frame(connection, pl.DataFrame(rows, schema=schema, orient="row")) as grown:
        run(
            connection,
            f"update {catalog}.raw.files as files set grown_into = grown.grown_into from {grown} as grown "
            "where files.source = grown.source and files.file_hash = grown.file_hash "
            "and files.table_name is not distinct from grown.table_name",
        )
    outgrown = f"select source, file_hash from {catalog}.raw.files where grown_into is not null"
    run(connection, f"delete from {catalog}.raw.rejected where (source, file_hash) in ({outgrown})")


def find_known_files(connection: Connection, catalog: str) -> frozenset[tuple[str, str, str]]:
    """Find which landed files a night was built from, as (source, file_hash, mapping_hash)."""
    rows = run(connection, f"select source, file_hash, mapping_hash from {catalog}.raw.files")
    return frozenset((str(source), str(file_hash), str(mapping_hash)) for source, file_hash, mapping_hash in rows)


def _list_files(landed: Iterable[LandedFile]) -> pl.DataFrame:
    rows = [
        (
            file.source,
            file.file_hash,
            file.mapping_hash,
            file.kind,
            file.table,
            file.file_name,
            file.line_count,
            file.header_count,
            file.loaded_count,
            file.rejected_count,
            sum(file.skipped_counts.values()),
            sum(file.unusable_key_counts.values()),
            file.erased_count,
            list(file.unmapped_columns),
            file.landed_at,
            file.run_id,
        )
        for file in landed
    ]
    schema: dict[str, type[pl.DataType] | pl.DataType] = {
        "source": pl.String,
        "file_hash": pl.String,
        "mapping_hash": pl.String,
        "kind": pl.String,
        "table_name": pl.String,
        "file_name": pl.String,
        "line_count": pl.Int64,
        "header_count": pl.Int64,
        "loaded_count": pl.Int64,
        "rejected_count": pl.Int64,
        "skipped_count": pl.Int64,
        "unusable_key_count": pl.Int64,
        "erased_count": pl.Int64,
        "unmapped_columns": pl.List(pl.String),
        "landed_at": pl.String,
        "run_id": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _find_files(landed: Iterable[LandedFile], table: str) -> list[Path]:
    return [path for file in landed if (path := file.path(table)).is_file()]


def _list_columns(table: str) -> str:
    return ", ".join(f"{column} {type_}" for column, type_ in LANDED_TABLES[table].items())


def _read_parquet(files: Iterable[Path], *, by_name: bool = False) -> str:
    option = ", union_by_name = true" if by_name else ""
    return f"read_parquet([{', '.join(write_text(str(file)) for file in files)}]{option})"
