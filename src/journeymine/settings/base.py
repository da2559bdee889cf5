"""What every table of the configuration is made of: strict tables, names, durations with units."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

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


Duration = Annotated[
    timedelta,
    BeforeValidator(read_duration, json_schema_input_type=str),
    PlainSerializer(lambda value: f"{value.total_seconds():g}s", return_type=str),
]
Name = Annotated[str, Field(min_length=1)]


class Table(BaseModel):
    """A table of the configuration: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)
