"""Codes of values: equal for equal values, alike for values alike, and nothing without the key."""

from __future__ import annotations

import pytest

from journeymine.privacy.codes import CODE_BITS, encode_values

SECRET = b"a secret"


def estimate_share(field: str, one: str, other: str, secret: bytes = SECRET) -> float:
    """Estimate Jaccard's share of two values from their codes alone."""
    first, second = encode_values(field, [one, other], secret)
    assert first is not None
    assert second is not None
    differing = (int.from_bytes(first) ^ int.from_bytes(second)).bit_count()
    return 1 - 2 * differing / CODE_BITS


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("surname", "Świętek", "  swietek "),
        ("surname", "Łoś", "los"),
        ("given_name", "Anna Maria", "maria anna"),
        ("birth_date", "1981-02-03", "19810203"),
        ("birth_date", "1981-02-03", "1981-02-03T00:00:00Z"),
        ("postcode", "00-950", "00 950"),
    ],
)
def test_spellings_of_one_value_have_one_code(field, one, other):
    assert len(set(encode_values(field, [one, other], SECRET))) == 1


@pytest.mark.parametrize(
    ("field", "one", "other", "share"),
    [
        ("surname", "kowalski", "kowalsky", 7 / 11),
        ("surname", "kowalski", "nowak", 2 / 13),
        ("birth_date", "1981-02-03", "1981-02-04", 7 / 9),
        ("birth_date", "1981-02-03", "1975-11-28", 2 / 14),
        ("street", "long meadow road", "long meadow rd", 12 / 17),
    ],
)
def test_codes_tell_how_many_elements_two_values_share(field, one, other, share):
    assert estimate_share(field, one, other) == pytest.approx(share, abs=0.15)


def test_one_value_has_another_code_with_another_key_and_in_another_field():
    assert estimate_share("surname", "kowalski", "kowalski") == 1
    one, other = (encode_values("surname", ["kowalski"], secret)[0] for secret in (SECRET, b"another"))
    assert one != other
    assert encode_values("city", ["kowalski"], SECRET)[0] != one


def test_what_holds_nothing_to_compare_has_no_code():
    assert encode_values("surname", ["", " - ", "?"], SECRET) == [None, None, None]
    assert encode_values("birth_date", ["soon", "03.02.1981"], SECRET) == [None, None]


def test_a_date_is_read_by_the_patterns_of_its_source():
    codes = encode_values("birth_date", ["1981-02-03", "3.2.1981"], SECRET, time_formats=["%d.%m.%Y"])
    assert codes[0] == codes[1]


def test_codes_do_not_depend_on_what_else_is_coded():
    many = [f"name{number}" for number in range(4_100)]
    assert encode_values("surname", many, SECRET)[4_050] == encode_values("surname", ["name4050"], SECRET)[0]
