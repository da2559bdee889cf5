from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.voice.quality import classify_probabilities
from journeymine.voice.training import cross_validate, find_obstacle, is_outgrown, select_labelled
from tests.unit.voice.scored_texts import LEXICON, write_scored


def test_copies_and_texts_without_a_score_teach_nothing() -> None:
    texts = write_scored(60)
    copies = texts.head(20).with_columns(text_id=pl.col("text_id") + "x", customer_id=pl.col("customer_id") + 900)
    unscored = texts.tail(5).with_columns(text_id=pl.col("text_id") + "y", satisfaction=pl.lit(None, pl.Float64))
    assert select_labelled(pl.concat([texts, copies, unscored])).texts == texts["text"].to_list()


def test_a_class_of_few_texts_is_left_out() -> None:
    texts = pl.concat([write_scored(60, labels=(1, -1)), write_scored(9, labels=(0,), seed=2)])
    assert set(select_labelled(texts).classes.tolist()) == {-1, 1}


def test_customers_are_told_apart_by_source_where_nobody_is_known() -> None:
    texts = write_scored(60).with_columns(customer_id=pl.lit(None, pl.Int64))
    assert len(np.unique(select_labelled(texts).customers)) == 60


def test_what_stands_in_the_way_is_said() -> None:
    assert find_obstacle(select_labelled(write_scored(90)), 100) == "too few labels"
    assert find_obstacle(select_labelled(write_scored(90, labels=(1, 0))), 50) == "one-sided labels"
    assert find_obstacle(select_labelled(write_scored(90, customers=3)), 50) == "too few writers"
    assert find_obstacle(select_labelled(write_scored(90)), 50) == ""


def test_no_text_is_read_by_a_model_that_saw_its_customer() -> None:
    # Each customer has a word of their own that gives the label away; on customers not seen it helps nobody.
    texts = write_scored(200, customers=20, labels=(1, -1)).with_columns(
        text=pl.format(
            "{} {}",
            pl.col("customer_id").map_elements(lambda who: "word" + "abcdefghijklmnopqrst"[who], pl.String),
            "text_id",
        ),
        text_hash=pl.col("text_id"),
        satisfaction=(pl.col("customer_id") * 7919 % 13 > 6).cast(pl.Float64),
    )
    labelled = select_labelled(texts)
    probabilities, models = cross_validate(labelled, None, seed=1)
    right = (classify_probabilities(probabilities) == labelled.classes).mean()
    assert len(models) == 5
    assert right < 0.75


def test_unseen_customers_are_read_by_the_words_all_share() -> None:
    labelled = select_labelled(write_scored(150))
    probabilities, _ = cross_validate(labelled, LEXICON, seed=1)
    assert (classify_probabilities(probabilities) == labelled.classes).mean() > 0.9


def test_a_model_is_outgrown_by_a_tenth_more_texts_or_one_that_is_gone() -> None:
    before = [str(number) for number in range(100)]
    assert not is_outgrown(before, [*before, *map(str, range(100, 110))])
    assert is_outgrown(before, [*before, *map(str, range(100, 111))])
    assert is_outgrown(before, before[1:])
