"""Fields that are neither mapped nor declared: kept as JSON text, redacted, without columns that are personal."""

from __future__ import annotations

from journeymine.ingest.columns import FileColumns
from journeymine.ingest.mapping import Output, quote_name, quote_text
from journeymine.privacy.redact import SUSPECT, redacted_sql
from journeymine.warehouse.connection import Connection


def props_sql(connection: Connection, columns: FileColumns, output: Output, *, is_first: bool) -> str | None:
    """Return SQL for the props of a row: declared ones, and on the table's first output the unmapped columns.

    Declared props are technical ids that the mapping vouches for (a tracker's session id); they are kept as they
    are. Of the unmapped columns, only those that hold something suspicious pay for redaction.
    """
    parts = {name: f"({text})::varchar" for name, text in sorted(output.props.items()) if columns.has_any(text)}
    if is_first:
        for name in columns.kept_unmapped:
            column = f"{quote_name(name)}::varchar"
            suspicious = _is_suspicious(connection, name)
            parts[name] = redacted_sql(column) if suspicious else column
    if not parts:
        return None
    pairs = ", ".join(
        f"case when {text} <> '' then to_json({quote_text(name)}::varchar) || ':' || to_json({text}) end"
        for name, text in parts.items()
    )
    return f"nullif('{{' || concat_ws(',', {pairs}) || '}}', '{{}}')"


def _is_suspicious(connection: Connection, column: str) -> bool:
    query = (
        f"select count(*) from (select distinct {quote_name(column)}::varchar as value from raw) "
        f"where regexp_matches(value, {quote_text(SUSPECT)})"
    )
    return bool(connection.execute(query).fetchall()[0][0])
