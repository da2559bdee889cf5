"""Write a whole sample: chunk by chunk of people to the drops, then the truth, the project and what a run must find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path

import polars as pl

from journeymine.errors import SettingsError
from journeymine.sample import crm, ga4, truth
from journeymine.sample.behaviour import live
from journeymine.sample.dates import DEFAULT_END, Calendar
from journeymine.sample.deals import list_deals
from journeymine.sample.dirt import count_lines, soil
from journeymine.sample.draws import Draws
from journeymine.sample.expected import render_expected
from journeymine.sample.files import FileSet
from journeymine.sample.offline import list_calls, list_store_visits
from journeymine.sample.pages import UNKNOWN_EVENTS
from journeymine.sample.people import choose_people
from journeymine.sample.support import list_support_rows, list_tickets
from journeymine.sample.surveys import list_answers
from journeymine.sample.tables import Rows, Table
from journeymine.sample.visits import KEY_DAYS, LATE_LOGIN, plan_visits
from journeymine.sample.web import BOT_PAGES, list_bot_events, list_web_events

CHUNK_CUSTOMERS = 2000
"""People made at a time; even, since persons 2k and 2k + 1 may share a household. Bounds the memory, changes no byte."""
WEB = Table(ga4.FILE)


@dataclass
class SampleSummary:
    """What was written.

    `lines` has one row per file: file, line_count (physical lines), header_count, broken_count, duplicate_count,
    late_count, displaced_count. `counts` are single figures by name.
    """

    folder: Path
    customers: int
    days: int
    seed: int
    drops: tuple[str, ...]
    lines: pl.DataFrame
    counts: dict[str, int] = field(default_factory=dict)


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
    """Write the sample company into a folder: drops/, truth/, a project's two TOML files and EXPECTED.md.

    Args:
        out: A folder that does not exist yet or holds no drops.
        customers: How many people there are; about 35 web events each.
        days: How many days are told, up to `end`.
        drops: How many nights they are delivered in: the first holds all of history, each further one a day.
        chunk_customers: People kept in memory at a time; rounded up to an even number.

    Raises:
        SettingsError: A number is out of range, or the folder already holds drops.
    """
    calendar = _check(out, customers, days, drops, end)
    draws = Draws(seed)
    writer = _Writer(out, calendar, draws)
    size = chunk_customers + chunk_customers % 2
    for first in range(0, customers, size):
        count = min(size, customers - first)
        writer.write_chunk(first, count, customers)
        announce(f"Wrote {first + count:,} of {customers:,} customers.")
    writer.write_rest(max(customers // 500, 1))
    summary = SampleSummary(
        folder=out, customers=customers, days=days, seed=seed, drops=tuple(map(calendar.drop_folder, range(drops))),
        lines=writer.close(), counts=writer.counts,
    )  # fmt: skip
    for name in ("journeymine.toml", "touchpoints.toml"):
        (out / name).write_text(files("journeymine.sample").joinpath("project", name).read_text(encoding="utf-8"), encoding="utf-8")
    (out / "EXPECTED.md").write_text(render_expected(summary, calendar, truth.list_facts(calendar)), encoding="utf-8")
    return summary


def _check(out: Path, customers: int, days: int, drops: int, end: date) -> Calendar:
    if customers < 1:
        raise SettingsError("a sample needs at least one customer", where="--customers")
    if not 2 <= days < KEY_DAYS:
        raise SettingsError(f"a sample has 2 to {KEY_DAYS - 1} days", where="--days")
    if not 1 <= drops <= days:
        raise SettingsError("there are at most as many drops as days, and at least one", where="--drops")
    if (out / "drops").exists():
        raise SettingsError("the folder already holds drops", where=str(out), next_action="Name an empty folder, or remove it first.")
    return Calendar(end=end, days=days, drops=drops)


class _Writer:
    """Carries the open files and the counts from chunk to chunk."""

    def __init__(self, out: Path, calendar: Calendar, draws: Draws) -> None:
        self.calendar, self.draws = calendar, draws
        self._drops, self._truth = FileSet(out / "drops"), FileSet(out / "truth")
        self._lines: list[pl.DataFrame] = []
        self._headers: dict[str, int] = {}
        self.counts: dict[str, int] = {}

    def count(self, name: str, number: int) -> None:
        """Add to a figure of the summary."""
        self.counts[name] = self.counts.get(name, 0) + int(number)

    def write_chunk(self, first: int, count: int, customers: int) -> None:
        """Let `count` people live and write everything about them."""
        draws, calendar = self.draws, self.calendar
        people = choose_people(draws, first, count, customers, calendar.days)
        behaviour = live(draws, people, calendar.days, calendar.start.weekday())
        visits = plan_visits(draws, people, behaviour, calendar)
        web = list_web_events(draws, people, visits, calendar)
        self.write_web(web)
        tickets = list_tickets(draws, people, behaviour, calendar)
        support_rows, texts = list_support_rows(draws, people, tickets)
        answers, comments = list_answers(draws, people, behaviour, tickets, calendar)
        calls = list_calls(draws, people, behaviour, tickets, calendar)
        tables = [
            *crm.list_contacts(draws, people, calendar), *list_deals(draws, people, behaviour, calendar),
            *crm.list_email_events(draws, people, behaviour, visits, calendar), *support_rows, answers,
            list_store_visits(draws, people, behaviour, calendar), calls,
        ]  # fmt: skip
        for rows in tables:
            self.write_rows(rows)
        self.write_truth("identities", truth.list_identities(people, visits, tickets))
        self.write_truth("segments", truth.list_segments(people))
        self.write_truth("texts", pl.concat([texts, comments]))
        self.write_truth("purchases", truth.list_purchases(behaviour))
        self.count("known", people.is_known.sum())
        self.count("merged contacts", (people.is_known & people.is_merged).sum())
        self.count("late logins", (visits["kind"] == LATE_LOGIN).sum())
        self.count("household tablets", visits.filter(pl.col("slot") == 9)["device"].n_unique())
        self.count("failed checkouts", len(behaviour.failures))
        for segment in range(4):
            self.count(f"segment {segment}", (people.segment == segment).sum())
        self.count("web purchases", (web["act"] == "purchase").sum())
        self.count("checkout errors", (web["act"] == "checkout_error").sum())
        for name in UNKNOWN_EVENTS:
            self.count(name, (web["event_name"] == name).sum())

    def write_rest(self, bots: int) -> None:
        """Write what belongs to no person: bots, campaigns, the facts planted for everyone."""
        robots = list_bot_events(self.draws, bots, self.calendar)
        self.write_web(robots)
        self.count("bots", bots)
        named = robots.select("device").unique(maintain_order=True)
        self.write_truth("bots", named.select(identity_kind=pl.lit("device"), identity_value="device", event_count=pl.lit(BOT_PAGES)))
        for rows in crm.list_dictionaries(self.calendar):
            self.write_rows(rows)
        for name, frame in truth.list_facts(self.calendar).items():
            self.write_truth(name, frame)

    def write_web(self, web_events: pl.DataFrame) -> None:
        """Write web events as GA4 lines."""
        rendered = ga4.render_events(self.draws, web_events)
        self.write_rows(Rows(WEB, rendered.select("person", "order", "key", "line", arrives="occurred")))

    def write_rows(self, rows: Rows) -> None:
        """Write the rows of one table into the drops they arrive in; every drop has every file."""
        lines = soil(self.draws, rows, self.calendar)
        header = ",".join(rows.table.columns) or None
        for drop in range(self.calendar.drops):
            name = f"{self.calendar.drop_folder(drop)}/{rows.table.file}"
            self._headers[name] = int(header is not None)
            self._drops.append(name, header, lines.filter(pl.col("drop") == drop)["line"])
        counted = count_lines(lines)
        folders = pl.Series([f"drops/{self.calendar.drop_folder(d)}/{rows.table.file}" for d in counted["drop"]], dtype=pl.String)
        self._lines.append(counted.with_columns(file=folders).drop("drop"))

    def write_truth(self, name: str, frame: pl.DataFrame) -> None:
        """Append rows to a file of the truth."""
        content = frame.write_csv(include_header=False, line_terminator="\n").splitlines()
        self._truth.append(f"{name}.csv", ",".join(frame.columns), pl.Series(content, dtype=pl.String))

    def close(self) -> pl.DataFrame:
        """Finish all files and return the counts of each, which also become truth/lines.csv."""
        counted = pl.concat(self._lines).group_by("file").sum()
        empty = [f"drops/{name}" for name in self._headers]
        lines = (
            pl.DataFrame({"file": empty, "header_count": list(self._headers.values())})
            .join(counted, on="file", how="left")
            .with_columns(pl.selectors.numeric().fill_null(0))
            .with_columns(line_count=pl.col("header_count") + pl.col("data_line_count"))
            .select("file", "line_count", "header_count", "broken_count", "duplicate_count", "late_count", "displaced_count")
            .sort("file")
        )
        self.write_truth("lines", lines)
        self._drops.close()
        self._truth.close()
        return lines

