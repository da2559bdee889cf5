"""A sample on its way to disk: chunk by chunk of people into the drops and the truth."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from journeymine.sample import ga4, truth
from journeymine.sample.adverts import list_adverts
from journeymine.sample.behaviour import live
from journeymine.sample.chats import list_chats
from journeymine.sample.crm import list_contacts
from journeymine.sample.dates import Calendar
from journeymine.sample.deals import list_deals
from journeymine.sample.dictionaries import list_dictionaries
from journeymine.sample.dirt import count_lines, plant_dirt
from journeymine.sample.draws import Draws
from journeymine.sample.emails import list_email_events
from journeymine.sample.figures import count_plants, count_truth
from journeymine.sample.files import FileSet
from journeymine.sample.offline import list_calls, list_store_visits
from journeymine.sample.people import choose_people
from journeymine.sample.support import list_support_rows
from journeymine.sample.surveys import list_answers, list_invitations
from journeymine.sample.tables import Rows, Table
from journeymine.sample.tickets import list_tickets
from journeymine.sample.visits import plan_visits
from journeymine.sample.web import BOT_PAGES, BOT_SECONDS, list_bot_events, list_web_events

WEB = Table(ga4.FILE, time_column="event_timestamp")


class Delivery:
    """A sample on its way to disk: the open files and the counts, carried from chunk to chunk."""

    def __init__(self, out: Path, calendar: Calendar, draws: Draws) -> None:
        self.calendar, self.draws = calendar, draws
        self._drops, self._truth = FileSet(out / "drops"), FileSet(out / "truth")
        self._lines: list[pl.DataFrame] = []
        self._headers: dict[str, int] = {}
        self.figures: dict[str, int] = {}

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
        invitations = list_invitations(draws, people, behaviour, tickets, calendar)
        answers, comments = list_answers(draws, people, invitations)
        chats, chat_texts = list_chats(draws, people, visits, calendar)
        calls = list_calls(draws, people, behaviour, tickets, calendar)
        tables = [
            *list_contacts(draws, people, calendar),
            *list_deals(draws, people, behaviour, calendar),
            *list_email_events(draws, people, behaviour, visits, invitations, calendar),
            *support_rows,
            answers,
            chats,
            list_store_visits(draws, people, behaviour, calendar),
            calls,
        ]
        for rows in tables:
            self.write_rows(rows)
        identities, all_texts = (
            truth.list_identities(people, visits, tickets),
            truth.sort_texts(texts, comments, chat_texts),
        )
        self.write_truth("identities", identities)
        segments = truth.list_segments(people)
        self.write_truth("segments", segments)
        self.write_truth("texts", all_texts)
        self.write_truth("purchases", truth.list_purchases(behaviour))
        figures = count_plants(people, behaviour, visits, web, calendar) | count_truth(identities, segments, all_texts)
        for name, figure in figures.items():
            self.figures[name] = self.figures.get(name, 0) + figure

    def write_rest(self, customers: int) -> None:
        """Write what belongs to no person: bots, campaigns, adverts, the facts planted for everyone."""
        bots = max(customers // 500, 1)
        robots = list_bot_events(self.draws, bots, self.calendar)
        self.write_web(robots)
        self.figures |= {"bot_count": bots, "bot_event_count": len(robots), "bot_seconds": BOT_SECONDS}
        named = robots.select("device").unique(maintain_order=True)
        self.write_truth(
            "bots", named.select(identity_kind=pl.lit("device"), identity_value="device", event_count=pl.lit(BOT_PAGES))
        )
        adverts, costs = list_adverts(self.draws, customers, self.calendar)
        self.figures |= costs
        for rows in (*list_dictionaries(self.calendar), adverts):
            self.write_rows(rows)
        for name, frame in truth.list_facts(self.calendar).items():
            self.write_truth(name, frame)

    def write_web(self, web_events: pl.DataFrame) -> None:
        """Write web events as GA4 lines."""
        rendered = ga4.render_events(self.draws, web_events)
        self.write_rows(Rows(WEB, rendered.select("person", "order", "key", "line", arrives="occurred")))

    def write_rows(self, rows: Rows) -> None:
        """Write the rows of one table into the drops they arrive in; every drop has every file."""
        lines = plant_dirt(self.draws, rows, self.calendar)
        header = ",".join(rows.table.columns) or None
        for drop in range(self.calendar.drops):
            name = f"{self.calendar.drop_folder(drop)}/{rows.table.file}"
            self._headers[name] = int(header is not None)
            self._drops.append(name, header, lines.filter(pl.col("drop") == drop)["line"])
        counted = count_lines(lines)
        folders = pl.Series(
            [f"drops/{self.calendar.drop_folder(d)}/{rows.table.file}" for d in counted["drop"]], dtype=pl.String
        )
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
            .select(
                "file", "line_count", "header_count", "broken_count", "duplicate_count", "late_count", "displaced_count"
            )
            .sort("file")
        )
        self.write_truth("lines", lines)
        self.write_truth("figures", pl.DataFrame({"figure": list(self.figures), "value": list(self.figures.values())}))
        self._drops.close()
        self._truth.close()
        return lines
