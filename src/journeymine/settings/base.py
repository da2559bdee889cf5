"""What every table of the configuration is made of: strict tables, names, durations with units."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from journeymine.errors import find_nearest

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)")


def read_duration(value: object) -> timedelta:
    """Read a duration such as "30m" or "3d"; a number without a unit is refused.

    Raises:
        ValueError: The text is not a number with one of the units ms, s, m, h, d, w.
    """
    if isinstance(value, timedelta):
        return value
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'a duration is a text with a unit such as "30m", "3d" (ms, s, m, h, d, w), not {value!r}')
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]])


def count_milliseconds(duration: timedelta) -> int:
    """Count the whole milliseconds of a duration, as tables of limits hold it."""
    return duration // timedelta(milliseconds=1)


def check_timezone(value: str) -> str:
    """Check that a time zone is one of the IANA database, such as "Europe/Warsaw".

    Raises:
        ValueError: There is no such zone.
    """
    known = available_timezones()
    if value not in known:
        nearest = find_nearest(value, known)
        raise ValueError(f"unknown time zone {value!r}" + (f"; did you mean {nearest!r}?" if nearest else ""))
    return value


Duration = Annotated[
    timedelta,
    BeforeValidator(read_duration, json_schema_input_type=str),
    PlainSerializer(lambda value: f"{value.total_seconds():g}s", return_type=str),
]
Name = Annotated[str, Field(min_length=1)]
TimeZone = Annotated[str, AfterValidator(check_timezone)]


class Table(BaseModel):
    """A table of the configuration: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)
