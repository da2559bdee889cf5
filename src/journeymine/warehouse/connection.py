"""The one door to DuckDB: how connections are opened, and with which limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from journeymine.errors import WarehouseError

Connection = duckdb.DuckDBPyConnection
DatabaseError = duckdb.Error

# Extensions are never fetched: a night must not need the network, nor load code that nobody installed on purpose.
_OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


@contextmanager
def open_database(
    path: Path | None,
    *,
    read_only: bool = False,
    memory_limit: str | None = None,
    threads: int | None = None,
    temp_folder: Path | None = None,
) -> Iterator[Connection]:
    """Open a DuckDB file (or a database in memory when `path` is None) and close it at the end.

    Args:
        path: The database file.
        read_only: Readers of a published night never write and never lock it.
        memory_limit: DuckDB's own limit such as "4GB"; beyond it, work spills to `temp_folder`.
        threads: Worker threads; DuckDB's choice when None.
        temp_folder: Where spilled data go.

    Raises:
        KeyboardInterrupt: Ctrl-C, also while a query runs: DuckDB makes an error of its own of that.
    """
    config: dict[str, str | bool | int | float | list[str]] = dict(_OFFLINE)
    if memory_limit is not None:
        config["memory_limit"] = memory_limit
    if threads is not None:
        config["threads"] = threads
    if temp_folder is not None:
        config["temp_directory"] = str(temp_folder)
    try:
        connection = duckdb.connect(str(path) if path is not None else ":memory:", read_only=read_only, config=config)
    except duckdb.IOException as error:
        if not read_only:
            raise
        raise WarehouseError(f"the database cannot be opened: {str(error).splitlines()[0]}", where=str(path)) from error
    try:
        connection.execute("set TimeZone = 'UTC'")
        if connection.execute("select current_setting('enable_progress_bar')").fetchall() == [(True,)]:
            connection.execute("set enable_progress_bar = false")  # in a notebook without widgets, even this is refused
        yield connection
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        raise
    finally:
        connection.close()


@contextmanager
def open_locked(path: Path | None, *, memory_limit: str | None = None) -> Iterator[Connection]:
    """Open a database for SQL that comes from people: no other file can be read, and no setting changed."""
    with open_database(path, read_only=path is not None, memory_limit=memory_limit) as connection:
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection


def read_engine_version() -> str:
    """Return the version of DuckDB, which decides a file's format and, in detail, some results."""
    return str(duckdb.__version__)
