from __future__ import annotations

import time

import polars as pl
import pytest

from journeymine.voice.language import READ, find_languages, find_unnamed_languages

CONFIGURED = ["en", "pl", "ru"]


def test_each_language_is_found_among_those_that_are_written() -> None:
    texts = ["Everything arrived in one piece.", "Всё пришло целым и вовремя.", "Wszystko dotarło całe i na czas."]
    assert find_languages(texts, ["a", "b", "c"], ["en", "ru", "pl"]) == ["en", "ru", "pl"]


def test_a_short_text_follows_what_its_speaker_writes_elsewhere() -> None:
    texts = ["Super", "Wszystko dotarło całe i na czas.", "Super"]
    assert find_languages(texts, ["anna", "anna", "bob"], ["en", "pl"])[0] == "pl"


def test_a_short_text_in_another_script_does_not_follow() -> None:
    texts = ["Спасибо", "Wszystko dotarło całe i na czas, dziękuję."]
    assert find_languages(texts, ["anna", "anna"], ["en", "pl", "ru"])[0] == "ru"


def test_texts_of_earlier_nights_vote_for_a_short_new_one() -> None:
    before = [("anna", "Wszystko dotarło całe i na czas.", "pl")]
    assert find_languages(["Super"], ["anna"], ["en", "pl"], before) == ["pl"]


def test_a_text_without_letters_has_no_language() -> None:
    assert find_languages(["123 :)", ""], ["a", "b"], ["en", "pl"]) == [None, None]
    assert find_languages(["123", "ok"], ["a", "b"], ["pl"]) == [None, "pl"]


@pytest.mark.parametrize("text", ["", "   ", "👍👍👍", "\0", "\u202e\u200f", "12 345,67", "?!", "<>"])
def test_what_holds_no_letter_has_no_language_and_stops_nothing(text: str) -> None:
    assert find_languages([text, "Everything arrived in one piece."], ["a", "b"], CONFIGURED) == [None, "en"]


@pytest.mark.parametrize(
    "text",
    [
        "Everything was good, но доставка опоздала, dlatego nie polecam.",
        "good\0good\0good",
        "<html><body><p>Thank you</p></body></html>",
        "\u202eשלום, what is this\u202c?",
        "你好，世界",
        "é" * 50,
        "\ud800broken",
        "a" * 1_000,
    ],
)
def test_mixed_and_broken_texts_have_one_of_the_languages_that_are_written(text: str) -> None:
    [found] = find_languages([text], ["a"], CONFIGURED)
    assert found in CONFIGURED


def test_a_text_of_a_megabyte_tells_its_language_by_its_beginning_and_soon() -> None:
    text = "Wszystko dotarło całe i na czas. " * 32_000
    started = time.process_time()
    assert find_languages([text], ["a"], CONFIGURED) == find_languages([text[:READ]], ["a"], CONFIGURED) == ["pl"]
    assert time.process_time() - started < 2


def test_texts_whose_letters_no_named_language_has_are_counted() -> None:
    texts = pl.Series(["Ждал на линии сорок минут"] * 30 + ["Wszystko dotarło całe"] * 30 + ["All of it arrived"] * 60)
    assert find_unnamed_languages(texts, ["en"]) == {"pl": 30, "ru": 30}
    assert find_unnamed_languages(texts, ["en", "pl"]) == {"ru": 30}
    assert find_unnamed_languages(texts, ["pl", "uk"]) == {}, "others are written with these letters, too"
    assert find_unnamed_languages(texts.head(19), ["en"]) == {}, "a few strangers"
    assert find_unnamed_languages(pl.concat([texts.head(30), *[texts.tail(60)] * 3]), ["en"]) == {}
