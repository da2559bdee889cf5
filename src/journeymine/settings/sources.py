"""[sources.NAME] and [limits]: where events come from, how they are read, and what no row may go beyond."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from journeymine.settings.base import Duration, Name, Table


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


class SourceSettings(Table):
    """[sources.NAME]: where a source's files are and how they are read."""

    kind: Name
    path: Name
    fields: dict[str, str] = Field(default_factory=dict)
    late_after: Duration | None = None
    timezone: str | None = None
    encoding: str = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    columns: tuple[Name, ...] = ()
    time_format: TimeFormat | tuple[TimeFormat, ...] = ()
    limits: LimitSettings | None = None

    @property
    def time_formats(self) -> tuple[str, ...]:
        """Patterns of times that are not ISO 8601, in the order they are tried."""
        return (self.time_format,) if isinstance(self.time_format, str) else self.time_format
