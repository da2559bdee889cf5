"""Nights on which people come to be alike, or cease to be, equal full rebuilds."""

from __future__ import annotations

import random

import pytest

from journeymine.settings import IdentitySettings
from journeymine.steps.publish import DATABASE
from journeymine.warehouse import kin
from journeymine.warehouse.connection import open_database
from tests.property.nights import build_night, compare, draw_day, land_day, shop_settings

STREETS = ("meadow road", "mill lane", "station street", "old harbour", "green hill")


def draw_records(count):
    draw = random.Random(3)
    return [
        {
            "record_id_hash": f"r{number}",
            "updated_at": "+0d 08:00",
            "user_id": f"u{number}",
            "given_name": "".join(draw.choices("abdeiklmnorstuz", k=6)),
            "surname": "".join(draw.choices("abdeiklmnorstuz", k=9)),
            "birth_date": f"{draw.randrange(1950, 2000)}-0{draw.randrange(1, 10)}-{draw.randrange(10, 29)}",
            "street": draw.choice(STREETS),
            "house_number": str(draw.randrange(1, 99)),
            "postcode": str(draw.randrange(10000, 99999)),
        }
        for number in range(count)
    ]


def liken(record, number, **changes):
    """Make a record of the same person that has no key in common, and a slip of the pen."""
    other = {"record_id_hash": f"r{number}", "user_id": f"u{number}", "surname": record["surname"] + "s"}
    return {**record, **other, **changes}


def compare_people(settings):
    return settings.model_copy(update={"identity": IdentitySettings(likeness=True, at_most={"device": 5})})


def read_likely(night):
    """Read which of the records made above were joined for being alike."""
    query = "select identity_hash from core.identities where link_reason = 'likeness' and identity_hash like 'u10_'"
    with open_database(night / DATABASE, read_only=True) as connection:
        return {name for (name,) in connection.execute(query).fetchall()}


@pytest.mark.parametrize("is_narrow", [True, pytest.param(False, marks=pytest.mark.long)])
def test_nights_on_which_people_come_to_be_alike_equal_full_rebuilds(tmp_path, monkeypatch, is_narrow):
    monkeypatch.setattr(kin, "LARGEST_SHARE", 9.0 if is_narrow else -1.0)
    draw = random.Random(1)
    records = draw_records(60)
    first = [*records, liken(records[0], 100), liken(records[1], 101), liken(records[2], 102)]
    changed = {"surname": "elsewhere", "given_name": "another", "updated_at": "+1d 08:00"}
    second = [liken(records[3], 103), liken(records[1], 101, **changed)]
    landed = [
        land_day(tmp_path / "landed", "day0", draw_day(draw, 0), first),
        land_day(tmp_path / "landed", "day1", draw_day(draw, 1), second),
        land_day(tmp_path / "landed", "day2", draw_day(draw, 2)),
    ]
    settings = compare_people(shop_settings())
    previous = None
    for number in (1, 2, 3):
        built = build_night(tmp_path, f"night{number}", landed[:number], previous, settings=settings)
        previous = tmp_path / f"night{number}"
        assert built.is_full_build == (number == 1)
    joined = [read_likely(tmp_path / f"night{number}") for number in (1, 2, 3)]
    assert joined == [{"u100", "u101", "u102"}, {"u100", "u102", "u103"}, {"u100", "u102", "u103"}]
    build_night(tmp_path, "full", landed, settings=settings)
    assert compare(previous, tmp_path / "full") == {}
