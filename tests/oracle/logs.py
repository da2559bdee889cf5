"""The logs that are compared: a public one, and random ones with ties, nulls and customers of one event."""

from __future__ import annotations

import csv
import gzip
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from journeymine.warehouse.connection import Connection
from tests.sql.public_log import FIXTURES, open_public_log

ECOM = FIXTURES / "retentioneering_ecom" / "ecom.csv.gz"
ANY_EVENT = {"name": "{event_name}", "stage": "use", "channel": "web", "when": {"source": "log"}}
SILENT_DAYS = 30
Event = tuple[str, str | None, datetime]


@dataclass(frozen=True)
class Log:
    """A file of events and what is asked of it."""

    name: str
    file: Path
    anchor: str
    funnel: tuple[str, ...]
    within_minutes: int
    seconds: int = 0

    def read(self) -> list[Event]:
        """Read the rows as they stand in the file."""
        content = self.file.read_bytes()
        text = (gzip.decompress(content) if self.file.suffix == ".gz" else content).decode()
        rows = csv.DictReader(text.splitlines())
        return [(row["user_id"], row["event"] or None, datetime.fromisoformat(row["timestamp"])) for row in rows]

    def read_paths(self, *, with_nulls: bool = False) -> dict[str, list[str | None]]:
        """Read each customer's events in order of time, ties as the rows stand."""
        paths: dict[str, list[str | None]] = {}
        for user, event, _ in sorted(self.read(), key=lambda row: row[2]):
            if event is not None or with_nulls:
                paths.setdefault(user, []).append(event)
        return paths


def write_random_log(folder: Path, seed: int) -> Log:
    """Write a log of some forty customers: times on a coarse grid, so that there are ties, and some nameless events."""
    draw = random.Random(seed)
    names = ["Visit", "Cart", "NA", "Pay, now", "Заказ", "Help"]
    begin = datetime(2026, 1, 5)
    rows: list[tuple[str, str, str]] = []
    for customer in range(draw.randrange(25, 45)):
        count = 1 if draw.random() < 0.25 else draw.randrange(2, 14)
        at = begin + timedelta(minutes=draw.randrange(200_000))
        for place in range(count):
            at += timedelta(minutes=draw.choice((0, 0, 5, 20, 40, 1500, 50_000 if place % 5 == 4 else 60)))
            name = "" if draw.random() < 0.06 and count > 1 else draw.choice(names)
            rows.append((f"c{customer}", name, at.isoformat(sep=" ")))
    draw.shuffle(rows)
    rows += [("c0", name, "2026-01-05 00:00:00") for name in names]  # every name is there, in six ties
    file = folder / f"random_{seed:02}.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(("user_id", "event", "timestamp"))
        writer.writerows(rows)
    return Log(f"random {seed:02}", file, "Cart", ("Visit", "Cart", "NA"), 30)


@contextmanager
def open_warehouse(log: Log, folder: Path, **fields: str) -> Iterator[Connection]:
    """Land and build a log: a customer's events are one journey, each event a touchpoint; `fields` maps more."""
    folder.mkdir(parents=True, exist_ok=True)
    with open_public_log(
        folder,
        "events",
        str(log.file),
        fields={"occurred_at": "timestamp", "event_name": "event", "user_id": "user_id", **fields},
        journeys={"ends_at": "customer"},
        churn={"silence": f"{SILENT_DAYS}d", "among": "everybody"},
        touchpoints={"touchpoint": [ANY_EVENT]},
    ) as connection:
        yield connection


def count_beside_nulls(paths: dict[str, list[Any]]) -> Counter[tuple[str, str]]:
    """Count transitions, begins and ends that have no nameless event on either side."""
    return Counter(
        pair for path in paths.values() for pair in pairwise(["path_start", *path, "path_end"]) if None not in pair
    )


__all__ = ["ECOM", "SILENT_DAYS", "Log", "count_beside_nulls", "open_warehouse", "write_random_log"]
