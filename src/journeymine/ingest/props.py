"""Fields that are neither mapped nor declared: kept as JSON text, redacted, without columns that are personal."""

from __future__ import annotations

import json

from journeymine.ingest.hiding import HIDDEN
from journeymine.ingest.mapping import quote_text
from journeymine.ingest.personal import NESTED_NAME, NESTED_PERSON, is_version
from journeymine.ingest.staging import StagedOutput
from journeymine.ingest.traffic import SET_APART
from journeymine.privacy.redact import SUSPECT, redact_text, redacted_sql
from journeymine.warehouse.connection import Connection

_NESTED = f"{NESTED_NAME}|{NESTED_PERSON}"
_DEEP_VALUE = rf"{NESTED_NAME}(?:[{{[]|\\)|{NESTED_PERSON}\\"
_SHALLOW_VALUE = rf"({_NESTED})" + r'(?:"(?:[^"\\]|\\.)*"|[^"\\,{}\[\]\s]+)'
_HIDDEN_VALUE = rf'\1"{HIDDEN}"'


def props_sql(connection: Connection, staged: StagedOutput) -> str:
    """Return SQL for the props of a staged row: declared ones and unmapped columns.

    Declared props are technical ids that the mapping vouches for (a tracker's session id); they are kept as they
    are. Of the unmapped columns, only those that hold something suspicious pay for redaction, and of JSON values those
    that hold a name of something personal: what stands under it is hidden, as a column of that name is left out.
    """
    parts = {name: f"p_{number}" for number, name in enumerate(staged.props)}
    for number, name in enumerate(staged.unmapped):
        column = f"u_{number}"
        is_suspicious, is_nested = _judge(connection, staged, column)
        shown = _hidden_sql(column) if is_nested else column
        parts[name] = redacted_sql(shown, is_version=is_version(name)) if is_suspicious else shown
    if staged.has_verdict:
        parts[SET_APART] = "verdict"
    if not parts:
        return "null"
    pairs = [f"case when {text} <> '' then {_json_name(name)} || to_json({text}) end" for name, text in parts.items()]
    if len(pairs) == 1:
        return f"'{{' || {pairs[0]} || '}}'"
    return f"nullif('{{' || concat_ws(',', {', '.join(pairs)}) || '}}', '{{}}')"


def _json_name(name: str) -> str:
    return quote_text(json.dumps(redact_text(name), ensure_ascii=False) + ":")


def _judge(connection: Connection, staged: StagedOutput, column: str) -> tuple[bool, bool]:
    """Tell whether a column holds something suspicious, and whether JSON with a name of something personal."""
    query = (
        f"select coalesce(bool_or(regexp_matches(value, {quote_text(SUSPECT)})), false), "
        f"coalesce(bool_or(value[1] in ('{{', '[') and regexp_matches(value, {quote_text(_NESTED)})), false) "
        f"from (select distinct {column} as value from {staged.table})"
    )
    is_suspicious, is_nested = connection.execute(query).fetchall()[0]
    return bool(is_suspicious), bool(is_nested)


def _hidden_sql(column: str) -> str:
    """Return SQL that hides what stands under personal names in JSON; a whole value where its end cannot be told."""
    is_deep = f"regexp_matches({column}, {quote_text(_DEEP_VALUE)})"
    replaced = f"regexp_replace({column}, {quote_text(_SHALLOW_VALUE)}, {quote_text(_HIDDEN_VALUE)}, 'g')"
    return f"case when {column}[1] not in ('{{', '[') then {column} when {is_deep} then '{HIDDEN}' else {replaced} end"
