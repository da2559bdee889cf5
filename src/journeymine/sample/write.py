"""Write a whole sample: chunk by chunk of people to the drops, then the truth, the project and what a run must find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path

import polars as pl

from journeymine.errors import SettingsError
from journeymine.sample import truth
from journeymine.sample.dates import DEFAULT_END, Calendar
from journeymine.sample.delivery import Delivery
from journeymine.sample.draws import Draws
from journeymine.sample.expected import Findings, render_expected
from journeymine.sample.visits import KEY_DAYS

CHUNK_CUSTOMERS = 2000
"""People made at a time, even since persons 2k and 2k + 1 may share a household: bounds memory, changes no byte."""
PROJECT_FILES = (
    *("journeymine.toml", "touchpoints.toml"),
    *("overlay/map.toml", "overlay/personas.toml", "overlay/plan.toml"),
)
"""The project beside the drops: its settings, and what people of the company wrote."""


@dataclass
class SampleSummary:
    """What was written.

    `lines` has one row per file: file, line_count (physical lines), header_count, broken_count, duplicate_count,
    late_count, displaced_count. `figures` are single numbers by name, see figures.py.
    """

    folder: Path
    customers: int
    days: int
    seed: int
    drops: tuple[str, ...]
    lines: pl.DataFrame
    figures: dict[str, int] = field(default_factory=dict)


def write_sample(
    out: Path,
    *,
    customers: int,
    days: int = 120,
    seed: int = 7,
    drops: int = 2,
    end: date = DEFAULT_END,
    chunk_customers: int = CHUNK_CUSTOMERS,
    announce: Callable[[str], None] = lambda _: None,
) -> SampleSummary:
    """Write the sample company into a folder: drops/, truth/, a project's TOML files and EXPECTED.md.

    Args:
        out: A folder that does not exist yet or holds no drops.
        customers: How many people there are; about 35 web events each.
        days: How many days are told, up to `end`.
        seed: The same number gives the same bytes.
        drops: How many nights they are delivered in: the first holds all of history, each further one a day.
        end: The last day.
        chunk_customers: People kept in memory at a time; rounded up to an even number.
        announce: Is told of progress, one sentence at a time.

    Raises:
        SettingsError: A number is out of range, or the folder already holds drops.
    """
    calendar = _check(out, customers, days, drops, end)
    draws = Draws(seed)
    delivery = Delivery(out, calendar, draws)
    size = chunk_customers + chunk_customers % 2
    for first in range(0, customers, size):
        count = min(size, customers - first)
        delivery.write_chunk(first, count, customers)
        announce(f"Wrote {first + count:,} of {customers:,} customers.")
    delivery.write_rest(customers)
    lines = delivery.close()
    (out / "overlay").mkdir()
    for name in PROJECT_FILES:
        text = files("journeymine.sample").joinpath("project", name).read_text(encoding="utf-8")
        (out / name).write_text(text, encoding="utf-8")
    findings = Findings(customers, seed, calendar, lines, delivery.figures, truth.list_facts(calendar))
    (out / "EXPECTED.md").write_text(render_expected(findings), encoding="utf-8")
    folders = tuple(calendar.drop_folder(drop) for drop in range(drops))
    return SampleSummary(out, customers, days, seed, folders, lines, delivery.figures)


def _check(out: Path, customers: int, days: int, drops: int, end: date) -> Calendar:
    if customers < 1:
        raise SettingsError("a sample needs at least one customer", where="--customers")
    if not 2 <= days < KEY_DAYS:
        raise SettingsError(f"a sample has 2 to {KEY_DAYS - 1} days", where="--days")
    if not 1 <= drops <= days:
        raise SettingsError("there are at most as many drops as days, and at least one", where="--drops")
    if (out / "drops").exists():
        raise SettingsError(
            "the folder already holds drops", where=str(out), next_action="Name an empty folder, or remove it first."
        )
    return Calendar(end=end, days=days, drops=drops)
