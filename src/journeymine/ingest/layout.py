"""How a delimited text is laid out, by a look at its first lines: the delimiter, and the names of its columns."""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import dataclass, replace

from journeymine.errors import SourceError
from journeymine.ingest.times import is_time
from journeymine.privacy.redact import redact_text

DELIMITERS = (",", ";", "\t", "|")
"""Tried in this order where a source's settings name none."""
JUDGED_LINES = 20
TITLED_COLUMNS = 3
"""A line of one cell is a title only above a header of at least so many columns."""
_SEPARATOR_LINE = re.compile(r"\s*sep=(.)\s*")
"""What a spreadsheet writes above the header to tell itself the delimiter."""
_NAMELESS = re.compile(r"column_\d+")
IMPORT_ID = "ImportId"
"""What each cell of a survey export's third row names; the second row holds the questions' texts."""


class NoHeaderError(SourceError):
    """The first line of a file holds values, such as a time, where columns' names should be."""

    def __init__(self, held: str, column_count: int, file_name: str) -> None:
        self.column_count = column_count
        named = ", ".join(f'"column_{number}"' for number in range(1, column_count + 1))
        super().__init__(
            f"has no header: its first line holds {held}",
            where=file_name,
            next_action=f"Name its columns for this source: columns = [{named}].",
        )


@dataclass(frozen=True)
class Layout:
    """Column names, how many physical lines the header takes (0: there is none), and the delimiter."""

    header: tuple[str, ...]
    header_count: int
    delimiter: str


def find_layout(start: str, delimiter: str | None, columns: tuple[str, ...], file_name: str) -> Layout:
    """Find the layout of a delimited text.

    Args:
        start: Its first lines, without a byte order mark.
        delimiter: The one that settings name; found by looking when None.
        columns: Names of the columns of a file without a header; empty if the first line names them.
        file_name: For errors.

    Raises:
        SourceError: There is no header, or its names cannot be told apart.
    """
    first_line, _, rest = start.partition("\n")
    told = _SEPARATOR_LINE.fullmatch(first_line)
    if told is not None:
        layout = find_layout(rest, delimiter or told[1], columns, file_name)
        return replace(layout, header_count=layout.header_count + 1)
    if not first_line.strip() and not columns:
        raise SourceError("has no header: its first line is blank", where=file_name)
    delimiter = delimiter or find_delimiter(start, len(columns) or None)
    if columns:
        return Layout(_name_columns(columns), 0, delimiter)
    title_count = _count_title_lines(start, delimiter)
    if title_count:
        layout = find_layout("".join(start.splitlines(keepends=True)[title_count:]), delimiter, (), file_name)
        return replace(layout, header_count=layout.header_count + title_count)
    rows = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter, strict=True)
    try:
        names = next(rows)
    except (csv.Error, StopIteration) as error:
        raise SourceError(f"has no readable header: {error}", where=file_name) from error
    held = _find_value(names)
    if held is not None:
        raise NoHeaderError(held, len(names), file_name)
    return Layout(_name_columns(names), _count_header_lines(start, delimiter, rows.line_num), delimiter)


def _find_value(names: list[str]) -> str | None:
    """Return what among names of columns is none, but a time or somebody's address: that one is not repeated."""
    for name in names:
        if is_time(name):
            return f"the time {name!r}"
        shown = redact_text(name)
        if "[email]" in shown or "[phone]" in shown:
            return "an e-mail address" if "[email]" in shown else "a phone number"
    return None


def _count_title_lines(start: str, delimiter: str) -> int:
    """Return how many lines stand above the header: a report's title, and blank rows, of one cell at most."""
    lines = start.splitlines()[:JUDGED_LINES]
    filled = [sum(bool(cell.strip()) for cell in line.split(delimiter)) for line in lines]
    above = next((number for number, count in enumerate(filled) if count > 1), 0)
    has_quotes = any('"' in line for line in lines[:above])
    return above if above and not has_quotes and filled[above] >= TITLED_COLUMNS else 0


def _count_header_lines(start: str, delimiter: str, line_count: int) -> int:
    """Return how many lines a header takes whose names take `line_count`: of a survey's export, two more rows."""
    if IMPORT_ID not in start:
        return line_count
    rows = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    try:
        ends = [(rows.line_num, row) for row in itertools.islice(rows, 3)]
    except csv.Error:
        return line_count  # whoever reads the lines says what is wrong with them
    is_survey = len(ends) == 3 and any(cell.startswith("{") and IMPORT_ID in cell for cell in ends[2][1][:1])
    return ends[2][0] if is_survey else line_count


def find_delimiter(start: str, column_count: int | None = None) -> str:
    """Choose the mark that cuts the first lines into the most fields, and into equally many.

    Args:
        start: The first lines of a text.
        column_count: How many columns there must be; as many as the first line has when None.
    """
    lines = start.split("\n")
    # The last line may be cut off where the reading stopped.
    judged = [line for line in (lines[:-1] or lines)[:JUDGED_LINES] if line.strip()]
    for first in range(len(judged)):  # a first line without any mark is a title
        scores = [_score(judged[first:], mark, column_count) for mark in DELIMITERS]
        if max(scores) > 0:
            return DELIMITERS[scores.index(max(scores))]
    return DELIMITERS[0]


def _score(lines: list[str], mark: str, column_count: int | None) -> float:
    counts = [_count_fields(line, mark) for line in lines]
    wanted = column_count or counts[0]
    agreeing = sum(count == wanted for count in counts) / len(counts)
    return agreeing * (wanted - 1)


def _count_fields(line: str, mark: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=mark)))
    except (csv.Error, StopIteration):
        return 0


def is_nameless(name: str) -> bool:
    """Tell whether a column is called by its place alone, since nothing in its file names it."""
    return _NAMELESS.fullmatch(name) is not None


def _name_columns(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Give every column a name of its own, whatever its case."""
    header: list[str] = []
    taken: set[str] = set()
    for position, name in enumerate(names, start=1):
        unique = name.strip() or f"column_{position}"
        while unique.lower() in taken:
            unique = f"{unique}_{position}"
        taken.add(unique.lower())
        header.append(unique)
    return tuple(header)
