"""Make the tables of a plan in one catalog of an open connection.

A catalog is a database attached to the connection. The night's file is `night`; models say `core.sessions` and never
name a catalog, so the same SELECT runs in the night's file or, on some customers' rows, in a scratch catalog.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import cast

import polars as pl

from journeymine.errors import WarehouseError
from journeymine.warehouse.checks import check_key
from journeymine.warehouse.connection import Connection, open_database
from journeymine.warehouse.frames import read_frame, write_frame
from journeymine.warehouse.sqlfiles import Model
from journeymine.warehouse.statements import check_name, find_columns, run, run_file, write_text

NIGHT = "night"
CLOCK_TABLE = "core.observation"
"""Its one row holds as_of, the end of observation: given, or the latest accepted occurred_at."""

Announce = Callable[[str], None]


@contextmanager
def open_catalog(
    connection: Connection, name: str, file: Path | None = None, *, read_only: bool = False
) -> Iterator[None]:
    """Attach a database under a name, in memory when `file` is None, and detach it at the end.

    A file is written without a write-ahead log: it is private to the night, and thrown away if the night fails.
    """
    place = write_text(str(file) if file is not None else ":memory:")
    options = "" if file is None else " (read_only)" if read_only else " (recovery_mode no_wal_writes)"
    run(connection, f"attach {place} as {check_name(name)}{options}")
    try:
        yield
    finally:
        run(connection, "use memory")
        run(connection, f"detach {name}")


def build_models(connection: Connection, catalog: str, models: Iterable[Model]) -> None:
    """Make tables and views in a catalog, in the order given, each key checked; what exists is replaced.

    Raises:
        WarehouseError: A SELECT failed, or a table does not keep what its header says.
    """
    for model in models:
        build_model(connection, catalog, model)
        if model.kind != "view":
            check_key(connection, catalog, model)


def build_model(connection: Connection, catalog: str, model: Model) -> None:
    """Make one table or view in a catalog; see `build_models`."""
    name = f"{catalog}.{check_name(model.table)}"
    run(connection, f"use {catalog}; create schema if not exists {model.table.partition('.')[0]}")
    if model.make is not None:
        frames = [read_frame(connection, f"{catalog}.{table}") for table in model.inputs]
        if model.needs_database:
            with _open_scratch(connection) as scratch:
                made = model.make(scratch, *frames)
        else:
            made = model.make(*frames)
        write_frame(connection, name, made)
    elif model.scope == "additive":
        _build_additive(connection, name, model)
    else:
        run_file(
            connection,
            model.sql,
            model.file,
            f"create or replace {model.relation} {name} as",
        )


@contextmanager
def _open_scratch(connection: Connection) -> Iterator[Connection]:
    """Open an empty database with the limits of another; its one thread makes sums come out alike every time."""
    query = "select current_setting('memory_limit'), current_setting('temp_directory')"
    [(memory_limit, folder)] = run(connection, query)
    spill = Path(str(folder)) / "scratch" if folder else None
    with open_database(None, memory_limit=str(memory_limit), threads=1, temp_folder=spill) as scratch:
        yield scratch


def write_seeds(connection: Connection, seeds: Mapping[str, pl.DataFrame]) -> None:
    """Make the tables of schema seed in the night's catalog; they hold what the settings say."""
    for name, frame in seeds.items():
        write_frame(connection, f"{NIGHT}.{name}", frame)


def write_variables(connection: Connection, variables: Mapping[str, object]) -> None:
    """Set what models read by getvariable()."""
    for name, value in variables.items():
        run(connection, f"set variable {check_name(name)} = ?", [value])


def read_as_of(connection: Connection) -> datetime:
    """Read the end of observation that the models settled on."""
    [(as_of,)] = run(connection, f"select as_of from {NIGHT}.{CLOCK_TABLE}")
    return cast(datetime, as_of)


def _build_additive(connection: Connection, name: str, model: Model) -> None:
    """Make a table of sums; a row whose every sum is 0 is left out, as it is when it came to 0 by subtraction."""
    run_file(connection, model.sql, model.file, f"create or replace table {name} as")
    sums = find_sums(connection, name, model)
    run(connection, f"delete from {name} where {' and '.join(f'{column} = 0' for column in sums)}")


def find_sums(connection: Connection, name: str, model: Model) -> dict[str, str]:
    """Return the columns of an additive table that are sums, with their types.

    Raises:
        WarehouseError: One of them is no integer, so that subtraction would not be exact; or there is none.
    """
    columns = find_columns(connection, name)
    sums = {column: type_ for column, type_ in columns.items() if column not in model.key}
    inexact = [f"{column} {type_}" for column, type_ in sums.items() if type_ not in ("BIGINT", "INTEGER")]
    if inexact or not sums:
        raise WarehouseError(
            f"an additive table needs integer sums beside its key, not {', '.join(inexact) or 'none'}",
            where=str(model.file or model.table),
            next_action="Cast each sum to bigint, or name the column in the key.",
        )
    return sums
