"""Run statements, and turn what DuckDB refuses into an error that names the SQL file and line."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from journeymine.errors import WarehouseError
from journeymine.warehouse.connection import Connection

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)
_FULL_DISK = ("No space left", "File too large", "Disk quota exceeded")


def check_name(name: str) -> str:
    """Return `name` if it may stand in a statement: parts of lower-case letters, digits and underscores.

    Raises:
        WarehouseError: It is anything else, such as a name with a quote in it.
    """
    if not all(_NAME.fullmatch(part) for part in name.split(".")):
        raise WarehouseError(
            f"{name!r} is no name for a table or column",
            next_action="Names are lower-case letters, digits and underscores, and do not begin with a digit.",
        )
    return name


def write_text(value: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def run(connection: Connection, sql: str, parameters: object = None) -> list[tuple[object, ...]]:
    """Run one statement of our own and return its rows."""
    return connection.execute(sql, parameters).fetchall()


def _advise(error: duckdb.Error) -> str | None:
    if isinstance(error, duckdb.OutOfMemoryException):
        return "Raise [warehouse].memory_limit, or [warehouse].buckets, so that fewer customers are held at a time."
    return None


def count_rows(connection: Connection, rows: str) -> int:
    """Count the rows of a table, or of what follows `from`."""
    [(count,)] = run(connection, f"select count(*) from {rows}")
    return int(str(count))


def run_file(connection: Connection, sql: str, file: Path | None, prefix: str = "") -> list[tuple[object, ...]]:
    """Run the SQL of a file and return its rows.

    Args:
        connection: An open database.
        sql: The file's text, whole, so that DuckDB's line numbers are the file's.
        file: Where the text is from.
        prefix: What goes before the text on its first line, such as `create table core.sessions as`.

    Raises:
        WarehouseError: DuckDB refused; the message carries the file, the line and DuckDB's words.
    """
    try:
        return connection.execute(f"{prefix} {sql}" if prefix else sql).fetchall()
    except duckdb.Error as error:
        message = str(error).strip()
        if any(text in message for text in _FULL_DISK):
            raise  # steps explain a full disk in one place
        line = _LINE.search(message)
        where = None if file is None else f"{file}:{line[1]}" if line else str(file)
        raise WarehouseError(message, where=where, next_action=_advise(error)) from error


def find_tables(connection: Connection, catalog: str) -> frozenset[str]:
    """Find a catalog's tables and views, as schema.table."""
    rows = run(
        connection,
        "select distinct schema_name || '.' || table_name from duckdb_columns() "
        "where database_name = ? and not internal",
        [catalog],
    )
    return frozenset(str(name) for (name,) in rows)


def find_columns(connection: Connection, name: str) -> dict[str, str]:
    """Return the columns of a table, catalog.schema.table, in order, with their types; empty when there is none."""
    try:  # asking duckdb_columns() would list every column of every catalog, each time
        rows = run(connection, f"describe {check_name(name)}")
    except duckdb.CatalogException:
        return {}
    return {str(row[0]): str(row[1]) for row in rows}
