"""Rows of a night leave it batch by batch, and tables as files, without ever being a frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from journeymine.errors import SettingsError, find_nearest
from journeymine.warehouse.build import write_variables
from journeymine.warehouse.cells import write_cell
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.sqlfiles import sql_folder
from journeymine.warehouse.statements import check_name, count_rows, run, run_file, write_text

BATCH_ROWS = 20_000
EVENTS_TABLE = "exported_events"
"""The temporary table that sql/exports/ocel_objects.sql reads."""
AUDIENCE_TABLE = "exported_audience"
"""The temporary table that an audience is copied from."""


def read_export(name: str) -> str:
    """Read the SQL of sql/exports/NAME.sql."""
    return (sql_folder() / "exports" / f"{name}.sql").read_text(encoding="utf-8")


def stream_rows(connection: Connection, sql: str) -> Iterator[dict[str, Any]]:
    """Yield a query's rows, a batch of them in memory at a time.

    No other statement may run on the connection meanwhile.
    """
    connection.execute(sql)
    names = [str(column[0]) for column in connection.description or ()]
    while rows := connection.fetchmany(BATCH_ROWS):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def write_exported_events(connection: Connection) -> None:
    """Make the temporary table of the steps that an object-centric log is written from; the night stays as it is."""
    run_file(connection, read_export("ocel_events"), None, f"create or replace temp table {EVENTS_TABLE} as")


def write_audience(connection: Connection, segment_id: str, columns: Sequence[str]) -> int:
    """Make the temporary table of a segment's customers with some columns, and return how many customers it holds.

    Raises:
        SettingsError: The audience has no such column; the error names the nearest.
    """
    sql = read_export("audience")
    write_variables(connection, {"segment_id": segment_id})
    known = [row[0] for row in connection.execute(f"{sql} limit 0").description or ()]
    unknown = next((name for name in columns if name not in known), None)
    if unknown is not None:
        nearest = find_nearest(unknown, known)
        hint = f"Did you mean '{nearest}'?" if nearest else None
        raise SettingsError(f"there is no column '{unknown}'", where="[personas].audience_columns", next_action=hint)
    chosen = ", ".join(map(check_name, columns))
    run(connection, f"create or replace temp table {AUDIENCE_TABLE} as select {chosen} from ({sql})")
    return count_rows(connection, AUDIENCE_TABLE)


def find_types(connection: Connection) -> tuple[list[str], list[str]]:
    """Find the touchpoints of the exported events, and the types of their records."""
    touchpoints = run(connection, f"select distinct touchpoint from {EVENTS_TABLE} order by all")
    kinds = run(
        connection, f"select distinct record_type from {EVENTS_TABLE} where record_type is not null order by all"
    )
    return [str(name) for (name,) in touchpoints], [str(name) for (name,) in kinds]


def find_published(connection: Connection) -> list[str]:
    """Find the tables and views of an open night, as schema.table, sorted."""
    rows = run(
        connection,
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_catalog = current_database() and table_schema <> 'main' order by all",
    )
    return [str(name) for (name,) in rows]


def copy_table(connection: Connection, table: str, file: Path, form: str) -> int:
    """Write a table to a file, csv or parquet, and return its number of rows.

    In CSV lists are JSON, and a text that a spreadsheet would run has an apostrophe before it.
    """
    columns = run(connection, f"describe {check_name(table)}")
    chosen = ", ".join(write_cell(str(name), str(kind)) if form == "csv" else f'"{name}"' for name, kind, *_ in columns)
    options = "format csv, header" if form == "csv" else "format parquet, compression zstd"
    [(count,)] = run(connection, f"copy (select {chosen} from {table}) to {write_text(str(file))} ({options})")
    return int(str(count))
