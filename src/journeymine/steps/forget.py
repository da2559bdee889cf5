"""Forget a customer: find every key, mark it, and run a night without the rows that hold one."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from journeymine.ingest.land import open_landing
from journeymine.ingest.sweep import count_landed, finish_swaps
from journeymine.privacy.erasures import Erasure, Suppressed, read_book, write_book
from journeymine.privacy.keyfile import check_fingerprint, find_fingerprint
from journeymine.settings import Settings
from journeymine.steps import publish as publishing
from journeymine.steps.erase import complete_erasures
from journeymine.steps.failures import explain_failures
from journeymine.steps.ingest import LANDED_FOLDER
from journeymine.steps.lock import Lock, open_lock
from journeymine.steps.night import (
    NightResult,
    analyse_night,
    build_night,
    ingest_night,
    open_night,
    publish_night,
    report_night,
)
from journeymine.steps.person import Person, find_person, read_asked_keys

Announce = Callable[[str], None]


@dataclass(frozen=True)
class ForgetResult:
    """What was done: `erasure` is the line of the audit, None where nobody was left to erase.

    `source_files` are the user's own files that this person's rows were read from, whether or not they are still there;
    `overlay_count` are entries written by hand that name one of the keys. Neither is ever changed here.
    """

    erasure: Erasure | None
    source_files: tuple[str, ...]
    overlay_count: int
    night: NightResult | None


def forget_customer(
    settings: Settings, key: bytes, asked: str, announce: Announce, *, requested_by: str | None = None
) -> ForgetResult:
    """Erase a person from everything the project keeps, and see to it that later deliveries stay erased.

    Args:
        settings: The project.
        key: The hashing key.
        asked: A customer_id, an e-mail address, a key as kind:value, or its hash as kind:hash.
        announce: Receives one sentence per event of interest.
        requested_by: Who asked for it, for the audit.

    Raises:
        UnknownCustomerError: Nobody is known by what was asked for.
        KeyFileError: The key is not the one the landed files were hashed with.
        LockedError: A run holds the warehouse.
    """
    warehouse = settings.warehouse_folder
    written: list[Erasure] = []

    def write_down(lock: Lock) -> None:
        lock.write_step("find")
        found = _write_down(settings, key, asked, requested_by, announce)
        if found is not None:
            written.append(found)

    as_of = _read_as_of(warehouse)
    with open_night(
        settings, key, as_of=as_of, is_full=True, announce=announce, command="forget", prepare=write_down
    ) as night:
        book = read_book(warehouse)
        files = tuple(sorted({name for entry in book.pending for name in entry.file_names}))
        overlay_count = _count_overlay(settings, book.erased_customers)
        result: NightResult | None = None
        if not night.forgotten:
            announce("This person was erased before: nothing of theirs is left.")
            night.lock.write_outcome("nothing to forget")
        elif _has_events(warehouse / LANDED_FOLDER):
            ingested = ingest_night(night)
            built = build_night(night, ingested)
            built = analyse_night(night, built)
            report_night(night, built)
            result = publish_night(night, ingested, built)
        else:
            publishing.unpublish(warehouse)
            complete_erasures(warehouse, announce)
            announce("Nobody else is left: there is no published night any more.")
            night.lock.write_outcome("forgotten")
    erasures = {entry.erasure_id: entry for entry in read_book(warehouse).erasures}
    erasure = erasures[written[0].erasure_id] if written else None
    return ForgetResult(erasure, files, overlay_count, result)


def mark_unknown(settings: Settings, key: bytes, asked: str, *, requested_by: str | None = None) -> Erasure:
    """See to it that whoever has a key stays out, though nobody is known by it so far; nothing else is done.

    Marks made with another key are blind and are let go; the lines of the audit stay.

    Raises:
        SettingsError: It is no key.
        KeyFileError: The key is not the one the landed files were hashed with.
    """
    warehouse = settings.warehouse_folder
    warehouse.mkdir(parents=True, exist_ok=True)
    with explain_failures(warehouse), open_lock(warehouse, "forget") as lock:
        check_fingerprint(key, warehouse / LANDED_FOLDER)
        person = Person(tuple(read_asked_keys(settings, key, asked)))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        erasure = Erasure(secrets.token_hex(6), now, requested_by, 0, 0, 0, 0, 0, completed_at=now)
        book = read_book(warehouse)
        if book.fingerprint != find_fingerprint(key):
            book = replace(book, suppressed=Suppressed())
        write_book(warehouse, book.add(erasure, person.mark(key), key))
        lock.write_outcome("forgotten")
    return erasure


def list_erasures(settings: Settings) -> tuple[Erasure, ...]:
    """List every erasure: when, how much, at whose request; nothing says who was erased."""
    return read_book(settings.warehouse_folder).erasures


def _write_down(
    settings: Settings, key: bytes, asked: str, requested_by: str | None, announce: Announce
) -> Erasure | None:
    """Find the person and write the erasure into the book; None if all of them is erased, or about to be."""
    warehouse = settings.warehouse_folder
    root = warehouse / LANDED_FOLDER
    check_fingerprint(key, root)
    finish_swaps(root)
    book = read_book(warehouse)
    person = find_person(settings, key, asked, book)
    if person is None:
        return None
    suppressed = person.mark(key)
    limits = settings.warehouse
    with open_landing(key, "UTC", memory_limit=limits.memory_limit, threads=limits.threads) as connection:
        rows, holding = count_landed(connection, root, suppressed)
    erasure = Erasure(
        erasure_id=secrets.token_hex(6),
        requested_at=datetime.now(UTC).isoformat(timespec="seconds"),
        requested_by=requested_by,
        event_count=rows.event_count,
        person_record_count=rows.person_record_count,
        link_count=rows.link_count,
        rejected_count=rows.rejected_count,
        landed_file_count=len(holding),
        customer_ids=person.numbers,
        file_names=tuple(sorted({landed.file_name for landed in holding})),
    )
    write_book(warehouse, book.add(erasure, suppressed, key))
    announce(f"Erasing {rows.total_count:,} rows of {len(holding)} landed files: erasure {erasure.erasure_id}.")
    if person.shared:
        announce(f"Keys that other customers have, too: {len(person.shared)}. Their rows stay, without these keys.")
    return erasure


def _count_overlay(settings: Settings, numbers: frozenset[int]) -> int:
    return len({entry[0] for entry in settings.identity_overlay.list_entries() if entry[3] in numbers})


def _has_events(root: Path) -> bool:
    return any(any(root.glob(f"*/*/{table}.parquet")) for table in ("events", "feedback"))


def _read_as_of(warehouse: Path) -> datetime | None:
    """Read the end of observation that the published night was given, if it was given one."""
    night = publishing.find_current(warehouse)
    record = publishing.read_record(night) if night is not None else None
    return datetime.fromisoformat(record.as_of) if record is not None and record.is_as_of_given else None
