from __future__ import annotations

import polars as pl
import pytest

from journeymine.voice.choosing import Choice, Task, choose_reader, judge_reader
from journeymine.voice.learned import load_model
from tests.unit.voice.scored_texts import LEXICON, write_scored

WONKY, ZIPPY, GOOD = "the lamp was wonky", "the lamp was zippy", "a good lamp"


def make_task(texts: pl.DataFrame, *, fewest: int = 100, lexicon_hash: str = "l1") -> Task:
    return Task("en", texts, LEXICON, lexicon_hash, fewest, 1)


def choose(way: str, texts: pl.DataFrame, last: Choice | None = None, **options: object) -> Choice:
    task = make_task(texts, **options)  # type: ignore[arg-type]
    return choose_reader(way, task, last.kept if last else None, last.quality if last else None)


SCORED = write_scored(150)
LEARNED = choose("learned", SCORED)


def name(choice: Choice) -> str:
    return choice.reader.method.split("-")[0]


def test_enough_scored_texts_make_a_model_that_reads_what_the_lexicon_cannot() -> None:
    assert name(LEARNED) == "learned"
    bad, good = (each.value for each in LEARNED.reader.read([WONKY, ZIPPY]))
    assert bad is not None
    assert good is not None
    assert bad < 0 < good
    row = LEARNED.quality.row(0, named=True)
    assert row["macro_f1"] > 0.9 > row["lexicon_macro_f1"]
    assert (row["text_count"], row["label_count"], row["labelled_customer_count"]) == (150, 150, 60)


def test_too_few_fall_back_to_the_lexicon_with_the_reason() -> None:
    choice = choose("learned", SCORED.head(99))
    assert name(choice) == "lexicon"
    assert choice.quality["reading_note"][0] == "too few labels"
    assert choice.reader.read([WONKY])[0].value is None


def test_a_model_no_better_than_the_lexicon_is_not_used() -> None:
    told = (
        pl.when(pl.col("satisfaction") > 0.6)
        .then(pl.lit("good"))
        .when(pl.col("satisfaction") < 0.4)
        .then(pl.lit("bad"))
    )
    texts = SCORED.with_columns(text=pl.format("{} number {}", told.otherwise(pl.lit("plain")), "text_id"))
    choice = choose("learned", texts.with_columns(text_hash=pl.col("text_id")))
    assert name(choice) == "lexicon"
    assert choice.quality["reading_note"][0] == "model no better"


def write_unscored() -> pl.DataFrame:
    """Write texts without scores, of which the lexicon knows a word."""
    return SCORED.with_columns(
        text=pl.when(pl.col("satisfaction") > 0.6)
        .then(pl.format("{} so good", "text"))
        .when(pl.col("satisfaction") < 0.4)
        .then(pl.format("{} so bad", "text"))
        .otherwise("text"),
        satisfaction=pl.lit(None, pl.Float64),
    )


def test_a_blend_without_labels_learns_from_the_lexicon() -> None:
    choice = choose("blend", write_unscored())
    assert name(choice) == "cold"
    bad, good = (each.value for each in choice.reader.read([WONKY, ZIPPY]))
    assert bad is not None
    assert good is not None
    assert bad < 0 < good
    assert choice.quality["macro_f1"][0] is None


def test_a_text_that_is_erased_takes_its_words_out_of_the_model_scored_or_not() -> None:
    texts = write_unscored()
    first = choose("blend", texts)
    assert not choose("blend", texts, first).is_new
    left = choose("blend", texts.tail(149), first)
    assert left.is_new
    word = texts["text"][0].split()[2]
    known = [
        load_model(each.kept["model_content"][0], LEXICON).features.vocabularies["words"] for each in (first, left)
    ]
    assert [word in words for words in known] == [True, False]


def test_a_blend_with_labels_reads_both() -> None:
    choice = choose("blend", SCORED)
    assert name(choice) == "blend"
    found = choice.reader.read([WONKY, GOOD, "本"])
    assert found[0].value is not None
    assert found[1].hit_count == 1
    assert found[2].value is None


@pytest.mark.parametrize("way", ["lexicon", "learned", "blend"])
def test_nothing_written_is_read_by_the_lexicon(way: str) -> None:
    choice = choose(way, SCORED.clear())
    assert name(choice) == "lexicon"
    assert choice.quality["text_count"][0] == 0


def test_a_reader_is_kept_until_its_texts_lexicon_or_way_change() -> None:
    kept = choose("learned", SCORED, LEARNED)
    assert not kept.is_new
    assert kept.reader.method == LEARNED.reader.method
    assert kept.reader.read([WONKY]) == LEARNED.reader.read([WONKY])
    assert choose("learned", SCORED.tail(149), LEARNED).is_new
    assert choose("learned", SCORED, LEARNED, lexicon_hash="l2").is_new
    assert choose("lexicon", SCORED, LEARNED).is_new


@pytest.mark.parametrize("way", ["learned", "blend"])
def test_whatever_is_written_gets_a_valence_or_none(way: str) -> None:
    odd = ["", "\0", "🙂🙂", "wonky " * 200_000, "<p>wonky</p>\0", "\u202ewonky", "wonky всё zippy 本", "\ud83d"]
    found = (LEARNED if way == "learned" else choose(way, SCORED)).reader.read(odd)
    assert len(found) == len(odd)
    assert all(each.value is None or -1 <= each.value <= 1 for each in found)


def test_a_reader_of_ones_own_is_judged_by_the_scored_texts() -> None:
    reported = pl.Series("valence", 2 * SCORED["satisfaction"] - 1)
    right, wrong = (judge_reader("en", "own-1", SCORED.with_columns(read)) for read in (reported, -reported))
    assert (right["macro_f1"][0], right["auc"][0], right["label_count"][0]) == (1, 1, 150)
    assert wrong["auc"][0] == 0
    assert wrong["macro_f1"][0] < 0.5
    assert right.select("valence_method", "lexicon_macro_f1", "reading_note").rows() == [("own-1", None, "")]


def test_a_reader_of_ones_own_that_reads_too_few_scored_texts_is_not_judged() -> None:
    unscored = SCORED.with_columns(valence=pl.lit(None, pl.Float64), satisfaction=pl.lit(None, pl.Float64))
    row = judge_reader("en", "own-1", unscored).row(0, named=True)
    assert (row["text_count"], row["label_count"], row["macro_f1"]) == (150, 0, None)
    assert row["reading_note"] == "too few to judge"
