"""Fields that are neither mapped nor declared: kept as JSON text, redacted, without columns that are personal."""

from __future__ import annotations

from journeymine.ingest.mapping import quote_text
from journeymine.ingest.staging import StagedOutput
from journeymine.ingest.traffic import SET_APART
from journeymine.privacy.redact import SUSPECT, redacted_sql
from journeymine.warehouse.connection import Connection


def props_sql(connection: Connection, staged: StagedOutput) -> str:
    """Return SQL for the props of a staged row: declared ones and unmapped columns.

    Declared props are technical ids that the mapping vouches for (a tracker's session id); they are kept as they
    are. Of the unmapped columns, only those that hold something suspicious pay for redaction.
    """
    parts = {name: f"p_{number}" for number, name in enumerate(staged.props)}
    for number, name in enumerate(staged.unmapped):
        column = f"u_{number}"
        parts[name] = redacted_sql(column) if _is_suspicious(connection, staged, column) else column
    if staged.has_verdict:
        parts[SET_APART] = "verdict"
    if not parts:
        return "null"
    pairs = ", ".join(
        f"case when {text} <> '' then {_json_name(name)} || to_json({text}) end" for name, text in parts.items()
    )
    return f"nullif('{{' || concat_ws(',', {pairs}) || '}}', '{{}}')"


def _json_name(name: str) -> str:
    return f"to_json({quote_text(name)}::varchar) || ':'"


def _is_suspicious(connection: Connection, staged: StagedOutput, column: str) -> bool:
    query = (
        f"select count(*) from (select distinct {column} as value from {staged.table}) "
        f"where regexp_matches(value, {quote_text(SUSPECT)})"
    )
    return bool(connection.execute(query).fetchall()[0][0])
