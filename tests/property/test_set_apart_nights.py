"""Machines, the company's own, the too fast and those without consent are set apart by night as by a full build."""

from __future__ import annotations

import json
import random
from datetime import timedelta

import pytest

from journeymine.settings import PrivacySettings, TrafficSettings
from journeymine.warehouse import kin
from journeymine.warehouse.connection import open_database
from tests.property.nights import build_night, compare, draw_day, draw_links, draw_people, land_day, shop_settings
from tests.sql.small_warehouse import FIRST_DAY

COLUMN = "may we"


def apart_settings():
    settings = shop_settings()
    privacy = PrivacySettings(consent_column=COLUMN)
    return settings.model_copy(update={"privacy": privacy, "traffic": TrafficSettings(most_events_per_hour=2)})


def draw_props(draw):
    chance = draw.random()
    if chance < 0.1:
        return json.dumps({COLUMN: draw.choice(("yes", "no", "maybe"))}, separators=(",", ":"))
    if chance < 0.2:
        return json.dumps({"journeymine_set_apart": draw.choice(("bot", "internal"))}, separators=(",", ":"))
    return None


def land(draw, folder, day):
    events, people = draw_day(draw, day), draw_people(draw, day)
    for row in (*events, *people):
        row["props"] = draw_props(draw)
    return land_day(folder / "landed", f"day{day}", events, people, draw_links(draw, day))


def count_reasons(night):
    with open_database(night, read_only=True) as connection:
        return dict(connection.execute("select set_apart_reason, count(*) from core.set_apart group by all").fetchall())


@pytest.mark.parametrize("share", [0.0, 1.0], ids=["everybody", "only whom it concerns"])
def test_a_night_sets_apart_what_a_full_build_does(tmp_path, monkeypatch, share):
    monkeypatch.setattr(kin, "LARGEST_SHARE", share)
    draw = random.Random(7)
    landed = [land(draw, tmp_path, day) for day in range(3)]
    settings = apart_settings()
    previous = None
    for day in (2, 3):
        delta = build_night(tmp_path, f"delta{day}", landed[:day], previous, settings=settings)
        previous = delta.database.parent
    assert not delta.is_full_build
    full = build_night(tmp_path, "full", landed, settings=settings)
    assert compare(delta.database.parent, full.database.parent) == {}
    reasons = count_reasons(full.database)
    assert set(reasons) >= {"bot", "internal", "no_consent"}, reasons


def test_an_event_set_apart_that_turns_out_to_be_anothers_leaves_who_had_it(tmp_path, monkeypatch):
    monkeypatch.setattr(kin, "LARGEST_SHARE", 1.0)
    draw = random.Random(7)
    first = {"id": "moved", "event": "view", "at": FIRST_DAY, "received": FIRST_DAY + timedelta(minutes=5), "row": 1}
    machine = first | {"user_id": "u1", "props": '{"journeymine_set_apart":"bot"}'}
    known = [first | {"id": f"own {person}", "user_id": f"u{person}"} for person in (1, 2)]
    earlier = first | {"user_id": "u2", "received": FIRST_DAY + timedelta(minutes=1)}
    days = ([machine, *known, *draw_day(draw, 0)], [earlier])
    landed = [land_day(tmp_path / "landed", f"day{day}", events, [], []) for day, events in enumerate(days)]
    settings = apart_settings()
    before = build_night(tmp_path, "first", landed[:1], settings=settings).database.parent
    delta = build_night(tmp_path, "delta", landed, before, settings=settings)
    assert not delta.is_full_build
    full = build_night(tmp_path, "full", landed, settings=settings)
    assert count_reasons(before / delta.database.name)["bot"] == 1
    assert compare(delta.database.parent, full.database.parent) == {}
