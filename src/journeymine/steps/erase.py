"""Carry out the book of erasures, and redact again; whichever run comes next completes what a killed one began."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from journeymine.ingest.land import open_landing
from journeymine.ingest.sweep import redact_landed, sweep_landed
from journeymine.privacy.erasures import read_book, read_suppressed, write_book
from journeymine.privacy.keyfile import check_fingerprint
from journeymine.privacy.redactors import choose_redactor
from journeymine.settings import Settings
from journeymine.steps import publish as publishing
from journeymine.steps.ingest import LANDED_FOLDER
from journeymine.warehouse.connection import open_database

Announce = Callable[[str], None]


def erase_pending(settings: Settings, key: bytes, announce: Announce) -> frozenset[int]:
    """Take everybody whose erasure is pending out of the landed files; the lock is held.

    Returns:
        The customers whom no night may hand on to the next; empty if no erasure is pending.

    Raises:
        KeyFileError: The key is not the one the landed files were hashed with.
    """
    warehouse = settings.warehouse_folder
    book = read_book(warehouse)
    if not book.pending:
        return frozenset()
    root = warehouse / LANDED_FOLDER
    check_fingerprint(key, root)
    limits = settings.warehouse
    with open_landing(key, "UTC", memory_limit=limits.memory_limit, threads=limits.threads) as connection:
        count = sweep_landed(connection, root, read_suppressed(warehouse, key))
    announce(f"Erased from {count} landed files; every customer is built anew.")
    return book.erased_customers


def redact_again(settings: Settings, announce: Announce) -> bool:
    """Redact the landed texts again if the rules, names or tools have changed since; the lock is held.

    Nights that are kept hold their texts as they were, until they are dropped.

    Returns:
        Whether a text changed, so that everything is to be built anew.
    """
    root, limits, redactor = settings.warehouse_folder / LANDED_FOLDER, settings.warehouse, choose_redactor(settings)
    with open_database(None, memory_limit=limits.memory_limit, threads=limits.threads) as connection:
        count = redact_landed(connection, root, redactor)
    if count:
        announce(f"The rules of redaction have changed: texts of {count} landed files were redacted again.")
    return count > 0


def complete_erasures(warehouse: Path, announce: Announce) -> None:
    """Remove every night but the one just published, which knows nothing of them, and close the book's entries."""
    for name in publishing.drop_other_nights(warehouse):
        announce(f"Removed night {name}, which still held who was forgotten.")
    book = read_book(warehouse)
    write_book(warehouse, book.complete(datetime.now(UTC).isoformat(timespec="seconds")))
