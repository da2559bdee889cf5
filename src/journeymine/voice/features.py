"""What a model sees of a text: weighted words and pairs, pieces of words, and what a lexicon says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journeymine.voice.letters import normalise
from journeymine.voice.lexicon import Lexicon

COMMON_FROM = 2_000
"""Texts from which a word or piece must stand in two of them to be seen."""
FROM_LEXICON = 7
"""How many numbers the lexicon adds."""
_MANY_HITS = 10
_KINDS: dict[str, dict[str, Any]] = {
    "words": {"ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
    "pieces": {"ngram_range": (3, 4), "analyzer": "char_wb"},
}

Numbers = NDArray[np.float64]


@dataclass
class Features:
    """Words and pieces seen in training, with the weight each has for being rare; and the lexicon, if there is one."""

    vocabularies: dict[str, list[str]]
    weights: dict[str, Numbers]
    lexicon: Lexicon | None
    _readers: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def count(self) -> int:
        """How many columns a text has."""
        return sum(map(len, self.vocabularies.values())) + FROM_LEXICON

    def transform(self, texts: Sequence[str]) -> Any:
        """Return a sparse matrix `(n_texts, count)`: rows of words and of pieces have length 1 each, or are empty."""
        from scipy.sparse import csr_matrix, hstack

        plain = [normalise(text) for text in texts]
        parts = [self._open(kind).transform(plain) for kind in _KINDS]
        return hstack([*parts, csr_matrix(read_with_lexicon(plain, self.lexicon))]).tocsr()

    def _open(self, kind: str) -> Any:
        if kind not in self._readers:
            reader = _make_reader(kind, vocabulary=self.vocabularies[kind])
            reader.idf_ = self.weights[kind]
            self._readers[kind] = reader
        return self._readers[kind]


def fit_features(texts: Sequence[str], lexicon: Lexicon | None) -> Features:
    """Learn which words and pieces there are, and how rare each is.

    Raises:
        ValueError: The texts hold no word.
    """
    plain = [normalise(text) for text in texts]
    vocabularies, weights = {}, {}
    for kind in _KINDS:
        reader = _make_reader(kind, min_df=2 if len(texts) >= COMMON_FROM else 1).fit(plain)
        vocabularies[kind] = [str(name) for name in reader.get_feature_names_out()]
        weights[kind] = np.asarray(reader.idf_, dtype=np.float64)
    return Features(vocabularies, weights, lexicon)


def read_with_lexicon(texts: Sequence[str], lexicon: Lexicon | None) -> Numbers:
    """Return what a lexicon and the punctuation say of texts, `(n_texts, FROM_LEXICON)`; no lexicon knows nothing."""
    rows = []
    for text in texts:
        found = lexicon.find_valence(text) if lexicon else None
        value = (found.value if found else None) or 0.0
        is_silent = found is None or found.value is None
        hits = min(found.hit_count if found else 0, _MANY_HITS) / _MANY_HITS
        rows.append([value, max(value, 0), max(-value, 0), is_silent, hits, "!" in text, "?" in text])
    return np.array(rows, dtype=np.float64).reshape(len(texts), FROM_LEXICON)


def _make_reader(kind: str, **options: Any) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer  # takes a second to load

    return TfidfVectorizer(sublinear_tf=True, lowercase=False, **_KINDS[kind], **options)
