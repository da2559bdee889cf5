"""What people say of themselves beside praise and blame: goals, questions, fears; each kind of customer its own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from journeymine.sample import company, habits
from journeymine.sample.draws import Draws, Integers

SPEAKING_CHANCE = 0.68
"""Chance that a text holds such a sentence."""
OWN_CHANCE = 0.88
"""Chance that it is one of the person's own kind of customer, and not of anyone's."""
SPOKEN = (
    ("goal", "motive", "wish", "expectation:met"),
    ("goal", "question", "need", "wish", "motive"),
    ("fear", "barrier", "expectation:unmet"),
)
"""What is said in a positive, a neutral and a negative text."""
SIGNALS = habits.SIGNALS


@dataclass(frozen=True)
class Voice:
    """One sentence and what it is: a signal such as "fear", with a subtype such as "price", or ''."""

    signal: str = ""
    subtype: str = ""
    sentence: str = ""


@cache
def read_voices(language: str) -> dict[str, tuple[Voice, ...]]:
    """Read what each kind of customer says in a language: segment -> sentences."""
    text = files("journeymine.sample").joinpath("phrases", f"voices_{language}.toml").read_text(encoding="utf-8")
    return {
        segment: tuple(_make_voice(name, sentence) for name, sentences in signals.items() for sentence in sentences)
        for segment, signals in tomllib.loads(text).items()
    }


def _make_voice(name: str, sentence: str) -> Voice:
    signal, _, subtype = name.partition(":")
    return Voice(signal, subtype, sentence)


@cache
def _list_spoken(language: str, segment: str, sentiment: int) -> dict[str, tuple[Voice, ...]]:
    """List what may be said in a text of such a sentiment, by signal."""
    spoken = [name.partition(":") for name in SPOKEN[sentiment]]
    voices = read_voices(language)[segment]
    return {
        signal: tuple(v for v in voices if v.signal == signal and subtype in ("", v.subtype))
        for signal, _, subtype in spoken
    }


def choose_voices(
    draws: Draws, purpose: str, language: Integers, segment: Integers, key: Integers, sentiment: Integers
) -> list[Voice]:
    """Choose a sentence for each key, an empty one where nothing of the kind is said."""
    speaks = draws.chance(f"{purpose} speaks", SPEAKING_CHANCE, key)
    is_own = draws.chance(f"{purpose} speaks for themselves", OWN_CHANCE, key)
    kind = np.where(is_own, segment, draws.integers(f"{purpose} speaks for", len(company.SEGMENTS), key))
    allowed = np.array([[any(name.startswith(signal) for name in spoken) for signal in SIGNALS] for spoken in SPOKEN])
    signal = draws.choose(f"{purpose} signal", habits.SIGNAL_WEIGHTS[kind] * allowed[sentiment], key)
    sentence_pick = draws.uniform(f"{purpose} sentence", key)
    chosen = []
    for index in range(len(key)):
        if not speaks[index]:
            chosen.append(Voice())
            continue
        spoken = _list_spoken(company.LANGUAGES[language[index]], company.SEGMENTS[kind[index]], int(sentiment[index]))
        voices = spoken[SIGNALS[signal[index]]]
        chosen.append(voices[int(sentence_pick[index] * len(voices))])
    return chosen
