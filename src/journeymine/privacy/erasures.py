"""Who was erased: an audit without personal data, and keyed marks by which later deliveries of theirs are known.

A mark is a keyed hash of a key's hash, so that the list says nothing to anybody without the project's key, and nothing
ties one person's marks together.
"""

from __future__ import annotations

import hmac
import json
import os
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from journeymine.errors import KeyFileError
from journeymine.privacy.hashing import HASH_CHARACTERS, SEPARATOR, hashed_sql
from journeymine.privacy.keyfile import find_fingerprint

ERASURES_FILE = "erasures.json"
ERASED_KIND = "erased"
"""The kind under which a key's hash is hashed once more."""
EVENT = "event"
"""What stands for the kind of key where a single event is marked."""


@dataclass(frozen=True)
class Erasure:
    """One line of the audit; `customer_ids` and `file_names` are there only until it is completed.

    Times are ISO, UTC. Counts are of rows in landed files, as found when it was asked for.
    """

    erasure_id: str
    requested_at: str
    requested_by: str | None
    event_count: int
    person_record_count: int
    link_count: int
    rejected_count: int
    landed_file_count: int
    completed_at: str | None = None
    customer_ids: tuple[int, ...] = ()
    file_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suppressed:
    """The marks of what must stay erased: of keys, and of single events that lead to a person by their visit alone.

    A shared key stood on rows of others, too: of an office, or of a family split by hand. It erases what has no other.
    """

    key_marks: frozenset[str] = frozenset()
    event_marks: frozenset[str] = frozenset()
    shared_key_marks: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.key_marks or self.event_marks or self.shared_key_marks)

    def __or__(self, other: Suppressed) -> Suppressed:
        return Suppressed(
            self.key_marks | other.key_marks,
            self.event_marks | other.event_marks,
            self.shared_key_marks | other.shared_key_marks,
        )


_MARKS = tuple(entry.name for entry in fields(Suppressed))


@dataclass(frozen=True)
class ErasureBook:
    """All that erasures.json holds; `fingerprint` is of the key that the marks were made with."""

    fingerprint: str | None = None
    suppressed: Suppressed = field(default_factory=Suppressed)
    erasures: tuple[Erasure, ...] = ()

    @property
    def pending(self) -> tuple[Erasure, ...]:
        """Erasures that were asked for and are not completed."""
        return tuple(erasure for erasure in self.erasures if erasure.completed_at is None)

    @property
    def erased_customers(self) -> frozenset[int]:
        """The ids that pending erasures must not hand on from last night's tables."""
        return frozenset(number for erasure in self.pending for number in erasure.customer_ids)

    def add(self, erasure: Erasure, suppressed: Suppressed, key: bytes) -> ErasureBook:
        """Return the book with one more erasure."""
        return ErasureBook(find_fingerprint(key), self.suppressed | suppressed, (*self.erasures, erasure))

    def complete(self, completed_at: str) -> ErasureBook:
        """Return the book with nothing pending: of each erasure no more is kept than when, and how much."""
        erasures = (
            entry if entry.completed_at else replace(entry, completed_at=completed_at, customer_ids=(), file_names=())
            for entry in self.erasures
        )
        return replace(self, erasures=tuple(erasures))


def mark_key(key: bytes, kind: str, identity_hash: str) -> str:
    """Return the mark of an identity key, or of an event."""
    message = f"{ERASED_KIND}{SEPARATOR}{kind}:{identity_hash}".encode()
    return hmac.digest(key, message, "sha256").hex()[:HASH_CHARACTERS]


def mark_sql(kind: str, identity_hash: str) -> str:
    """Return SQL that marks a key as `mark_key` does, of SQL for its kind and its hash."""
    return hashed_sql(ERASED_KIND, f"{kind} || ':' || {identity_hash}")


def read_book(warehouse: Path) -> ErasureBook:
    """Read the book of a warehouse; it is empty where nobody was ever erased."""
    path = warehouse / ERASURES_FILE
    if not path.is_file():
        return ErasureBook()
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    erasures = tuple(
        Erasure(**{**entry, "customer_ids": tuple(entry["customer_ids"]), "file_names": tuple(entry["file_names"])})
        for entry in content["erasures"]
    )
    suppressed = Suppressed(*(frozenset(content.get(name, ())) for name in _MARKS))
    return ErasureBook(content["fingerprint"], suppressed, erasures)


def write_book(warehouse: Path, book: ErasureBook) -> None:
    """Write the book whole, or leave the former one."""
    content = {
        "fingerprint": book.fingerprint,
        **{name: sorted(getattr(book.suppressed, name)) for name in _MARKS},
        "erasures": [asdict(erasure) for erasure in book.erasures],
    }
    path = warehouse / ERASURES_FILE
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    partial.chmod(0o640)
    partial.replace(path)


def read_suppressed(warehouse: Path, key: bytes) -> Suppressed:
    """Read the marks of those who must stay erased.

    Raises:
        KeyFileError: The marks were made with another key, so nobody erased would be known by them.
    """
    book = read_book(warehouse)
    if book.suppressed and book.fingerprint != find_fingerprint(key):
        raise KeyFileError(
            "the list of erased people was made with another key: their rows would come back",
            where=str(warehouse / ERASURES_FILE),
            next_action="Bring back the former key; docs/running.md tells how a key is changed.",
        )
    return book.suppressed
