"""`python -m bench.identity`: who is who on labelled data, and what a million keys cost; printed, never asserted."""

from __future__ import annotations

import csv
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.measure import read_cpu_seconds, run_task
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

FEBRL_NUMBERS = (1, 2, 3)
FEBRL_FIELDS = {
    "given_name": "given_name",
    "surname": "surname",
    "birth_date": "date_of_birth",
    "street": "address_1",
    "house_number": "street_number",
    "city": "suburb",
    "postcode": "postcode",
}
FAKE_FIELDS = {"given_name": "first_name", "surname": "surname", "birth_date": "dob", "city": "city"}
"""What people are compared by -> the column of the data."""


@dataclass(frozen=True)
class Record:
    """A labelled record; without a key `key` is an empty text. `compared` is what people are compared by."""

    record_id: str
    person: str
    key: str
    compared: dict[str, str]


def main() -> None:
    """Measure and print."""
    given = os.environ.get(REFERENCE_DATA)
    print("pairs of records that are one person, held against the labels", flush=True)
    if given is None:
        print(f"  skipped: {REFERENCE_DATA} is not set; it names the folder that holds febrl and splink_fake1000")
    else:
        folder = Path(given)
        for number in FEBRL_NUMBERS:
            file = folder / "febrl" / f"dataset{number}.csv"
            _print_quality(f"febrl {number}", file, "other_id", "soc_sec_id", read_febrl)
        file = folder / "splink_fake1000" / "fake_1000.csv"
        _print_quality("splink_fake1000", file, "email", "e-mail", read_fake)
    print("identity tables of 1 M keys and 3 M links", flush=True)
    found = run_task("build_identity", module="bench.identity_size", folder=str(FOLDER.resolve() / "size"))
    print(
        f"  {found['key_count']:,} keys, {found['link_count']:,} links, {found['customer_count']:,} customers: "
        f"{found['cpu']:.1f} CPU s (aim <= 10), peak {found['peak_gigabytes']:.2f} GB (aim <= 2)",
        flush=True,
    )
    print("people compared by codes of their names, birth dates and addresses", flush=True)
    found = run_task("compare_people", module="bench.identity_size")
    print(
        f"  {found['record_count']:,} records, {found['double_count']:,} of them doubles: coded in "
        f"{found['coding']:.1f}, compared in {found['comparing']:.1f} CPU s, peak {found['peak_gigabytes']:.2f} GB; "
        f"{found['found_count']:,} pairs found, {found['wrong_count']:,} of them wrong"
    )
    shutil.rmtree(FOLDER, ignore_errors=True)


def _print_quality(name: str, file: Path, kind: str, key: str, read: Callable[[Path], Iterator[Record]]) -> None:
    if not file.is_file():
        print(f"  {name}: skipped, there is no {file.name} in the folder")
        return
    records = list(read(file))
    keyless = [replace(record, key="") for record in records]
    _print_figures(f"{name} by {key}", records, kind, {}, "precision >= 0.999, febrl recall >= 0.85")
    aim = "precision >= 0.999, febrl recall >= 0.97"
    _print_figures(f"{name} by {key} and likeness", records, kind, {"likeness": True}, aim)
    by_score = {"likeness": True, "tell_households_apart": False}
    _print_figures(f"{name} by likeness alone", keyless, kind, {"likeness": True}, "none")
    _print_figures(f"{name} by likeness alone, households not told apart", keyless, kind, by_score, aim)


def _print_figures(name: str, records: list[Record], kind: str, identity: dict[str, Any], aim: str) -> None:
    started = read_cpu_seconds()
    customers = find_customers(records, kind, identity, FOLDER / "records")
    found, true, both = count_pairs(customers, {record.record_id: record.person for record in records})
    print(
        f"  {name}: precision {both / max(found, 1):.4f} ({both:,} of {found:,} pairs), "
        f"recall {both / true:.4f} ({both:,} of {true:,}); aim: {aim}; {read_cpu_seconds() - started:.1f} CPU s",
        flush=True,
    )


def read_febrl(file: Path) -> Iterator[Record]:
    """Read a FEBRL file: rec-12-org and rec-12-dup-0 are one person."""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, skipinitialspace=True):
            compared = {name: (row[column] or "").strip() for name, column in FEBRL_FIELDS.items()}
            yield Record(row["rec_id"], row["rec_id"].split("-")[1], (row["soc_sec_id"] or "").strip(), compared)


def read_fake(file: Path) -> Iterator[Record]:
    """Read Splink's 1,000 invented people, labelled by cluster."""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            compared = {name: row[column] or "" for name, column in FAKE_FIELDS.items()}
            yield Record(row["unique_id"], row["cluster"], row["email"] or "", compared)


def find_customers(records: list[Record], kind: str, identity: dict[str, Any], folder: Path) -> dict[str, int]:
    """Land records as people with an event each, build the project's night, and return each record's customer."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    names = list(records[0].compared)
    _write(
        folder / "people.csv", ("crm_id", kind, *names), ((r.record_id, r.key, *r.compared.values()) for r in records)
    )
    events = ((record.record_id, "record", MOMENT, record.record_id) for record in records)
    _write(folder / "events.csv", (*ROW, "crm_id"), events)
    settings = Settings.model_validate(
        {
            "project": {"name": "Reference"},
            "sources": {
                "people": {"kind": "people", "path": "people.csv"},
                "events": {"kind": "events", "path": "events.csv"},
            },
            "identity": identity,
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


def _write(file: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(header)
        writer.writerows(rows)


def count_pairs(customers: dict[str, int], persons: dict[str, str]) -> tuple[int, int, int]:
    """Count the pairs of records that are found to be one, that truly are, and both."""

    def count(groups: Iterable[Any]) -> int:
        return sum(size * (size - 1) // 2 for size in Counter(groups).values())

    both = ((customer, persons[record]) for record, customer in customers.items())
    return count(customers.values()), count(persons.values()), count(both)


if __name__ == "__main__":
    main()
