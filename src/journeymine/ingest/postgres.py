"""PostgreSQL, read over ADBC: every column as the text the server itself makes of it, in one read-only snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

import polars as pl

from journeymine.errors import SourceError
from journeymine.ingest.databases import Mark, wrap_query
from journeymine.ingest.mapping import quote_name, quote_text
from journeymine.ingest.refusals import hide_values
from journeymine.settings.sources import WATERMARK, WatermarkSettings

SCHEMES = ("postgresql", "postgres")
CONNECT_SECONDS = 30
"""So long a server may take to answer at all."""
_MOMENTS = ("date", "timestamp without time zone", "timestamp with time zone")
_LOWEST = {
    **dict.fromkeys(_MOMENTS, "-infinity"),
    "smallint": "-32768",
    "integer": "-2147483648",
    "bigint": "-9223372036854775808",
    "numeric": "-Infinity",
    "real": "-Infinity",
    "double precision": "-Infinity",
    "text": "",
    "character varying": "",
}
"""Types a watermark may have -> the text of a value below all others."""


class PostgresDatabase:
    """One query on an open connection; see `databases.Database`."""

    def __init__(self, connection: Any, query: str, watermark: WatermarkSettings | None) -> None:
        self._connection, self._query, self._watermark = connection, query, watermark
        self._kind = ""
        if watermark is not None:
            column = f"(select {quote_name(watermark.column)} from {self._bound(None)} limit 0)"
            self._kind = str(self._ask(f"select pg_typeof({column})::text"))
            if self._kind not in _LOWEST:
                raise SourceError(f"a watermark cannot be of the type {self._kind}", allowed=sorted(_LOWEST))
            self._step = self._find_step(watermark.overlap)

    def _find_step(self, overlap: timedelta | int) -> str:
        is_moment = self._kind in _MOMENTS
        if isinstance(overlap, timedelta) and (is_moment or not overlap):
            return f"- interval '{overlap.total_seconds():f} seconds'" if overlap else ""
        if isinstance(overlap, int) and not is_moment and self._kind not in ("text", "character varying"):
            return f"- {overlap}"
        kinds = 'a time such as "2h"' if is_moment else "a number such as 1000"
        raise SourceError(f"the overlap of a watermark of the type {self._kind} must be {kinds}")

    def find_start(self) -> str:
        """Return a watermark below all others."""
        return _LOWEST[self._kind]

    def step_back(self, mark: Mark) -> str:
        """Return the watermark the overlap before another."""
        return str(self._ask(f"select ({quote_text(str(mark))}::{self._kind} {self._step})::text"))

    def find_end(self, start: Mark) -> str | None:
        """Return the highest watermark above another that is not a day or more in the future."""
        assert self._watermark is not None
        column = quote_name(self._watermark.column)
        believed = f" where {column} < now() + interval '1 day'" if self._kind in _MOMENTS else ""
        found = self._ask(f"select max({column})::text from {self._bound(start)}{believed}")
        return None if found is None else str(found)

    def find_columns(self) -> tuple[str, ...]:
        """Return the names of the query's columns."""
        with self._execute(f"select * from {self._bound(None)} limit 0") as cursor:
            return tuple(str(column[0]) for column in cursor.description)

    def read(self, start: Mark | None, end: Mark | None, limit: int | None) -> Iterator[pl.DataFrame]:
        """Read rows above `start`, of which none goes beyond `end`: frames of text columns."""
        texts = ", ".join(f"{quote_name(name)}::text as {quote_name(name)}" for name in self.find_columns())
        statement = f"select {texts} from {self._bound(start)}"
        if end is not None and self._watermark is not None:
            column = quote_name(self._watermark.column)
            statement += f" where {column} <= {quote_text(str(end))} or {column} is null"
        if limit is not None:
            statement += f" limit {limit}"
        with self._execute(statement) as cursor:
            try:
                batches = iter(cursor.fetch_record_batch())
                while (batch := next(batches, None)) is not None:
                    yield pl.DataFrame(pl.from_arrow(batch)).cast(pl.String)
            except _failures() as error:
                _refuse_query(error)

    def _bound(self, start: Mark | None) -> str:
        # As a literal of no type, which takes the type of what it is compared with, as a bound text would not.
        value = "null" if start is None else quote_text(str(start))
        return wrap_query(WATERMARK.sub(lambda _: value, self._query))

    def _ask(self, statement: str) -> object:
        with self._execute(statement) as cursor:
            try:
                row = cursor.fetchone()
            except _failures() as error:
                _refuse_query(error)
            return None if row is None else row[0]

    @contextmanager
    def _execute(self, statement: str) -> Iterator[Any]:
        with self._connection.cursor() as cursor:
            try:
                cursor.execute(statement)
            except _failures() as error:
                _refuse_query(error)
            yield cursor


@contextmanager
def open_postgres(uri: str, query: str, watermark: WatermarkSettings | None) -> Iterator[PostgresDatabase]:
    """Connect, begin one read-only snapshot, and close it at the end; the address is told to nobody.

    Raises:
        SourceError: The driver is not installed, the server cannot be reached, or the query or watermark is wrong.
    """
    driver = _driver()
    timed = uri if "connect_timeout" in uri else f"{uri}{'&' if '?' in uri else '?'}connect_timeout={CONNECT_SECONDS}"
    try:
        connection = driver.connect(timed)
    except driver.Error as error:
        raise SourceError(f"the server cannot be reached: {_hide_address(str(error), uri)}") from None
    with connection:
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read read only")
            cursor.execute("set local timezone to 'UTC'")
            cursor.execute("set local datestyle to 'ISO'")
            cursor.execute("set local standard_conforming_strings to on")
        yield PostgresDatabase(connection, query, watermark)


def _driver() -> Any:
    try:
        import pyarrow  # noqa: F401 - the driver loads without it, and then cannot read
        from adbc_driver_postgresql import dbapi
    except ImportError:
        raise SourceError(
            "what reads PostgreSQL is not installed", next_action="Install it: pip install 'journeymine[postgres]'"
        ) from None
    return dbapi


def _failures() -> tuple[type[Exception], ...]:
    """Return what the driver raises of its own accord, and what it says through Arrow while rows come in."""
    from pyarrow import ArrowException

    return _driver().Error, ArrowException, OSError


def _refuse_query(error: Exception) -> NoReturn:
    """Tell what the server says of a query; it may quote what somebody wrote."""
    lines = str(error).splitlines()
    told = next((line.split("ERROR:", 1)[1] for line in lines if "ERROR:" in line), lines[0] if lines else "")
    raise SourceError(f"the server refuses the query: {hide_values(told.strip())}") from None


def _hide_address(told: str, uri: str) -> str:
    """Return what the driver says without anything of the address that is secret."""
    if "percent-encoded" in told or "URI" in told or "connection option" in told:
        return "its address is not well formed (a % in a password is written %25)"
    try:
        password = urlsplit(uri).password or ""
    except ValueError:
        return "its address is not well formed"
    line = told.strip().splitlines()[0].removeprefix("IO: [libpq] Failed to connect: ")
    for secret in (uri, password, unquote(password)):
        line = line.replace(secret, "***") if secret else line
    return line
