"""Values of JSON that nothing maps: what stands under a personal name is hidden, the rest is kept."""

from __future__ import annotations

import json

import pytest

from .conftest import Project, read

PEOPLE = ("Anna", "Nowak", "10.0.0.1", "Main St")


def land_value(project: Project, value: object) -> str | None:
    """Land one event with an unmapped column `extra`; return what props keep of it."""
    line = {"event_name": "a", "occurred_at": "2026-01-01", "user_id": "u", "extra": value}
    project.write("events.jsonl", json.dumps(line) + "\n")
    project.source(kind="events", path="events.jsonl")
    props = read(project.land_one(), "events")["props"][0]
    return None if props is None else json.loads(props)["extra"]


@pytest.mark.parametrize(
    "value",
    [
        {"id": 77, "first_name": "Anna", "last_name": "Nowak"},
        {"firstName": "Anna"},
        {"FIRST_NAME": "Anna", "browser_ip": "10.0.0.1"},
        {"name": {"given": "Anna", "family": "Nowak"}},
        {"customer": {"first_name": 'An"na Anna'}},
        [{"street": "Main St"}, {"surname": "Nowak"}],
        {"address": ["Main St", "Anna"]},
        json.dumps({"payload": json.dumps({"last_name": "Nowak"})}),
        {"phone_2": 48601234567, "name_1": "Anna"},
        {"order": {"customer": "Anna Nowak", "total": 7}},
        json.dumps({"payload": json.dumps({"Client": "Anna Nowak"})}),
    ],
)
def test_nothing_under_a_personal_name_is_kept(project: Project, value: object) -> None:
    kept = land_value(project, value)
    assert kept is not None
    assert "[hidden]" in kept
    assert not any(person in kept for person in PEOPLE)


def test_everything_else_is_kept(project: Project) -> None:
    value = {"id": 77, "first_name": "Anna", "tags": ["new", "gold"], "filename": "a.txt", "user": {"plan": "gold"}}
    assert json.loads(str(land_value(project, value))) == value | {"first_name": "[hidden]"}


def test_text_that_is_no_json_is_left_alone(project: Project) -> None:
    assert land_value(project, 'she said "name": Anna') == 'she said "name": Anna'
