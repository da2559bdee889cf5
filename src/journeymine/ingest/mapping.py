"""Mappings say how a source's columns become contract columns; one TOML file a source kind, no Python.

A shipped mapping (ingest/mappings/KIND.toml) may use SQL expressions over the source's columns. A project's own
`fields` may hold only a column name or a 'quoted constant', so that configuration never runs as SQL.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from typing import Any

from journeymine.contracts.landed import (
    COMPARED_FIELDS,
    EXPOSURE_COLUMNS,
    HASHED_KINDS,
    KIND_COLUMNS,
    NOTE_COLUMNS,
    PEOPLE_TEXT_COLUMNS,
)
from journeymine.errors import SettingsError, find_nearest
from journeymine.settings import SourceSettings

LANDING_VERSION = 8
"""Raised whenever landing itself would write something else for the same file and mapping."""

_EVENT_FIELDS = (
    "occurred_at",
    "received_at",
    "event_id",
    "sequence_number",
    "amount",
    "currency_code",
    *KIND_COLUMNS,
)
_MADE = ("note_key", "note_id", "exposure_key", "exposure_id", "key_set_id", "respondent_hash", "props")
CONTRACT_FIELDS: dict[str, tuple[str, ...]] = {
    "events": _EVENT_FIELDS,
    "feedback": (*_EVENT_FIELDS, "rating", "rating_scale", "text", "is_solicited", "record_id"),
    "people": (
        "updated_at",
        "is_deleted",
        "record_id",
        *PEOPLE_TEXT_COLUMNS,
        "lifetime_value_amount",
        *COMPARED_FIELDS,
    ),
    "links": ("from_kind", "from_id", "to_kind", "to_id", "link_reason", "linked_at"),
    "keys": ("seen_at",),
    "notes": tuple(name for name in (*NOTE_COLUMNS, "record_id", "respondent") if name not in _MADE),
    "exposures": tuple(name for name in (*EXPOSURE_COLUMNS, "record_id") if name not in _MADE),
}
"""What each contract can be given. `keys` yields only a key set: that one person has all of these keys."""

REQUIRED_FIELDS: dict[str, tuple[str, ...]] = {
    "events": ("occurred_at", "event_name"),
    "feedback": ("occurred_at",),
    "people": (),
    "links": ("from_id", "to_id"),
    "keys": (),
    "notes": ("occurred_at", "text"),
    "exposures": ("shown_from_at",),
}
KEYLESS = ("exposures",)
"""Contracts whose rows belong to nobody."""
ANSWERS = "answers"
"""The list that an output of a survey's export takes its rows from."""
LEFT_OUT = "left_out"
"""The table name of files that are read only to be counted."""
DEVICE_KEY = "device_id"
"""How `fields` names the cookie or app instance; `device` there is the event's class of device."""
KEY_FIELDS = {{"device": DEVICE_KEY, "account": "account_id"}.get(kind, kind): kind for kind in HASHED_KINDS}


@dataclass(frozen=True)
class Output:
    """What one row of a table yields: contract fields, identity keys, traits and props, each a SQL expression.

    `each` is a list expression: the row yields one output row per element, named `item` in the other expressions.
    """

    contract: str
    when: str | None = None
    each: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)
    props: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """One table of a source kind: which files hold it and what its rows yield.

    `renames` gives columns the names that expressions know them by, `uses` adds columns answered by lookups ({name:
    {lookup, by}}), `let` computes columns from those, `skip` names rows that are left out on purpose (reason ->
    condition), `leave_out` columns that not even props keep. With `is_loose` a column is found whatever its case and
    underscores (ConvertedContactId is converted_contact_id). `inputs` are further names that `fields` may give.
    `partition` holds what the names of a file's folders say (day=2026-11-22): columns with one value each.
    """

    name: str
    files: tuple[str, ...]
    outputs: tuple[Output, ...]
    required: tuple[str, ...] = ()
    types: dict[str, Any] = field(default_factory=dict)
    uses: dict[str, dict[str, str]] = field(default_factory=dict)
    let: dict[str, str] = field(default_factory=dict)
    skip: dict[str, str] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    is_loose: bool = False
    inputs: tuple[str, ...] = ()
    renames: dict[str, str] = field(default_factory=dict)
    mapped_by_project: tuple[str, ...] = ()
    partition: dict[str, str | None] = field(default_factory=dict)

    @property
    def expressions(self) -> tuple[str, ...]:
        """Every SQL expression of the table."""
        found = [*self.let.values(), *self.skip.values(), *(use["by"] for use in self.uses.values())]
        for output in self.outputs:
            found += [text for text in (output.when, output.each) if text is not None]
            for group in (output.fields, output.keys, output.traits, output.props):
                found += group.values()
        return tuple(found)


@dataclass(frozen=True)
class Lookup:
    """A small table (key, value) read from a source's own files, for expressions of its tables (`lookup_NAME`).

    Where a key has several values, the one with the highest `rank` holds.
    """

    table: str
    key: str
    value: str
    when: str = "true"
    rank: str = "''"

    @property
    def expressions(self) -> tuple[str, ...]:
        """Every SQL expression of the lookup."""
        return self.key, self.value, self.when, self.rank


@dataclass(frozen=True)
class Mapping:
    """A source kind: its tables, the format of files whose name tells none, and whether it is a folder of tables."""

    kind: str
    title: str
    tables: tuple[Table, ...]
    is_folder: bool = False
    format: str | None = None
    lookups: dict[str, Lookup] = field(default_factory=dict)


def list_kinds() -> tuple[str, ...]:
    """Return the names of all source kinds."""
    folder = files("journeymine.ingest") / "mappings"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


def read_mapping(kind: str, where: str = "kind") -> Mapping:
    """Read the shipped mapping of a source kind; `where` names the setting in the error.

    Raises:
        SettingsError: There is no such kind.
    """
    kinds = list_kinds()
    if kind not in kinds:
        nearest = find_nearest(kind, kinds)
        hint = f"Did you mean {nearest!r}?" if nearest else None
        raise SettingsError(f"unknown source kind {kind!r}", where=where, allowed=kinds, next_action=hint)
    text = (files("journeymine.ingest") / "mappings" / f"{kind}.toml").read_text(encoding="utf-8")
    return parse_mapping(kind, tomllib.loads(text))


def parse_mapping(kind: str, document: dict[str, Any]) -> Mapping:
    """Turn a mapping document into a Mapping; unknown keys are a defect of the mapping and raise TypeError.

    `left_out` (reason -> file patterns) names files of the kind that yield nothing: their rows are read and counted.
    """
    is_loose = bool(document.pop("is_loose", False))
    tables = tuple(
        Table(
            name=name,
            files=tuple(entry.pop("files", ("*",))),
            outputs=tuple(_read_output(output) for output in entry.pop("outputs")),
            required=tuple(entry.pop("required", ())),
            leave_out=tuple(entry.pop("leave_out", ())),
            inputs=tuple(entry.pop("inputs", ())),
            is_loose=is_loose,
            **entry,
        )
        for name, entry in document.pop("tables").items()
    )
    left_out = tuple(
        Table(name=LEFT_OUT, files=tuple(patterns), outputs=(), skip={reason: "true"})
        for reason, patterns in document.pop("left_out", {}).items()
    )
    lookups = {name: Lookup(**entry) for name, entry in document.pop("lookups", {}).items()}
    return Mapping(kind=kind, tables=(*tables, *left_out), lookups=lookups, **document)


def _read_output(entry: dict[str, Any]) -> Output:
    """Read one output; `same_names` gives every contract field and key that is not given the column of its name."""
    if entry.pop("same_names", False):
        named = {name: name for name in CONTRACT_FIELDS[entry["contract"]]}
        entry["fields"] = named | entry.get("fields", {})
        keys = {} if entry["contract"] in KEYLESS else {kind: column for column, kind in KEY_FIELDS.items()}
        entry["keys"] = keys | entry.get("keys", {})
    return Output(**entry)


def quote_name(name: str) -> str:
    """Return a column name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Return a text as a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def hash_mapping(table: Table, source: SourceSettings, *context: str) -> str:
    """Return 16 hex characters that change whenever the same bytes would land differently.

    Args:
        table: The table with the project's fields laid over it.
        source: The source's settings; only those that change what is read count.
        context: Further texts that matter (source name, phone region, currency, hashes of lookups).
    """
    late_after = source.late_after.total_seconds() if source.late_after else None
    reading = [late_after, source.timezone, source.encoding, source.delimiter, source.columns, source.time_formats]
    described = asdict(table)
    if not table.partition:
        del described["partition"]  # files outside such folders keep the hash they have always had
    content = json.dumps([LANDING_VERSION, described, reading, context], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]
