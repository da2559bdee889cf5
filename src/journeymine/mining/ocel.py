"""Write steps as an object-centric event log, OCEL 2.0: each with the customer, the visit and the record it concerns.

Source: Berti et al. (2024), OCEL (Object-Centric Event Log) 2.0 Specification.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TextIO

from journeymine.mining.xes import write_time

Rows = Callable[[], Iterable[dict[str, Any]]]
"""Rows that can be asked for again; a call ends the rows of the one before."""

ATTRIBUTES = ("source", "stage", "channel")
"""Of an event; all of them are texts."""
BATCH_ROWS = 20_000
_OWNED = "of"
_TABLES = """
create table event (ocel_id text primary key, ocel_type text);
create table event_map_type (ocel_type text primary key, ocel_type_map text);
create table object (ocel_id text primary key, ocel_type text);
create table object_map_type (ocel_type text primary key, ocel_type_map text);
create table event_object (ocel_event_id text, ocel_object_id text, ocel_qualifier text,
    primary key (ocel_event_id, ocel_object_id, ocel_qualifier));
create table object_object (ocel_source_id text, ocel_target_id text, ocel_qualifier text,
    primary key (ocel_source_id, ocel_target_id, ocel_qualifier));
"""


def list_related(event: dict[str, Any]) -> list[tuple[str, str]]:
    """List the objects of an event, each with the word for what it is to it."""
    related = [(f"customer-{event['customer_id']}", "customer")]
    if event["session_id"] is not None:
        related.append((f"session-{event['session_id']}", "session"))
    if event["record_id"] is not None:
        related.append((event["record_id"], event["record_type"]))
    return related


def write_ocel_json(
    touchpoints: Sequence[str], kinds: Sequence[str], objects: Rows, events: Rows, file: TextIO
) -> None:
    """Write the log as JSON, row by row.

    Args:
        touchpoints: Every touchpoint, which are the types of events.
        kinds: Every type of object.
        objects: Rows of object_id, object_type, owner_id (or None), first_seen_at.
        events: Rows of event_id, touchpoint, occurred_at (UTC), ATTRIBUTES, customer_id, session_id, record_id and
            record_type (or None).
        file: Open for writing, UTF-8.
    """
    attributes = [{"name": name, "type": "string"} for name in ATTRIBUTES]
    file.write('{"objectTypes":' + _write_json([{"name": kind, "attributes": []} for kind in kinds]))
    file.write(',\n"eventTypes":' + _write_json([{"name": name, "attributes": attributes} for name in touchpoints]))
    file.write(',\n"objects":[')
    _write_list(file, (_describe_object(row) for row in objects()))
    file.write('],\n"events":[')
    _write_list(file, (_describe_event(row) for row in events()))
    file.write("]}\n")


def write_ocel_sqlite(
    touchpoints: Sequence[str], kinds: Sequence[str], objects: Rows, events: Rows, database: sqlite3.Connection
) -> None:
    """Write the log into an empty SQLite database, batch by batch; arguments as of `write_ocel_json`."""
    database.executescript(_TABLES)
    event_tables = {name: f"e{number}" for number, name in enumerate(touchpoints, 1)}
    object_tables = {kind: f"o{number}" for number, kind in enumerate(kinds, 1)}
    columns = ", ".join(f"{name} text" for name in ATTRIBUTES)
    for name, table in event_tables.items():
        database.execute("insert into event_map_type values (?, ?)", (name, table))
        database.execute(f"create table event_{table} (ocel_id text primary key, ocel_time text, {columns})")
    for kind, table in object_tables.items():
        database.execute("insert into object_map_type values (?, ?)", (kind, table))
        database.execute(f"create table object_{table} (ocel_id text, ocel_time text, ocel_changed_field text)")
    for batch in _batch(objects()):
        database.executemany("insert into object values (:object_id, :object_type)", batch)
        owned = [(row["object_id"], row["owner_id"], _OWNED) for row in batch if row["owner_id"] is not None]
        database.executemany("insert into object_object values (?, ?, ?)", owned)
        for row in batch:
            table = object_tables[row["object_type"]]
            values = (row["object_id"], write_time(row["first_seen_at"]))
            database.execute(f"insert into object_{table} values (?, ?, null)", values)  # noqa: S608 - numbered here
    marks = ", ".join("?" for _ in ATTRIBUTES)
    for batch in _batch(events()):
        database.executemany("insert into event values (:event_id, :touchpoint)", batch)
        related = [(row["event_id"], *pair) for row in batch for pair in list_related(row)]
        database.executemany("insert into event_object values (?, ?, ?)", related)
        for row in batch:
            values = (row["event_id"], write_time(row["occurred_at"]), *(row[name] for name in ATTRIBUTES))
            table = event_tables[row["touchpoint"]]
            database.execute(f"insert into event_{table} values (?, ?, {marks})", values)  # noqa: S608 - numbered here
    database.commit()


def _batch(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH_ROWS)):
        yield batch


def _describe_object(row: dict[str, Any]) -> dict[str, Any]:
    owner = [] if row["owner_id"] is None else [{"objectId": row["owner_id"], "qualifier": _OWNED}]
    return {"id": row["object_id"], "type": row["object_type"], "attributes": [], "relationships": owner}


def _describe_event(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["event_id"],
        "type": row["touchpoint"],
        "time": write_time(row["occurred_at"]),
        "attributes": [{"name": name, "value": row[name]} for name in ATTRIBUTES if row[name] is not None],
        "relationships": [{"objectId": name, "qualifier": word} for name, word in list_related(row)],
    }


def _write_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write_list(file: TextIO, entries: Iterable[object]) -> None:
    file.writelines((",\n" if number else "\n") + _write_json(entry) for number, entry in enumerate(entries))
