"""Intercom as a connector delivers it: a row for each state of a conversation, its parts and its contacts."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from journeymine.contracts.landed import LandedFile

from .conftest import Project, read, reasons

HISTORY = Path(__file__).resolve().parents[2] / "fixtures" / "intercom_history"


@pytest.fixture
def tables(project: Project) -> dict[str | None, LandedFile]:
    project.source("chat", kind="intercom", path=str(HISTORY))
    result = project.land()
    assert not result.refused
    return {landed.table: landed for landed in result.landed}


def read_rows(landed: LandedFile, table: str) -> list[dict[str, Any]]:
    rows = read(landed, table).join(read(landed, "event_kinds"), on="event_kind_id")
    return rows.join(read(landed, "key_sets"), on="key_set_id", how="left").sort("occurred_at", "row_number").to_dicts()


def test_every_row_is_loaded_left_out_or_rejected(tables: dict[str | None, LandedFile]) -> None:
    for landed in tables.values():
        with (HISTORY / Path(landed.file_name).name).open(newline="") as file:
            written = sum(1 for _ in csv.reader(file)) - 1
        used: set[int] = set()
        for name in ("events", "feedback"):
            if landed.path(name).exists():
                used |= set(read(landed, name)["row_number"])
        used_count = len(read(landed, "people")) if landed.path("people").exists() else len(used)
        skipped_count = sum(landed.skipped_counts.values())
        assert used_count + skipped_count + landed.rejected_count == written, landed.file_name
    assert reasons(tables["conversation_history"]) == {6: ["occurred_at is missing"]}
    assert tables["conversation_part_history"].skipped_counts == {
        "a note of the staff": 1,
        "a part without words of the customer": 1,
    }
    assert tables["left_out"].skipped_counts == {"who works for the company": 1}


def test_states_of_one_conversation_tell_one_event_each_thing(tables: dict[str | None, LandedFile]) -> None:
    said = read_rows(tables["conversation_history"], "feedback")
    assert {(row["event_name"], row["text"], row["rating"]) for row in said} == {
        ("conversation_started", "My parcel is late, write to [email]", None),
        ("conversation_rated", "Took two days", 2.0),
    }
    assert len(said) == 4
    compared = ["event_key", "occurred_at", "event_kind_id", "key_set_id", "text", "props"]
    assert read(tables["conversation_history"], "feedback").select(compared).n_unique() == 2, "and no conflict"
    (sent,) = read_rows(tables["conversation_history"], "events")
    assert (sent["event_name"], sent["actor"]) == ("conversation_sent", "company")
    assert sent["support_id_hash"], "of the contact who took part"


def test_parts_are_the_customers_words_or_the_companys_turns(tables: dict[str | None, LandedFile]) -> None:
    parts = tables["conversation_part_history"]
    (said,) = read_rows(parts, "feedback")
    assert (said["event_name"], said["text"]) == ("conversation_message", "Thank you")
    done = read_rows(parts, "events")
    assert [(row["event_name"], row["team"]) for row in done] == [
        ("conversation_reply", None),
        ("conversation_reply", None),
        ("conversation_closed", None),
        ("conversation_assigned", "8800"),
    ]
    assert done[0]["event_key"] == done[1]["event_key"]
    started = read_rows(tables["conversation_history"], "feedback")[0]
    assert said["object_hash"] == started["object_hash"]
    assert said["support_id_hash"] == started["support_id_hash"]
    assert "impatient" not in str([read(parts, path.stem).to_dicts() for path in parts.folder.glob("*.parquet")])


def test_the_state_updated_last_tells_what_a_contact_is(tables: dict[str | None, LandedFile]) -> None:
    contacts = read(tables["contact_history"], "people").sort("updated_at")
    assert contacts["job_role"].to_list() == [None, None, "Buyer"]
    assert contacts["record_id_hash"].n_unique() == 2
    assert contacts["is_deleted"].to_list() == [False, True, False]
