"""SQLite: a query on a database file, which is opened to be read only."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import polars as pl

from journeymine.errors import SourceError
from journeymine.ingest.databases import BATCH_ROWS, Mark, wrap_query
from journeymine.ingest.mapping import quote_name
from journeymine.settings.sources import WatermarkSettings

LOWEST = -(2**63)
"""SQLite orders numbers before texts, and a column of texts takes it for "-9..."."""
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:([ T])(\d\d:\d\d(?::\d\d)?))?")
Value = str | int | float | bytes | None


class SqliteDatabase:
    """One query on an open connection; see `databases.Database`."""

    def __init__(
        self, connection: sqlite3.Connection, query: str, watermark: WatermarkSettings | None, now: datetime
    ) -> None:
        self._connection, self._watermark = connection, watermark
        self._table = wrap_query(query)
        self._tomorrow = f"{now + timedelta(days=1):%Y-%m-%d %H:%M:%S}"

    def find_start(self) -> int:
        """Return a watermark below all others."""
        return LOWEST

    def step_back(self, mark: Mark) -> Mark:
        """Return the watermark the overlap before another; of a time, in its own writing as far as the second."""
        assert self._watermark is not None
        overlap = self._watermark.overlap
        if not overlap:
            return mark
        if isinstance(mark, str):
            match = _MOMENT.match(mark)
            if match is None or not isinstance(overlap, timedelta):
                raise SourceError("the overlap of a watermark of texts needs times such as 2026-11-22 10:00:00")
            before = datetime.fromisoformat(match[0]) - overlap
            # The beginning of a writing is ordered before all that begins so.
            return f"{before:%Y-%m-%d}" if match[2] is None else f"{before:%Y-%m-%d}{match[2]}{before:%H:%M:%S}"
        if isinstance(overlap, timedelta):
            raise SourceError("the overlap of a watermark of numbers must be a number such as 1000")
        return mark - overlap

    def find_end(self, start: Mark) -> Mark | None:
        """Return the highest watermark above another that is not a day or more in the future."""
        assert self._watermark is not None
        column = quote_name(self._watermark.column)
        believed = f"{column} not glob '[0-9][0-9][0-9][0-9]-[0-9]*' or replace({column}, 'T', ' ') < :tomorrow"
        statement = f"select max({column}) from {self._table} where {believed}"
        with closing(self._execute(statement, start)) as cursor:
            found: Mark | None = cursor.fetchone()[0]
        return found

    def find_columns(self) -> tuple[str, ...]:
        """Return the names of the query's columns."""
        with closing(self._execute(f"select * from {self._table} limit 0", None)) as cursor:
            return tuple(column[0] for column in cursor.description)

    def read(self, start: Mark | None, end: Mark | None, limit: int | None) -> Iterator[pl.DataFrame]:
        """Read rows above `start`, of which none goes beyond `end`: frames of text columns."""
        statement = f"select * from {self._table}"
        if end is not None and self._watermark is not None:
            column = quote_name(self._watermark.column)
            statement += f" where {column} <= :end or {column} is null"
        if limit is not None:
            statement += f" limit {limit}"
        names = self.find_columns()
        with closing(self._execute(statement, start, end)) as cursor:
            try:
                while rows := cursor.fetchmany(BATCH_ROWS):
                    columns = ([_write(value) for value in column] for column in zip(*rows, strict=True))
                    yield pl.DataFrame(dict(zip(names, columns, strict=True)), schema=dict.fromkeys(names, pl.String))
            except UnicodeDecodeError:
                raise SourceError("a row holds text that is not UTF-8", next_action="Select it as hex(...).") from None
            except sqlite3.Error as error:
                raise SourceError(f"cannot be read: {error}") from None

    def _execute(self, statement: str, start: Mark | None, end: Mark | None = None) -> sqlite3.Cursor:
        try:
            return self._connection.execute(statement, {"watermark": start, "end": end, "tomorrow": self._tomorrow})
        except sqlite3.Error as error:
            raise SourceError(f"the database refuses the query: {error}") from None


def _write(value: Value) -> str | None:
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and math.fabs(value) < 2**53 else repr(value)
    if isinstance(value, bytes):
        return value.hex()
    return None if value is None else str(value)


def _read_text(content: bytes) -> str:
    return content.decode()


@contextmanager
def open_sqlite(path: Path, query: str, watermark: WatermarkSettings | None, now: datetime) -> Iterator[SqliteDatabase]:
    """Open a database file for reading, all of it as of one moment, and close it at the end.

    Raises:
        SourceError: There is no such file, it is no database, or its query is wrong.
    """
    if not path.is_file():
        raise SourceError("there is no such file", where=str(path))
    try:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)
        with closing(connection):
            connection.text_factory = _read_text
            connection.execute("begin")
            connection.execute("select count(*) from sqlite_master").fetchone()  # the snapshot begins with a read
            yield SqliteDatabase(connection, query, watermark, now)
    except sqlite3.Error as error:
        raise SourceError(f"is no SQLite database that can be read: {error}", where=path.name) from None
