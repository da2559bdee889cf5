"""Make a built night a file that stands alone: nothing in it points outside, and it is whole on the disk."""

from __future__ import annotations

import itertools
import os
from collections.abc import Collection, Iterable
from pathlib import Path

from journeymine.errors import WarehouseError
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.raw import VIEWS
from journeymine.warehouse.sqlfiles import Model
from journeymine.warehouse.statements import check_name, run, run_file, write_text


def write_macros(connection: Connection, catalog: str, folder: Path) -> None:
    """Store the table macros of a folder in a catalog, each with the comment that its file begins with.

    A file is one `create or replace macro` of the file's name; what it reads exists.
    """
    run(connection, f"use {catalog}")
    for file in sorted(folder.glob("*.sql")):
        sql = file.read_text(encoding="utf-8")
        run_file(connection, sql, file)
        told = itertools.takewhile(lambda line: line.startswith("--"), sql.splitlines())
        comment = "\n".join(line.removeprefix("--").removeprefix(" ") for line in told)
        run(connection, f"comment on macro table {check_name(file.stem)} is {write_text(comment)}")


def drop_scaffold(connection: Connection, catalog: str, models: Iterable[Model], keep: Collection[str]) -> None:
    """Drop what only the build needed: views over landed Parquet, seeds and staging tables.

    Args:
        connection: An open database.
        catalog: The night's catalog.
        models: All models; those of schema staging are dropped.
        keep: Staging tables that the next night compares with its own.
    """
    for model in models:
        if model.kind == "scaffold" or (model.table.startswith("staging.") and model.table not in keep):
            run(connection, f"drop {model.relation} if exists {catalog}.{model.table}")
    for table in VIEWS:
        found = run(
            connection,
            "select table_type from information_schema.tables "
            "where table_catalog = ? and table_schema = 'raw' and table_name = ?",
            [catalog, table],
        )
        for (kind,) in found:
            run(connection, f"drop {'view' if kind == 'VIEW' else 'table'} {catalog}.raw.{table}")
    for schema in ("seed", "previous"):
        run(connection, f"drop schema if exists {catalog}.{schema} cascade")


def close_file(file: Path) -> None:
    """Check that a detached database file is whole and flush it to the disk.

    Raises:
        WarehouseError: Its write-ahead log is still there, so that it was not written out.
    """
    if file.with_name(f"{file.name}.wal").exists():
        raise WarehouseError("the database left a write-ahead log: it was not written out whole", where=str(file))
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
