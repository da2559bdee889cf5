"""Notes and exposures as they land: what people were heard saying, and what the company showed the world."""

from __future__ import annotations

from journeymine.contracts.landed import LANDED_TABLES
from journeymine.ingest.dimensions import join_key_sets
from journeymine.ingest.mapping import quote_text
from journeymine.ingest.props import props_sql
from journeymine.ingest.rules import ReadingRules
from journeymine.ingest.staging import StagedOutput
from journeymine.ingest.values import key_sql
from journeymine.privacy.redact import redacted_sql
from journeymine.warehouse.connection import Connection

_NOTE_TEXTS = ("note_kind", "noted_stage", "noted_touchpoint", "note_topic", "text")
_EXPOSURE_TEXTS = (
    *("exposure_kind", "platform", "traffic_source", "traffic_medium", "campaign", "promo_code", "place", "product"),
)


def note_query(connection: Connection, staged: StagedOutput, rows: str, reading: ReadingRules) -> str:
    """Return the query of a file's notes.

    Who spoke is the customer of the keys in the row. A name or number in the column `respondent` is no key: it is
    hashed, so that one person's notes stay together, and makes nobody a customer.

    Args:
        connection: The connection the file was staged on.
        staged: The staged output.
        rows: Its rows as SQL, ids hidden where they must be.
        reading: Names the source.
    """
    respondent = "md5(getvariable('content_secret') || 'respondent:' || lower(respondent))"
    made = _record_columns(connection, staged, "note", reading)
    made["key_set_id"] = "key_set_id" if staged.key_kinds else "null"
    made["respondent_hash"] = f"case when respondent <> '' then {respondent} end" if _has(staged, "respondent") else ""
    joins = join_key_sets(staged) if staged.key_kinds else ""
    return _select(staged, "notes", made, _NOTE_TEXTS, f"{rows} {joins}")


def exposure_query(connection: Connection, staged: StagedOutput, rows: str, reading: ReadingRules) -> str:
    """Return the query of a file's exposures; arguments as of `note_query`.

    An amount without a currency is in the project's.
    """
    made = _record_columns(connection, staged, "exposure", reading)
    amounts = ", ".join(name for name in ("cost_amount", "price_amount") if _has(staged, name))
    currency = "currency_code" if _has(staged, "currency_code") else "null"
    project = quote_text(reading.currency)
    made["currency_code"] = (
        f"case when coalesce({amounts}) is not null then coalesce({currency}, {project}) end" if amounts else ""
    )
    return _select(staged, "exposures", made, _EXPOSURE_TEXTS, rows)


def _record_columns(connection: Connection, staged: StagedOutput, name: str, reading: ReadingRules) -> dict[str, str]:
    return {
        f"{name}_key": key_sql(quote_text(reading.source), "event_id"),
        f"{name}_id": "event_id",
        "props": props_sql(connection, staged),
    }


def _select(staged: StagedOutput, table: str, made: dict[str, str], texts: tuple[str, ...], rows: str) -> str:
    columns = ["row_number"]
    for name in LANDED_TABLES[table]:
        value = made.get(name, name if _has(staged, name) else "") or "null"
        columns.append(f"{redacted_sql(value) if name in texts and value != 'null' else value} as {name}")
    return f"select {', '.join(columns)} from {rows}"


def _has(staged: StagedOutput, name: str) -> bool:
    return name in staged.fields
