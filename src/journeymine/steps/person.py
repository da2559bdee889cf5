"""Find all that leads to one person: their keys, records and visits."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from journeymine.errors import SettingsError
from journeymine.ingest.land import open_landing
from journeymine.ingest.rules import read_email_rules
from journeymine.ingest.sweep import count_landed
from journeymine.overlay import number_key
from journeymine.privacy.erasures import EVENT, ErasureBook, Suppressed, mark_key
from journeymine.privacy.hashing import hash_identifier
from journeymine.settings import IDENTITY_KINDS, PERSON_KINDS, Settings
from journeymine.steps import publish as publishing
from journeymine.steps.ingest import LANDED_FOLDER
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.customer import find_customer, find_owner, read_keys, read_persons, read_visit_events

_HASH = re.compile(r"[0-9a-f]{32}")


class UnknownCustomerError(SettingsError):
    """Nobody is known by what was asked for."""


@dataclass(frozen=True)
class Person:
    """What leads to the person: `keys` (kind, hash), single events, and the number of each key.

    Of the keys, `shared` ones stand on rows of other customers, too.
    """

    keys: tuple[tuple[str, str], ...]
    events: tuple[int, ...] = ()
    shared: frozenset[tuple[str, str]] = frozenset()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The ids of the customers who could be named after one of the keys."""
        return tuple(sorted(number_key(f"{kind}:{value}") for kind, value in self.keys))

    def mark(self, key: bytes) -> Suppressed:
        """Make the marks by which the person's rows are known, with the project's key."""
        return Suppressed(
            frozenset(mark_key(key, kind, value) for kind, value in self.keys if (kind, value) not in self.shared),
            frozenset(mark_key(key, EVENT, str(event)) for event in self.events),
            frozenset(mark_key(key, kind, value) for kind, value in self.shared),
        )


def find_person(settings: Settings, key: bytes, asked: str, book: ErasureBook) -> Person | None:
    """Find who was meant; None if the key asked for is erased already, or an erasure waits that may be theirs.

    Raises:
        UnknownCustomerError: Nobody is known by it.
        SettingsError: It is no key.
    """
    given = [] if asked.isdecimal() else read_asked_keys(settings, key, asked)
    night = publishing.find_current(settings.warehouse_folder)
    if night is not None:
        with open_database(
            night / publishing.DATABASE, read_only=True, memory_limit=settings.warehouse.memory_limit
        ) as connection:
            if asked.isdecimal():
                number = int(asked)
                found = find_customer(connection, number, is_key=False) if number < 1 << 63 else None
            else:
                owners = (find_owner(connection, kind, value) for kind, value in given)
                found = next((owner for owner in owners if owner is not None), None)
            if found is not None:
                keys = read_keys(connection, found)
                persons = read_persons(connection)
                objects = _find_objects(settings, persons, found)
                shared = find_shared(settings, persons, found, keys)
                return Person((*keys, *objects), tuple(read_visit_events(connection, found)), shared)
    if any(mark_key(key, kind, value) in book.suppressed.key_marks for kind, value in given) or book.pending:
        return None
    person = Person(tuple(given))
    with open_landing(key, "UTC") as connection:
        root = settings.warehouse_folder / LANDED_FOLDER
        if given and count_landed(connection, root, person.mark(key))[1]:
            return person  # landed or rejected, and in no night so far
    raise UnknownCustomerError(
        "nobody is known by that",
        where="CUSTOMER",
        next_action="Name a customer_id, an e-mail address, or a key as kind:value; kinds are: "
        f"{', '.join(IDENTITY_KINDS)}.",
    )


def read_asked_keys(settings: Settings, key: bytes, asked: str) -> list[tuple[str, str]]:
    """Return what the text may stand for, as (kind, hash).

    Raises:
        SettingsError: It is no key.
    """
    kind, colon, value = asked.partition(":")
    if not colon and "@" in asked:
        kind, value = "email", asked
    if kind not in IDENTITY_KINDS:
        raise SettingsError(
            "this is neither a customer_id, nor an e-mail address, nor a key as kind:value",
            where="CUSTOMER",
            allowed=tuple(f"{name}:..." for name in IDENTITY_KINDS),
        )
    hashed = hash_identifier(
        kind, value, key, phone_region=settings.project.phone_region, email_rules=read_email_rules(settings)
    )
    keys = [(kind, value)] if _HASH.fullmatch(value) else []
    if hashed is not None:
        keys.append((kind, hashed))
    if not keys:
        raise SettingsError(f"this cannot be the {kind} of one person", where="CUSTOMER")
    return keys


def _find_objects(settings: Settings, persons: pl.DataFrame, customer_id: int) -> list[tuple[str, str]]:
    """Find the records (tickets, deals) that lead to a customer: to the person who was seen with one first."""
    frames = []
    for rows in _scan_key_sets(settings):
        rows = rows.filter(pl.col("object_hash").is_not_null())
        frames.append(rows.select("key_set_id", "object_hash", "first_seen_at").collect())
    if not frames:
        return []
    owners = (
        pl.concat(frames)
        .join(persons, on="key_set_id")
        .sort("first_seen_at", "customer_id", nulls_last=True)
        .group_by("object_hash", maintain_order=True)
        .first()
        .filter(pl.col("customer_id") == customer_id)
    )
    return [("object", value) for value in sorted(owners["object_hash"])]


def find_shared(
    settings: Settings, persons: pl.DataFrame, customer_id: int, keys: Collection[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """Find which keys of a customer stand on rows of others: what a guard gave up, or people split by hand.

    Args:
        settings: The project.
        persons: Which key sets name a person: key_set_id, customer_id.
        customer_id: The customer.
        keys: Their keys: kind, hash.
    """
    others = persons.filter(pl.col("customer_id") != customer_id)
    own = {kind: [value for own_kind, value in keys if own_kind == kind] for kind, _ in keys if kind in PERSON_KINDS}
    found: set[tuple[str, str]] = set()
    for rows in _scan_key_sets(settings) if own else ():
        theirs = rows.filter(pl.any_horizontal(pl.col(f"{kind}_hash").is_in(own[kind]) for kind in own)).collect()
        if theirs.is_empty():
            continue
        theirs = theirs.join(others, on="key_set_id", how="semi")
        for kind, values in own.items():
            found |= {(kind, value) for value in theirs[f"{kind}_hash"] if value in values}
    return frozenset(found)


def _scan_key_sets(settings: Settings) -> list[pl.LazyFrame]:
    files = sorted((settings.warehouse_folder / LANDED_FOLDER).glob("*/*/key_sets.parquet"))
    return [pl.scan_parquet(file) for file in files]
