"""The door between tables and frames: analysis takes polars frames and returns them.

Frames pass as Arrow streams, without pyarrow, which neither side needs.
"""

from __future__ import annotations

import re
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


def read_answer(connection: Connection, sql: str, *, is_flat: bool) -> pl.DataFrame | None:
    """Read what somebody's own query returns, whatever its columns are called and made of; None when it is no query.

    Args:
        connection: A database in which the query may do what it likes.
        sql: Statements; the last one's rows are returned.
        is_flat: Write lists, structs and maps as JSON text, since a line of text holds no tree.

    Returns:
        The rows in the query's order. Of columns with one name the later ones get a number; types that a frame does
        not know, such as an interval, are text; whole numbers are integers.
    """
    relation: DuckDBPyRelation | None = connection.sql(sql)  # None, though its types do not say so
    if relation is None:
        return None
    names: list[str] = []
    for name in relation.columns:
        number = 1 + sum(other == name for other in relation.columns[: len(names)])
        distinct = name if number == 1 else f"{name}_{number}"
        while distinct in names or (number > 1 and distinct in relation.columns):
            distinct += "_"
        names.append(distinct)
    columns = [_render_column(index, str(kind), is_flat=is_flat) for index, kind in enumerate(relation.types, 1)]
    if names != relation.columns or any("(" in column or "::" in column for column in columns):
        named = [
            f'{column} as "{name.replace(chr(34), chr(34) * 2)}"' for column, name in zip(columns, names, strict=True)
        ]
        relation = relation.project(", ".join(named))
    frame = pl.DataFrame(_Stream(relation))
    whole = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Decimal) and dtype.scale == 0]
    return frame.with_columns(_narrow(frame[name]) for name in whole)


def _render_column(index: int, kind: str, *, is_flat: bool) -> str:
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION")):
        return f"to_json(#{index})::varchar" if is_flat or _UNKNOWN.search(kind) else f"#{index}"
    return f"#{index}::varchar" if _UNKNOWN.search(kind) else f"#{index}"


def _narrow(values: pl.Series) -> pl.Series:
    try:
        return values.cast(pl.Int64)
    except pl.exceptions.InvalidOperationError:  # beyond 64 bits
        return values


_UNKNOWN = re.compile(r"INTERVAL|TIME WITH TIME ZONE|BIT|BLOB|UNION|BIGNUM|VARIANT|GEOMETRY")
"""Types of DuckDB that polars cannot take, or cannot write down."""


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


def append_frame(connection: Connection, table: str, frame: pl.DataFrame) -> None:
    """Append a frame's rows to a table that has its columns, in whatever order."""
    with open_frame(connection, frame) as view:
        run(connection, f"insert into {check_name(table)} by name select * from {view}")


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
