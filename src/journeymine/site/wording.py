"""Numbers, shares, durations and times as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from journeymine.statistics.intervals import Interval

NOTHING = "–"
_DURATIONS = ((365.25 * 86400, "years"), (86400, "days"), (3600, "h"), (60, "min"), (1, "s"))


def render_number(value: float | None) -> str:
    """Render a count with thousands separators; null is a dash."""
    return NOTHING if value is None else f"{value:,.0f}"


def render_share(share: float | None) -> str:
    """Render a share 0..1 as a percentage: one decimal, two below 1%."""
    if share is None:
        return NOTHING
    percentage = 100 * share
    return f"{percentage:.2f}%" if 0 < abs(percentage) < 1 else f"{percentage:.1f}%"


def render_interval(interval: Interval | None) -> str:
    """Render an interval of a share, such as 31.2–34.0%, or 0.28–0.36% below 1%."""
    if interval is None:
        return ""
    digits = 2 if interval.high < 0.01 else 1
    return f"{100 * interval.low:.{digits}f}–{100 * interval.high:.{digits}f}%"


def render_duration(seconds: float | None) -> str:
    """Render seconds in the largest unit that leaves a readable number.

    >>> [render_duration(value) for value in (None, 0.4, 59, 5400, 200000, 2000000)]
    ['–', '0.4 s', '59 s', '1.5 h', '2.3 days', '23.1 days']
    """
    if seconds is None:
        return NOTHING
    for unit_seconds, unit in _DURATIONS:
        if seconds >= unit_seconds:
            amount = seconds / unit_seconds
            text = f"{amount:.1f}".removesuffix(".0") if amount < 100 else f"{amount:,.0f}"
            return f"{text} {unit.removesuffix('s') if text == '1' and len(unit) > 1 else unit}"
    return f"{seconds:.1f}".removesuffix(".0") + " s"


def render_moment(moment: datetime | None, timezone: str = "UTC") -> str:
    """Render a UTC time (without an offset) to the minute, as clocks of the time zone show it."""
    if moment is None:
        return NOTHING
    local = _localise(moment, timezone)
    return f"{local:%Y-%m-%d %H:%M %Z}"


def render_day(moment: date | None, timezone: str = "UTC") -> str:
    """Render a day, or the day of a UTC time in the time zone, such as 3 Mar 2026."""
    if moment is None:
        return NOTHING
    day = _localise(moment, timezone) if isinstance(moment, datetime) else moment
    return f"{day.day} {day:%b %Y}"


def _localise(moment: datetime, timezone: str) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone))
