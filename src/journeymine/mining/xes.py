"""Write journeys as XES: a trace per journey, an event per step, as they stream by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any, TextIO
from xml.sax.saxutils import quoteattr

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold at all."""
_BEGIN = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event">
<string key="concept:name" value=""/><date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>
</global>
<classifier name="Touchpoint" keys="concept:name"/>
"""
_TRACE = {"concept:name": "journey_id", "customer_id": "customer_id", "status": "status", "goal": "goal"}
_EVENT = {
    "concept:name": "touchpoint",
    "time:timestamp": "occurred_at",
    "stage": "stage",
    "channel": "channel",
    "channel_kind": "channel_kind",
}


def write_xes(steps: Iterable[dict[str, Any]], file: TextIO) -> tuple[int, int]:
    """Write an event log.

    Args:
        steps: The steps of all journeys, those of one together and in order; journey_id, customer_id, status, goal,
            touchpoint, occurred_at (UTC), stage, channel, channel_kind.
        file: Open for writing, UTF-8.

    Returns:
        How many journeys and steps were written.

    Source: IEEE 1849-2016, Standard for eXtensible Event Stream (XES).
    """
    journey_count = step_count = 0
    file.write(_BEGIN)
    for _, journey in groupby(steps, key=lambda step: step["journey_id"]):
        for position, step in enumerate(journey):
            if position == 0:
                journey_count += 1
                file.write("<trace>" + _write_attributes(step, _TRACE) + "\n")
            step_count += 1
            file.write("<event>" + _write_attributes(step, _EVENT) + "</event>\n")
        file.write("</trace>\n")
    file.write("</log>\n")
    return journey_count, step_count


def _write_attributes(step: dict[str, Any], keys: dict[str, str]) -> str:
    return "".join(_write_attribute(key, step[name]) for key, name in keys.items() if step[name] is not None)


def _write_attribute(key: str, value: object) -> str:
    if isinstance(value, datetime):
        return f'<date key="{key}" value="{write_time(value)}"/>'
    return f'<string key="{key}" value={quoteattr(_NO_XML.sub("�", str(value)))}/>'


def write_time(value: datetime) -> str:
    """Write a UTC time without an offset as ISO 8601 with one.

    >>> write_time(datetime(2026, 3, 1, 10, 0, 0, 5000))
    '2026-03-01T10:00:00.005000+00:00'
    """
    return f"{value.isoformat(timespec='microseconds')}+00:00"
