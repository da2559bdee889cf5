"""The door between tables and frames: analysis takes polars frames and returns them.

Frames pass as Arrow streams, without pyarrow, which neither side needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
from duckdb import DuckDBPyRelation

from journeymine.warehouse.connection import Connection
from journeymine.warehouse.statements import check_name, run


def read_frame(connection: Connection, table: str) -> pl.DataFrame:
    """Read a whole table, such as "marts.transitions"; rows come in no promised order."""
    return pl.DataFrame(_Stream(connection.sql(f"from {check_name(table)}")))


def read_query(connection: Connection, sql: str, parameters: object = None) -> pl.DataFrame:
    """Read what a query returns; `parameters` are bound to its `?` or `$name`."""
    return pl.DataFrame(_Stream(connection.sql(sql, params=parameters)))


def write_frame(connection: Connection, table: str, frame: pl.DataFrame) -> None:
    """Write a frame as a table, such as "analysis.process_edges", replacing the table of that name.

    Args:
        connection: A database open for writing.
        table: schema.table in the catalog in use, or catalog.schema.table.
        frame: The rows; a column keeps its type, a list stays a list.
    """
    schema = check_name(table).rpartition(".")[0]
    run(connection, f"create schema if not exists {schema}")
    with open_frame(connection, frame) as view:
        run(connection, f"create or replace table {table} as select * from {view}")


@contextmanager
def open_frame(connection: Connection, frame: pl.DataFrame) -> Iterator[str]:
    """Let statements read a frame, under the name that is yielded, until the end."""
    connection.register("incoming_frame", _Stream(frame))
    try:
        yield "incoming_frame"
    finally:
        connection.unregister("incoming_frame")


class _Stream:
    """Rows, and nothing of the library they come from.

    DuckDB would want pyarrow for what it knows as a polars frame; polars would remember DuckDB's type for ever, and
    with it the whole module, which then complains at the interpreter's end.
    """

    def __init__(self, rows: pl.DataFrame | DuckDBPyRelation) -> None:
        self._rows = rows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._rows.__arrow_c_stream__(requested_schema)
