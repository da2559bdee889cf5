"""Texts customers write: sentences of our own in three languages, put together by sentiment and theme."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl

from journeymine.sample import company, habits
from journeymine.sample.draws import Booleans, Draws, Integers
from journeymine.sample.people import People
from journeymine.sample.voices import Voice, choose_voices

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


@dataclass(frozen=True)
class Comments:
    """Texts, one a key, with the theme of each first sentence and what it says of goals, fears and the like."""

    texts: list[str]
    themes: list[str]
    voices: list[Voice]


def write_comments(
    draws: Draws,
    purpose: str,
    people: People,
    person: Integers,
    key: Integers,
    sentiment: Integers,
    themes: tuple[str, ...],
) -> Comments:
    """Write one text for each key: one to three sentences of the same sentiment, in the person's language.

    The first sentence is about one of `themes`; further ones are about anything. In most texts one more tells what
    people of the same kind are after, ask, fear or wish.
    """
    row = person - int(people.person[0])
    language = people.language[row]
    emails, phones = people.frame["email"].gather(row).to_list(), people.frame["phone"].gather(row).to_list()
    count = 1 + draws.choose(f"{purpose} sentences", (0.45, 0.4, 0.15), key)
    made_as = draws.choose(f"{purpose} product", habits.PRODUCT_WEIGHTS[people.segment[row]], key)
    product = 6 * made_as + draws.integers(f"{purpose} model", 6, key)
    store = draws.integers(f"{purpose} store", len(company.STORES), key)
    days = 2 + draws.integers(f"{purpose} days", 12, key)
    picks = np.stack([draws.uniform(f"{purpose} pick", key, turn) for turn in range(3)], axis=1)
    theme_picks = np.stack([draws.uniform(f"{purpose} theme", key, turn) for turn in range(3)], axis=1)
    voices = choose_voices(draws, purpose, language, people.segment[row], key, sentiment)
    texts, first_themes = [], []
    for index in range(len(key)):
        phrases = read_phrases(company.LANGUAGES[language[index]])[SENTIMENTS[sentiment[index]]]
        slots = {
            "product": company.PRODUCTS[product[index]],
            "store": company.STORES[store[index]],
            "days": days[index],
            "email": emails[index],
            "phone": phones[index],
        }
        voices[index] = replace(voices[index], sentence=voices[index].sentence.format(**slots))
        sentences: list[str] = []
        for turn in range(count[index]):
            names = [name for name in themes if name in phrases] if turn == 0 else list(phrases)
            names = names or list(phrases)
            theme = names[int(theme_picks[index, turn] * len(names))]
            if turn == 0:
                first_themes.append(theme)
            sentence = phrases[theme][int(picks[index, turn] * len(phrases[theme]))].format(**slots)
            if sentence not in sentences:
                sentences.append(sentence)
        texts.append(" ".join([*sentences, voices[index].sentence]).strip())
    return Comments(texts, first_themes, voices)


def list_texts(
    record_id: pl.Series,
    source: str,
    people: People,
    person: Integers,
    sentiment: Integers,
    comments: Comments,
    is_said: Booleans,
) -> pl.DataFrame:
    """List the truth about texts: one row for each that was said."""
    row = person - int(people.person[0])
    columns = {
        "source": [source] * len(person),
        "record_id": record_id,
        "person": person,
        "language": np.array(company.LANGUAGES)[people.language[row]].tolist(),
        "sentiment": np.array(SENTIMENTS)[sentiment].tolist(),
        "theme": comments.themes,
        "signal": [voice.signal for voice in comments.voices],
        "signal_subtype": [voice.subtype for voice in comments.voices],
        "signal_sentence": [voice.sentence for voice in comments.voices],
    }
    text = dict.fromkeys((name for name in columns if name not in ("record_id", "person")), pl.String)
    return pl.DataFrame(columns, schema_overrides=text).filter(is_said)
