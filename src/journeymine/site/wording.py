"""Numbers, shares, durations and times as people read them, in the language of the page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, parse_pattern
from babel.units import format_unit

from journeymine.statistics.intervals import Interval

NOTHING = "–"
MINUS = "\u2212"
WHOLE_RATIO = 10
"""Odds and lifts from here on are written whole: what lies behind the point is far within their interval."""
"""The sign of negative numbers on pages; a hyphen is none."""
_LONG_UNITS = ((365.25 * 86400, "duration-year"), (86400, "duration-day"))
_SHORT_UNITS = {
    "en": ((3600, "h"), (60, "min"), (1, "s")),
    "ru": ((3600, "ч"), (60, "мин"), (1, "с")),
    "pl": ((3600, "godz."), (60, "min"), (1, "s")),
}
"""Hours, minutes and seconds by their signs: the catalogue's own would be longer in English ("hr", "sec")."""


def render_decimal(value: float | None, digits: int, language: str = "en", *, is_signed: bool = False) -> str:
    """Render a number with so many digits after the point, with thousands separators; null is a dash.

    >>> render_decimal(-1234.56, 1)
    '−1,234.6'
    >>> render_decimal(-0.003, 2, is_signed=True)
    '+0.00'
    """
    if value is None:
        return NOTHING
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    # + 0: a zero below zero, or what rounds to it, is a zero
    return _write_decimal(
        round(value, digits) + 0, f"+{pattern};-{pattern}" if is_signed else pattern, language
    ).replace("-", MINUS)


def render_ratio(value: float | None, language: str = "en") -> str:
    """Render odds or a lift: two digits after the point below 10, whole from there on; null is a dash.

    >>> render_ratio(2.346), render_ratio(79.06)
    ('2.35', '79')
    """
    return render_decimal(value, 2 if value is None or abs(value) < WHOLE_RATIO else 0, language)


@lru_cache(maxsize=100_000)
def _write_decimal(value: float, pattern: str, language: str) -> str:
    """Write a number by a pattern of Unicode's; a site says the same numbers again and again."""
    return str(_read_pattern(pattern).apply(value, _find_locale(language)))


@cache
def _read_pattern(pattern: str) -> NumberPattern:
    return parse_pattern(pattern)


@cache
def _find_locale(language: str) -> Locale:
    return Locale.parse(language)


def find_separators(language: str) -> str:
    """Find the decimal sign and the sign between thousands, in this order."""
    symbols = _find_locale(language).number_symbols["latn"]
    return f"{symbols['decimal']}{symbols['group']}"


def render_number(value: float | None, language: str = "en") -> str:
    """Render a count with thousands separators; null is a dash."""
    return render_decimal(value, 0, language)


def render_share(share: float | None, language: str = "en") -> str:
    """Render a share 0..1 as a percentage: one decimal, two below 1%."""
    if share is None:
        return NOTHING
    return render_percentage(share, 2 if 0 < abs(share) < 0.01 else 1, language)


def render_percentage(share: float, digits: int, language: str = "en", *, is_signed: bool = False) -> str:
    """Render a share 0..1 as a percentage of so many digits."""
    return render_decimal(100 * share, digits, language, is_signed=is_signed) + _percent_sign(language)


@cache
def _percent_sign(language: str) -> str:
    pattern = str(_find_locale(language).percent_formats[None].pattern)
    return pattern.removeprefix("#,##0")


def render_interval(interval: Interval | None, language: str = "en") -> str:
    """Render an interval of a share, such as 31.2–34.0%, or 0.28–0.36% below 1%."""
    if interval is None:
        return ""
    digits = 2 if interval.high < 0.01 else 1
    return (
        f"{render_decimal(100 * interval.low, digits, language)}–{render_percentage(interval.high, digits, language)}"
    )


def render_duration(seconds: float | None, language: str = "en") -> str:
    """Render seconds in the largest unit that leaves a readable number.

    >>> [render_duration(value) for value in (None, 0.4, 59, 5400, 200000, 2000000)]
    ['–', '0.4 s', '59 s', '1.5 h', '2.3 days', '23.1 days']
    >>> [render_duration(value, "ru") for value in (5400, 86400, 200000, 432000)]
    ['1,5 ч', '1 день', '2,3 дня', '5 дней']
    """
    if seconds is None:
        return NOTHING
    for unit_seconds, unit in _LONG_UNITS:
        if seconds >= unit_seconds:
            amount = _round_amount(seconds / unit_seconds)
            return format_unit(amount, unit, length="long", format="#,##0.#", locale=language).replace("\u202f", "\xa0")
    for unit_seconds, sign in _SHORT_UNITS[language]:
        if seconds >= unit_seconds or unit_seconds == 1:
            amount = _round_amount(seconds / unit_seconds)
            return f"{_write_decimal(amount, '#,##0.#', language)} {sign}"
    raise AssertionError("the last unit takes every number")


def _round_amount(amount: float) -> float:
    return round(amount, 1) if amount < 100 else round(amount)


def render_moment(moment: datetime | None, timezone: str = "UTC") -> str:
    """Render a UTC time (without an offset) to the minute, as clocks of the time zone show it.

    The same in every language, and in the order of time when sorted as text.
    """
    if moment is None:
        return NOTHING
    local = _localise(moment, timezone)
    return f"{local:%Y-%m-%d %H:%M %Z}"


def render_day(moment: date | None, timezone: str = "UTC", language: str = "en") -> str:
    """Render a day, or the day of a UTC time in the time zone, such as 3 Mar 2026."""
    if moment is None:
        return NOTHING
    day = _localise(moment, timezone) if isinstance(moment, datetime) else moment
    return format_date(day, "d MMM y", locale=language)


def _localise(moment: datetime, timezone: str) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone))
