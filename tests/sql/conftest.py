"""`warehouse`: builds tables from events written as text, with the product's own runner and SQL files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from journeymine.settings import Settings
from journeymine.warehouse.connection import open_database
from tests.sql.small_warehouse import (
    NIGHT,
    build_warehouse,
    land_rows,
    make_settings,
    open_catalog,
    read_table,
    read_time,
    write_landed,
)


class Warehouse:
    """An open warehouse to build in and to ask."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def build(
        self,
        events: str | list[dict[str, Any]],
        tables: str,
        *,
        settings: Settings | None = None,
        as_of: str | datetime | None = None,
        people: str = "",
        links: str = "",
    ) -> Warehouse:
        """Land the events and build `tables` (names with blanks between) and all they read."""
        rows = read_table(events) if isinstance(events, str) else events
        landed = land_rows(rows, read_table(people) if people else (), read_table(links) if links else ())
        write_landed(self.connection, landed)
        build_warehouse(self.connection, settings or make_settings(), tables.split(), as_of=read_time(as_of))
        return self

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a query returns."""
        self.connection.execute(f"use {NIGHT}")
        return self.connection.execute(sql).fetchall()

    def column(self, sql: str) -> list[Any]:
        """Return the one column a query returns."""
        return [value for (value,) in self.rows(sql)]


@contextmanager
def open_warehouse() -> Iterator[Warehouse]:
    """Open an empty warehouse in memory."""
    with open_database(None) as connection, open_catalog(connection, NIGHT):
        yield Warehouse(connection)


@pytest.fixture
def warehouse() -> Iterator[Warehouse]:
    with open_warehouse() as opened:
        yield opened


Build = Callable[..., Warehouse]
