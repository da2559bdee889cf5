"""In which pattern a column writes its times, judged by its values; the order of day and month is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_CLOCK = (
    r"(?P<gap>[ T]|, )?(?P<clock>\d{1,2}:\d{2}(?P<seconds>:\d{2}(?P<fraction>\.\d{1,6})?)?(?P<half> ?[AaPp][Mm])?)?"
)
_NUMBERS = re.compile(r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})" + _CLOCK)
_MONTHS = (
    "(?P<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|"
    "Nov(?:ember)?|Dec(?:ember)?)"
)
"""The names that the patterns %b and %B read; those of other languages they do not."""
_MONTH_NAME = re.compile(rf"(?i)(?P<first>\d{{1,2}})(?P<mark>[ -]){_MONTHS}(?P=mark)(?P<year>\d{{4}})" + _CLOCK)
_MONTH_FIRST = re.compile(rf"(?i){_MONTHS} (?P<first>\d{{1,2}})(?P<mark>,?) (?P<year>\d{{4}})" + _CLOCK)
_YEAR_FIRST = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<mark>[./-]?)(?:0[1-9]|1[0-2])(?P=mark)(?:0[1-9]|[12]\d|3[01])" + _CLOCK
)
_ISO = re.compile(r"\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]\d(?:(?! ?[AaPp][Mm]).)*)?\s*")
_EPOCH = re.compile(r"\d{9,19}(\.\d+)?")
_SHORTEST_MONTHS = 3
READ_SHARE = 0.8
"""A column holds times if at least this share of its values is one."""

UNKNOWN_ORDER = r"\s*\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
"""What a date looks like (as a regular expression) whose day may come first or second."""


class AmbiguousOrderError(ValueError):
    """A column's dates fit both orders of day and month; `patterns` are the two settings to choose from."""

    def __init__(self, example: str, patterns: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
        self.example, self.patterns = example, patterns
        super().__init__(f"{example!r} may have its day or its month first")


def is_time(value: str) -> bool:
    """Tell whether a text is a time that is read without any setting: ISO 8601, or an epoch."""
    return _ISO.fullmatch(value) is not None or _EPOCH.fullmatch(value) is not None


def find_time_formats(values: Iterable[str]) -> tuple[str, ...] | None:
    """Find the patterns that a column's times need.

    Args:
        values: Texts of the column; blank ones do not count.

    Returns:
        Patterns for the setting `time_format`, none if ISO 8601 or epochs, or None if these are no times.

    Raises:
        AmbiguousOrderError: Every date fits both orders, and its marks do not tell.
    """
    texts = [text.strip() for text in values if text and text.strip()]
    if not texts:
        return None
    if sum(map(is_time, texts)) >= READ_SHARE * len(texts):
        return ()
    shapes: tuple[tuple[re.Pattern[str], str], ...] = (
        *((_YEAR_FIRST, "%Y{0}%m{0}%d"), (_MONTH_NAME, "%d{0}{1}{0}%Y"), (_MONTH_FIRST, "{1} %d{0} %Y")),
    )
    for shape, date in shapes:
        found = [match for text in texts if (match := shape.fullmatch(text))]
        if len(found) >= READ_SHARE * len(texts):
            return _unique(_write(date.format(match["mark"], _month(match)), match) for match in found)
    found = [match for text in texts if (match := _NUMBERS.fullmatch(text))]
    if len(found) < READ_SHARE * len(texts):
        return None
    return _order(found)


def _order(found: Sequence[re.Match[str]]) -> tuple[str, ...] | None:
    can_be_day_first = all(int(match["second"]) <= 12 for match in found)
    can_be_month_first = all(int(match["first"]) <= 12 for match in found)
    day_first, month_first = (
        _unique(_write(f"{order[0]}{match['mark']}{order[1]}{match['mark']}{_year(match)}", match) for match in found)
        for order in (("%d", "%m"), ("%m", "%d"))
    )
    # With dots the day comes first wherever dots are used.
    if can_be_day_first and (not can_be_month_first or found[0]["mark"] == "."):
        return day_first
    if can_be_month_first and not can_be_day_first:
        return month_first
    if can_be_day_first:
        raise AmbiguousOrderError(found[0].group(), (day_first, month_first))
    return None


def _write(date: str, match: re.Match[str]) -> str:
    if not match["clock"]:
        return date
    hour = "%I" if match["half"] else "%H"
    seconds = ":%S" if match["seconds"] else ""
    seconds += ".%f" if match["fraction"] else ""
    half = (" %p" if match["half"].startswith(" ") else "%p") if match["half"] else ""
    return f"{date}{match['gap'] or ''}{hour}:%M{seconds}{half}"


def _year(match: re.Match[str]) -> str:
    return "%Y" if len(match["year"]) == 4 else "%y"


def _month(match: re.Match[str]) -> str:
    name = match.groupdict().get("name") or ""
    return "%b" if len(name) == _SHORTEST_MONTHS else "%B"


def _unique(patterns: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(patterns), key=lambda pattern: (-len(pattern), pattern)))
