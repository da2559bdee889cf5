"""Ways of reading how a text feels, one reader a language: by lexicon, by a trained model, or by both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from journeymine.voice.features import Numbers
from journeymine.voice.learned import ValenceModel, blend, find_valences
from journeymine.voice.lexicon import Lexicon, Valence


class Reader(Protocol):
    """Reads texts of one language; `method` names the way, and changes whenever it would read a text differently."""

    @property
    def method(self) -> str:
        """What valence_method says of texts read so."""

    def read(self, texts: Sequence[str]) -> list[Valence]:
        """Return the valence of each text, -1..1, or None where it says nothing of feeling."""


@dataclass(frozen=True)
class LexiconReader:
    """Reads by a lexicon alone."""

    lexicon: Lexicon
    method: str

    def read(self, texts: Sequence[str]) -> list[Valence]:
        """Return what the lexicon says."""
        return [self.lexicon.find_valence(text) for text in texts]


@dataclass(frozen=True)
class LearnedReader:
    """Reads by a trained model alone."""

    model: ValenceModel
    method: str

    def read(self, texts: Sequence[str]) -> list[Valence]:
        """Return what the model says."""
        return _tell(find_valences(self.model.find_probabilities(texts)))


@dataclass(frozen=True)
class BlendReader:
    """Reads by a trained model and a lexicon, each by how much it has seen."""

    model: ValenceModel
    lexicon: Lexicon
    method: str

    def read(self, texts: Sequence[str]) -> list[Valence]:
        """Return what both say; the count of words is the lexicon's."""
        found = [self.lexicon.find_valence(text) for text in texts]
        learned, values = self.model.find_probabilities(texts), list_values(found)
        told = find_valences(blend(self.model, learned, values))
        told[np.isnan(learned[:, 0]) & np.isnan(values)] = np.nan
        return [Valence(value.value, word.hit_count) for value, word in zip(_tell(told), found, strict=True)]


@dataclass(frozen=True)
class ColdReader:
    """Reads by a lexicon and a model that learned from what the lexicon says of the company's own texts.

    `model` knows words the lexicon does not, by the company they keep; the two are averaged.
    """

    model: ValenceModel
    lexicon: Lexicon
    method: str

    def read(self, texts: Sequence[str]) -> list[Valence]:
        """Return the mean of both; the model's half where the lexicon knows no word."""
        found = [self.lexicon.find_valence(text) for text in texts]
        learned = find_valences(self.model.find_probabilities(texts))
        told = _tell(np.where(np.isnan(learned), list_values(found), (learned + np.nan_to_num(list_values(found))) / 2))
        return [Valence(value.value, word.hit_count) for value, word in zip(told, found, strict=True)]


def list_values(found: Sequence[Valence]) -> Numbers:
    """Return valences as numbers, nan for None."""
    return np.array([np.nan if each.value is None else each.value for each in found], dtype=np.float64)


def _tell(valences: Numbers) -> list[Valence]:
    return [Valence(None if np.isnan(value) else round(float(value), 6), 0) for value in valences]
