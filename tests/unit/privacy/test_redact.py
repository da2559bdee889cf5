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
]


@pytest.mark.parametrize(("text", "expected"), REDACTED)
def test_personal_data_are_replaced(text: str, expected: str) -> None:
    assert redact_text(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_everything_else_stays(text: str) -> None:
    assert redact_text(text) == text


def test_redaction_is_the_same_in_sql_and_done_once() -> None:
    texts = [text for text, _ in REDACTED] + KEPT
    with open_database(None) as connection:
        query = f"select {redacted_sql('x')} from (select unnest(?::varchar[]) as x)"
        found = [row[0] for row in connection.execute(query, [texts]).fetchall()]
    assert found == [redact_text(text) for text in texts]
    assert [redact_text(text) for text in found] == found
