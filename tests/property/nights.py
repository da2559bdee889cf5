"""Nights of a small random company: landed files, builds of them, and the contents of what is published."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from journeymine.contracts.landed import LANDED_TABLES, LandedFile
from journeymine.settings import Settings
from journeymine.steps.build import BuildResult, build
from journeymine.steps.publish import DATABASE
from journeymine.warehouse.connection import Connection, open_database
from journeymine.warehouse.statements import write_text
from tests.sql.small_warehouse import FIRST_DAY, land_rows, make_settings

Row = dict[str, Any]

RULES = {
    "touchpoint": [
        {
            "name": "Advert",
            "stage": "awareness",
            "channel": "paid {default_channel_group}",
            "when": {"event_name": "ad"},
        },
        {"name": "Page", "stage": "consideration", "channel": "web", "when": {"event_name": "view"}},
        {"name": "Cart", "stage": "purchase", "channel": "web", "when": {"event_name": "cart"}},
        {"name": "Order", "stage": "purchase", "channel": "web", "when": {"event_name": "order"}},
        {"name": "Ticket", "stage": "service", "channel": "desk", "when": {"event_name": "ticket*"}},
        {"name": "Answer", "stage": "use", "channel": "survey", "when": {"event_name": "answer"}},
    ],
    "ignore": [{"why": "technical", "when": {"event_name": "ping"}}],
}
NAMES = ("ad", "view", "view", "cart", "order", "ping", "answer", "unknown")
ON_PAGES = ("view", "click", "form_start", "form_submit", "error")


def shop_settings(**warehouse: Any) -> Settings:
    """Make the settings of the company: a goal, short gaps, few keys a person."""
    return make_settings(
        goals=[{"name": "purchase", "touchpoint": "Order", "value": "amount"}],
        journeys={"gap": "5d", "lookback": "10d"},
        identity={"at_most": {"email": 3, "device": 5}},
        touchpoints=RULES,
        warehouse=warehouse,
    )


def draw_day(draw: random.Random, day: int, people: int = 12, rows: int = 40) -> list[Row]:
    """Draw one day's events: devices shared and moved, late logins, repeats of earlier events, some of them changed."""
    events = []
    for _ in range(rows):
        person, device = draw.randrange(people), draw.randrange(people + 3)
        moment = FIRST_DAY + timedelta(days=day - draw.choice((0, 0, 0, 1, 7)), minutes=draw.randrange(1440))
        name = draw.choice((*NAMES, "ticket_created", "ticket_reopened"))
        event: Row = {
            "id": f"{draw.randrange(rows * 40)}",
            "event": name,
            "at": moment,
            "received": moment + timedelta(minutes=draw.randrange(3)) if draw.random() < 0.8 else None,
            "row": draw.randrange(1, 1000),
            "traffic_source": draw.choice((None, "google", "newsletter")),
            "actor": "company" if draw.random() < 0.1 else "customer",
            "amount": f"{draw.randrange(1, 10000) / 100:.2f}" if name == "order" else None,
            "currency_code": "EUR" if name == "order" else None,
        }
        if name == "answer":
            event |= {
                "rating": float(draw.randrange(11)),
                "rating_scale": "nps",
                "text": draw.choice(("good", "bad?", None)),
            }
        if draw.random() < 0.6:
            event["device"] = "mobile"
        keys = draw.random()
        if keys < 0.6:
            event["device_hash"] = f"d{device}"
        if keys > 0.4:
            event["user_id"] = f"u{person}"
        if draw.random() < 0.1:
            event["object"] = f"ticket{draw.randrange(people)}"
        if keys > 0.9:
            event["email"] = f"e{person // 2 if draw.random() < 0.2 else person}"
        events.append(event)
    return [*events, *draw_visit(draw, day, draw.randrange(people))]


def draw_visit(draw: random.Random, day: int, person: int, rows: int = 20) -> list[Row]:
    """Draw a hasty visit of some pages: clicks on one spot, forms, errors, there and back."""
    moment, page = FIRST_DAY + timedelta(days=day, hours=9), "/a"
    events: list[Row] = []
    for number in range(rows):
        moment += timedelta(milliseconds=draw.choice((200, 300, 400, 8000)))
        name = draw.choice((*ON_PAGES, *("click",) * 5))
        page = draw.choice((page, page, "/a", "/b"))
        events.append(
            {
                "id": f"visit {day} {number}",
                "event": name,
                "at": moment,
                "user_id": f"u{person}",
                "page_path": page,
                "props": json.dumps({"x": draw.randrange(40), "y": 1}) if name == "click" else None,
            }
        )
    return events


def draw_people(draw: random.Random, day: int, people: int = 12) -> list[Row]:
    """Draw what a source keeps of some people that day: records that change, move to another address, are deleted."""
    return [
        {
            "record_id_hash": f"r{draw.randrange(people)}",
            "updated_at": FIRST_DAY + timedelta(days=day, minutes=draw.randrange(1440)),
            "is_deleted": draw.random() < 0.1,
            "country": draw.choice(("PL", "DE", None)),
            "email": f"e{draw.randrange(people)}",
        }
        for _ in range(3)
    ]


def draw_links(draw: random.Random, day: int, people: int = 12) -> list[Row]:
    """Draw a merge that a source declares on some days."""
    if draw.random() < 0.6:
        return []
    one, other = draw.sample(range(people), 2)
    moment = FIRST_DAY + timedelta(days=day, minutes=draw.randrange(1440))
    link = {"from_kind": "user_id", "from_hash": f"u{one}", "to_kind": "email", "to_hash": f"e{other}"}
    return [{**link, "linked_at": moment}]


def draw_notes(day: int, key_sets: Sequence[Row]) -> list[Row]:
    """Draw what some people told an interviewer that day; notes of earlier days are put right."""
    draw = random.Random(day)
    return [
        {
            "note_key": draw.randrange(8),
            "note_id": "n",
            "key_set_id": draw.choice(key_sets)["key_set_id"] if key_sets and draw.random() < 0.7 else None,
            "occurred_at": FIRST_DAY + timedelta(days=day),
            "updated_at": draw.choice((None, FIRST_DAY + timedelta(days=day))),
            "noted_stage": draw.choice(("Purchase", "use", "elsewhere", None)),
            "text": draw.choice(("good", "bad")),
        }
        for _ in range(3)
    ]


def draw_landed(draw: random.Random, folder: Path, day: int, people: int = 12, rows: int = 40) -> LandedFile:
    """Draw and land a whole day."""
    events = draw_day(draw, day, people, rows)
    return land_day(folder, f"day{day}", events, draw_people(draw, day, people), draw_links(draw, day, people))


def land_day(
    folder: Path, name: str, events: Sequence[Row], people: Iterable[Row] = (), links: Iterable[Row] = ()
) -> LandedFile:
    """Write one landed file as ingest would."""
    rows = [{**event, "device": event.get("device_hash")} for event in events]
    landed = land_rows(rows, people, links)
    landed["notes"] = draw_notes(int(name.removeprefix("day")), landed["key_sets"]) if name[3:].isdigit() else []
    place = folder / name
    place.mkdir(parents=True)
    with open_database(None) as connection:
        for table, columns in LANDED_TABLES.items():
            values = [tuple(row.get(column) for column in columns) for row in landed[table]]
            if not values:
                continue
            connection.execute(f"create table {table} ({', '.join(f'{key} {kind}' for key, kind in columns.items())})")
            connection.executemany(f"insert into {table} values ({', '.join('?' * len(columns))})", values)
            connection.execute(f"copy {table} to {write_text(f'{place / table}.parquet')}")
    count = len(rows)
    digest = hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()
    return LandedFile(
        "web", "events", None, name, digest, "m", count + 1, 1, count, 0, "2026-01-01T00:00:00", "r", folder=place
    )


def build_night(
    folder: Path, name: str, landed: Sequence[LandedFile], previous: Path | None = None, **options: Any
) -> BuildResult:
    """Build a night in `folder`/`name`, quietly."""
    night = folder / name
    night.mkdir(parents=True)
    settings = options.pop("settings", None) or shop_settings()
    as_of: datetime | None = options.pop("as_of", None)
    is_full: bool = options.pop("is_full", False)
    return build(settings, landed, night, previous, name, as_of, is_full, options.pop("announce", lambda _: None))


# Tables that tell of the build itself, not of customers.
OF_THE_BUILD = (
    *("meta.runs", "meta.checks", "meta.metric_history", "meta.settings", "meta.customer_merges"),
    *("raw.files", "core.customer_merges", "report.identity_by_hand"),
)


def read_contents(night: Path, leave_out: Sequence[str] = OF_THE_BUILD) -> dict[str, list[str]]:
    """Read every table and view of a night: its rows as sorted texts, so that two nights can be compared."""
    with open_database(night / DATABASE, read_only=True) as connection:
        return {table: _read_rows(connection, table) for table in _list_tables(connection) if table not in leave_out}


def _list_tables(connection: Connection) -> list[str]:
    query = "select table_schema || '.' || table_name from information_schema.tables order by all"
    return [table for (table,) in connection.execute(query).fetchall()]


def _read_rows(connection: Connection, table: str) -> list[str]:
    return sorted(str(row) for row in connection.execute(f"from {table}").fetchall())


def compare(one: Path, other: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Return the tables that differ, with the rows only the one and only the other has."""
    left, right = read_contents(one), read_contents(other)
    return {
        table: (
            sorted(set(left.get(table, [])) - set(right.get(table, []))),
            sorted(set(right.get(table, [])) - set(left.get(table, []))),
        )
        for table in left.keys() | right.keys()
        if left.get(table) != right.get(table)
    }
