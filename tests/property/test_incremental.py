"""A night that rebuilds only what was touched equals a full rebuild, whatever came and in whatever order."""

import random
import shutil
from dataclasses import replace

import pytest

from journeymine.warehouse import kin
from tests.property.nights import build_night, compare, draw_landed, land_day, read_contents, shop_settings


def land_days(folder, seed, days):
    draw = random.Random(seed)
    return [draw_landed(draw, folder / "landed", day) for day in range(days)]


@pytest.fixture(params=["only whom it concerns", "everybody"])
def identity(request, monkeypatch):
    """Identity made anew for few or for all: a small company's night would concern too many to take the first way."""
    monkeypatch.setattr(kin, "LARGEST_SHARE", 9.0 if request.param == "only whom it concerns" else -1.0)


@pytest.mark.usefixtures("identity")
@pytest.mark.parametrize("seed", range(3))
def test_nights_one_after_the_other_equal_a_full_rebuild(tmp_path, seed):
    landed = land_days(tmp_path, seed, 5)
    build_night(tmp_path, "night1", landed[:3])
    second = build_night(tmp_path, "night2", landed[:4], tmp_path / "night1")
    third = build_night(tmp_path, "night3", landed, tmp_path / "night2")
    build_night(tmp_path, "full", landed)
    assert not second.is_full_build
    assert not third.is_full_build
    assert compare(tmp_path / "night3", tmp_path / "full") == {}


@pytest.mark.long
@pytest.mark.usefixtures("identity")
@pytest.mark.parametrize("seed", range(100, 140))
def test_many_companies_nights_equal_a_full_rebuild(tmp_path, seed):
    landed = land_days(tmp_path, seed, 6)
    for night in range(1, 6):
        previous = tmp_path / f"night{night - 1}" if night > 1 else None
        build_night(tmp_path, f"night{night}", landed[: night + 1], previous)
    build_night(tmp_path, "full", landed)
    assert compare(tmp_path / "night5", tmp_path / "full") == {}


@pytest.mark.usefixtures("identity")
def test_late_login_that_merges_two_customers_equals_a_full_rebuild(tmp_path):
    phone = [{"id": f"p{n}", "at": f"+{n}d 10:00", "event": "view", "device_hash": "phone"} for n in range(3)]
    laptop = [{"id": f"l{n}", "at": f"+{n}d 12:00", "event": "cart", "user_id": "ann"} for n in range(3)]
    other = [{"id": f"o{n}", "at": f"+{n}d 13:00", "event": "ad", "user_id": "bob"} for n in range(3)]
    login = [
        {"id": "x", "at": "+3d 10:00", "event": "order", "device_hash": "phone", "user_id": "ann", "amount": "5.00"}
    ]
    landed = [land_day(tmp_path / "landed", "a", [*phone, *laptop, *other]), land_day(tmp_path / "landed", "b", login)]
    build_night(tmp_path, "night1", landed[:1])
    merged = build_night(tmp_path, "night2", landed, tmp_path / "night1")
    build_night(tmp_path, "full", landed)
    contents = read_contents(tmp_path / "night2", leave_out=())
    assert len(contents["core.customers"]) == 2
    assert len(contents["core.customer_merges"]) == 1
    assert merged.touched_customer_count == 2, "the merged customer and the one that went into it, not bob"
    assert compare(tmp_path / "night2", tmp_path / "full") == {}


def test_a_passing_week_closes_open_journeys_without_a_new_event_of_theirs(tmp_path):
    quiet = [{"id": "a", "at": "10:00", "event": "view", "user_id": "ann"}]
    later = [{"id": "b", "at": "+6d 10:00", "event": "view", "user_id": "bob"}]
    landed = [land_day(tmp_path / "landed", "a", quiet), land_day(tmp_path / "landed", "b", later)]
    build_night(tmp_path, "night1", landed[:1])
    night = build_night(tmp_path, "night2", landed, tmp_path / "night1")
    build_night(tmp_path, "full", landed)
    assert night.touched_customer_count == 2
    assert sum("abandoned" in row for row in read_contents(tmp_path / "night2")["core.journeys"]) == 1
    assert compare(tmp_path / "night2", tmp_path / "full") == {}


@pytest.mark.usefixtures("identity")
def test_a_copy_that_arrived_first_replaces_the_one_kept_last_night(tmp_path):
    slow = {"id": "a", "at": "10:00", "received": "10:09", "event": "view", "user_id": "ann"}
    fast = {"id": "a", "at": "10:00", "received": "10:01", "event": "cart", "user_id": "bob"}
    rest = {"id": "b", "at": "11:00", "event": "view", "user_id": "ann"}
    landed = [land_day(tmp_path / "landed", "a", [slow, rest]), land_day(tmp_path / "landed", "b", [fast])]
    build_night(tmp_path, "night1", landed[:1])
    night = build_night(tmp_path, "night2", landed, tmp_path / "night1")
    build_night(tmp_path, "full", landed)
    assert night.new_event_count == 1
    [kept] = [row for row in read_contents(tmp_path / "night2")["core.events"] if "'a'" in row]
    assert "'cart'" in kept
    assert compare(tmp_path / "night2", tmp_path / "full") == {}


def test_order_of_arrival_changes_nothing(tmp_path):
    landed = land_days(tmp_path, 7, 4)
    build_night(tmp_path, "forward1", landed[:3])
    build_night(tmp_path, "forward2", landed, tmp_path / "forward1")
    backward = landed[::-1]
    build_night(tmp_path, "backward1", backward[:2])
    build_night(tmp_path, "backward2", backward, tmp_path / "backward1")
    assert compare(tmp_path / "forward2", tmp_path / "backward2") == {}


def test_rows_exported_again_change_no_customers_table(tmp_path):
    landed = land_days(tmp_path, 8, 2)
    build_night(tmp_path, "once", landed)
    again = replace(land_days(tmp_path / "again", 8, 2)[1], file_hash="of the second export")
    night = build_night(tmp_path, "twice", [*landed, again], tmp_path / "once")
    build_night(tmp_path, "full", [*landed, again])
    assert not night.is_full_build
    assert compare(tmp_path / "twice", tmp_path / "full") == {}
    differing = compare(tmp_path / "once", tmp_path / "twice").keys()
    assert not differing & {"core.journeys", "core.steps", "core.sessions", "marts.transitions", "marts.variants"}


def test_a_night_without_a_new_file_equals_the_one_before(tmp_path):
    landed = land_days(tmp_path, 9, 2)
    build_night(tmp_path, "one", landed)
    idle = build_night(tmp_path, "two", landed, tmp_path / "one")
    assert (idle.is_full_build, idle.touched_customer_count, idle.new_event_count) == (False, 0, 0)
    assert compare(tmp_path / "one", tmp_path / "two") == {}


@pytest.mark.parametrize("bucket_count", [2, 7])
def test_buckets_change_nothing(tmp_path, bucket_count):
    landed = land_days(tmp_path, 10, 3)
    build_night(tmp_path, "whole", landed)
    build_night(tmp_path, "parts", landed, settings=shop_settings(buckets=bucket_count))
    assert compare(tmp_path / "whole", tmp_path / "parts") == {}


def test_last_nights_file_is_only_read(tmp_path):
    landed = land_days(tmp_path, 11, 2)
    build_night(tmp_path, "one", landed[:1])
    before = (tmp_path / "one" / "journeymine.duckdb").read_bytes()
    build_night(tmp_path, "two", landed, tmp_path / "one")
    assert (tmp_path / "one" / "journeymine.duckdb").read_bytes() == before
    shutil.rmtree(tmp_path / "one")
    assert read_contents(tmp_path / "two")["core.customers"], "the new file needs nothing of the old"
