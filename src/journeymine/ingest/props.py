"""Fields that are neither mapped nor declared: kept as JSON text, redacted, without columns that are personal."""

from __future__ import annotations

import json
from dataclasses import dataclass

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
_ESCAPED = r'["\\[:cntrl:]]'
"""Characters that JSON may write in another way; texts without one are quoted in under half the time."""


def props_sql(connection: Connection, staged: StagedOutput) -> str:
    """Return SQL for the props of a staged row: declared ones and unmapped columns.

    Declared props are technical ids that the mapping vouches for (a tracker's session id); they are kept as they
    are. Of the unmapped columns, only those that hold something suspicious pay for redaction, and of JSON values those
    that hold a name of something personal: what stands under it is hidden, as a column of that name is left out.
    """
    pairs = {name: _pair_sql(name, f"p_{number}") for number, name in enumerate(staged.props)}
    columns = [f"u_{number}" for number in range(len(staged.unmapped))]
    for name, column, judged in zip(staged.unmapped, columns, _judge(connection, staged, columns), strict=True):
        shown = _hidden_sql(column) if judged.is_nested else column
        shown = redacted_sql(shown, is_version=is_version(name)) if judged.is_suspicious else shown
        pairs[name] = _pair_sql(name, shown, is_plain=judged.is_plain)
    if staged.has_verdict:
        pairs[SET_APART] = _pair_sql(SET_APART, "verdict", is_plain=True)
    if not pairs:
        return "null"
    if len(pairs) == 1:
        return f"'{{' || {next(iter(pairs.values()))} || '}}'"
    return f"nullif('{{' || concat_ws(',', {', '.join(pairs.values())}) || '}}', '{{}}')"


def _pair_sql(name: str, text: str, *, is_plain: bool = False) -> str:
    """Return SQL for a name and its value in JSON, null where there is no value; a plain one needs no escapes."""
    start = json.dumps(redact_text(name), ensure_ascii=False) + ":"
    quoted = f"concat({quote_text(start + chr(34))}, {text}, chr(34))"
    pair = quoted if is_plain else f"{quote_text(start)} || to_json({text})"
    return f"case when {text} <> '' then {pair} end"


@dataclass(frozen=True)
class _Judged:
    """Whether a column holds something suspicious, JSON with a name of something personal, only plain characters."""

    is_suspicious: bool
    is_nested: bool
    is_plain: bool


def _judge(connection: Connection, staged: StagedOutput, columns: list[str]) -> list[_Judged]:
    """Judge the distinct values of columns, in one query: of hundreds, each would pay for reading the patterns anew."""
    if not columns:
        return []
    values = " union all ".join(
        f"select {number} as place, value from (select distinct {column} as value from {staged.rows_table})"
        for number, column in enumerate(columns)
    )
    query = (
        f"select place, coalesce(bool_or(regexp_matches(value, {quote_text(SUSPECT)})), false), "
        f"coalesce(bool_or(value[1] in ('{{', '[') and regexp_matches(value, {quote_text(_NESTED)})), false), "
        f"not coalesce(bool_or(regexp_matches(value, {quote_text(_ESCAPED)})), false) from ({values}) group by place"
    )
    found = {place: _Judged(*judged) for place, *judged in connection.execute(query).fetchall()}
    return [
        found.get(number, _Judged(is_suspicious=False, is_nested=False, is_plain=True))
        for number in range(len(columns))
    ]


def _hidden_sql(column: str) -> str:
    """Return SQL that hides what stands under personal names in JSON; a whole value where its end cannot be told."""
    is_deep = f"regexp_matches({column}, {quote_text(_DEEP_VALUE)})"
    replaced = f"regexp_replace({column}, {quote_text(_SHALLOW_VALUE)}, {quote_text(_HIDDEN_VALUE)}, 'g')"
    return f"case when {column}[1] not in ('{{', '[') then {column} when {is_deep} then '{HIDDEN}' else {replaced} end"
