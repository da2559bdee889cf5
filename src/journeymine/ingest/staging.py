"""From `raw` to staged rows: every output of the mapping becomes a temporary table in contract shape.

A row that breaks a rule carries its reasons; it is then taken out of every output, so that no line is half loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from journeymine.contracts.landed import KIND_COLUMNS
from journeymine.ingest.columns import FileColumns
from journeymine.ingest.mapping import Output, quote_name, quote_text
from journeymine.ingest.props import props_sql
from journeymine.ingest.rules import FLAG_FIELDS, NUMBER_FIELDS, TIME_FIELDS, ReadingRules, list_rules, reasons_sql
from journeymine.ingest.values import flag_sql, number_sql, time_sql
from journeymine.warehouse.connection import Connection

EVENT_CONTRACTS = ("events", "feedback")


@dataclass(frozen=True)
class StagedOutput:
    """A staged output: its temporary table, and the columns it was given.

    The table holds `row_number`, each given field read to its type, kind columns as `k_NAME`, traits as `t_NAME`,
    raw keys as `key_KIND`, `props`, `reasons`; for events also `event_id` and `is_derived_id`.
    """

    table: str
    output: Output
    fields: frozenset[str]
    kind_columns: tuple[str, ...]
    traits: tuple[str, ...]
    key_kinds: tuple[str, ...]
    has_props: bool

    @property
    def is_event(self) -> bool:
        """Whether its rows are events (feedback is an event, too)."""
        return self.output.contract in EVENT_CONTRACTS


def create_source(connection: Connection, columns: FileColumns, *, is_json: bool) -> None:
    """Make the view `source`: `raw` with row numbers, null for missing columns, computed columns, `skip_reason`."""
    missing = [f"null::varchar as {quote_name(name)}" for name in columns.missing]
    base = ", ".join(["rowid + 1 as row_number", "*", *missing])
    inner = f"select {base} from raw" + (" where is_object__" if is_json else "")
    for name, use in columns.table.uses.items():
        lookup = f"select key as key__, value as {quote_name(name)} from lookup_{use['lookup']}"
        inner = f"select rows__.*, found__.{quote_name(name)} from ({inner}) as rows__ left join ({lookup}) as found__ on rows__.{use['by']} = found__.key__"
    for name, expression in columns.table.let.items():
        inner = f"select *, {expression} as {quote_name(name)} from ({inner})"
    cases = " ".join(f"when {condition} then {quote_text(why)}" for why, condition in columns.table.skip.items())
    skip = f"case {cases} end" if cases else "null::varchar"
    connection.execute(f"create or replace temp view source as select *, {skip} as skip_reason from ({inner})")


def stage_output(
    connection: Connection, columns: FileColumns, output: Output, index: int, reading: ReadingRules, *, is_json: bool
) -> StagedOutput:
    """Make the temporary table `staged_INDEX` from the view `source`: one row per row (and item) the output is for."""
    fields = columns.present_fields(output)
    keys = columns.present_keys(output)
    traits = {name: text for name, text in sorted(output.traits.items()) if columns.has_any(text)}
    staged = StagedOutput(
        table=f"staged_{index}",
        output=output,
        fields=frozenset(fields),
        kind_columns=tuple(name for name in KIND_COLUMNS if name in fields),
        traits=tuple(traits),
        key_kinds=tuple(keys),
        has_props=False,
    )
    texts = ["row_number"]
    texts += [f"({text})::varchar as x_{name}" for name, text in fields.items()]
    texts += [f"({text})::varchar as key_{kind}" for kind, text in keys.items()]
    texts += [f"({text})::varchar as {quote_name('t_' + name)}" for name, text in traits.items()]
    props = None
    if output.contract not in ("links", "keys"):
        props = props_sql(connection, columns, output, is_first=index == 0)
    if props is not None:
        texts.append(f"{props} as props")
    read = _read_columns(staged, reading)
    kept = [f"x_{name} as k_{name}" for name in staged.kind_columns]
    kept += [f"key_{kind}" for kind in keys] + [quote_name("t_" + name) for name in traits]
    kept += ["props"] if props is not None else []
    if staged.is_event:
        texts.append(
            f"{_content_sql(columns, output, index, is_json=is_json, can_be_given='event_id' in fields)} as content"
        )
        kept += _event_id_columns(staged.fields)
    each = f", unnest({output.each}) as items(item)" if output.each else ""
    texts += ["skip_reason"] if columns.table.skip else []
    kept += ["skip_reason"] if columns.table.skip else []
    condition = f" where {output.when}" if output.when else ""
    reasons = reasons_sql(list_rules(staged.fields, output, reading))
    names = ["row_number", *read, *kept, f"{reasons} as reasons"]
    reading_columns = ", ".join(["*", *(f"{text} as {name}" for name, text in read.items())])
    connection.execute(f"drop table if exists {staged.table}")
    connection.execute(
        f"create temp table {staged.table} as select {', '.join(names)} from (select {reading_columns} from "
        f"(select {', '.join(texts)} from source{each}{condition}))"
    )
    return replace(staged, has_props=props is not None)


def _read_columns(staged: StagedOutput, reading: ReadingRules) -> dict[str, str]:
    """Return contract field -> SQL that reads it from its text."""
    read: dict[str, str] = {}
    for name in sorted(staged.fields - set(KIND_COLUMNS) - {"event_id"}):
        text = f"x_{name}"
        if name in TIME_FIELDS:
            read[name] = time_sql(text, reading.timezone)
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


def _content_sql(columns: FileColumns, output: Output, index: int, *, is_json: bool, can_be_given: bool) -> str:
    """Return SQL for all of a row's content; what an event without an id of its own is known by."""
    if is_json:
        content = "line__"
    else:
        parts = ", ".join(f"coalesce({quote_name(name)}::varchar, chr(30))" for name in columns.header)
        content = f"concat_ws(chr(31), {parts})"
    if index or output.each:
        content = f"{content} || chr(31) || '{index}'" + (" || chr(31) || item::varchar" if output.each else "")
    if not can_be_given:
        return content
    given = f"({output.fields['event_id']})::varchar"
    return f"case when nullif(trim({given}), '') is null then {content} end"


def _event_id_columns(fields: frozenset[str]) -> list[str]:
    # Keyed, so that nobody can test a guess about a person against the id of their event.
    derived = "'row-' || md5(getvariable('content_secret') || content)"
    given = [f"nullif(trim(x_{name}), '')" for name in ("event_id", "record_id") if name in fields]
    if not given:
        return [f"{derived} as event_id", "true as is_derived_id"]
    known = f"coalesce({', '.join(given)})"
    safe = (
        f"case when contains({known}, '@') then 'id-' || md5(getvariable('content_secret') || {known}) else {known} end"
    )
    return [f"coalesce({safe}, {derived}) as event_id", f"{known} is null as is_derived_id"]
