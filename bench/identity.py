"""`python -m bench.identity`: who is who on labelled data, and what a million keys cost; printed, never asserted."""

from __future__ import annotations

import csv
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.measure import run_task
from journeymine.settings import Settings
from journeymine.steps.build import build
from journeymine.steps.ingest import ingest
from journeymine.steps.publish import DATABASE
from journeymine.warehouse.connection import open_database

FOLDER = Path("build/bench/identity")
REFERENCE_DATA = "JOURNEYMINE_REFERENCE_DATA"
KEY = b"reference data hide nothing from anybody"
ROW = ("event_id", "event_name", "occurred_at")
MOMENT = "2026-01-01 00:00:00"

Record = tuple[str, str, str]
"""A record's id, the person it truly is of, and its key; no key is an empty text."""


def main() -> None:
    """Measure and print."""
    given = os.environ.get(REFERENCE_DATA)
    print("pairs of records that are one person: deterministic links, held against the labels", flush=True)
    if given is None:
        print(f"  skipped: {REFERENCE_DATA} is not set; it names the folder that holds febrl and splink_fake1000")
    else:
        folder = Path(given)
        for number in (1, 2, 3):
            file = folder / "febrl" / f"dataset{number}.csv"
            _print_quality(f"febrl {number} by soc_sec_id", file, "other_id", read_febrl)
        file = folder / "splink_fake1000" / "fake_1000.csv"
        _print_quality("splink_fake1000 by e-mail", file, "email", read_fake)
    print("identity tables of 1 M keys and 3 M links", flush=True)
    found = run_task("build_identity", module="bench.identity_size", folder=str(FOLDER.resolve() / "size"))
    print(
        f"  {found['key_count']:,} keys, {found['link_count']:,} links, {found['customer_count']:,} customers: "
        f"{found['cpu']:.1f} CPU s (aim <= 10), peak {found['peak_gigabytes']:.2f} GB (aim <= 2)"
    )
    shutil.rmtree(FOLDER, ignore_errors=True)


def _print_quality(name: str, file: Path, kind: str, read: Callable[[Path], Iterator[Record]]) -> None:
    if not file.is_file():
        print(f"  {name}: skipped, there is no {file.name} in the folder")
        return
    records = list(read(file))
    customers = find_customers(records, kind, FOLDER / "records")
    found, true, both = count_pairs(customers, {record: person for record, person, _ in records})
    print(
        f"  {name}: precision {both / found:.4f} (aim >= 0.999; {both:,} of {found:,} pairs), "
        f"recall {both / true:.4f} ({both:,} of {true:,} pairs)",
        flush=True,
    )


def read_febrl(file: Path) -> Iterator[Record]:
    """Read a FEBRL file: rec-12-org and rec-12-dup-0 are one person."""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, skipinitialspace=True):
            yield row["rec_id"], row["rec_id"].split("-")[1], (row["soc_sec_id"] or "").strip()


def read_fake(file: Path) -> Iterator[Record]:
    """Read Splink's 1,000 invented people, labelled by cluster."""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["unique_id"], row["cluster"], row["email"] or ""


def find_customers(records: Iterable[Record], kind: str, folder: Path) -> dict[str, int]:
    """Load records as events of a project, build its night, and return the customer of each record that has one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with (folder / "records.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*ROW, kind))
        writer.writerows((record, "record", MOMENT, key) for record, _, key in records)
    settings = Settings.model_validate(
        {
            "project": {"name": "Reference"},
            "sources": {"records": {"kind": "events", "path": "records.csv"}},
            "folder": folder,
        }
    )
    said: list[str] = []
    ingested = ingest(settings, KEY, "bench", said.append, now=datetime.fromisoformat(f"{MOMENT}+00:00"))
    night = folder / "night"
    night.mkdir()
    build(settings, ingested.landed, night, None, "bench", None, True, said.append)
    with open_database(night / DATABASE, read_only=True) as connection:
        query = "select event_id, customer_id from core.events where customer_id is not null"
        return dict(connection.execute(query).fetchall())


def count_pairs(customers: dict[str, int], persons: dict[str, str]) -> tuple[int, int, int]:
    """Count the pairs of records that are found to be one, that truly are, and both."""

    def count(groups: Iterable[Any]) -> int:
        return sum(size * (size - 1) // 2 for size in Counter(groups).values())

    both = ((customer, persons[record]) for record, customer in customers.items())
    return count(customers.values()), count(persons.values()), count(both)


if __name__ == "__main__":
    main()
