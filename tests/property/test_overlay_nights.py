"""What people write by hand is rebuilt for those it concerns, equals a full build, and leaves no trace when undone."""

from __future__ import annotations

import hashlib
import random

import pytest

from journeymine.overlay import number_key
from journeymine.warehouse import kin
from tests.property.nights import build_night, compare, draw_day, draw_people, land_day, read_contents, shop_settings


def name_key(kind, name):
    return f"{kind}:{hashlib.md5(name.encode()).hexdigest()}"


def hash_keys(rows):
    """Give every key the length of a real hash."""
    kinds = ("user_id", "email", "device_hash")
    return [{k: hashlib.md5(v.encode()).hexdigest() if k in kinds and v else v for k, v in row.items()} for row in rows]


def land_days(folder, seed, days):
    draw = random.Random(seed)
    return [
        land_day(folder / "landed", f"day{day}", hash_keys(draw_day(draw, day)), hash_keys(draw_people(draw, day)))
        for day in range(days)
    ]


def overlay_settings(**overlay):
    settings = shop_settings()
    validated = type(settings.identity_overlay).model_validate(overlay)
    return settings.model_copy(update={"identity_overlay": validated})


def draw_overlay(draw):
    """Draw joins and splits of some keys, among them keys that come later or never."""
    names = [
        name_key(kind, f"{letter}{n}")
        for kind, letter in (("user_id", "u"), ("email", "e"), ("device", "d"))
        for n in range(14)
    ]
    split = draw.sample(names, 2)
    others = [name for name in names if name not in split]
    one, two = draw.sample([name for name in others if not name.startswith("device")], 2)
    three, four = draw.sample([name for name in others if name not in (one, two)], 2)
    return {
        "join": [
            {"keys": [one, three], "why": "told us"},
            {"customers": [number_key(two), number_key(four)], "why": "told us"},
        ],
        "split": [{"keys": split, "why": "two people"}],
    }


@pytest.fixture(params=["only whom it concerns", "everybody"])
def identity(request, monkeypatch):
    monkeypatch.setattr(kin, "LARGEST_SHARE", 9.0 if request.param == "only whom it concerns" else -1.0)


def check_nights(folder, seed):
    landed = land_days(folder, seed, 3)
    draw = random.Random(seed)
    first, second = (overlay_settings(**draw_overlay(draw)) for _ in range(2))
    build_night(folder, "night0", landed[:2])
    previous = folder / "night0"
    for number, (settings, files) in enumerate(
        ((first, landed[:2]), (first, landed), (second, landed), (shop_settings(), landed)), 1
    ):
        built = build_night(folder, f"night{number}", files, previous, settings=settings)
        build_night(folder, f"full{number}", files, settings=settings)
        assert not built.is_full_build
        previous = folder / f"night{number}"
        assert compare(previous, folder / f"full{number}") == {}, number


@pytest.mark.usefixtures("identity")
def test_nights_with_joins_and_splits_by_hand_equal_full_rebuilds(tmp_path):
    check_nights(tmp_path, 1)


@pytest.mark.long
@pytest.mark.usefixtures("identity")
@pytest.mark.parametrize("seed", range(2, 42))
def test_many_companies_joined_and_split_by_hand_equal_full_rebuilds(tmp_path, seed):
    check_nights(tmp_path, seed)


@pytest.mark.usefixtures("identity")
def test_taking_an_entry_out_restores_the_former_customers_and_touches_only_them(tmp_path):
    rows = [
        {"id": f"{n}", "at": f"+{n}d 10:00", "event": "view", "user_id": f"u{n}", "email": f"e{n}"} for n in range(8)
    ]
    landed = [land_day(tmp_path / "landed", "a", hash_keys(rows))]
    ann, bob, mail = name_key("user_id", "u1"), name_key("user_id", "u2"), name_key("email", "e3")
    overlay = overlay_settings(
        join=[{"keys": [ann, bob], "why": "one person"}], split=[{"keys": [mail], "why": "the office's"}]
    )
    build_night(tmp_path, "before", landed)
    joined = build_night(tmp_path, "joined", landed, tmp_path / "before", settings=overlay)
    undone = build_night(tmp_path, "undone", landed, tmp_path / "joined")
    assert compare(tmp_path / "before", tmp_path / "joined") != {}
    assert compare(tmp_path / "before", tmp_path / "undone") == {}
    assert not joined.is_full_build
    assert not undone.is_full_build
    assert joined.touched_customer_count == undone.touched_customer_count == 2, "ann, and bob who went into her"
    merges = read_contents(tmp_path / "joined", leave_out=())["core.customer_merges"]
    assert merges == [str((number_key(bob), number_key(ann)))]
