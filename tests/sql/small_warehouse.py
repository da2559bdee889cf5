"""A warehouse in memory, built by the product's own runner from events written as a small table of text."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from journeymine.contracts.landed import COMPARED_FIELDS, KIND_COLUMNS, LANDED_TABLES
from journeymine.identity.seeds import build_identity_seeds
from journeymine.journeys.plans import build_plan_seeds
from journeymine.journeys.seeds import build_journey_seeds
from journeymine.privacy.codes import encode_values
from journeymine.settings import Settings
from journeymine.steps.models import list_made
from journeymine.touchpoints.channels import build_channel_seeds
from journeymine.touchpoints.rules import build_rule_seeds
from journeymine.warehouse.build import NIGHT, build_models, open_catalog, write_seeds, write_variables
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.plan import read_inputs, read_plan
from journeymine.warehouse.sqlfiles import Model, read_model_files, sql_folder

Row = dict[str, Any]
KEY_KINDS = (
    *("user_id", "email", "phone", "crm_id", "support_id", "loyalty_id", "other_id"),
    *("device", "object", "account"),
)
PLAIN_COLUMNS = ("amount", "currency_code", "props", "rating", "rating_scale", "text")
FIRST_DAY = datetime(2026, 1, 1)


def read_table(text: str) -> list[Row]:
    """Read a table written with | between its cells; an empty cell is null, "" is an empty text."""
    lines = [
        line.strip() for line in text.strip().splitlines() if line.strip() and not set(line.strip()) <= set("-+| ")
    ]
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [{name: _read_cell(cell) for name, cell in zip(header, row, strict=True)} for row in rows]


def _read_cell(cell: str) -> str | None:
    return "" if cell == '""' else cell or None


def read_time(text: str | datetime | None) -> datetime | None:
    """Read `10:00`, `10:00:01.5` (of 1 January 2026), `+30d 10:00` (30 days later) or a whole time."""
    if text is None or isinstance(text, datetime):
        return text
    match = re.fullmatch(r"(?:\+(\d+)d\s+)?(\d+):(\d+)(?::(\d+(?:\.\d+)?))?", text)
    if match is None:
        return datetime.fromisoformat(text)
    days, hours, minutes, seconds = match.groups()
    return FIRST_DAY + timedelta(
        days=int(days or 0), hours=int(hours), minutes=int(minutes), seconds=float(seconds or 0)
    )


def make_id(*parts: object) -> int:
    """Make a stable non-negative 63-bit id of some values."""
    return int(hashlib.md5(json.dumps(parts, default=str).encode()).hexdigest()[:16], 16) >> 1


def land_rows(events: Iterable[Row], people: Iterable[Row] = (), links: Iterable[Row] = ()) -> dict[str, list[Row]]:
    """Turn plain rows into landed tables.

    An event has `at` and, if wanted, id, source (web), event (view), received, sequence, row, any identity kind, any
    column of event_kinds, amount, rating, text, is_solicited, traits (a dict), props.
    """
    landed: dict[str, list[Row]] = {table: [] for table in LANDED_TABLES}
    for number, event in enumerate(events, 1):
        source = event.get("source") or "web"
        at = read_time(event["at"])
        kind = {name: event.get(name) for name in KIND_COLUMNS}
        kind["event_name"] = event.get("event", kind["event_name"]) or "view"
        kind["actor"] = kind["actor"] or "customer"
        traits = event.get("traits")
        kind |= {"source": source, "traits": json.dumps(traits, sort_keys=True) if traits else None}
        event_id = str(event.get("id") or number)
        row = {
            "event_key": make_id(source, event_id),
            "event_id": event_id,
            "event_kind_id": make_id(kind),
            "key_set_id": _land_keys(landed, event, at),
            "occurred_at": at,
            "received_at": read_time(event.get("received")),
            "sequence_number": event.get("sequence"),
            "row_number": int(event.get("row") or number),
            **{name: event.get(name) for name in PLAIN_COLUMNS},
            "is_solicited": event.get("is_solicited"),
            "record_id": event_id,
        }
        landed["feedback" if row["text"] or row["rating"] else "events"].append(row)
        landed["event_kinds"].append({"event_kind_id": row["event_kind_id"], **kind})
    for number, person in enumerate(people, 1):
        at = read_time(person.get("updated_at"))
        record = {"record_id_hash": str(number), **person, "updated_at": at}
        record["key_set_id"] = _land_keys(landed, person, at)
        landed["people"].append(record)
        codes = {f"{name}_code": _encode(name, person.get(name)) for name in COMPARED_FIELDS}
        if any(codes.values()):
            landed["person_codes"].append({**record, **codes})
    for link in links:
        landed["links"].append({"link_reason": "crm_merge", **link, "linked_at": read_time(link["linked_at"])})
    return landed


def _encode(field: str, value: str | None) -> bytes | None:
    return encode_values(field, [value], b"a secret")[0] if value else None


def _land_keys(landed: dict[str, list[Row]], row: Row, at: datetime | None) -> int | None:
    keys = {f"{kind}_hash": row.get(kind) for kind in KEY_KINDS}
    if not any(value is not None for value in keys.values()):
        return None
    key_set_id = make_id(keys)
    landed["key_sets"].append(
        {"key_set_id": key_set_id, **keys, "first_seen_at": at, "last_seen_at": at, "row_count": 1}
    )
    return key_set_id


def write_landed(connection: Connection, landed: Mapping[str, Sequence[Row]]) -> None:
    """Make the tables of schema raw that the models read."""
    connection.execute(f"create schema if not exists {NIGHT}.raw")
    for table, columns in LANDED_TABLES.items():
        typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        connection.execute(f"create or replace table {NIGHT}.raw.{table} ({typed})")
        rows = [tuple(row.get(name) for name in columns) for row in landed.get(table, ())]
        if rows:
            marks = ", ".join("?" * len(columns))
            connection.executemany(f"insert into {NIGHT}.raw.{table} values ({marks})", rows)
    connection.execute(
        f"create or replace table {NIGHT}.raw.files (source varchar, line_count bigint, loaded_count bigint, "
        "rejected_count bigint, file_hash varchar, grown_into varchar, landed_at timestamp)"
    )


def build_seeds(settings: Settings) -> dict[str, Any]:
    """Build every table of schema seed."""
    return {
        **build_identity_seeds(settings),
        **build_channel_seeds(settings),
        **build_rule_seeds(settings),
        **build_journey_seeds(settings),
        **build_plan_seeds(settings),
    }


def read_models() -> tuple[Model, ...]:
    """Read the model files of the layers built here, and the tables Python makes."""
    return (*read_model_files(sql_folder(), ("staging", "core", "marts", "report")), *list_made())


def build_warehouse(
    connection: Connection,
    settings: Settings,
    tables: Sequence[str],
    *,
    as_of: datetime | None = None,
    written: Sequence[str] = (),
) -> None:
    """Build `tables`, and all they read, from the raw tables of an open warehouse and those `written` already."""
    seeds = build_seeds(settings)
    write_seeds(connection, seeds)
    write_variables(connection, {"as_of": as_of})
    connection.execute(f"create schema if not exists {NIGHT}.previous")
    connection.execute(
        f"create table if not exists {NIGHT}.previous.identities (identity_kind varchar, identity_hash varchar, "
        "customer_id bigint, link_reason varchar, link_probability double, first_seen_at timestamp, "
        "last_seen_at timestamp)"
    )
    given = {*seeds, *(f"raw.{table}" for table in LANDED_TABLES), "raw.files", "previous.identities", *written}
    models = _find_needed(connection, set(tables), set(written))
    build_models(connection, NIGHT, read_plan(connection, models, given).models)


def _find_needed(connection: Connection, needed: set[str], written: set[str]) -> list[Model]:
    models = {model.table: model for model in read_models() if model.table not in written}
    waiting = sorted(needed)
    while waiting:
        model = models.get(waiting.pop())
        inputs = set(read_inputs(connection, model)) - needed if model else set()
        needed |= inputs
        waiting.extend(inputs)
    return [model for table, model in models.items() if table in needed]


def make_settings(**tables: Any) -> Settings:
    """Make a project's settings; tables as in journeymine.toml, rules under `touchpoints`."""
    given = {"project": {"name": "Test"}, "sources": {"web": {"kind": "events", "path": "x"}}, **tables}
    return Settings.model_validate(given)


__all__ = ["NIGHT", "build_warehouse", "land_rows", "make_settings", "open_catalog", "read_table", "write_landed"]
