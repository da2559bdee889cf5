"""Carry out what is written in the book of erasures; whichever run comes next completes what a killed one began."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from journeymine.ingest.land import open_landing
from journeymine.ingest.sweep import sweep_landed
from journeymine.privacy.erasures import read_book, read_suppressed, write_book
from journeymine.privacy.keyfile import check_fingerprint
from journeymine.settings import Settings
from journeymine.steps import publish as publishing
from journeymine.steps.ingest import LANDED_FOLDER

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


def complete_erasures(warehouse: Path, announce: Announce) -> None:
    """Remove every night but the one just published, which knows nothing of them, and close the book's entries."""
    for name in publishing.drop_other_nights(warehouse):
        announce(f"Removed night {name}, which still held who was forgotten.")
    book = read_book(warehouse)
    write_book(warehouse, book.complete(datetime.now(UTC).isoformat(timespec="seconds")))
