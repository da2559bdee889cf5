"""What no field names is kept beside an event, without what tells who or where somebody is."""

from __future__ import annotations

import json

from .conftest import Project, read


def test_addresses_of_machines_are_hidden_and_versions_kept(project: Project) -> None:
    line = {"event_name": "a", "occurred_at": "2026-01-01", "user_id": "u", "remote_addr": "203.0.113.7"}
    line |= {"host": "203.0.113.7", "proxies": "2001:db8:77::7, 10.0.0.1", "app_version": "4.12.0.3"}
    project.write("events.jsonl", json.dumps(line) + "\n")
    project.source(kind="events", path="events.jsonl")
    props = json.loads(read(project.land_one(), "events")["props"][0])
    assert props == {"host": "[ip]", "proxies": "[ip], [ip]", "app_version": "4.12.0.3"}


def test_names_that_are_addresses_are_hidden_too(project: Project) -> None:
    line = {"event_name": "a", "occurred_at": "2026-01-01", "user_id": "u", "anna@x.example": "seen"}
    project.write("events.jsonl", json.dumps(line) + "\n")
    project.source(kind="events", path="events.jsonl")
    landed = project.land_one()
    assert json.loads(read(landed, "events")["props"][0]) == {"[email]": "seen"}
    assert landed.unmapped_columns == ("[email]",)
    assert not any(b"anna@" in path.read_bytes() for path in landed.folder.iterdir())
