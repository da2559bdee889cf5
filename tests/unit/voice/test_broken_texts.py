"""Whatever customers send is read in time: nothing, emojis, a megabyte, mixed languages, HTML, NUL, right to left."""

from __future__ import annotations

import time
from functools import cache

import polars as pl
import pytest

from journeymine.voice.lexicon import Lexicon, build_lexicon, read_shipped_lexicon
from journeymine.voice.rules import read_rules
from journeymine.voice.signals import find_signals
from journeymine.voice.topics import Limits, find_topics
from journeymine.voice.writing import Writing

LANGUAGES = ("en", "pl", "ru")
MAIL = (
    '<html><head><style>p { border: 1px solid; color: awesome }</style></head><body><p class="excellent">The parcel is '
    "broken.</p><blockquote>Perfect, thank you!</blockquote></body></html>"
)
BROKEN = {
    "empty": "",
    "blanks": " \t\n\r\n ",
    "emojis": "😡🤷🏽‍♀️",
    "mixed": "Good, но дорого, bardzo wolno 本当に",
    "mail": MAIL,
    "open tags": "<p" * 5_000,
    "nul": "\0broken\0\0",
    "right to left": "\u202ebroken\u202c \u200fשבור",
    "half a letter": "broken \ud83d",
    "a megabyte": "broken and slow. " * 60_000,
    "a megabyte without a blank": "b" * 1_000_000,
    "a megabyte of marks": "?!" * 500_000,
    "combining marks": "a" + "\u0301" * 50_000,
}


@cache
def open_lexicon(language: str) -> Lexicon:
    shipped = read_shipped_lexicon(language)
    assert shipped is not None
    return build_lexicon(shipped)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_text_gets_a_valence_or_none_in_every_language_and_in_time(name: str) -> None:
    started = time.process_time()
    for language in LANGUAGES:
        value = open_lexicon(language).find_valence(BROKEN[name]).value
        assert value is None or -1 <= value <= 1
    assert time.process_time() - started < 3


def test_broken_texts_are_searched_for_signals_and_topics_in_time() -> None:
    texts = [text.replace("\ud83d", "") for text in BROKEN.values()]
    numbers = [str(number) for number in range(len(texts))]
    frame = pl.DataFrame({"text_id": numbers, "text": texts, "text_hash": numbers})
    started = time.process_time()
    for language in LANGUAGES:
        rules = read_rules(language, None)
        assert rules is not None
        found = find_signals(frame.with_columns(language=pl.lit(language)), {language: rules})
        assert found.read["text_id"].sort().to_list() == sorted(numbers)
        assert set(found.hits["text_id"]) <= set(numbers)
    assert time.process_time() - started < 6


def test_broken_texts_make_no_topic_and_stop_none_in_time() -> None:
    texts = [text.replace("\ud83d", "") for text in BROKEN.values()]
    numbers = [str(number) for number in range(len(texts))]
    frame = pl.DataFrame({"text_id": numbers, "text": texts, "customer_id": list(range(len(texts)))})
    started = time.process_time()
    found = find_topics(frame, Writing(), (), Limits(most=5, fewest_texts=2, fewest_customers=2, sample=100), seed=1)
    assert set(found.texts["text_id"]) <= set(numbers)
    assert time.process_time() - started < 4


def test_what_a_mail_does_not_show_and_its_markup_feel_like_nothing() -> None:
    lexicon = open_lexicon("en")
    assert lexicon.find_valence(MAIL) == lexicon.find_valence("The parcel is broken.")
    assert (lexicon.find_valence("I <3 it").value or 0) > 0
