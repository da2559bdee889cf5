from __future__ import annotations

import polars as pl

from journeymine.voice.language import find_languages
from journeymine.voice.lexicon import LexiconFile, build_lexicon
from journeymine.voice.valence import score_texts

ENGLISH = build_lexicon(LexiconFile.model_validate({"language": "en", "stems": {"positive": ["good"]}}))


def make_texts(*rows: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [(text_id, text, str(hash(text)), "1:web") for text_id, text in rows],
        schema=["text_id", "text", "text_hash", "speaker"],
        orient="row",
    )


def test_each_language_is_found_among_those_that_are_written() -> None:
    texts = ["Everything arrived in one piece.", "Всё пришло целым и вовремя.", "Wszystko dotarło całe i na czas."]
    assert find_languages(texts, ["a", "b", "c"], ["en", "ru", "pl"]) == ["en", "ru", "pl"]


def test_a_short_text_follows_what_its_speaker_writes_elsewhere() -> None:
    texts = ["Super", "Wszystko dotarło całe i na czas.", "Super"]
    assert find_languages(texts, ["anna", "anna", "bob"], ["en", "pl"])[0] == "pl"


def test_a_text_without_letters_has_no_language() -> None:
    assert find_languages(["123 :)", ""], ["a", "b"], ["en", "pl"]) == [None, None]
    assert find_languages(["123", "ok"], ["a", "b"], ["pl"]) == [None, "pl"]


def test_a_language_without_a_lexicon_has_no_valence() -> None:
    scores = score_texts(make_texts(("1", "Everything here is good.")), ["en"], {}, "lexicon-1")
    assert scores.row(0, named=True)["language"] == "en"
    assert scores["valence"].to_list() == [None]


def test_only_new_and_changed_texts_are_read_again() -> None:
    first = score_texts(make_texts(("1", "good"), ("2", "good")), ["en"], {"en": ENGLISH}, "m")
    marked = first.with_columns(valence=pl.lit(0.25))
    second = score_texts(
        make_texts(("1", "good"), ("2", "good good"), ("3", "good")), ["en"], {"en": ENGLISH}, "m", marked
    )
    assert [value == 0.25 for value in second["valence"]] == [True, False, False]


def test_another_lexicon_reads_every_text_again() -> None:
    first = score_texts(make_texts(("1", "good")), ["en"], {"en": ENGLISH}, "m").with_columns(valence=pl.lit(0.25))
    assert score_texts(make_texts(("1", "good")), ["en"], {"en": ENGLISH}, "n", first)["valence"][0] != 0.25


def test_a_text_that_is_gone_is_gone() -> None:
    first = score_texts(make_texts(("1", "good"), ("2", "good")), ["en"], {"en": ENGLISH}, "m")
    assert score_texts(make_texts(("2", "good")), ["en"], {"en": ENGLISH}, "m", first)["text_id"].to_list() == ["2"]
