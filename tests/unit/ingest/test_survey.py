"""A survey's export: a row a response, a column a question, three lines of header."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from journeymine.contracts.landed import LandedFile
from journeymine.errors import SettingsError

from .conftest import Project, read, reasons

EXPORT = Path(__file__).resolve().parents[2] / "fixtures" / "survey" / "delivery.csv"
ANSWERS = {"Q1": "nps", "Q2_1": "csat5", "Q3": "ces7", "Q4": "text"}


def land(project: Project, **settings: Any) -> LandedFile:
    named = {"answers": ANSWERS, "fields": {"survey": "'Delivery'"}, "timezone": "Europe/Warsaw", "path": str(EXPORT)}
    project.source("survey", kind="survey", **(named | settings))
    return project.land_one()


def read_rows(landed: LandedFile, table: str) -> list[dict[str, Any]]:
    rows = read(landed, table).join(read(landed, "event_kinds"), on="event_kind_id")
    return rows.join(read(landed, "key_sets"), on="key_set_id", how="left").sort("row_number", "event_id").to_dicts()


def test_each_answer_is_a_rating_of_its_columns_scale_or_a_text(project: Project) -> None:
    answers = read_rows(land(project), "feedback")
    assert [(row["rating"], row["rating_scale"], row["text"]) for row in answers] == [
        (9.0, "nps", None),
        (4.0, "csat5", None),
        (2.0, "ces7", None),
        (None, None, "Call me on [phone],\nplease"),
        (10.0, "nps", None),
        (3.5, "csat5", None),
        (7.0, "ces7", None),
    ]
    assert json.loads(answers[0]["traits"]) == {"question": "Q1", "survey": "Delivery"}
    assert answers[0]["occurred_at"] == datetime(2026, 3, 1, 10, 0, 5)
    assert {row["is_solicited"] for row in answers} == {True}


def test_every_row_is_told_left_out_or_rejected_and_the_header_is_three_lines(project: Project) -> None:
    landed = land(project)
    assert (landed.header_count, landed.line_count, landed.loaded_count, landed.rejected_count) == (4, 10, 4, 2)
    assert landed.skipped_counts == {"a preview or a test, not a respondent": 1}
    assert reasons(landed) == {9: ["rating is outside 0-10"], 10: ["rating is not a number that fits"]}


def test_a_response_is_an_event_of_its_respondent_and_keeps_columns_nobody_named(project: Project) -> None:
    landed = land(project)
    done, left, other = read_rows(landed, "events")
    assert [row["event_name"] for row in (done, left, other)] == [
        "survey_completed",
        "survey_left_unfinished",
        "survey_completed",
    ]
    assert json.loads(done["props"]) == {"Q5": "Blue", "Store": "North"}
    first = read_rows(landed, "feedback")[0]
    assert first["email_hash"] == done["email_hash"] is not None
    assert first["user_id_hash"] == done["user_id_hash"] is not None
    assert left["email_hash"] is None
    assert left["object_hash"] is not None, "an anonymous answer is told with its response"
    everything = str([read(landed, path.stem).to_dicts() for path in landed.folder.glob("*.parquet")])
    for personal in ("Nowak", "Anna", "203.0.113.7", "x.example", "601 234"):
        assert personal not in everything


def test_columns_of_another_tool_are_named_by_fields(project: Project) -> None:
    project.write(
        "form.csv", "Timestamp,Your e-mail,Would you recommend us?,Why?\n2026-03-01 10:00:00,a@x.example,7,ok\n"
    )
    fields = {"occurred_at": "Timestamp", "email": "Your e-mail"}
    answers = {"Would you recommend us?": "nps", "Why?": "text"}
    landed = land(project, path="form.csv", fields=fields, answers=answers, timezone="UTC")
    assert {(row["rating"], row["text"]) for row in read_rows(landed, "feedback")} == {(7.0, None), (None, "ok")}
    assert read_rows(landed, "events")[0]["email_hash"]


def test_column_of_an_answer_that_is_gone_is_told(project: Project) -> None:
    landed = land(project, answers=ANSWERS | {"Q99": "text"})
    assert landed.missing_columns == ("Q99",)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"kind": "survey"}, "needs to know its columns"),
        ({"kind": "feedback", "answers": {"Q1": "nps"}}, "has no columns of answers"),
    ],
)
def test_answers_and_the_kind_need_one_another(project: Project, settings: dict[str, Any], told: str) -> None:
    project.source(path=str(EXPORT), **settings)
    with pytest.raises(SettingsError, match=told):
        project.land()
