"""Run a SELECT of a project's own settings: it may read tables, and do nothing else."""

from __future__ import annotations

import duckdb
import polars as pl

from journeymine.errors import WarehouseError
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import read_query
from journeymine.warehouse.plan import read_inputs
from journeymine.warehouse.sqlfiles import Model


def read_own_query(connection: Connection, sql: str, columns: tuple[str, ...], where: str) -> pl.DataFrame:
    """Read what a project's own SELECT returns.

    Args:
        connection: A database whose catalog in use the query reads.
        sql: One SELECT; whatever else it is, or a file it would read, is refused before it runs.
        columns: The columns it must return.
        where: The setting, such as [[lanes]] "Costs", for messages.

    Raises:
        WarehouseError: It is no single SELECT over tables, DuckDB refused it, or a column is missing.
    """
    query = sql.strip().rstrip(";")
    read_inputs(connection, Model(table=where, grain="", sql=query))
    try:
        frame = read_query(connection, query)
    except duckdb.Error as error:
        raise WarehouseError(str(error).strip(), where=where) from error
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise WarehouseError(
            f"the query returns no column {missing[0]}",
            where=where,
            allowed=frame.columns,
            next_action=f"Return {', '.join(columns)}.",
        )
    return frame
