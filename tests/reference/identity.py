"""Who is who, the slow way: sets and loops in place of sql/core's identity models."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from journeymine.settings import Settings

Key = tuple[str, str]
Row = dict[str, Any]


def assign_customers(rows: list[Row], settings: Settings) -> list[int | None]:
    """Return the customer of each row: `at` and identity keys by kind; None where no key leads to one."""
    kinds = [*settings.identity.keys, "device"]
    row_keys = [{kind: row[kind] for kind in kinds if row.get(kind) not in (None, "")} for row in rows]
    first_seen = _find_first_seen(rows, row_keys)
    persons = {key: {key} for key in first_seen if key[0] != "device"}
    links = _find_links(row_keys, settings)
    _merge(persons, links)
    crowded = _find_crowded(persons, settings)
    if crowded:
        kept = {
            frozenset(link)
            for link in links
            if not any((id(persons[key]), kind) in crowded for key in link for kind in {other for other, _ in link})
        }
        persons = {key: {key} for key in persons}
        _merge(persons, kept)
    known = _find_known_persons(row_keys, persons, kinds)
    groups = {key: set(keys) for key, keys in persons.items()}
    _join_devices(groups, persons, known, first_seen, settings)
    names = {key: _name(group, first_seen, kinds) for key, group in groups.items()}
    objects = _find_object_customers(rows, row_keys, names, kinds)
    customers: list[int | None] = []
    for row, keys in zip(rows, row_keys, strict=True):
        person = next((names[kind, keys[kind]] for kind in kinds[:-1] if kind in keys), None)
        device = names.get(("device", keys.get("device", "")))
        customers.append(person or objects.get(row.get("object") or "") or device)
    if settings.identity.shared_device == "by_login_window":
        _place_by_login(customers, rows, row_keys, known, kinds, objects, settings)
    return customers


def _find_first_seen(rows: list[Row], row_keys: list[dict[str, str]]) -> dict[Key, datetime]:
    first: dict[Key, datetime] = {}
    for row, keys in zip(rows, row_keys, strict=True):
        for key in keys.items():
            first[key] = min(first.get(key, row["at"]), row["at"])
    return first


def _find_links(row_keys: list[dict[str, str]], settings: Settings) -> set[frozenset[Key]]:
    met: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    pairs = set()
    for keys in row_keys:
        persons = [key for key in keys.items() if key[0] != "device"]
        for one in persons:
            for other in persons:
                if one != other:
                    met[one][other[0]].add(other[1])
                    pairs.add(frozenset((one, other)))
    return {
        pair
        for pair in pairs
        if all(
            len(met[one][other[0]]) <= settings.identity.limit(other[0])  # type: ignore[arg-type]
            for one, other in (tuple(pair), tuple(pair)[::-1])
        )
    }


def _merge(groups: dict[Key, set[Key]], links: Iterable[frozenset[Key]]) -> None:
    for link in links:
        one, other = link
        if groups[one] is not groups[other]:
            groups[one] |= groups[other]
            for key in groups[other]:
                groups[key] = groups[one]


def _find_crowded(persons: dict[Key, set[Key]], settings: Settings) -> set[tuple[int, str]]:
    return {
        (id(group), kind)
        for group in persons.values()
        for kind in {kind for kind, _ in group}
        if sum(other == kind for other, _ in group) > settings.identity.limit(kind)  # type: ignore[arg-type]
    }


def _find_known_persons(
    row_keys: list[dict[str, str]], persons: dict[Key, set[Key]], kinds: list[str]
) -> dict[str, set[int]]:
    known: dict[str, set[int]] = defaultdict(set)
    for keys in row_keys:
        person = next((persons[kind, keys[kind]] for kind in kinds[:-1] if kind in keys), None)
        if "device" in keys and person is not None:
            known[keys["device"]].add(id(person))
    return known


def _join_devices(
    groups: dict[Key, set[Key]],
    persons: dict[Key, set[Key]],
    known: dict[str, set[int]],
    first_seen: dict[Key, datetime],
    settings: Settings,
) -> None:
    devices_of: dict[int, list[Key]] = defaultdict(list)
    for key in first_seen:
        if key[0] == "device":
            groups[key] = {key}
            if len(known[key[1]]) == 1:
                devices_of[next(iter(known[key[1]]))].append(key)
    for person, devices in devices_of.items():
        if len(devices) <= settings.identity.limit("device"):
            whole = {key for key, group in persons.items() if id(group) == person} | set(devices)
            for key in whole:
                groups[key] = whole


def _name(group: set[Key], first_seen: dict[Key, datetime], kinds: list[str]) -> int:
    kind, value = min(group, key=lambda key: (first_seen[key], kinds.index(key[0]), key[1]))
    return int.from_bytes(hashlib.md5(f"{kind}:{value}".encode()).digest()[:8], "little") >> 1


def _find_object_customers(
    rows: list[Row], row_keys: list[dict[str, str]], names: dict[Key, int], kinds: list[str]
) -> dict[str, int]:
    first: dict[str, tuple[datetime, int]] = {}
    for row, keys in zip(rows, row_keys, strict=True):
        person = next((names[kind, keys[kind]] for kind in kinds[:-1] if kind in keys), None)
        if row.get("object") and person is not None:
            seen = (row["at"], person)
            first[row["object"]] = min(first.get(row["object"], seen), seen)
    return {thing: person for thing, (_, person) in first.items()}


def _place_by_login(
    customers: list[int | None],
    rows: list[Row],
    row_keys: list[dict[str, str]],
    known: dict[str, set[int]],
    kinds: list[str],
    objects: dict[str, int],
    settings: Settings,
) -> None:
    def is_person(index: int) -> bool:
        return any(kind in row_keys[index] for kind in kinds[:-1])

    for device in {device for device, persons in known.items() if len(persons) > 1}:
        indexes = sorted(
            (index for index, keys in enumerate(row_keys) if keys.get("device") == device),
            key=lambda index: rows[index]["at"],
        )
        visits: list[list[int]] = []
        last = None
        for index in indexes:
            at = rows[index]["at"]
            if last is None or at - last >= settings.sessions.gap:
                visits.append([])
            visits[-1].append(index)
            last = at
        for visit in visits:
            persons = {customers[index] for index in visit if is_person(index)}
            for index in visit:
                has_owner = is_person(index) or (rows[index].get("object") or "") in objects
                if not has_owner and len(persons) == 1:
                    [customers[index]] = persons
