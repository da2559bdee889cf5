"""Sections of a page that are a list: a heading, what it says in words, a table to sort, and what was withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from journeymine.site.small_groups import count_or_fewer, hide_small
from journeymine.site.wording import NOTHING
from journeymine.site.words import ENGLISH, Words
from journeymine.statistics.intervals import Interval, find_wilson_interval

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the number it is sorted by, a bar from 0 to 1; a path is shown step by step."""

    text: str
    value: float | None = None
    bar: float | None = None
    path: tuple[str, ...] = ()
    is_number: bool = True


@dataclass(frozen=True)
class Section:
    """A list of a page; `name` is its id, `columns` the headings (the first column names the row)."""

    name: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    withheld_count: int = 0
    warning: str = ""
    numbers: frozenset[int] = field(default_factory=frozenset)


def write_section(
    name: str,
    title: str,
    note: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[Cell, ...]],
    *,
    withheld_count: int = 0,
    warning: str = "",
) -> Section:
    """Write a section; columns of numbers are told by its first row."""
    cells = tuple(rows)
    numbers = frozenset(index for index, cell in enumerate(cells[0]) if cell.is_number) if cells else frozenset()
    return Section(name, title, note, columns, cells, withheld_count, warning, numbers)


def part_rows(frame: pl.DataFrame, minimum: int, customers: str = "customer_count") -> tuple[list[Row], int]:
    """Part rows of enough customers from the number of the others."""
    shown = frame.filter(pl.col(customers) >= minimum)
    return list(shown.iter_rows(named=True)), frame.height - shown.height


def show_name(name: str | None) -> Cell:
    """Show a name, such as a touchpoint's."""
    return Cell(name or NOTHING, is_number=False)


def show_path(touchpoints: Iterable[str]) -> Cell:
    """Show a path, step by step."""
    path = tuple(touchpoints)
    return Cell(" → ".join(path), path=path, is_number=False)


def show_count(count: float | None, minimum: int = 0, words: Words = ENGLISH) -> Cell:
    """Show a count; below `minimum`, only that it is."""
    if minimum and count is not None and 0 < count < minimum:
        return Cell(count_or_fewer(count, minimum, words), 0)
    return Cell(words.number(count), count)


def show_duration(seconds: float | None, missing: str = NOTHING, words: Words = ENGLISH) -> Cell:
    """Show a time; `missing` says why there is none."""
    return Cell(missing, None) if seconds is None else Cell(words.duration(seconds), seconds)


def show_times(low: float | None, high: float | None, words: Words = ENGLISH) -> Cell:
    """Show both ends of an interval of a time; an end that was not seen is open."""
    if low is None and high is None:
        return Cell(NOTHING)
    last = words.gettext("not seen") if high is None else words.duration(high)
    return Cell(f"{words.duration(low)} – {last}", low)


def show_share(count: int, total: int, minimum: int, words: Words = ENGLISH) -> tuple[Cell, Cell]:
    """Show a share with a bar, and its Wilson interval; nothing of a count too small to be told."""
    if not total or hide_small(count, minimum) is None:
        return Cell(NOTHING), Cell("")
    share = count / total
    return Cell(words.share(share), share, share), show_interval(find_wilson_interval(count, total), words)


def show_interval(interval: Interval | None, words: Words = ENGLISH) -> Cell:
    """Show the interval of a share."""
    return Cell(words.interval(interval), interval.low if interval else None)
