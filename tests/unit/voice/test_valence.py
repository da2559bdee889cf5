from __future__ import annotations

import polars as pl

from journeymine.voice.lexicon import LexiconFile, build_lexicon
from journeymine.voice.readers import LexiconReader
from journeymine.voice.valence import add_languages, score_texts

ENGLISH = build_lexicon(LexiconFile.model_validate({"language": "en", "stems": {"positive": ["good"]}}))


def make_texts(*rows: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [(text_id, text, str(hash(text)), "1:web") for text_id, text in rows],
        schema=["text_id", "text", "text_hash", "speaker"],
        orient="row",
    )


def score(texts: pl.DataFrame, method: str = "m", last: pl.DataFrame | None = None) -> pl.DataFrame:
    return score_texts(add_languages(texts, ["en"], last), {"en": LexiconReader(ENGLISH, method)}, last)


def test_a_language_without_a_reader_has_no_valence_and_says_so() -> None:
    scores = score_texts(add_languages(make_texts(("1", "Everything here is good.")), ["en"]), {})
    assert scores.select("language", "valence", "valence_method", "hit_count").row(0) == ("en", None, "not_read", 0)


def test_only_new_and_changed_texts_are_read_again() -> None:
    marked = score(make_texts(("1", "good"), ("2", "good"))).with_columns(valence=pl.lit(0.25))
    second = score(make_texts(("1", "good"), ("2", "good good"), ("3", "good")), last=marked)
    assert [value == 0.25 for value in second["valence"]] == [True, False, False]


def test_another_method_reads_every_text_again_and_keeps_its_language() -> None:
    first = score(make_texts(("1", "good"))).with_columns(valence=pl.lit(0.25))
    assert score(make_texts(("1", "good")), "n", first)["valence"][0] != 0.25
    polish = score(make_texts(("1", "good"))).with_columns(language=pl.lit("pl"))
    assert add_languages(make_texts(("1", "good")), ["en", "pl"], polish)["language"].to_list() == ["pl"]
    assert add_languages(make_texts(("1", "good")), ["en"], polish)["language"].to_list() == ["en"]


def test_a_text_that_is_gone_is_gone() -> None:
    first = score(make_texts(("1", "good"), ("2", "good")))
    assert score(make_texts(("2", "good")), last=first)["text_id"].to_list() == ["2"]


def test_texts_come_in_the_order_of_their_ids_whoever_reads_them() -> None:
    texts = make_texts(("2", "good"), ("3", "123"), ("1", "good"))
    assert score(texts)["text_id"].to_list() == ["1", "2", "3"]
    assert score(texts.clear()).is_empty()
