"""One person, one hash: spelling does not matter, the kind and the key do; SQL and Python agree."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from journeymine.ingest.land import open_landing
from journeymine.privacy.addresses import EmailRules
from journeymine.privacy.hashing import PLAIN, hash_identifier, hashed_sql, normalise_identifier, normalised_sql

KEY = b"k" * 32


@pytest.mark.parametrize(
    ("kind", "value", "normal"),
    [
        ("email", " Anna.Nowak@Example.COM ", "anna.nowak@example.com"),
        ("email", "mailto:a@b.example", "a@b.example"),
        ("email", "ŻANETA@przykład.pl", "żaneta@przykład.pl"),
        ("email", "not an address", None),
        ("email", "@", None),
        ("email", "a@", None),
        ("email", "n/a", None),
        ("email", "d41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e"),
        ("user_id", " u1 ", "u1"),
        ("user_id", "U1", "U1"),
        ("user_id", "NA", "NA"),
        ("user_id", "0", None),
        ("user_id", "-1", None),
        ("user_id", "Unknown", None),
        ("user_id", "guest", None),
        ("object", "[object Object]", None),
        ("device", "0" * 32, None),
        ("user_id", "10", "10"),
        ("user_id", "guest7", "guest7"),
        ("crm_id", "123.0", "123"),
        ("device", "168.10", "168.10"),
        ("email", "<Anna@x.example>,", "anna@x.example"),
        ("email", "anna@x.example.", "anna@x.example"),
        ("user_id", "", None),
        ("user_id", "  ", None),
        ("user_id", "NULL", None),
        ("user_id", "(not set)", None),
        ("user_id", "00000000-0000-0000-0000-000000000000", None),
        ("device", "\u00a0d1\t", "d1"),
        ("user_id", "4.86012E+10", None),
        ("crm_id", "4,86012e+10", None),
        ("loyalty_id", "1e10", "1e10"),
    ],
)
def test_spelling_is_evened_out_in_python_and_sql(kind: str, value: str, normal: str | None) -> None:
    assert normalise_identifier(kind, value) == normal
    with open_landing(KEY, "UTC") as connection:
        query = f"select n, {hashed_sql(kind, 'n')} from (select {normalised_sql(kind, 'x')} as n from (select ? as x))"
        assert connection.execute(query, [value]).fetchall() == [(normal, hash_identifier(kind, value, KEY))]


@pytest.mark.parametrize(
    ("value", "region", "normal"),
    [
        ("+48 601 234 567", None, "+48601234567"),
        ("601-234-567", "PL", "+48601234567"),
        ("0048 601 234 567", "PL", "+48601234567"),
        ("8 (912) 345-67-89", "RU", "+79123456789"),
        ("+7 912 345 67 89", "PL", "+79123456789"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("601-234-567", None, None),
        ("601234567.0", "PL", "+48601234567"),
        ("0", "PL", None),
        ("12", "PL", None),
        ("none", "PL", None),
        ("call me", "PL", None),
    ],
)
def test_phones_become_international(value: str, region: str | None, normal: str | None) -> None:
    assert normalise_identifier("phone", value, phone_region=region) == normal


def test_hash_is_hmac_of_kind_and_value() -> None:
    expected = hmac.new(KEY, b"email\x1fa@b.example", hashlib.sha256).hexdigest()[:32]
    assert hash_identifier("email", "A@b.example", KEY) == expected


def test_kind_and_key_are_part_of_the_hash() -> None:
    hashes = {
        hash_identifier(kind, "77", key) for kind in ("crm_id", "support_id", "object") for key in (KEY, b"x" * 90)
    }
    assert len(hashes) == 6


def test_key_longer_than_a_block_is_hashed_the_same_in_sql() -> None:
    key = b"long" * 40
    with open_landing(key, "UTC") as connection:
        found = connection.execute(f"select {hashed_sql('user_id', 'x')} from (select 'żółć' as x)").fetchall()
    assert found == [(hash_identifier("user_id", "żółć", key),)]


RULES = EmailRules(drops_gmail_dots=True, drops_plus_tags=True, role_mailboxes=("info", "no-reply"))


@pytest.mark.parametrize(
    ("value", "rules", "normal"),
    [
        ("Anna.Nowak+shop@Gmail.com", RULES, "annanowak@gmail.com"),
        ("a.n.n.a@googlemail.com", RULES, "anna@gmail.com"),
        ("anna.nowak@example.com", RULES, "anna.nowak@example.com"),
        ("anna+news@example.com", RULES, "anna@example.com"),
        ("+news@example.com", RULES, "+news@example.com"),
        ("...@gmail.com", RULES, "...@gmail.com"),
        ("anna.nowak+x@gmail.com", PLAIN, "anna.nowak+x@gmail.com"),
        ("info@shop.example", RULES, None),
        ("mailto:INFO+x@shop.example", RULES, None),
        ("no-reply@shop.example", RULES, None),
        ("information@shop.example", RULES, "information@shop.example"),
        ("info@shop.example", PLAIN, "info@shop.example"),
        ("d41d8cd98f00b204e9800998ecf8427e", RULES, "d41d8cd98f00b204e9800998ecf8427e"),
    ],
)
def test_addresses_are_evened_out_by_the_projects_rules_in_python_and_sql(value, rules, normal) -> None:
    assert normalise_identifier("email", value, email_rules=rules) == normal
    with open_landing(KEY, "UTC") as connection:
        query = f"select {normalised_sql('email', 'x', rules)} from (select ? as x)"
        assert connection.execute(query, [value]).fetchall() == [(normal,)]
