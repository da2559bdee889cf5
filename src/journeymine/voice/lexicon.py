"""Valence of a text by a lexicon: words with a weight, turned by negation, raised by boosters, shifted by "but".

One lexicon a language, in lexicons/LANGUAGE.toml; a project may bring its own file in the same format.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from importlib.resources import files
from math import sqrt
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from journeymine.configuration import check_document, read_toml

WEIGHTS = {"very_positive": 2.5, "positive": 1.5, "negative": -1.5, "very_negative": -2.5}
"""What a word of each list weighs."""

FLIP = -0.6
"""A negated word keeps three fifths of its weight, on the other side: "not good" is less than "bad"."""
BOOST, DAMP = 1.35, 0.7
BEFORE_BUT, AFTER_BUT = 0.6, 1.4
REACH = 3
"""How many words before a word may negate it; two may boost it."""
SOFTNESS = 6.0
"""The sum s of weights becomes s / sqrt(s^2 + SOFTNESS): one plain word gives .52, three give .88."""
LONGEST = 20_000
"""Characters of a text that are read; what follows adds nothing to its valence."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.!?;\n]")
_ENDS = frozenset(".!?;\n")

Words = tuple[Annotated[str, Field(min_length=1)], ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Stems(_Strict):
    """[stems]: words by weight; one that ends in * stands for all that begin so."""

    very_positive: Words = ()
    positive: Words = ()
    negative: Words = ()
    very_negative: Words = ()


class Particles(_Strict):
    """[words]: what changes the weight of the words around it."""

    negations: Words = ()
    boosters: Words = ()
    dampers: Words = ()
    contrasts: Words = ()


class LexiconFile(_Strict):
    """One lexicon as it is written: language, stems, particles, and phrases with weights of their own."""

    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    stems: Stems
    words: Particles = Particles()
    phrases: dict[Annotated[str, Field(min_length=1)], Annotated[float, Field(ge=-3, le=3)]] = Field(
        default_factory=dict
    )


@dataclass(frozen=True)
class Valence:
    """What a lexicon says of a text: valence in [-1, 1], or None where it met no word it knows; and how many it met."""

    value: float | None
    hit_count: int


@dataclass
class Lexicon:
    """A lexicon made ready to read texts: look-ups by word, by beginning and by phrase."""

    language: str
    exact: dict[str, float]
    beginnings: dict[str, float]
    phrases: dict[tuple[str, ...], float]
    roles: dict[str, Literal["negation", "booster", "damper", "contrast"]]
    longest_phrase: int
    _known: dict[str, float] = field(default_factory=dict, repr=False)

    def find_weight(self, word: str) -> float:
        """Return a word's weight, by itself or by its longest known beginning; 0 where there is none."""
        weight = self._known.get(word)
        if weight is None:
            weight = self.exact.get(word)
            if weight is None:
                ends = range(len(word), 1, -1)
                weight = next((self.beginnings[word[:end]] for end in ends if word[:end] in self.beginnings), 0.0)
            self._known[word] = weight
        return weight

    def find_valence(self, text: str) -> Valence:
        """Find the valence of a text.

        Sentences are read one by one, so that a negation does not reach over a full stop.
        """
        total, hits = 0.0, 0
        sentence: list[str] = []
        for token in (*_TOKEN.findall(normalise(text)), "."):
            if token not in _ENDS:
                sentence.append(token)
                continue
            if sentence:
                weights = self._weigh(sentence)
                hits += sum(weight != 0 for weight in weights)
                factor = 1.15 if token == "!" else 1.0
                total += factor * sum(weights)
                sentence = []
        if not hits:
            return Valence(None, 0)
        return Valence(total / sqrt(total * total + SOFTNESS), hits)

    def _weigh(self, words: list[str]) -> list[float]:
        weights = [0.0] * len(words)
        index = 0
        while index < len(words):
            length, weight = self._find_phrase(words, index)
            if length:
                weights[index] = weight
                index += length
                continue
            if self.roles.get(words[index]) is None or self.roles[words[index]] == "contrast":
                weight = self.find_weight(words[index])
                if weight:
                    weights[index] = self._turn(words, index, weight)
            elif self.roles[words[index]] == "booster":
                # "really good" boosts; "super" alone is praise.
                follows = index + 1 < len(words) and self.find_weight(words[index + 1]) != 0
                weights[index] = 0.0 if follows else self._turn(words, index, self.find_weight(words[index]))
            index += 1
        split = max((number for number, word in enumerate(words) if self.roles.get(word) == "contrast"), default=0)
        if 0 < split < len(words) - 1 and any(weights[:split]) and any(weights[split:]):
            weights = [weight * (BEFORE_BUT if number < split else AFTER_BUT) for number, weight in enumerate(weights)]
        return weights

    def _find_phrase(self, words: list[str], index: int) -> tuple[int, float]:
        for length in range(min(self.longest_phrase, len(words) - index), 1, -1):
            weight = self.phrases.get(tuple(words[index : index + length]))
            if weight is not None:
                return length, weight
        return 0, 0.0

    def _turn(self, words: list[str], index: int, weight: float) -> float:
        before = [self.roles.get(word) for word in words[max(0, index - REACH) : index]]
        if "booster" in before[-2:]:
            weight *= BOOST
        if "damper" in before[-2:]:
            weight *= DAMP
        if sum(role == "negation" for role in before) % 2:
            weight *= FLIP
        return weight


def normalise(text: str) -> str:
    """Bring a text to the form words of a lexicon have: lower case, one shape of letters, е for ё, straight quotes."""
    return unicodedata.normalize("NFC", text[:LONGEST]).lower().replace("ё", "е").replace("’", "'")


def build_lexicon(lexicon: LexiconFile) -> Lexicon:
    """Make a lexicon ready to read texts."""
    exact: dict[str, float] = {}
    beginnings: dict[str, float] = {}
    for name, weight in WEIGHTS.items():
        for word in getattr(lexicon.stems, name):
            plain = normalise(word)
            if plain.endswith("*"):
                beginnings[plain[:-1]] = weight
            else:
                exact[plain] = weight
    phrases = {tuple(_TOKEN.findall(normalise(phrase))): weight for phrase, weight in lexicon.phrases.items()}
    exact |= {phrase[0]: weight for phrase, weight in phrases.items() if len(phrase) == 1}
    roles: dict[str, Literal["negation", "booster", "damper", "contrast"]] = {}
    roles |= dict.fromkeys((normalise(word) for word in lexicon.words.dampers), "damper")
    roles |= dict.fromkeys((normalise(word) for word in lexicon.words.boosters), "booster")
    roles |= dict.fromkeys((normalise(word) for word in lexicon.words.contrasts), "contrast")
    roles |= dict.fromkeys((normalise(word) for word in lexicon.words.negations), "negation")
    return Lexicon(
        language=lexicon.language,
        exact=exact,
        beginnings=beginnings,
        phrases={phrase: weight for phrase, weight in phrases.items() if len(phrase) > 1},
        roles=roles,
        longest_phrase=max((len(phrase) for phrase in phrases), default=0),
    )


def read_lexicon_file(file: Path) -> LexiconFile:
    """Read a lexicon file.

    Raises:
        SettingsError: It is not TOML, or has a key or value that is not allowed.
    """
    return check_document(LexiconFile, read_toml(file), file)


def read_shipped_lexicon(language: str) -> LexiconFile | None:
    """Read the lexicon of a language that ships with the package; None where there is none."""
    file = Path(str(files("journeymine"))) / "voice" / "lexicons" / f"{language}.toml"
    return read_lexicon_file(file) if file.is_file() else None
