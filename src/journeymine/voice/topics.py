"""What texts are about: topics by non-negative matrix factorization of their words, told by the words that mark them.

Sources: Lee & Seung (1999), Learning the parts of objects by non-negative matrix factorization. Nature 401; the words
of a topic by class-based tf-idf, Grootendorst (2022), BERTopic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import isqrt

import numpy as np
import polars as pl
from numpy.typing import NDArray

from journeymine.voice.copies import find_copies
from journeymine.voice.letters import fold
from journeymine.voice.sentences import find_sentences
from journeymine.voice.writing import Writing

WORD_COUNT = 8
"""Words that tell a topic."""
CLEAR = 0.4
"""Share of a text's weight from which it belongs to its strongest topic; below it is about nothing in particular."""
COHERENT = 0.1
"""Mean normalised pointwise mutual information of a topic's words below which they only happen to be together."""
MOST_WORDS = 5_000
"""Words and word pairs that are looked at, the most frequent ones."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_HIDDEN = re.compile(r"\[[a-z]{3,8}\]|\S+://\S+|\bwww\.\S+|@\w+", re.IGNORECASE)
_REPOSTED = re.compile(r"\s*(?:rt|fwd?|re|odp|pd)\s*[:@]", re.IGNORECASE)

TEXT_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "text_id": pl.String,
    "topic_number": pl.Int64,
    "topic_weight": pl.Float64,
}


@dataclass(frozen=True)
class Limits:
    """How many topics are looked for at most, how few texts and customers make one, how many texts teach them."""

    most: int
    fewest_texts: int
    fewest_customers: int
    sample: int


@dataclass(frozen=True)
class Topics:
    """Topics of one language: their words, the strongest first; and the texts about them.

    `texts` is one row per text that is about a topic (topic_number is 0-based); `read_count` counts the texts that were
    looked at, copies left out.
    """

    words: tuple[tuple[str, ...], ...]
    texts: pl.DataFrame
    read_count: int
    copy_count: int


def stem(word: str) -> str:
    """Cut a word to what its forms have in common, roughly: four letters stay, of longer ones six at most.

    >>> stem("dostawy"), stem("dostawą"), stem("cena"), stem("пакеты")
    ('dostaw', 'dostaw', 'cena', 'пакет')
    """
    plain = fold(word)
    return plain if len(plain) <= 4 else plain[: min(6, len(plain) - 1)]


def read_words(text: str, writing: Writing) -> list[str]:
    """Read the words a customer wrote, without addresses, numbers, quoted replies and signatures; none of a re-post."""
    if _REPOSTED.match(text):
        return []
    own = " ".join(sentence.read for sentence in find_sentences(text, writing))
    return [word.lower() for word in _WORD.findall(_HIDDEN.sub(" ", own))]


def find_topics(
    texts: pl.DataFrame, writing: Writing, stop_words: Collection[str], limits: Limits, *, seed: int
) -> Topics:
    """Find the topics of texts in one language.

    Args:
        texts: One row per text: text_id, text, customer_id.
        writing: How people write in the languages that are read.
        stop_words: Words that tell nothing of what a text is about.
        limits: What the settings allow.
        seed: Where the factorization starts.

    Returns:
        Topics by size. Their number grows with the square root of the number of texts, so that few texts give few; one
        of too few texts or customers, or whose words do not hang together, is left out with its texts.
    """
    ordered = texts.sort("text_id")
    stopped = {stem(word) for word in stop_words}
    words = [read_words(text, writing) for text in ordered["text"]]
    copies = find_copies(words, ordered["customer_id"].to_list())
    read = [not copy and bool(text) for copy, text in zip(copies, words, strict=True)]
    kept = ordered.filter(pl.Series(read, dtype=pl.Boolean))
    own = [text for text, is_read in zip(words, read, strict=True) if is_read]
    stems = [[root for word in text if (root := stem(word)) not in stopped] for text in own]
    count = min(limits.most, isqrt(len(own) // (limits.fewest_texts // 2 or 1)))
    weights = _factorize(stems, count, limits, seed) if len(own) >= 2 * limits.fewest_texts and count >= 1 else None
    if weights is None:
        return Topics((), pl.DataFrame(schema=TEXT_SCHEMA), len(own), sum(copies))
    assigned, weight = _assign(weights)
    chosen = _choose(assigned, stems, kept["customer_id"], limits)
    forms = _find_forms(own)
    told = tuple(tuple(forms.get(word, word) for word in chosen[number]) for number in chosen)
    numbers = {number: place for place, number in enumerate(chosen)}
    rows = [
        (text_id, numbers[number], float(share))
        for text_id, number, share in zip(kept["text_id"], assigned.tolist(), weight, strict=True)
        if number in numbers
    ]
    return Topics(told, pl.DataFrame(rows, schema=TEXT_SCHEMA, orient="row"), len(own), sum(copies))


def _factorize(stems: Sequence[Sequence[str]], count: int, limits: Limits, seed: int) -> NDArray[np.float64] | None:
    from sklearn.decomposition import NMF  # takes a while to load, and most commands need none
    from sklearn.feature_extraction.text import TfidfVectorizer
    from threadpoolctl import threadpool_limits

    lines = [" ".join(text) for text in stems]
    step = max(1, -(-len(lines) // limits.sample))
    vectors = TfidfVectorizer(
        token_pattern=r"\S+",
        ngram_range=(1, 2),
        min_df=max(3, limits.fewest_texts // 4),
        max_df=0.5,
        max_features=MOST_WORDS,
        sublinear_tf=True,
        dtype=np.float64,
    )
    try:
        taught = vectors.fit_transform(lines[::step])
    except ValueError:  # no word is frequent enough
        return None
    if min(taught.shape) <= count:
        return None
    with threadpool_limits(1):
        model = NMF(count, init="nndsvda", random_state=seed, max_iter=300, tol=1e-3)
        model.fit(taught)
        weights: NDArray[np.float64] = model.transform(vectors.transform(lines))
    return weights


def _assign(weights: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    total = weights.sum(axis=1)
    share = np.divide(weights, total[:, None], out=np.zeros_like(weights), where=total[:, None] > 0)
    strongest = share.argmax(axis=1)
    weight = share.max(axis=1)
    return np.where(weight >= CLEAR, strongest, -1), np.round(weight, 6)


def _choose(
    assigned: NDArray[np.int64], stems: Sequence[Sequence[str]], customers: pl.Series, limits: Limits
) -> dict[int, list[str]]:
    """Choose the topics that are large and coherent enough, largest first, each with its words."""
    per_topic: dict[int, Counter[str]] = {}
    members: dict[int, list[int]] = {}
    everywhere: Counter[str] = Counter()
    for index, (number, text) in enumerate(zip(assigned.tolist(), stems, strict=True)):
        everywhere.update(set(text))
        if number >= 0:
            per_topic.setdefault(number, Counter()).update(set(text))
            members.setdefault(number, []).append(index)
    chosen = {}
    for number in sorted(members, key=lambda number: (-len(members[number]), number)):
        people = customers.gather(members[number]).drop_nulls().n_unique()
        if len(members[number]) < limits.fewest_texts or people < limits.fewest_customers:
            continue
        words = _tell(per_topic[number], everywhere, len(members[number]), len(stems))
        if len(words) >= 2 and _find_coherence(words, stems) >= COHERENT:
            chosen[number] = words
    return chosen


def _tell(counts: Counter[str], everywhere: Counter[str], size: int, total: int) -> list[str]:
    """Tell a topic's words: those in the largest share of its texts, weighed by how few of all texts hold them."""
    scores = {
        word: count / size * float(np.log1p(total / everywhere[word]))
        for word, count in counts.items()
        if count >= max(3, size * 0.03) and count / size > everywhere[word] / total
    }
    return sorted(scores, key=lambda word: (-scores[word], word))[:WORD_COUNT]


def _find_coherence(words: Sequence[str], stems: Sequence[Sequence[str]]) -> float:
    held = np.array([[word in text for word in words] for text in map(set, stems)], dtype=np.float64)
    share = held.mean(axis=0)
    together = held.T @ held / len(stems)
    scores = []
    for one in range(len(words)):
        for other in range(one):
            joint = together[one, other]
            if joint <= 0:
                scores.append(-1.0)
            elif joint < 1:
                scores.append(float(np.log(joint / (share[one] * share[other])) / -np.log(joint)))
    return float(np.mean(scores)) if scores else 0.0


def _find_forms(texts: Sequence[Sequence[str]]) -> dict[str, str]:
    """Find the form in which each stem is written most."""
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        for word in text:
            forms.setdefault(stem(word), Counter())[word] += 1
    return {root: min(counts, key=lambda word: (-counts[word], word)) for root, counts in forms.items()}
