"""Staged rows are written as Parquet, in file order, so that the same input gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from journeymine.contracts.landed import LANDED_TABLES, PEOPLE_TEXT_COLUMNS
from journeymine.errors import SourceError
from journeymine.ingest.columns import find_references
from journeymine.ingest.dimensions import create_hashes, join_event_kinds, join_key_sets
from journeymine.ingest.evidence import exposure_query, note_query
from journeymine.ingest.mapping import quote_text
from journeymine.ingest.person_codes import person_code_query
from journeymine.ingest.props import props_sql
from journeymine.ingest.reconcile import Rejected
from journeymine.ingest.rules import ReadingRules
from journeymine.ingest.staging import StagedOutput, hidden_sql
from journeymine.ingest.values import key_sql
from journeymine.privacy.hashing import hashed_sql, normalised_sql
from journeymine.privacy.redact import redacted_sql
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import open_frame


def write_tables(
    connection: Connection,
    outputs: list[StagedOutput],
    kinds: dict[str, str],
    rejected: list[Rejected],
    folder: Path,
    reading: ReadingRules,
    file_hash: str,
    run_id: str,
) -> None:
    """Write every landed table that has rows into `folder`.

    Args:
        connection: The connection the file was staged on.
        outputs: Staged outputs without rejected rows.
        kinds: Staged table -> its table of event kinds.
        rejected: Rejected records in line order.
        folder: An empty folder.
        reading: Names the source.
        file_hash: SHA-256 of the file.
        run_id: The run that lands the file.

    Raises:
        SourceError: Not every staged event was written, or one was written twice.
    """
    for contract in ("events", "feedback"):
        chosen = [staged for staged in outputs if staged.output.contract == contract]
        for staged in chosen:
            _number_repeats(connection, staged)
        # Rows of one output, of which every row of the file is one, are sorted before anything long is made of them.
        is_sorted = len(chosen) == 1 and chosen[0].output.each is None
        queries = [_event_query(connection, staged, kinds, contract, reading, is_sorted=is_sorted) for staged in chosen]
        written_count = _write(connection, contract, queries, folder, is_sorted=is_sorted)
        _check_written(connection, chosen, written_count, contract)
    people = [staged for staged in outputs if staged.output.contract == "people"]
    records = [_people_query(connection, staged, reading) for staged in people]
    _write(connection, "people", records, folder)
    if reading.compares_people:
        pairs = zip(people, records, strict=True)
        codes = [person_code_query(connection, staged, query, reading.time_formats) for staged, query in pairs]
        _write(connection, "person_codes", [query for query in codes if query], folder)
    links = [staged for staged in outputs if staged.output.contract == "links"]
    _write(connection, "links", [_links_query(staged, reading) for staged in links], folder)
    for contract, make in (("notes", note_query), ("exposures", exposure_query)):
        chosen = [staged for staged in outputs if staged.output.contract == contract]
        for staged in chosen:
            _number_repeats(connection, staged)
        queries = [make(connection, staged, _hide_ids(connection, staged), reading) for staged in chosen]
        _check_written(connection, chosen, _write(connection, contract, queries, folder), contract)
    if kinds:
        names = ", ".join(name for name in LANDED_TABLES["event_kinds"] if name not in ("event_kind_id", "source"))
        union = " union ".join(f"select event_kind_id, {names} from {table}" for table in kinds.values())
        _write(connection, "event_kinds", [f"select *, {quote_text(reading.source)} as source from ({union})"], folder)
    if any(staged.key_kinds for staged in outputs):
        _write(connection, "key_sets", ["select * from key_sets"], folder)
        _write(connection, "refused_keys", ["select * from refused_keys"], folder)
    if rejected:
        frame = pl.DataFrame(
            {
                "source": reading.source,
                "file_hash": file_hash,
                "line_number": [line.line_number for line in rejected],
                "line_text": [line.line_text for line in rejected],
                "reasons": [list(line.reasons) for line in rejected],
                "run_id": run_id,
            }
        )
        with open_frame(connection, frame) as view:
            _write(connection, "rejected", [f"select * from {view}"], folder)


_DICTIONARY_SIZE = 10_000
"""Distinct values of a row group up to which a column gets a dictionary: ids give theirs up before it costs much."""

_ORDER = {
    "events": "row_number, event_key",
    "feedback": "row_number, event_key",
    "people": "row_number, key_set_id",
    "person_codes": "row_number, key_set_id",
    "links": "row_number, from_hash, to_hash",
    "notes": "row_number, note_key",
    "exposures": "row_number, exposure_key",
    "event_kinds": "event_kind_id",
    "key_sets": "key_set_id",
    "refused_keys": "identity_hash",
    "rejected": "line_number",
}


def _check_written(connection: Connection, outputs: list[StagedOutput], written_count: int, contract: str) -> None:
    """Check that each staged event was written once: a join on the way could lose or double some."""
    counts = (connection.execute(f"select count(*) from {staged.table}").fetchall()[0][0] for staged in outputs)
    staged_count = sum(counts)
    if staged_count != written_count:
        raise SourceError(f"the books do not balance: {staged_count} {contract} were staged, {written_count} written")


def _write(connection: Connection, table: str, queries: list[str], folder: Path, *, is_sorted: bool = False) -> int:
    """Write a table's rows in their declared order, unless there are none; return how many."""
    if not queries:
        return 0
    columns = ", ".join(f"{name}::{kind} as {name}" for name, kind in LANDED_TABLES[table].items())
    path = folder / f"{table}.parquet"
    union = " union all by name ".join(f"({query})" for query in queries)
    order = "" if is_sorted else f" order by {_ORDER[table]}"
    copied = connection.execute(
        f"copy (select {columns} from ({union}){order}) to {quote_text(str(path))} (format parquet, "
        f"parquet_version v2, compression zstd, dictionary_size_limit {_DICTIONARY_SIZE})"
    ).fetchall()
    if not copied[0][0]:
        path.unlink()
    return int(copied[0][0])


def _event_query(
    connection: Connection,
    staged: StagedOutput,
    kinds: dict[str, str],
    contract: str,
    reading: ReadingRules,
    *,
    is_sorted: bool,
) -> str:
    given = staged.fields
    source = quote_text(reading.source)
    rows = _hide_ids(connection, staged)
    columns = [
        f"{key_sql(source, 'event_id')} as event_key",
        "event_id",
        "event_kind_id",
        "key_set_id" if staged.key_kinds else "null as key_set_id",
        "row_number",
    ]
    columns += [_given(staged, name) for name in ("occurred_at", "received_at", "sequence_number", "amount")]
    columns.append(f"{props_sql(connection, staged)} as props")
    currency = "currency_code" if "currency_code" in given else "null"
    if "amount" in given:
        currency = f"case when amount is not null then coalesce({currency}, {quote_text(reading.currency)}) end"
    columns.append(f"{currency} as currency_code")
    if contract == "feedback":
        columns += [_given(staged, name) for name in ("rating", "rating_scale", "is_solicited")]
        columns.append(f"{redacted_sql('text')} as text" if "text" in given else "null as text")
        record = hidden_sql("record_id") if "record_id" in given else "null"
        columns.append(f"coalesce({record}, event_id) as record_id")
    joins = join_event_kinds(staged, kinds[staged.table])
    if staged.key_kinds:
        joins += " " + join_key_sets(staged)
    if is_sorted:
        found = [f"{staged.table}.*", "event_kind_id", *(["key_set_id"] if staged.key_kinds else [])]
        rows, joins = f"(select {', '.join(found)} from {rows} {joins} order by row_number)", ""
    return f"select {', '.join(columns)} from {rows} {joins}"


def _hide_ids(connection: Connection, staged: StagedOutput) -> str:
    """Return a staged output's rows as SQL, their ids hashed where they are made of an identity key."""
    if not _holds_key(connection, staged):
        return staged.table
    hidden = "case when is_derived_id then event_id else 'id-' || md5(getvariable('content_secret') || event_id) end"
    return f"(select * replace ({hidden} as event_id) from {staged.table}) as {staged.table}"


def _holds_key(connection: Connection, staged: StagedOutput) -> bool:
    """Tell whether event_id is made of a column that is an identity key, which must not be stored as it is."""
    given = [text for name, text in staged.output.fields.items() if name in ("event_id", "record_id")]
    keys = [text for kind, text in staged.output.keys.items() if kind != "object"]
    of_ids, of_keys = (set().union(*(find_references(connection, text) for text in texts)) for texts in (given, keys))
    return not of_ids.isdisjoint(of_keys)


def _given(staged: StagedOutput, name: str) -> str:
    return name if name in staged.fields else f"null as {name}"


def _number_repeats(connection: Connection, staged: StagedOutput) -> None:
    """Give true repeats within the file (rows equal in all they hold, without an id) an id of their own."""
    rows = staged.rows_table
    repeated = f"select event_id from {rows} where is_derived_id group by event_id having count(*) > 1"
    if not connection.execute(f"select count(*) from ({repeated})").fetchall()[0][0]:
        return
    occurrence = f"row_number() over (partition by event_id order by {staged.row_number})"
    connection.execute(
        "create or replace temp table repeats as select repeat_rowid, event_id || '-' || occurrence as new_id from "
        f"(select rowid as repeat_rowid, event_id, {occurrence} as occurrence from {rows} "
        f"where is_derived_id and event_id in ({repeated})) where occurrence > 1"
    )
    connection.execute(f"update {rows} set event_id = new_id from repeats where {rows}.rowid = repeat_rowid")


def _people_query(connection: Connection, staged: StagedOutput, reading: ReadingRules) -> str:
    columns = ["row_number", "key_set_id"]
    hash_join = ""
    nameless = "'keys-' || key_set_id"  # a record without an id of its own is known by the keys it holds
    for name in LANDED_TABLES["people"]:
        if name in ("key_set_id", "record_id_hash"):
            continue
        if name == "props":
            columns.append(f"{props_sql(connection, staged)} as props")
        elif name == "is_deleted":
            given = "coalesce(is_deleted, false)" if name in staged.fields else "false"
            columns.append(f"{given} as is_deleted")
        elif name in PEOPLE_TEXT_COLUMNS and name in staged.fields:
            columns.append(f"{redacted_sql(name)} as {name}")
        else:
            columns.append(_given(staged, name))
    if "record_id" in staged.fields:
        record = f"{quote_text(reading.source + ':')} || record_id"  # two sources count from 1, too
        connection.execute(f"create or replace temp table records as select {record} as key_record from {staged.table}")
        create_hashes(connection, "records", "record", reading)
        columns.append(f"coalesce(record_hash, {nameless}) as record_id_hash")
        hash_join = f" left join hashes_record on {record} = hashes_record.value"
    else:
        columns.append(f"{nameless} as record_id_hash")
    # Rows whose keys are all unusable are counted in file.json; there is nobody they could belong to.
    joins = join_key_sets(staged) + hash_join
    return f"select {', '.join(columns)} from {staged.table} {joins} where key_set_id is not null"


def _links_query(staged: StagedOutput, reading: ReadingRules) -> str:
    sides = []
    for side in ("from", "to"):
        kind = f"{side}_kind" if f"{side}_kind" in staged.fields else "'user_id'"
        cases = " ".join(
            f"when '{name}' then {hashed_sql(name, normalised_sql(name, f'{side}_id', reading.email_rules))}"
            for name in ("user_id", "email", "crm_id", "support_id", "loyalty_id", "other_id")
        )
        sides.append(f"{kind} as {side}_kind, case {kind} {cases} end as {side}_hash")
    reason = "link_reason" if "link_reason" in staged.fields else "'link'"
    moment = "linked_at" if "linked_at" in staged.fields else "null"
    return (
        f"select * from (select row_number, {', '.join(sides)}, {reason} as link_reason, {moment} as linked_at "
        f"from {staged.table}) where from_hash is not null and to_hash is not null"
    )
