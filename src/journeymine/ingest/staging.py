"""From `raw` to staged rows: every output of the mapping becomes a temporary table in contract shape.

A row that breaks a rule carries its reasons; it is then taken out of every output, so that no line is half loaded.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from journeymine.contracts.landed import KIND_COLUMNS
from journeymine.ingest.columns import FileColumns
from journeymine.ingest.hiding import HIDDEN
from journeymine.ingest.layout import is_nameless
from journeymine.ingest.mapping import Output, quote_name, quote_text
from journeymine.ingest.personal import NAME_SHAPE
from journeymine.ingest.readers import RawRows
from journeymine.ingest.rules import (
    FLAG_FIELDS,
    NUMBER_FIELDS,
    TIME_FIELDS,
    ReadingRules,
    list_length_rules,
    list_rules,
    reasons_sql,
)
from journeymine.ingest.values import flag_sql, number_sql, time_sql
from journeymine.warehouse.connection import Connection

EVENT_CONTRACTS = ("events", "feedback")
RECORD_CONTRACTS = (*EVENT_CONTRACTS, "notes", "exposures")
"""Contracts whose rows have an id: the source's own, else one made of their content."""


@dataclass(frozen=True)
class StagedOutput:
    """A staged output: its temporary table, the view over it, and the columns it was given.

    The view holds `row_number`, each given field read to its type, kind columns as `k_NAME`, traits as `t_NAME`, raw
    keys as `key_KIND`, declared props as `p_INDEX`, unmapped columns as `u_INDEX`, `reasons`; for records also
    `event_id` and `is_derived_id`.
    """

    index: int
    output: Output
    fields: frozenset[str]
    kind_columns: tuple[str, ...]
    traits: tuple[str, ...]
    key_kinds: tuple[str, ...]
    props: tuple[str, ...]
    unmapped: tuple[str, ...]
    row_number: str
    has_verdict: bool = False

    @property
    def table(self) -> str:
        """The view that is read."""
        return f"staged_{self.index}"

    @property
    def rows_table(self) -> str:
        """The table behind it; `row_number` is SQL for the row number there."""
        return f"rows_{self.index}"

    @property
    def is_event(self) -> bool:
        """Whether its rows are events (feedback is an event, too)."""
        return self.output.contract in EVENT_CONTRACTS

    @property
    def is_record(self) -> bool:
        """Whether its rows have an id: events, notes and exposures do."""
        return self.output.contract in RECORD_CONTRACTS


def create_source(connection: Connection, columns: FileColumns, rows: RawRows) -> None:
    """Make the view `source`: `raw` with row numbers, null for missing columns, computed columns, `skip_reason`.

    If `raw` is read as it streams by, rows are numbered where they are stored, and lines that are no JSON object are
    among them; else such lines are left out here, being rejected already.
    """
    missing = [f"null::varchar as {quote_name(name)}" for name in columns.missing]
    missing += [f"{quote_name(column)} as {quote_name(name)}" for name, column in columns.aliases.items()]
    missing += [
        f"try(json_extract_string({quote_name(column)}, {quote_text(path)})) as {quote_name(name)}"
        for name, (column, path) in columns.nested.items()
    ]
    numbers = [] if rows.is_view else ["rowid + 1 as row_number"]
    missing += [
        f"{'null' if value is None else quote_text(value)}::varchar as {quote_name(name)}"
        for name, value in columns.partition.items()
    ]
    inner = f"select {', '.join([*numbers, '*', *missing])} from raw"
    if rows.is_json and not rows.is_view:
        inner += " where is_object__"
    if columns.table.types and not rows.is_json:
        inner = f"select {typed_sql(columns)} from ({inner})"
    if columns.table.renames:
        inner = f"select {_rename_sql(columns)} from ({inner})"
    for name, use in columns.table.uses.items():
        lookup = f"select key as key__, value as {quote_name(name)} from lookup_{use['lookup']}"
        inner = (
            f"select rows__.*, found__.{quote_name(name)} from ({inner}) as rows__ "
            f"left join ({lookup}) as found__ on ({use['by']}) = found__.key__"
        )
    for name, expression in columns.table.let.items():
        inner = f"select *, {expression} as {quote_name(name)} from ({inner})"
    cases = " ".join(f"when {condition} then {quote_text(why)}" for why, condition in columns.table.skip.items())
    skip = f", case {cases} end as skip_reason" if cases else ""
    connection.execute(f"create or replace temp view source as select *{skip} from ({inner})")


def typed_sql(columns: FileColumns) -> str:
    """Return a select list that gives columns of nested types their shape, also where a file holds them as text."""
    header = {name.lower() for name in columns.header}
    typed: dict[str, str] = {}
    for name, shape in columns.table.types.items():
        column = quote_name(name)
        text = f"coalesce(try_cast({column} as json), to_json({column}))" if name.lower() in header else "'null'"
        typed[name] = f"json_transform({text}, {quote_text(json.dumps(shape))}) as {column}"
    replaced = ", ".join(text for name, text in typed.items() if name.lower() in header)
    added = [text for name, text in typed.items() if name.lower() not in header]
    return ", ".join([f"* replace ({replaced})" if replaced else "*", *added])


def _rename_sql(columns: FileColumns) -> str:
    """Return a select list in which the columns a project names stand under the names the mapping knows."""
    header = {name.lower() for name in (*columns.header, *columns.partition)} | set(columns.missing)
    given = columns.table.renames
    taken = ", ".join(quote_name(name) for name in given if name.lower() in header)
    everything = f"* exclude ({taken})" if taken else "*"
    return ", ".join([everything, *(f"{text} as {quote_name(name)}" for name, text in given.items())])


def stage_output(
    connection: Connection, columns: FileColumns, output: Output, index: int, rows: RawRows, reading: ReadingRules
) -> StagedOutput:
    """Make the table `rows_INDEX` and the view `staged_INDEX` from the view `source`.

    There is one row per row of the file (and item) that the output is for.
    """
    fields, keys = columns.present_fields(output), columns.present_keys(output)
    traits = {name: text for name, text in sorted(output.traits.items()) if columns.has_any(text)}
    has_props = output.contract not in ("links", "keys")
    props = {name: text for name, text in sorted(output.props.items()) if columns.has_any(text)} if has_props else {}
    is_event = output.contract in EVENT_CONTRACTS
    verdict = _find_verdict(columns, output, reading)
    staged = StagedOutput(
        index=index,
        output=output,
        fields=frozenset(fields),
        kind_columns=tuple(name for name in KIND_COLUMNS if name in fields) if is_event else (),
        traits=tuple(traits),
        key_kinds=tuple(keys),
        props=tuple(props),
        unmapped=columns.kept_unmapped if has_props and index == 0 else (),
        row_number="rowid + 1" if rows.is_view else "row_number",
        has_verdict=verdict is not None,
    )
    texts = {f"x_{name}": text for name, text in fields.items()}
    texts |= {f"key_{kind}": text for kind, text in keys.items()}
    texts |= {f"t_{name}": text for name, text in traits.items()}
    texts |= {f"p_{number}": text for number, text in enumerate(props.values())}
    texts |= {f"u_{number}": _unmapped_sql(name) for number, name in enumerate(staged.unmapped)}
    texts |= {"verdict": verdict} if verdict is not None else {}
    read = _read_columns(staged, reading)
    kept = [quote_name(name) for name in texts if not name.startswith("x_")]
    kept += [f"x_{name} as k_{name}" for name in staged.kind_columns]
    plain = [] if rows.is_view else ["row_number"]
    plain += ["skip_reason"] if columns.table.skip else []
    content: dict[str, str] = {}
    if staged.is_record:
        content["content"] = _content_sql(columns, output, index, is_json=rows.is_json)
        kept += _event_id_columns(staged.fields)
    rules = list_rules(staged.fields, staged.key_kinds, output, reading)
    rules += list_length_rules(_name_columns(staged), reading.limits)
    reasons = reasons_sql(rules, shield="not is_object__" if rows.is_json and rows.is_view else None)
    if columns.table.skip:
        reasons = f"case when skip_reason is null then {reasons} end"  # What is left out breaks no rule.
    inner = [*plain, *(["is_object__"] if rows.is_json and rows.is_view else [])]
    inner += [f"({text})::varchar as {quote_name(name)}" for name, text in (texts | content).items()]
    each = f", unnest({output.each}) as items(item)" if output.each else ""
    condition = f" where {output.when}" if output.when else ""
    with_read = ", ".join(["*", *(f"{text} as {name}" for name, text in read.items())])
    connection.execute(
        f"create or replace temp table {staged.rows_table} as "
        f"select {', '.join([*plain, *read, *kept, f'{reasons} as reasons'])} "
        f"from (select {with_read} from (select {', '.join(inner)} from source{each}{condition}))"
    )
    numbered = "rowid + 1 as row_number, *" if rows.is_view else "*"
    connection.execute(f"create or replace temp view {staged.table} as select {numbered} from {staged.rows_table}")
    return staged


def _unmapped_sql(name: str) -> str:
    """Return SQL for a column that no field names; of one without a name nobody can say that it holds no people's."""
    column = quote_name(name)
    if not is_nameless(name):
        return column
    return (
        f"case when regexp_full_match({column}, {quote_text(NAME_SHAPE)}) then {quote_text(HIDDEN)} else {column} end"
    )


def _find_verdict(columns: FileColumns, output: Output, reading: ReadingRules) -> str | None:
    if output.contract not in EVENT_CONTRACTS:
        return None
    renamed = {name.lower() for name in columns.table.renames}
    header = (name for name in columns.header if name.lower() not in renamed)
    return reading.traffic.verdict_sql((*header, *columns.table.let))


def _name_columns(staged: StagedOutput) -> dict[str, str]:
    """Return what each text of a staged row is called in SQL -> its name for people."""
    named = {f"x_{name}": name for name in sorted(staged.fields)}
    named |= {f"key_{kind}": kind for kind in staged.key_kinds}
    named |= {f"t_{name}": name for name in staged.traits}
    named |= {f"p_{number}": name for number, name in enumerate(staged.props)}
    return named | {f"u_{number}": name for number, name in enumerate(staged.unmapped)}


def _read_columns(staged: StagedOutput, reading: ReadingRules) -> dict[str, str]:
    """Return contract field -> SQL that reads it from its text."""
    read: dict[str, str] = {}
    for name in sorted(staged.fields - set(staged.kind_columns) - {"event_id"}):
        text = f"x_{name}"
        if name in TIME_FIELDS:
            read[name] = time_sql(text, reading.timezone, reading.time_formats)
        elif name in NUMBER_FIELDS:
            read[name] = number_sql(text, NUMBER_FIELDS[name])
        elif name in FLAG_FIELDS:
            read[name] = flag_sql(text)
        elif name == "currency_code":
            read[name] = f"nullif(upper(trim({text})), '')"
        elif name == "rating_scale":
            read[name] = f"nullif(lower(trim({text})), '')"
        else:
            read[name] = f"nullif(trim({text}), '')"
    return read


def _content_sql(columns: FileColumns, output: Output, index: int, *, is_json: bool) -> str:
    """Return SQL for all of a row's content; what an event without an id of its own is known by."""
    if is_json:
        content = "line__"
    else:
        parts = ", ".join(f"coalesce({quote_name(name)}::varchar, chr(30))" for name in columns.header)
        content = f"concat_ws(chr(31), {parts})"
    if columns.partition:
        content += f" || chr(31) || {quote_text(repr(sorted(columns.partition.items())))}"
    if index or output.each:
        content += f" || chr(31) || '{index}'" + (" || chr(31) || item::varchar" if output.each else "")
    given = output.fields.get("event_id", "null")
    if not columns.has_any(given):
        return content
    return f"case when coalesce(({given})::varchar, '') = '' then {content} end"


def hidden_sql(record: str) -> str:
    """Return SQL that keeps a record's own id, unless it is somebody's address: then its keyed hash."""
    hidden = f"'id-' || md5(getvariable('content_secret') || {record})"
    return f"case when contains({record}, '@') then {hidden} else {record} end"


def _event_id_columns(fields: frozenset[str]) -> list[str]:
    # Keyed, so that nobody can test a guess about a person against the id of their event.
    derived = "'row-' || md5(getvariable('content_secret') || content)"
    given = [f"x_{name}" for name in ("event_id", "record_id") if name in fields]
    if not given:
        return [f"{derived} as event_id", "true as is_derived_id"]
    filled = ", ".join(f"nullif({name}, '')" for name in given)
    known = f"coalesce({filled})" if len(given) > 1 else given[0]
    return [
        f"case when coalesce({known}, '') = '' then {derived} else {hidden_sql(known)} end as event_id",
        f"coalesce({known}, '') = '' as is_derived_id",
    ]
