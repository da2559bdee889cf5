"""Personal data leave a text, what it says stays; Python and SQL agree."""

from __future__ import annotations

import pytest

from journeymine.privacy.redact import redact_text, redacted_sql
from journeymine.warehouse.connection import open_database

REDACTED = [
    ("Write to anna.nowak+shop@example.co.uk, please", "Write to [email], please"),
    ("мой адрес иван@почта.рф, жду", "мой адрес [email], жду"),
    ("mail: anna (at) example.com", "mail: [email]"),
    ("https://x.example/?e=anna%40example.com&x=1", "https://x.example/?e=[email]&x=1"),
    ("ask @anna_nowak about it", "ask [handle] about it"),
    ("call +48 601 234 567 now", "call [phone] now"),
    ("call +7 (912) 345-67-89.", "call [phone]."),
    ("zadzwoń 601-234-567 po 18", "zadzwoń [phone] po 18"),
    ("zadzwoń 601 234 567", "zadzwoń [phone]"),
    ("tel. (22) 123 45 67", "tel. [phone]"),
    ("tel. 22 123 45 67", "tel. [phone]"),
    ("звоните 8 (912) 345-67-89", "звоните [phone]"),
    ("звоните 8 912 345-67-89", "звоните [phone]"),
    ("звоните 8-912-345-67-89", "звоните [phone]"),
    ("звоните 89123456789", "звоните [number]"),
    ("ring 020 7946 0958", "ring [phone]"),
    ("card 4111 1111 1111 1111 ok", "card [number] ok"),
    ("card 4111-1111-1111-1111", "card [number]"),
    ("card 4111111111111111", "card [number]"),
    ("konto PL61 1090 1014 0000 0712 1981 2874", "konto [account]"),
    ("konto PL61109010140000071219812874", "konto [account]"),
    ("PESEL 90010112345", "PESEL [number]"),
    ("came from 203.0.113.77, twice", "came from [ip], twice"),
    ("203.0.113.77,10.0.0.1", "[ip],[ip]"),
    ("::ffff:203.0.113.77", "[ip]"),
    ('{"from":"2001:db8:77::77aa"}', '{"from":"[ip]"}'),
    ("2a00:1450:4001:81b:0:0:0:200e", "[ip]"),
    ("/thanks?First-Name=Anna+Maria&lang=pl#top", "/thanks?First-Name=[hidden]&lang=pl#top"),
    ("/reset?id=7&token=a.b-c", "/reset?id=7&token=[hidden]"),
]
KEPT = [
    "It cost 1299.99 EUR, not 1 299,99",
    "zapłaciłam 129,00 zł za 2 sztuki",
    "ordered on 2026-01-02 at 10:30, came 12.01.2026",
    "2026-01-02 10:30:00 to 2026-01-03 11:30:00",
    "order 123456 and part AB-1234",
    "страх и страхование, 3 раза за 2 недели",
    "5 * 3 @ 2",
    "from 2019 to 2024, 10-15 days, 24/7",
    "version 10.15.7",
    "ratio 16:9, score 10/10",
    "v1.2.3.4, Chrome/119.0.0.0, PKWiU 62.01.11.0, 300.1.1.1",
    "2026:11:22 10:30:00, Face::add, ab:cd::ef",
    "/search?q=lamp&utm_source=mail&page_name=home",
]


@pytest.mark.parametrize(("text", "expected"), REDACTED)
def test_personal_data_are_replaced(text: str, expected: str) -> None:
    assert redact_text(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_everything_else_stays(text: str) -> None:
    assert redact_text(text) == text


def test_a_version_is_not_taken_for_the_address_of_a_machine() -> None:
    with open_database(None) as connection:
        query = f"select {redacted_sql('x')}, {redacted_sql('x', is_version=True)} from (select '4.12.0.3 a@b.pl' as x)"
        assert connection.execute(query).fetchall() == [("[ip] [email]", "4.12.0.3 [email]")]


def test_redaction_is_the_same_in_sql_and_done_once() -> None:
    texts = [text for text, _ in REDACTED] + KEPT
    with open_database(None) as connection:
        query = f"select {redacted_sql('x')} from (select unnest(?::varchar[]) as x)"
        found = [row[0] for row in connection.execute(query, [texts]).fetchall()]
    assert found == [redact_text(text) for text in texts]
    assert [redact_text(text) for text in found] == found
