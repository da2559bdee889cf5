from __future__ import annotations

import time

import pytest

from journeymine.voice.sentences import LONGEST_SENTENCE, find_sentences
from journeymine.voice.writing import LONGEST, Writing, blank_foreign

WRITING = Writing(
    abbreviations=frozenset({"dr", "np", "т.д", "ul"}),
    agents=frozenset({"agent", "konsultant", "оператор"}),
    customers=frozenset({"customer", "klient"}),
    signatures=("best regards", "pozdrawiam", "с уважением"),
    replies=(" wrote:", " pisze", " пишет"),
)


def split(text: str) -> list[str]:
    return [sentence.words for sentence in find_sentences(text, WRITING)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It broke. I called.", ["It broke.", "I called."]),
        ("Dr. Nowak came at 5 p.m. and left.", ["Dr. Nowak came at 5 p.m. and left."]),
        ("Coś nie gra, np. Płatność. Pomocy", ["Coś nie gra, np. Płatność.", "Pomocy"]),
        ("Номер, ванна и т.д. понравились. Спасибо", ["Номер, ванна и т.д. понравились.", "Спасибо"]),
        ("I waited... and waited... Nobody came", ["I waited... and waited...", "Nobody came"]),
        ("Why?Because", ["Why?", "Because"]),
        ("Really?! Yes!!!", ["Really?!", "Yes!!!"]),
        ("love it 😍😍 will return", ["love it 😍😍", "will return"]),
        ("It costs 12.50 at shop.example today.", ["It costs 12.50 at shop.example today."]),
        ("one line\nanother line", ["one line", "another line"]),
        ('He said "never." Then left.', ['He said "never."', "Then left."]),
        ("Well:\n1. Too slow\n2. Too dear", ["Well:", "1. Too slow", "2. Too dear"]),
        ("😀 😀", []),
        ("", []),
        ("12 34", []),
    ],
)
def test_a_text_is_split_where_a_reader_would_split_it(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("It works.\n> does it work?\n>> yes", ["It works."]),
        ("Please call.\n\nOn Mon, 3 May 2024 at 10:00, Anna wrote:\nWhy is it late?", ["Please call."]),
        ("Dziękuję.\nwt., 3 maj o 10:00 Sklep pisze:\nCo się stało?", ["Dziękuję."]),
        ("Верните деньги.\n3 мая Магазин пишет:\nЗачем?", ["Верните деньги."]),
        ("Done.\n-----Original Message-----\nFrom: [email]\nWhy?", ["Done."]),
        ("Works.\nFrom: Shop <[email]>\nWhy?", ["Works."]),
        ("It broke.\nBest regards,\nAnna Nowak\nWhy me Ltd?", ["It broke."]),
        ("It broke.\n-- \nWhy me Ltd?", ["It broke."]),
        ("Agent: Why do you call?\nCustomer: It broke.\nAgent: Is it new?\nyes it is?", ["It broke."]),
        ("[10:12] Konsultant: W czym pomóc?\n[10:13] Klient: Nie działa.", ["Nie działa."]),
        ("Problem: it is too slow.", ["Problem: it is too slow."]),
    ],
)
def test_only_what_the_customer_wrote_is_read(text: str, own: list[str]) -> None:
    assert split(text) == own


def test_an_html_mail_is_read_without_its_markup_and_quoted_part() -> None:
    text = (
        "<html><head><style>p {color: red}</style></head><body><p>I <b>really</b> want&nbsp;to cancel.</p>"
        "<div>It costs &lt; 5.<br>Why?</div><blockquote>Old words?</blockquote></body></html>"
    )
    found = find_sentences(text, WRITING)
    assert [sentence.read.split() for sentence in found] == [
        ["I", "really", "want", "to", "cancel."],
        ["It", "costs", "5."],
        ["Why?"],
    ]
    assert all(sentence.words in text for sentence in found)


@pytest.mark.parametrize(
    "text",
    ["a\0b? c", "\u202eevil?\u202c ok", "<" * 3000, "x" * 5000, "?!" * 3000, "<b>" * 2000 + "a", "a:\n" * 2000],
)
def test_a_sentence_stands_in_its_text_word_for_word_whatever_the_text_holds(text: str) -> None:
    for sentence in find_sentences(text, WRITING):
        assert sentence.words in text
        assert len(sentence.words) <= LONGEST_SENTENCE
    assert len(blank_foreign(text, WRITING)) == min(len(text), LONGEST)


def test_a_megabyte_is_read_in_time() -> None:
    started = time.process_time()
    for text in ("why is it so slow " * 60_000, "<div " * 200_000, "a\n> b\n" * 170_000, ". " * 500_000):
        find_sentences(text, WRITING)
    assert time.process_time() - started < 2
