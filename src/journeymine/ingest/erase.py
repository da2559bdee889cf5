"""Take the rows of somebody who is forgotten out of a landed file.

Rows are known by the keyed hashes of their keys (`privacy.erasures`). A row is erased if one of its person keys is
marked as theirs alone; or, where it has no person key but shared ones, if a shared one is marked, its device, or the
record it belongs to (a ticket, a deal).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import polars as pl

from journeymine.contracts.landed import HASHED_KINDS, LANDED_TABLES
from journeymine.ingest.dimensions import create_hashes
from journeymine.ingest.mapping import quote_text
from journeymine.ingest.readers import RawRows
from journeymine.ingest.rules import ReadingRules
from journeymine.ingest.staging import StagedOutput
from journeymine.privacy.erasures import EVENT, Suppressed, mark_sql
from journeymine.settings import PERSON_KINDS
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import open_frame

REJECTED_KEYS_FILE = "rejected_keys.parquet"
"""Beside the landed tables: line_number, identity_kind, identity_hash of each rejected row whose keys could be read."""
ERASED_TEXT = "[erased]"
"""What stands in place of a rejected line whose person is forgotten; the line's number and its reasons stay."""

_EVENTS = ("events", "feedback")
_OF_A_PERSON = tuple(
    name for name, columns in LANDED_TABLES.items() if "key_set_id" in columns and name not in (*_EVENTS, "key_sets")
)
_KINDS = tuple(kind for kind in HASHED_KINDS if kind != "account")
_NO_KEYS = (
    "select null::bigint as key_set_id, null::bigint as line_number, '' as identity_kind, '' as identity_hash "
    "where false"
)
_KEYS_SCHEMA = {"line_number": pl.Int64, "identity_kind": pl.String, "identity_hash": pl.String}


@dataclass(frozen=True)
class ErasedRows:
    """How many rows of a landed file are of those who are forgotten; of rejected lines only the text goes.

    `shared_count` are combinations of keys of others that lose a key which was theirs, too.
    """

    event_count: int = 0
    person_record_count: int = 0
    link_count: int = 0
    rejected_count: int = 0
    shared_count: int = 0

    @property
    def total_count(self) -> int:
        """All rows that go."""
        return self.event_count + self.person_record_count + self.link_count + self.rejected_count

    def __bool__(self) -> bool:
        return self.total_count + self.shared_count > 0

    def __add__(self, other: ErasedRows) -> ErasedRows:
        return ErasedRows(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))


def list_rejected_keys(
    connection: Connection, rows: RawRows, outputs: list[StagedOutput], reading: ReadingRules
) -> pl.DataFrame:
    """List the hashed keys of rows that broke a rule, while they are still staged.

    Returns:
        One row per line and key: line_number, identity_kind, identity_hash. Lines that could not be read have none.
    """
    found: set[tuple[int, str, str]] = set()
    for staged in outputs:
        for kind in (kind for kind in staged.key_kinds if kind in _KINDS):
            connection.execute(
                f"create or replace temp table rejected_rows as select row_number, key_{kind} from {staged.table} "
                f"semi join bad_rows using (row_number) where key_{kind} is not null"
            )
            if not connection.execute("select count(*) from rejected_rows").fetchall()[0][0]:
                continue
            create_hashes(connection, "rejected_rows", kind, reading)
            hashes = connection.execute(
                f"select row_number, {kind}_hash from rejected_rows join hashes_{kind} on key_{kind} = value "
                f"where {kind}_hash is not null"
            ).fetchall()
            lines = rows.line_of_row
            found |= {
                (lines[number - 1] if lines is not None else number + rows.header_count, kind, value)
                for number, value in hashes
            }
    return pl.DataFrame(sorted(found), schema=_KEYS_SCHEMA, orient="row")


def write_rejected_keys(connection: Connection, keys: pl.DataFrame, folder: Path) -> None:
    """Write what `list_rejected_keys` found beside the landed tables, if there is any."""
    if not keys.is_empty():
        with open_frame(connection, keys) as view:
            _copy(connection, f"select * from {view} order by all", folder / REJECTED_KEYS_FILE)


def count_rows(connection: Connection, folder: Path, suppressed: Suppressed) -> ErasedRows:
    """Count the rows of a landed folder that `erase_rows` would take out.

    Args:
        connection: Opened by `open_landing`.
        folder: A landed folder.
        suppressed: Whose rows.
    """
    if not suppressed:
        return ErasedRows()
    return _count_all(connection, folder, _find_marked(connection, folder, suppressed))


def erase_rows(connection: Connection, folder: Path, suppressed: Suppressed) -> ErasedRows:
    """Rewrite the Parquet of a landed folder that nobody reads yet, without the rows of those who are suppressed.

    Keys and kinds of events that only they had go with them, and keys that others had, too, out of these others' rows.
    """
    if not suppressed:
        return ErasedRows()
    conditions = _find_marked(connection, folder, suppressed)
    erased = _count_all(connection, folder, conditions)
    for name in (name for name in conditions if name not in ("rejected", "key_sets")):
        if not _count(connection, folder, name, conditions[name]):
            continue
        _rewrite(connection, folder / f"{name}.parquet", f"select * from rows where ({conditions[name]}) is not true")
    if erased.rejected_count:
        text = f"case when {conditions['rejected']} then {quote_text(ERASED_TEXT)} else line_text end as line_text"
        _rewrite(connection, folder / "rejected.parquet", f"select * replace ({text}) from rows")
        kept = f"select * from rows where not ({conditions['rejected']})"
        _rewrite(connection, folder / REJECTED_KEYS_FILE, kept)
    if erased.shared_count:
        kinds = _find_kinds(connection, folder / "key_sets.parquet")
        _rewrite(connection, folder / "key_sets.parquet", _without_shared(kinds))
        is_shared = f"{mark_sql('identity_kind', 'identity_hash')} in (from shared_key_marks)"
        _rewrite(connection, folder / REJECTED_KEYS_FILE, f"select * from rows where not ({is_shared})")
    if _count(connection, folder, "key_sets", "key_set_id in (from erased_key_sets)"):
        kept = "select * from rows where key_set_id not in (from erased_key_sets)"
        _rewrite(connection, folder / "key_sets.parquet", kept)
    if erased.event_count:
        _drop_unused_kinds(connection, folder)
    return erased


def _find_marked(connection: Connection, folder: Path, suppressed: Suppressed) -> dict[str, str]:
    """Make the tables of marked keys of a folder; return landed table -> condition that a row is to be erased."""
    for name, marks in (
        ("key", suppressed.key_marks),
        ("shared_key", suppressed.shared_key_marks),
        ("all", suppressed.key_marks | suppressed.shared_key_marks),
        ("event", suppressed.event_marks),
    ):
        with open_frame(connection, pl.DataFrame({"mark": sorted(marks)}, schema={"mark": pl.String})) as view:
            connection.execute(f"create or replace temp table {name}_marks as select * from {view}")
    _find_erased(connection, "erased_key_sets", "key_set_id", _list_keys(connection, folder / "key_sets.parquet"))
    lines = folder / REJECTED_KEYS_FILE
    _find_erased(connection, "erased_lines", "line_number", _parquet(lines) if lines.is_file() else _NO_KEYS)
    of_keys = "key_set_id in (from erased_key_sets)"
    is_event = f"{mark_sql(quote_text(EVENT), 'event_key')} in (from event_marks)"
    of_event = f"{of_keys} or {is_event}" if suppressed.event_marks else of_keys
    shared = "false"
    if suppressed.shared_key_marks:
        shared = _holds_shared(_find_kinds(connection, folder / "key_sets.parquet"))
    return {
        **dict.fromkeys(_EVENTS, of_event),
        **dict.fromkeys(_OF_A_PERSON, of_keys),
        "links": f"{mark_sql('from_kind', 'from_hash')} in (from all_marks) "
        f"or {mark_sql('to_kind', 'to_hash')} in (from all_marks)",
        "rejected": "line_number in (from erased_lines)",
        "key_sets": shared,
    }


def _find_kinds(connection: Connection, file: Path) -> list[str]:
    """Find which kinds of key a file of key sets has columns for; none where there is no file."""
    if not file.is_file():
        return []
    columns = {row[0] for row in connection.execute(f"describe from {_parquet(file)}").fetchall()}
    return [kind for kind in _KINDS if f"{kind}_hash" in columns]


def _holds_shared(kinds: Sequence[str]) -> str:
    """Return the condition that a combination of keys that stays holds a shared one."""
    held = [f"coalesce({_is_shared_key(kind)}, false)" for kind in kinds if kind in PERSON_KINDS]
    return f"key_set_id not in (from erased_key_sets) and ({' or '.join(held) or 'false'})"


def _is_shared_key(kind: str) -> str:
    return f"{mark_sql(quote_text(kind), f'{kind}_hash')} in (from shared_key_marks)"


def _without_shared(kinds: Sequence[str]) -> str:
    blanked = ", ".join(
        f"case when {_is_shared_key(kind)} then null else {kind}_hash end as {kind}_hash"
        for kind in kinds
        if kind in PERSON_KINDS
    )
    return f"select * replace ({blanked}) from rows"


def _list_keys(connection: Connection, file: Path) -> str:
    """Return a query of a file's key sets, a key a row: key_set_id, identity_kind, identity_hash."""
    queries = [
        f"select key_set_id, '{kind}' as identity_kind, {kind}_hash as identity_hash from {_parquet(file)} "
        f"where {kind}_hash is not null"
        for kind in _find_kinds(connection, file)
    ]
    return " union all ".join(queries) or _NO_KEYS


def _find_erased(connection: Connection, table: str, row_name: str, keys: str) -> None:
    """Make a table of the rows (`row_name`) that are erased, from a query of their keys, a key a row."""
    persons = ", ".join(quote_text(kind) for kind in PERSON_KINDS)
    connection.execute(
        f"create or replace temp table {table} as with marked as (select {row_name}, identity_kind in ({persons}) "
        f"as is_person, {mark_sql('identity_kind', 'identity_hash')} as mark from ({keys})), "
        f"judged as (select {row_name}, is_person, mark in (from key_marks) as is_own, "
        "mark in (from shared_key_marks) as is_shared from marked) "
        f"select {row_name} from judged group by {row_name} having bool_or(is_own and is_person) "
        "or (bool_or(is_own or is_shared) and not bool_or(is_person and not is_shared))"
    )


def _drop_unused_kinds(connection: Connection, folder: Path) -> None:
    files = [folder / f"{name}.parquet" for name in _EVENTS]
    used = " union all ".join(f"select event_kind_id from {_parquet(file)}" for file in files if file.is_file())
    kept = f"select * from rows where event_kind_id in ({used or 'select null::bigint where false'})"
    _rewrite(connection, folder / "event_kinds.parquet", kept)


def _count_all(connection: Connection, folder: Path, conditions: dict[str, str]) -> ErasedRows:
    counts = {name: _count(connection, folder, name, condition) for name, condition in conditions.items()}
    records = sum(counts[name] for name in _OF_A_PERSON if name != "person_codes")  # these are of a record in people
    events = counts["events"] + counts["feedback"]
    return ErasedRows(events, records, counts["links"], counts["rejected"], counts["key_sets"])


def _count(connection: Connection, folder: Path, table: str, condition: str) -> int:
    file = folder / f"{table}.parquet"
    if not file.is_file():
        return 0
    return int(connection.execute(f"select count(*) from {_parquet(file)} where {condition}").fetchall()[0][0])


def _rewrite(connection: Connection, file: Path, query: str) -> None:
    """Keep of a file what a query keeps of its `rows`, in their order; a file without a row is removed."""
    if not file.is_file():
        return
    fresh = file.with_suffix(".fresh")
    if _copy(connection, f"with rows as not materialized (from {_parquet(file)}) {query}", fresh):
        fresh.replace(file)
    else:
        fresh.unlink()
        file.unlink()


def _copy(connection: Connection, query: str, file: Path) -> int:
    options = "format parquet, parquet_version v2, compression zstd"
    return int(connection.execute(f"copy ({query}) to {quote_text(str(file))} ({options})").fetchall()[0][0])


def _parquet(file: Path) -> str:
    return f"read_parquet({quote_text(str(file))})"
