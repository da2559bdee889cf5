"""Texts customers write: sentences of our own in three languages, put together by sentiment and theme."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl

from journeymine.sample import company
from journeymine.sample.draws import Draws, Integers
from journeymine.sample.people import People

POSITIVE, NEUTRAL, NEGATIVE = range(3)
SENTIMENTS = ("positive", "neutral", "negative")


@cache
def read_phrases(language: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Read the sentences of a language: sentiment -> theme -> sentences."""
    text = files("journeymine.sample").joinpath("phrases", f"{language}.toml").read_text(encoding="utf-8")
    return {
        sentiment: {theme: tuple(sentences) for theme, sentences in themes.items()}
        for sentiment, themes in tomllib.loads(text).items()
    }


def write_comments(
    draws: Draws,
    purpose: str,
    people: People,
    person: Integers,
    key: Integers,
    sentiment: Integers,
    themes: tuple[str, ...],
) -> tuple[list[str], list[str]]:
    """Write one text for each key: one to three sentences of the same sentiment, in the person's language.

    The first sentence is about one of `themes`; further ones are about anything.

    Returns:
        The texts and the theme of each first sentence.
    """
    row = person - int(people.person[0])
    language = people.language[row]
    emails, phones = people.frame["email"].gather(row).to_list(), people.frame["phone"].gather(row).to_list()
    count = 1 + draws.choose(f"{purpose} sentences", (0.45, 0.4, 0.15), key)
    product = draws.integers(f"{purpose} product", len(company.PRODUCTS), key)
    store = draws.integers(f"{purpose} store", len(company.STORES), key)
    days = 2 + draws.integers(f"{purpose} days", 12, key)
    picks = np.stack([draws.uniform(f"{purpose} pick", key, turn) for turn in range(3)], axis=1)
    theme_picks = np.stack([draws.uniform(f"{purpose} theme", key, turn) for turn in range(3)], axis=1)
    texts, first_themes = [], []
    for index in range(len(key)):
        phrases = read_phrases(company.LANGUAGES[language[index]])[SENTIMENTS[sentiment[index]]]
        sentences: list[str] = []
        for turn in range(count[index]):
            names = [name for name in themes if name in phrases] if turn == 0 else list(phrases)
            names = names or list(phrases)
            theme = names[int(theme_picks[index, turn] * len(names))]
            if turn == 0:
                first_themes.append(theme)
            sentence = phrases[theme][int(picks[index, turn] * len(phrases[theme]))]
            if sentence not in sentences:
                sentences.append(sentence)
        texts.append(
            " ".join(sentences).format(
                product=company.PRODUCTS[product[index]],
                store=company.STORES[store[index]],
                days=days[index],
                email=emails[index],
                phone=phones[index],
            )
        )
    return texts, first_themes


def list_texts(
    record_id: pl.Series,
    source: str,
    people: People,
    person: Integers,
    sentiment: Integers,
    themes: list[str],
    texts: list[str],
) -> pl.DataFrame:
    """List the truth about texts: one row per text that is not empty."""
    row = person - int(people.person[0])
    return (
        pl.DataFrame(
            {
                "source": [source] * len(person),
                "record_id": record_id,
                "person": person,
                "language": np.array(company.LANGUAGES)[people.language[row]],
                "sentiment": np.array(SENTIMENTS)[sentiment],
                "theme": themes,
                "text": texts,
            },
            schema_overrides={
                "theme": pl.String,
                "text": pl.String,
                "language": pl.String,
                "sentiment": pl.String,
                "source": pl.String,
            },
        )
        .filter(pl.col("text") != "")
        .drop("text")
    )
