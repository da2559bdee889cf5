"""[sources.NAME] and [limits]: where events come from, how they are read, and what no row may go beyond."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from journeymine.settings.base import Duration, Name, Table, TimeZone


class LimitSettings(Table):
    """[limits]: what no row may go beyond; one that does is rejected with the reason."""

    earliest: date = date(1990, 1, 1)
    future: Duration = timedelta(days=1)
    amount: Annotated[int, Field(ge=1)] = 1_000_000_000
    field_bytes: Annotated[int, Field(ge=1, le=500_000)] = 100_000


_TIME_PARTS = re.compile(r"%-?([dmyYHIMSfpbBz%])")


def read_time_format(value: str) -> str:
    """Check a pattern such as "%d.%m.%Y %H:%M"; it must name day, month and year.

    Raises:
        ValueError: A part is unknown or missing.
    """
    parts = set(_TIME_PARTS.findall(value))
    if "%" in _TIME_PARTS.sub("", value):
        raise ValueError(f"{value!r} holds a part that is not one of %d %m %b %B %y %Y %H %I %p %M %S %f %z")
    if not ("d" in parts and parts & set("mbB") and parts & set("yY")):
        raise ValueError(f"{value!r} must say where day, month and year stand, such as %d.%m.%Y")
    return value


TimeFormat = Annotated[str, AfterValidator(read_time_format)]


WATERMARK = re.compile(r"(?<![:\w]):watermark\b")
"""Where a query is told how far it was read; `::watermark` would be a cast."""


class WatermarkSettings(Table):
    """[sources.NAME].watermark: the column by which a query is read on from where it ended.

    `overlap` is how far before that each night reads again: a time, or a number for a column of numbers. `start` is
    what the first night begins above; by default everything.
    """

    column: Name
    overlap: Duration | Annotated[int, Field(ge=0)] = timedelta(0)
    start: Name | None = None


AnswerKind = Literal["nps", "csat5", "ces7", "stars5", "thumbs", "text"]
"""What a column of a survey's export holds: a rating of this scale, or a text."""


class SourceSettings(Table):
    """[sources.NAME]: where a source's files, or a database, are and how they are read."""

    kind: Name
    path: Name | None = None
    uri_env: Annotated[str, Field(pattern="^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    query: Name | None = None
    watermark: WatermarkSettings | None = None
    fields: dict[str, str] = Field(default_factory=dict)
    answers: dict[str, AnswerKind] = Field(default_factory=dict)
    late_after: Duration | None = None
    timezone: TimeZone | None = None
    encoding: str = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    columns: tuple[Name, ...] = ()
    time_format: TimeFormat | tuple[TimeFormat, ...] = ()
    limits: LimitSettings | None = None

    @property
    def time_formats(self) -> tuple[str, ...]:
        """Patterns of times that are not ISO 8601, in the order they are tried."""
        return (self.time_format,) if isinstance(self.time_format, str) else self.time_format

    @property
    def place(self) -> str:
        """Where the source is, for people: its path, or the variable that names its database."""
        return self.path if self.path is not None else f"the database of {self.uri_env}"

    @model_validator(mode="after")
    def _is_of_one_place(self) -> Self:
        if (self.path is None) == (self.uri_env is None):
            raise ValueError("a source has either a path (files, or an SQLite database) or a uri_env (a server)")
        if self.uri_env is not None and self.query is None:
            raise ValueError("a database needs a query")
        if self.query is None and self.watermark is not None:
            raise ValueError("only a query has a watermark")
        if self.query is not None and bool(WATERMARK.search(self.query)) != (self.watermark is not None):
            raise ValueError(
                "a query that says :watermark and the key watermark = { column = ..., overlap = ... } need one another"
            )
        return self
