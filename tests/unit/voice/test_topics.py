from __future__ import annotations

from datetime import datetime
from random import Random

import polars as pl
import pytest

from journeymine.voice.copies import find_copies
from journeymine.voice.topic_names import HISTORY_SCHEMA, describe_topics, give_ids, match_topics, record_topics
from journeymine.voice.topics import Limits, Topics, find_topics, read_words
from journeymine.voice.writing import Writing

THEMES = {
    "delivery": "parcel courier delivery late doorstep tracking warehouse shipping",
    "app": "screen login password crash update button freeze menu",
    "staff": "advisor counter branch polite helpful smile desk queue",
}
LIMITS = Limits(most=20, fewest_texts=20, fewest_customers=10, sample=10_000)
WRITING = Writing(signatures=("best regards",), replies=(" wrote:",))


def make_texts(counts: dict[str, int], seed: int = 1) -> pl.DataFrame:
    """Write texts of five words of their theme and one that says nothing."""
    random = Random(seed)
    rows = []
    for theme, count in counts.items():
        for number in range(count):
            words = [*random.sample(THEMES[theme].split(), 5), random.choice(("today", "again", "really"))]
            random.shuffle(words)
            rows.append((f"{theme}-{number:03d}", " ".join(words), number))
    return pl.DataFrame(rows, schema={"text_id": pl.String, "text": pl.String, "customer_id": pl.Int64}, orient="row")


def find(texts: pl.DataFrame, limits: Limits = LIMITS) -> Topics:
    return find_topics(texts, WRITING, ("the", "and"), limits, seed=7)


def test_planted_topics_are_found_with_their_words_and_their_texts() -> None:
    topics = find(make_texts({"delivery": 90, "app": 70, "staff": 60}))
    told = [next(theme for theme, words in THEMES.items() if set(found) & set(words.split())) for found in topics.words]
    assert set(told) == set(THEMES)
    themes = topics.texts["text_id"].str.split("-").list.first()
    right = [told[number] == theme for number, theme in zip(topics.texts["topic_number"], themes, strict=True)]
    assert sum(right) >= 0.95 * len(right)
    assert len(right) >= 180


def test_few_texts_give_few_topics_and_very_few_none() -> None:
    assert len(find(make_texts({"delivery": 40, "app": 40, "staff": 40})).words) <= 3
    few = find(make_texts({"delivery": 15, "app": 15}))
    assert few.words == ()
    assert few.texts.is_empty()
    assert few.read_count == 30
    assert find(make_texts({})).read_count == 0


def test_words_that_only_happen_to_meet_make_no_topic() -> None:
    random = Random(3)
    alphabet = [f"word{'abcdefghijklmnopqrstuvwxyz'[place % 26]}{chr(97 + place // 26)}x" for place in range(120)]
    rows = [(f"{number:03d}", " ".join(random.sample(alphabet, 6)), number) for number in range(200)]
    texts = pl.DataFrame(rows, schema={"text_id": pl.String, "text": pl.String, "customer_id": pl.Int64}, orient="row")
    assert len(find(texts).words) <= 1


def test_texts_of_one_person_make_no_topic() -> None:
    texts = make_texts({"delivery": 80, "app": 80})
    alone = texts.with_columns(
        customer_id=pl.when(pl.col("text_id").str.starts_with("app")).then(1).otherwise(pl.col("customer_id"))
    )
    assert all("login" not in words and "password" not in words for words in find(alone).words)


def test_the_same_texts_give_the_same_topics_in_any_order() -> None:
    texts = make_texts({"delivery": 60, "app": 60, "staff": 60})
    one, two = find(texts), find(texts.reverse())
    assert one.words == two.words
    assert one.texts.equals(two.texts)


def test_a_sample_teaches_and_all_texts_are_assigned() -> None:
    topics = find(make_texts({"delivery": 150, "app": 150}), Limits(20, 20, 10, 100))
    assert topics.texts.height >= 240


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RT @shop: great parcel", []),
        ("Fwd: great parcel", []),
        ("Great parcel 12345 https://x.example/a [email] @anna", ["great", "parcel"]),
        ("Great parcel\nBest regards\nAnna", ["great", "parcel"]),
        ("Great\nOn Monday the shop wrote:\nold words", ["great"]),
    ],
)
def test_only_own_words_are_read(text: str, words: list[str]) -> None:
    assert read_words(text, WRITING) == words


def test_a_template_is_a_copy_whoever_sends_it_and_a_short_text_only_of_the_same_writer() -> None:
    form = "dear shop please send me the invoice of my last order as soon as you can thank you {}".format
    words = [form(name).split() for name in ("anna", "jan", "maria")] + [["great", "shop"]] * 3
    assert find_copies(words, [1, 2, 3, 1, 1, 2]) == [False, True, True, False, True, False]


def test_ids_stay_with_their_topics_and_are_never_given_twice() -> None:
    found = pl.DataFrame(
        {"topic_words": ["parcel, courier", "login, crash", "price, fee"], "text_ids": [["a", "b"], ["c"], ["d"]]}
    )
    history = pl.DataFrame(
        {"topic_id": ["t01", "t02", "t04"], "topic_words": ["login, crash", "parcel, courier", "staff, desk"]}
    )
    last = pl.DataFrame({"text_id": ["a", "b", "c", "x"], "topic_id": ["t02", "t02", "t01", "t04"]})
    ids = match_topics(found, history, last)
    assert ids == ["t02", "t01", ""]
    assert give_ids(ids, set(history["topic_id"])) == ["t02", "t01", "t05"]


def test_a_topic_that_was_gone_comes_back_under_its_id() -> None:
    history = pl.DataFrame(schema=HISTORY_SCHEMA)
    tonight = pl.DataFrame({"topic_id": ["t01"], "language": ["en"], "topic_words": ["parcel, courier"]})
    empty = tonight.clear()
    first = record_topics(history, tonight, datetime(2026, 1, 1))
    second = record_topics(first, empty, datetime(2026, 1, 2))
    back = match_topics(
        pl.DataFrame({"topic_words": ["courier, parcel"], "text_ids": [["z"]]}),
        second,
        pl.DataFrame(schema={"text_id": pl.String, "topic_id": pl.String}),
    )
    assert back == ["t01"]
    third = record_topics(second, tonight, datetime(2026, 1, 3)).row(0, named=True)
    assert (third["first_found_at"], third["last_found_at"]) == (datetime(2026, 1, 1), datetime(2026, 1, 3))


def test_topics_are_described_by_texts_and_by_customers_counted_once() -> None:
    texts = pl.DataFrame(
        {
            "topic_id": ["t01"] * 4 + ["t02"],
            "text_id": list("abcde"),
            "language": ["en", "en", "pl", "en", "en"],
            "customer_id": [1, 1, 2, None, 3],
            "valence": [1.0, 0.0, -0.5, 1.0, None],
        }
    )
    words = {"t01": ("parcel", "courier", "late", "box"), "t02": ("login",)}
    one, two = describe_topics(texts, words, {"t02": "Logging in"}, 10, seed=1).rows(named=True)
    assert (one["topic"], one["text_count"], one["customer_count"], one["language"]) == (
        "parcel, courier, late",
        4,
        2,
        "en, pl",
    )
    assert one["topic_share"] == 0.4
    assert one["topic_share_low"] < 0.4 < one["topic_share_high"]
    assert one["valence"] == 0.0  # (0.5 - 0.5) / 2
    assert (two["topic"], two["is_named_by_people"], two["valence"], two["felt_count"]) == ("Logging in", True, None, 0)
