"""What any database is asked: the rows of a query from a watermark on, as texts, and how far they go.

A watermark is a value of one column in the database's own writing, so that its own order decides which is the last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from journeymine.settings import SourceSettings

Mark = str | int | float
"""A value of a watermark's column."""
BATCH_ROWS = 50_000


@dataclass(frozen=True)
class Span:
    """Which part of a query was read: rows above `start` (None: a query without a watermark), the last one at `end`.

    `number` counts a query's readings: the highest goes furthest. `query` is the hash of the query it belongs to.
    """

    query: str
    number: int
    start: Mark | None
    end: Mark | None

    def write(self) -> dict[str, Mark | None]:
        """Return it as it stands in a landed file's description."""
        return dict(vars(self))


def read_span(entry: Mapping[str, Any]) -> Span | None:
    """Read a span from a landed file's description; None if it holds none."""
    return Span(entry["query"], entry["number"], entry["start"], entry["end"]) if entry else None


class Database(Protocol):
    """A database that answers one query, all of it as of one moment."""

    def find_start(self) -> Mark:
        """Return a watermark below all others."""

    def step_back(self, mark: Mark) -> Mark:
        """Return the watermark the overlap before another."""

    def find_end(self, start: Mark) -> Mark | None:
        """Return the highest watermark above another that is not a day or more in the future."""

    def find_columns(self) -> tuple[str, ...]:
        """Return the names of the query's columns."""

    def read(self, start: Mark | None, end: Mark | None, limit: int | None) -> Iterator[pl.DataFrame]:
        """Read rows above `start`, of which none goes beyond `end`: frames of text columns."""


def hash_query(source: SourceSettings) -> str:
    """Return 16 hex characters that change when a query must be read from its beginning again."""
    column = source.watermark.column if source.watermark else ""
    return hashlib.sha256(f"{source.query}\0{column}".encode()).hexdigest()[:16]


def wrap_query(query: str) -> str:
    """Return a query as a table that others can select from, whatever it ends with."""
    return f"({query.strip().rstrip(';')}\n) as queried"
