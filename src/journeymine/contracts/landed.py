"""What ingest leaves behind for the build: one folder a landed file, Parquet inside, file.json beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE_DESCRIPTION = "file.json"

KIND_COLUMNS = (
    "event_name",
    "page_path",
    "traffic_source",
    "traffic_medium",
    "campaign",
    "content_type",
    "device",
    "actor",
    "team",
    "product",
    "business_unit",
    "location",
)
"""Low-cardinality descriptions of an event that touchpoint rules see (with source and traits)."""

EVENT_COLUMNS = {
    "event_key": "BIGINT",
    "event_id": "VARCHAR",
    "event_kind_id": "BIGINT",
    "key_set_id": "BIGINT",
    "occurred_at": "TIMESTAMP",
    "received_at": "TIMESTAMP",
    "sequence_number": "BIGINT",
    "row_number": "BIGINT",
    "amount": "DECIMAL(18,2)",
    "currency_code": "VARCHAR",
    "props": "VARCHAR",
}
FEEDBACK_COLUMNS = {
    **EVENT_COLUMNS,
    "rating": "DOUBLE",
    "rating_scale": "VARCHAR",
    "text": "VARCHAR",
    "is_solicited": "BOOLEAN",
    "record_id": "VARCHAR",
}
EVENT_KIND_COLUMNS = {
    "event_kind_id": "BIGINT",
    "source": "VARCHAR",
    **dict.fromkeys(KIND_COLUMNS, "VARCHAR"),
    "traits": "VARCHAR",
}
HASHED_KINDS = (
    *("user_id", "email", "phone", "crm_id", "support_id", "loyalty_id", "other_id"),
    *("device", "object", "account"),
)
"""Identity kinds; `object`: a record such as a ticket that belongs to a person; `account`: a company of persons."""

KEY_SET_COLUMNS = {
    "key_set_id": "BIGINT",
    **{f"{kind}_hash": "VARCHAR" for kind in HASHED_KINDS},
    "first_seen_at": "TIMESTAMP",
    "last_seen_at": "TIMESTAMP",
    "row_count": "BIGINT",
}
PEOPLE_TEXT_COLUMNS = (
    "age_band",
    "education_band",
    "income_band",
    "family_band",
    "job_role",
    "industry",
    "interests",
    "heard_from",
    "country",
    "language",
)
PEOPLE_COLUMNS = {
    "key_set_id": "BIGINT",
    "record_id_hash": "VARCHAR",
    "updated_at": "TIMESTAMP",
    "is_deleted": "BOOLEAN",
    **dict.fromkeys(PEOPLE_TEXT_COLUMNS, "VARCHAR"),
    "lifetime_value_amount": "DECIMAL(18,2)",
    "props": "VARCHAR",
}
COMPARED_FIELDS = ("given_name", "surname", "birth_date", "street", "house_number", "city", "postcode")
"""What people without a common key are compared by, if the project wants so; only codes of it are landed."""
PERSON_CODE_COLUMNS = {
    "key_set_id": "BIGINT",
    "record_id_hash": "VARCHAR",
    "updated_at": "TIMESTAMP",
    "is_deleted": "BOOLEAN",
    **{f"{name}_code": "BLOB" for name in COMPARED_FIELDS},
}
LINK_COLUMNS = {
    "from_kind": "VARCHAR",
    "from_hash": "VARCHAR",
    "to_kind": "VARCHAR",
    "to_hash": "VARCHAR",
    "link_reason": "VARCHAR",
    "linked_at": "TIMESTAMP",
}
NOTE_COLUMNS = {
    "note_key": "BIGINT",
    "note_id": "VARCHAR",
    "key_set_id": "BIGINT",
    "respondent_hash": "VARCHAR",
    "occurred_at": "TIMESTAMP",
    "updated_at": "TIMESTAMP",
    "note_kind": "VARCHAR",
    "noted_stage": "VARCHAR",
    "noted_touchpoint": "VARCHAR",
    "note_topic": "VARCHAR",
    "text": "VARCHAR",
    "props": "VARCHAR",
}
"""What people said in interviews or were seen doing: evidence to read, no event, and counted in no rate."""

EXPOSURE_COLUMNS = {
    "exposure_key": "BIGINT",
    "exposure_id": "VARCHAR",
    "shown_from_at": "TIMESTAMP",
    "shown_until_at": "TIMESTAMP",
    "updated_at": "TIMESTAMP",
    "exposure_kind": "VARCHAR",
    "platform": "VARCHAR",
    "traffic_source": "VARCHAR",
    "traffic_medium": "VARCHAR",
    "campaign": "VARCHAR",
    "promo_code": "VARCHAR",
    "place": "VARCHAR",
    "product": "VARCHAR",
    "impression_count": "BIGINT",
    "click_count": "BIGINT",
    "cost_amount": "DECIMAL(18,2)",
    "price_amount": "DECIMAL(18,2)",
    "currency_code": "VARCHAR",
    "props": "VARCHAR",
}
"""What the company showed the world, and at what cost: nobody's event, so without keys."""

REFUSED_KEY_COLUMNS = {
    "identity_kind": "VARCHAR",
    "identity_hash": "VARCHAR",
    "reason": "VARCHAR",
    "row_count": "BIGINT",
}
"""Keys that were left out of key sets since they name nobody in particular: an office's mailbox."""

REJECTED_COLUMNS = {
    "source": "VARCHAR",
    "file_hash": "VARCHAR",
    "line_number": "BIGINT",
    "line_text": "VARCHAR",
    "reasons": "VARCHAR[]",
    "run_id": "VARCHAR",
}

LANDED_TABLES: dict[str, dict[str, str]] = {
    "events": EVENT_COLUMNS,
    "feedback": FEEDBACK_COLUMNS,
    "event_kinds": EVENT_KIND_COLUMNS,
    "key_sets": KEY_SET_COLUMNS,
    "people": PEOPLE_COLUMNS,
    "person_codes": PERSON_CODE_COLUMNS,
    "links": LINK_COLUMNS,
    "notes": NOTE_COLUMNS,
    "exposures": EXPOSURE_COLUMNS,
    "refused_keys": REFUSED_KEY_COLUMNS,
    "rejected": REJECTED_COLUMNS,
}
"""Landed table -> column -> DuckDB type; a file's folder holds TABLE.parquet for each table that has rows."""


@dataclass(frozen=True)
class LandedFile:
    """One source file as it was landed; the fields of file.json, the folder it lies in, and whether it is new.

    `line_count` counts records as the format delimits them (a quoted line break does not end one) and header lines;
    `line_count - header_count == loaded_count + rejected_count` always. Rows that the mapping leaves out on purpose
    (an agent in a list of users) are loaded, land nowhere and are counted by reason in `skipped_counts`.
    `erased_count` is how many landed rows, and texts of rejected lines, were taken out for somebody who is forgotten.

    `mapped_columns` are read, `unmapped_columns` kept in props; `missing_columns` are those the project names in vain.
    `grown_from` are hashes of files of the same name, landed before, that this one begins with: their lines are counted
    here. `torn_from` are those among them whose last line had been cut; they are set aside.
    `version` is what a store of objects calls this content; `span` is how far a database's query was read.
    `redaction` is the fingerprint of what its texts were last redacted with.
    """

    source: str
    kind: str
    table: str | None
    file_name: str
    file_hash: str
    mapping_hash: str
    line_count: int
    header_count: int
    loaded_count: int
    rejected_count: int
    landed_at: str
    run_id: str
    unmapped_columns: tuple[str, ...] = ()
    mapped_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    skipped_counts: dict[str, int] = field(default_factory=dict)
    unusable_key_counts: dict[str, int] = field(default_factory=dict)
    version: str | None = None
    span: dict[str, str | int | float | None] = field(default_factory=dict)
    erased_count: int = 0
    byte_count: int = 0
    grown_from: tuple[str, ...] = ()
    torn_from: tuple[str, ...] = ()
    redaction: str = ""
    folder: Path = Path()
    is_new: bool = False

    def path(self, table: str) -> Path:
        """Return where `table` lies, whether or not it has rows."""
        return self.folder / f"{table}.parquet"


@dataclass(frozen=True)
class RefusedFile:
    """A file or a whole source that could not be landed, and why; the night goes on without it."""

    source: str
    file_name: str
    reason: str
    next_action: str | None = None


def write_description(landed: LandedFile, folder: Path) -> None:
    """Write file.json into `folder`, at once or not at all."""
    content = {name: value for name, value in vars(landed).items() if name not in ("folder", "is_new")}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    fresh = folder / f"{FILE_DESCRIPTION}.fresh"
    fresh.write_text(text + "\n", encoding="utf-8")
    fresh.replace(folder / FILE_DESCRIPTION)


def read_description(folder: Path, *, is_new: bool = False) -> LandedFile:
    """Read file.json of a landed folder."""
    content: dict[str, Any] = json.loads((folder / FILE_DESCRIPTION).read_text(encoding="utf-8"))
    for name in ("unmapped_columns", "mapped_columns", "missing_columns", "grown_from", "torn_from"):
        content[name] = tuple(content.get(name, ()))
    return LandedFile(**content, folder=folder, is_new=is_new)
