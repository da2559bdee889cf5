"""[traffic]: a row is judged by its user agent and address, and neither an address nor its hash is kept."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from journeymine.privacy.hashing import hash_identifier
from journeymine.settings import TrafficSettings
from tests.unit.ingest.conftest import KEY, read

OFFICE = "203.0.113.7"
PERSON = "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
ROWS = f"""id,event,time,user,user_agent,ip
1,view,2026-01-01T10:00:00,anna,{PERSON.replace(",", ";")},198.51.100.1
2,view,2026-01-01T10:00:00,bert,Mozilla/5.0 (compatible; Googlebot/2.1),198.51.100.2
3,view,2026-01-01T10:00:00,cleo,curl/8.5.0,198.51.100.3
4,view,2026-01-01T10:00:00,dora,{PERSON},"{OFFICE}, 10.0.0.1"
5,view,2026-01-01T10:00:00,emil,,
"""
FIELDS = {"event_id": "id", "event_name": "event", "occurred_at": "time", "user_id": "user"}


def land(project, traffic=None):
    project.write("visits.csv", ROWS)
    project.source(kind="events", path="visits.csv", fields=FIELDS)
    project.traffic = traffic or TrafficSettings()
    return project.land().landed


def verdicts(landed):
    props = read(landed, "events").sort("event_id")["props"].to_list()
    marks = ("bot", "internal")
    return [
        next((mark for mark in marks if f'"journeymine_set_apart":"{mark}"' in (text or "")), None) for text in props
    ]


def test_programs_are_known_by_their_user_agent_and_a_telephone_is_none(project):
    (landed,) = land(project)
    assert verdicts(landed) == [None, "bot", "bot", None, None]
    assert landed.loaded_count == 5


def test_own_people_are_known_by_the_hash_of_their_address(project):
    office = hash_identifier("ip", OFFICE, KEY)
    (landed,) = land(project, TrafficSettings(internal_ips=(office,)))
    assert verdicts(landed) == [None, "bot", "bot", "internal", None]


@pytest.mark.parametrize(
    ("own", "written"),
    [
        (OFFICE, f"{OFFICE}:50123"),
        (OFFICE, f"::ffff:{OFFICE}, 10.0.0.1"),
        ("2001:db8::7", "[2001:DB8::7]:443"),
        ("2001:DB8::7", "2001:db8::7"),
    ],
)
def test_an_address_is_known_as_proxies_write_it(project, own, written):
    call = {"event_name": "view", "occurred_at": "2026-01-01", "user_id": "anna", "client_ip": written}
    project.write("calls.jsonl", json.dumps(call) + "\n")
    project.source(kind="events", path="calls.jsonl")
    project.traffic = TrafficSettings(internal_ips=(hash_identifier("ip", own, KEY),))
    assert verdicts(project.land_one()) == ["internal"]


def test_no_address_is_kept(project):
    (landed,) = land(project, TrafficSettings(internal_ips=(hash_identifier("ip", OFFICE, KEY),)))
    kept = repr(read(landed, "events").to_dicts())
    for address in (OFFICE, "198.51.100.1", "10.0.0.1"):
        assert address not in kept
        assert hash_identifier("ip", address, KEY) not in kept


SEGMENT = {"type": "track", "event": "view", "messageId": "1", "userId": "anna", "timestamp": "2026-01-01T10:00:00Z"}
POSTHOG = {"event": "view", "uuid": "1", "distinct_id": "anna", "timestamp": "2026-01-01T10:00:00Z"}


@pytest.mark.parametrize(
    ("kind", "call"),
    [
        ("segment", {**SEGMENT, "context": {"userAgent": "Bot/1.0", "ip": OFFICE}}),
        ("segment", {**SEGMENT, "context_user_agent": "Bot/1.0", "context_ip": OFFICE}),
        ("posthog", {**POSTHOG, "properties": {"$raw_user_agent": "Bot/1.0", "$ip": OFFICE}}),
        ("posthog", {**POSTHOG, "properties": json.dumps({"$user_agent": "Bot/1.0", "$ip": OFFICE})}),
    ],
)
def test_user_agent_and_address_are_found_where_a_vendor_puts_them(project, kind, call):
    project.write("calls.jsonl", json.dumps(call) + "\n")
    project.source(kind=kind, path="calls.jsonl")
    office = hash_identifier("ip", OFFICE, KEY)
    found = []
    for bots in (TrafficSettings().bots, ()):
        project.traffic = TrafficSettings(bots=bots, internal_ips=(office,))
        landed = project.land_one()
        found += verdicts(landed)
        assert OFFICE not in repr([read(landed, "events").to_dicts(), read(landed, "event_kinds").to_dicts()])
    assert found == ["bot", "internal"]


def test_other_rules_land_files_anew(project):
    land(project)
    (landed,) = land(project, TrafficSettings(bots=("^curl/",)))
    assert landed.is_new
    assert verdicts(landed) == [None, None, "bot", None, None]


def test_another_limit_of_speed_lands_nothing_anew(project):
    land(project)
    (landed,) = land(project, TrafficSettings(most_events_per_hour=7))
    assert not landed.is_new


@pytest.mark.parametrize("pattern", ["(", "(?=a)", "(?<!u)bot", r"(a)\1", ""])
def test_a_pattern_that_the_engine_cannot_use_is_refused(pattern):
    with pytest.raises(ValidationError):
        TrafficSettings(bots=(pattern,))
