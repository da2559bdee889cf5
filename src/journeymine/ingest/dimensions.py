"""Small tables beside the events of a file: distinct event kinds and distinct sets of hashed keys."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from journeymine.contracts.landed import HASHED_KINDS, KIND_COLUMNS, REFUSED_KEY_COLUMNS
from journeymine.ingest.mapping import quote_name, quote_text
from journeymine.ingest.rules import ACTORS, ReadingRules
from journeymine.ingest.staging import StagedOutput
from journeymine.ingest.values import key_sql
from journeymine.privacy.addresses import ROLE_MAILBOX, EmailRules, role_mailbox_sql
from journeymine.privacy.erasures import Suppressed, mark_sql
from journeymine.privacy.hashing import hashed_sql, normalise_identifier, normalised_sql
from journeymine.privacy.redact import redacted_sql
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import open_frame

_SEEN_FIELDS = ("occurred_at", "updated_at", "seen_at")


def create_event_kinds(connection: Connection, staged: StagedOutput, source: str) -> str:
    """Make the table of an output's distinct kinds and return its name.

    It holds the staged columns as they are (to be joined by), the cleaned contract columns and event_kind_id.
    """
    table = staged.table.replace("staged", "kinds")
    raw = [f"k_{name}" for name in staged.kind_columns] + [quote_name("t_" + name) for name in staged.traits]
    cleaned = []
    for name in KIND_COLUMNS:
        value = f"nullif(trim({redacted_sql(f'k_{name}')}), '')" if name in staged.kind_columns else "null::varchar"
        if name == "actor":
            cases = " ".join(f"when {quote_text(given)} then {quote_text(kept)}" for given, kept in ACTORS.items())
            value = f"case lower({value}) {cases} else 'customer' end"
        if name == "event_name":
            value = f"coalesce({value}, 'feedback')"
        cleaned.append(f"{value} as {name}")
    pairs = ", ".join(
        f"case when {quote_name('t_' + name)} <> '' then to_json({quote_text(name)}::varchar) || ':' || "
        f"to_json({redacted_sql(quote_name('t_' + name))}) end"
        for name in sorted(staged.traits)
    )
    traits = f"nullif('{{' || concat_ws(',', {pairs}) || '}}', '{{}}')" if pairs else "null::varchar"
    distinct = f"select distinct {', '.join(raw)} from {staged.table}" if raw else "select 1 as only_kind"
    parts = [quote_text(source)] + [f"coalesce({name}, chr(30))" for name in (*KIND_COLUMNS, "traits")]
    connection.execute(
        f"create or replace temp table {table} as select *, {key_sql(*parts)} as event_kind_id "
        f"from (select *, {', '.join(cleaned)}, {traits} as traits from ({distinct}))"
    )
    return table


def join_event_kinds(staged: StagedOutput, kinds: str) -> str:
    """Return the join that gives each staged row its event_kind_id."""
    columns = [f"k_{name}" for name in staged.kind_columns] + [quote_name("t_" + name) for name in staged.traits]
    return _join(staged.table, kinds, columns)


def join_key_sets(staged: StagedOutput) -> str:
    """Return the join that gives each staged row its key_set_id."""
    return _join(staged.table, staged.table.replace("staged", "keys"), [f"key_{kind}" for kind in staged.key_kinds])


def _join(left: str, right: str, columns: list[str]) -> str:
    conditions = [f"{left}.{name} is not distinct from {right}.{name}" for name in columns]
    return f"left join {right} on {' and '.join(conditions) or 'true'}"


def count_keyless(connection: Connection, outputs: list[StagedOutput]) -> int:
    """Count rows about people all of whose keys turned out to be unusable: they can belong to nobody."""
    count = 0
    for staged in outputs:
        if staged.output.contract in ("people", "keys"):
            keys = staged.table.replace("staged", "keys")
            query = f"select coalesce(sum(row_count), 0)::bigint from {keys} where key_set_id is null"
            count += int(connection.execute(query).fetchall()[0][0])
    return count


def create_key_sets(connection: Connection, outputs: list[StagedOutput], reading: ReadingRules) -> dict[str, int]:
    """Make `keys_INDEX` for each output with keys, and `key_sets` for the file; only hashes are in the latter.

    Returns:
        Identity kind -> rows whose value is there but cannot be one of its kind (an e-mail without "@"); and
        role_mailbox -> rows with an address that belongs to nobody in particular.
    """
    keyed = [staged for staged in outputs if staged.key_kinds]
    unusable: dict[str, int] = {}
    typed = ", ".join(f"{name} {kind}" for name, kind in REFUSED_KEY_COLUMNS.items())
    connection.execute(f"create or replace temp table refused_keys ({typed})")
    for staged in keyed:
        table = staged.table.replace("staged", "keys")
        raw = [f"key_{kind}" for kind in staged.key_kinds]
        seen = next((name for name in _SEEN_FIELDS if name in staged.fields), None)
        times = f"min({seen}) as first_seen_at, max({seen}) as last_seen_at" if seen else _NO_TIMES
        connection.execute(
            f"create or replace temp table combinations as select {', '.join(raw)}, {times}, count(*) as row_count "
            f"from {staged.table} group by {', '.join(raw)}"
        )
        joins = ""
        for kind in staged.key_kinds:
            create_hashes(connection, "combinations", kind, reading)
            joins += f" left join hashes_{kind} on combinations.key_{kind} = hashes_{kind}.value"
        hashes = [
            f"{kind}_hash" if kind in staged.key_kinds else f"null::varchar as {kind}_hash" for kind in HASHED_KINDS
        ]
        any_hash = f"coalesce({', '.join(f'{kind}_hash' for kind in staged.key_kinds)})"
        key = key_sql(*(f"coalesce({kind}_hash, '')" for kind in HASHED_KINDS))
        connection.execute(
            f"create or replace temp table {table} as select *, case when {any_hash} is not null then {key} end as "
            f"key_set_id from (select combinations.*, {', '.join(hashes)} from combinations{joins})"
        )
        for kind in staged.key_kinds:
            found = connection.execute(
                f"select unusable_as, sum(row_count)::bigint from {table} join hashes_{kind} "
                f"on {table}.key_{kind} = hashes_{kind}.value where unusable_as is not null group by all order by all"
            ).fetchall()
            for name, count in found:
                unusable[name] = unusable.get(name, 0) + int(count)
        if ROLE_MAILBOX in unusable and "email" in staged.key_kinds:
            _list_role_mailboxes(connection, table, reading)
    names = ", ".join(["key_set_id", *(f"{kind}_hash" for kind in HASHED_KINDS)])
    parts = [
        f"select {names}, first_seen_at, last_seen_at, row_count from {staged.table.replace('staged', 'keys')}"
        for staged in keyed
    ]
    union = " union all ".join(parts) or "select null::bigint as key_set_id where false"
    if keyed:
        connection.execute(
            f"create or replace temp table key_sets as select {names}, min(first_seen_at) as first_seen_at, "
            f"max(last_seen_at) as last_seen_at, sum(row_count)::bigint as row_count from ({union}) "
            f"where key_set_id is not null group by {names}"
        )
    return unusable


def _list_role_mailboxes(connection: Connection, table: str, reading: ReadingRules) -> None:
    """List the hashes of the offices' addresses in a staged output's keys, with their rows."""
    anybody = replace(reading.email_rules, role_mailboxes=())
    mailbox = hashed_sql("email", normalised_sql("email", "value", anybody))
    connection.execute(
        f"insert into refused_keys select 'email', {mailbox}, '{ROLE_MAILBOX}', sum(row_count) from {table} "
        f"join hashes_email on {table}.key_email = hashes_email.value where unusable_as = '{ROLE_MAILBOX}' group by all"
    )


_NO_TIMES = "null::timestamp as first_seen_at, null::timestamp as last_seen_at"


def create_hashes(connection: Connection, table: str, kind: str, reading: ReadingRules) -> None:
    """Make `hashes_KIND` (value, KIND_hash, unusable_as) for the distinct values of `key_KIND` in `table`."""
    distinct = f"select distinct key_{kind} as value from {table} where key_{kind} is not null"
    generic = normalised_sql("generic", "value")
    if kind == "phone":
        given = connection.execute(f"select value from ({distinct}) where {generic} is not null").fetchall()
        values = [str(row[0]) for row in given]
        phones = pl.DataFrame(
            {
                "value": values,
                "normal": [normalise_identifier("phone", value, phone_region=reading.phone_region) for value in values],
            },
            schema={"value": pl.String, "normal": pl.String},
        )
        with open_frame(connection, phones) as view:
            normalised = f"select value, normal from ({distinct}) left join {view} using (value)"
            connection.execute(f"create or replace temp table normalised as {normalised}")
    else:
        normalised = f"select value, {normalised_sql(kind, 'value', reading.email_rules)} as normal from ({distinct})"
        connection.execute(f"create or replace temp table normalised as {normalised}")
    if kind == "email" and reading.suppressed:
        _spell_as_erased(connection, reading.suppressed)
    is_role = role_mailbox_sql(generic, reading.email_rules) if kind == "email" else "false"
    unusable_as = (
        f"case when normal is not null or {generic} is null then null "
        f"when {is_role} then '{ROLE_MAILBOX}' else '{kind}' end"
    )
    connection.execute(
        f"create or replace temp table hashes_{kind} as select value, case when normal is not null then "
        f"{hashed_sql(kind, 'normal')} end as {kind}_hash, {unusable_as} as unusable_as from normalised"
    )


def _spell_as_erased(connection: Connection, suppressed: Suppressed) -> None:
    """Give addresses in `normalised` the spelling that they were forgotten by, whatever the project's rules are now."""
    spellings = [
        normalised_sql("email", "value", EmailRules(drops_gmail_dots=dots, drops_plus_tags=tags))
        for dots in (False, True)
        for tags in (False, True)
    ]
    spelled = " union ".join(f"select value, normal, {spelling} as spelled from normalised" for spelling in spellings)
    marks = pl.DataFrame(
        {"mark": sorted(suppressed.key_marks | suppressed.shared_key_marks)}, schema={"mark": pl.String}
    )
    with open_frame(connection, marks) as view:
        connection.execute(
            f"create or replace temp table erased_spellings as select value, min(spelled) as spelled from ({spelled}) "
            "where spelled is distinct from normal "
            f"and {mark_sql(quote_text('email'), hashed_sql('email', 'spelled'))} in (from {view}) group by value"
        )
    connection.execute(
        "create or replace temp table normalised as select value, coalesce(spelled, normal) as normal "
        "from normalised left join erased_spellings using (value)"
    )
