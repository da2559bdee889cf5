"""Six sources as a connector delivers them: every row is loaded, left out with a reason, or rejected."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from journeymine.contracts.landed import LandedFile

from .conftest import Project, read, reasons

Landed = tuple[str, tuple[LandedFile, ...]]
SEEDS = Path(__file__).resolve().parents[2] / "fixtures" / "fivetran_seeds"
ROW_COUNTS = {"zendesk": 239, "hubspot": 2171, "salesforce": 111, "shopify": 49, "qualtrics": 80, "ga4_export": 6}
KINDS = {source: source for source in ROW_COUNTS} | {"ga4_export": "ga4"}
REJECTED = {
    ("hubspot", "engagement_meeting"): (7, ["occurred_at is before 1990-01-01"]),
    ("qualtrics", "question_response"): (1, ["occurred_at is missing"]),
}
LANDED = {
    "zendesk": {
        "user": {"people": 9},
        "ticket": {"feedback": 8},
        "ticket_comment": {"events": 20},
        "ticket_field_history": {"events": 32},
    },
    "hubspot": {
        "contact": {"people": 22, "links": 3},
        "contact_merge_audit": {"links": 4},
        "contact_form_submission": {"events": 5},
        "deal": {"events": 44},
        "deal_stage": {"events": 14},
        "email_event": {"events": 97},
        "engagement_call": {"events": 1},
        "engagement_communication": {"events": 1},
        "engagement_email": {"events": 1},
        "engagement_meeting": {"events": 93},
        "engagement_note": {"events": 1},
        "ticket": {"feedback": 25, "events": 1},
    },
    "salesforce": {
        "contact": {"people": 4},
        "lead": {"people": 1, "events": 2, "links": 1},
        "task": {"events": 10},
        "event": {"events": 10},
    },
    "shopify": {
        "customer": {"people": 4},
        "order": {"events": 8},
        "refund": {"events": 5},
        "abandoned_checkout": {"events": 3},
        "fulfillment": {"events": 3},
        "fulfillment_event": {"events": 5},
    },
    "qualtrics": {
        "survey_response": {"events": 5},
        "distribution_contact": {"events": 9},
        "directory_contact": {"people": 6},
    },
    "ga4_export": {None: {"events": 6}},
}
"""Rows in the landed tables, by the table of the source they came from."""


@pytest.fixture(params=ROW_COUNTS, scope="module")
def landed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """One source and its landed files."""
    source = request.param
    project = Project(tmp_path_factory.mktemp(source))
    folder = SEEDS / source
    path = folder / "event_data.csv" if source == "ga4_export" else folder
    project.source(source, kind=KINDS[source], path=str(path))
    result = project.land()
    assert not result.refused
    return source, result.landed


def test_every_row_is_loaded_left_out_or_rejected(landed: Landed) -> None:
    source, files = landed
    assert {Path(file.file_name).name for file in files} == {path.name for path in (SEEDS / source).iterdir()}
    row_count = 0
    for file in files:
        path = SEEDS / source / Path(file.file_name).name
        with path.open(encoding="utf-8-sig", newline="") as text:
            written = sum(1 for row in csv.reader(text) if row) - 1
        assert file.line_count - file.header_count == file.loaded_count + file.rejected_count == written, file.file_name
        assert written == file.rejected_count + sum(file.skipped_counts.values()) + count_used(file), file.file_name
        row_count += written
    assert row_count == ROW_COUNTS[source]


def count_used(file: LandedFile) -> int:
    """Count the rows of a file that something was made of."""
    for table in ("people", "links"):  # One each for every row, or every row that is not also told by an event.
        if file.path(table).exists():
            return len(read(file, table))
    events = [read(file, table)["row_number"] for table in ("events", "feedback") if file.path(table).exists()]
    if events:
        return pl.concat(events).n_unique()
    # A table that only says which keys belong together.
    return int(read(file, "key_sets")["row_count"].sum()) if file.path("key_sets").exists() else 0


def test_tables_yield_what_they_are_known_to_yield(landed: Landed) -> None:
    source, files = landed
    found: dict[str | None, dict[str, int]] = {}
    for file in files:
        for name in ("events", "feedback", "people", "links"):
            if file.path(name).exists():
                counts = found.setdefault(file.table, {})
                counts[name] = counts.get(name, 0) + len(read(file, name))
    assert found == LANDED[source]


def test_rejected_rows_say_why(landed: Landed) -> None:
    source, files = landed
    for file in files:
        count, why = REJECTED.get((source, str(file.table)), (0, []))
        assert file.rejected_count == count
        assert all(found == why for found in reasons(file).values())


def test_files_that_yield_nothing_say_why(landed: Landed) -> None:
    for file in landed[1]:
        if file.table == "left_out":
            assert sum(file.skipped_counts.values()) == file.loaded_count
            assert all(file.skipped_counts)
            assert file.unmapped_columns == ()
