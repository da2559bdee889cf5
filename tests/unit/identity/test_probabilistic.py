"""Records that are probably of one person, found by Splink among codes alone."""

from __future__ import annotations

import random

import polars as pl
import pytest

from journeymine.contracts.landed import COMPARED_FIELDS
from journeymine.errors import SettingsError
from journeymine.identity import probabilistic
from journeymine.identity.probabilistic import check_likeness, match_records
from journeymine.privacy.codes import encode_values
from journeymine.warehouse.connection import open_database

SYLLABLES = ("ka", "ro", "mi", "len", "to", "sza", "wi", "bor", "ne", "dra", "gu", "pel", "osz", "jan", "tyl", "fre")


def draw_word(draw: random.Random, syllables: int) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(syllables))


def draw_people(count: int) -> list[dict[str, str]]:
    """Draw strangers; some share a surname, a street or a town."""
    draw = random.Random(5)
    names, towns = [draw_word(draw, 2) for _ in range(40)], [draw_word(draw, 3) for _ in range(12)]
    return [
        {
            "given_name": draw.choice(names),
            "surname": draw_word(draw, 3),
            "birth_date": f"{draw.randrange(1940, 2005)}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}",
            "street": draw_word(draw, 4),
            "house_number": str(draw.randrange(1, 200)),
            "city": draw.choice(towns),
            "postcode": f"{draw.randrange(10000, 99999)}",
        }
        for _ in range(count)
    ]


def encode(people: dict[str, dict[str, str]]) -> pl.DataFrame:
    """Code people, by the id of their record."""
    codes = {
        f"{name}_code": encode_values(name, [person.get(name, "") for person in people.values()], b"a secret")
        for name in COMPARED_FIELDS
    }
    schema = {"record_id_hash": pl.String, **dict.fromkeys(codes, pl.Binary)}
    return pl.DataFrame({"record_id_hash": list(people), **codes}, schema=schema)


def find_pairs(person_codes: pl.DataFrame, *, is_compared: bool = True, least: float = 0.95) -> pl.DataFrame:
    rules = pl.DataFrame({"is_compared": [is_compared], "least_probability": [least], "seed": [1]})
    with open_database(None, threads=1) as connection:
        return match_records(connection, person_codes, rules)


STRANGERS = {f"s{number:03d}": person for number, person in enumerate(draw_people(300))}
ALIKE = {
    "typo": ("s000", {"surname": STRANGERS["s000"]["surname"] + "a"}),
    "moved within the town": ("s001", {"street": "elsewhere", "house_number": "3"}),
    "one digit of the birth date": ("s002", {"birth_date": STRANGERS["s002"]["birth_date"][:-1] + "9"}),
}
DOUBLES = {name: STRANGERS[of] | change for name, (of, change) in ALIKE.items()}


@pytest.fixture(scope="module")
def found() -> pl.DataFrame:
    return find_pairs(encode(STRANGERS | DOUBLES))


def test_records_that_differ_in_little_are_pairs_and_strangers_are_not(found):
    pairs = {frozenset(row[:2]) for row in found.iter_rows()}
    assert pairs == {frozenset({of, name}) for name, (of, _) in ALIKE.items()}
    assert found["link_probability"].is_between(0.95, 0.9999).all(), "likely, and never certain"


def test_the_order_of_records_changes_nothing(found):
    assert find_pairs(encode(STRANGERS | DOUBLES).sample(fraction=1, shuffle=True, seed=2)).equals(found)


def test_nobody_is_compared_by_default():
    assert find_pairs(encode(STRANGERS | DOUBLES), is_compared=False).is_empty()


@pytest.mark.parametrize("people", [{}, {"s000": STRANGERS["s000"]}, {"x": {"city": "a"}, "y": {"city": "b"}}])
def test_with_nothing_to_tell_people_by_there_is_no_pair(people):
    assert find_pairs(encode(people)).is_empty()


def test_a_missing_extra_is_told_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setattr(probabilistic, "find_spec", lambda _: None)
    check_likeness(is_wanted=False)
    with pytest.raises(SettingsError) as caught:
        check_likeness(is_wanted=True)
    assert caught.value.next_action == "Install it: pip install 'journeymine[identity]'"
