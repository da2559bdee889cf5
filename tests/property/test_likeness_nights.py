"""Nights on which people come to be alike, cease to be, or are split by hand equal full rebuilds."""

from __future__ import annotations

import random

import pytest

from journeymine.settings import IdentitySettings
from journeymine.steps.publish import DATABASE
from journeymine.warehouse import kin
from journeymine.warehouse.connection import open_database
from tests.property.nights import build_night, compare, draw_day, land_day, shop_settings
from tests.property.test_overlay_nights import hash_keys, name_key

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


def compare_people(**overlay):
    """Make the settings of the company that compares people, and of what it wrote by hand."""
    settings = shop_settings()
    identity = IdentitySettings(likeness=True, at_most={"device": 5})
    written = type(settings.identity_overlay).model_validate(overlay)
    return settings.model_copy(update={"identity": identity, "identity_overlay": written})


def read_joined(night):
    """Read which of the records made above are one customer's with the record they were made of, by likeness."""
    query = "select identity_hash, customer_id, link_reason from core.identities where identity_kind = 'user_id'"
    with open_database(night / DATABASE, read_only=True) as connection:
        rows = {name: (customer, reason) for name, customer, reason in connection.execute(query).fetchall()}
    found = set()
    for number in (100, 101, 102, 103):
        one, other = (rows.get(name_key("user_id", f"u{n}").removeprefix("user_id:")) for n in (number, number - 100))
        if one and other and one[0] == other[0]:
            assert "likeness" in (one[1], other[1])
            found.add(number)
    return found


@pytest.mark.parametrize("is_narrow", [True, pytest.param(False, marks=pytest.mark.long)])
def test_nights_on_which_people_come_to_be_alike_equal_full_rebuilds(tmp_path, monkeypatch, is_narrow):
    monkeypatch.setattr(kin, "LARGEST_SHARE", 9.0 if is_narrow else -1.0)
    draw = random.Random(1)
    records = draw_records(40)
    first = [*records, liken(records[0], 100), liken(records[1], 101), liken(records[2], 102)]
    changed = {"surname": "elsewhere", "given_name": "another", "updated_at": "+1d 08:00"}
    second = [liken(records[3], 103), liken(records[1], 101, **changed)]
    landed = [
        land_day(tmp_path / "landed", f"day{day}", hash_keys(draw_day(draw, day, rows=15)), hash_keys(people))
        for day, people in enumerate((first, second))
    ]
    plain = compare_people()
    split = compare_people(split=[{"keys": [name_key("user_id", "u100")], "why": "mother and daughter"}])
    nights = [(landed[:1], plain), (landed, plain), (landed, split), (landed, plain)]
    previous, joined = None, []
    for number, (files, settings) in enumerate(nights):
        built = build_night(tmp_path, f"night{number}", files, previous, settings=settings)
        previous = tmp_path / f"night{number}"
        assert built.is_full_build == (number == 0)
        joined.append(read_joined(previous))
    everybody = {100, 102, 103}
    assert joined == [{100, 101, 102}, everybody, everybody - {100}, everybody]
    build_night(tmp_path, "full", landed, settings=plain)
    assert compare(previous, tmp_path / "full") == {}, "and what was split by hand has left no trace"
