"""Texts that are copies of another: templates, forwarded and re-posted messages, alike but for a name or a number.

Source: Broder (1997), On the resemblance and containment of documents; bands of MinHash values find candidates, whose
resemblance is then computed.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

ALIKE = 0.6
"""Jaccard of word triples from which two texts are copies."""
LONG = 8
"""Words from which two people hardly write the same by chance; shorter texts are copies only of their own writer's."""
BANDS, ROWS = 12, 2
CROWD = 30
"""Texts of one band that are compared with one another at most; a larger crowd is compared with its first."""

_PRIME = (1 << 31) - 1


def find_copies(words: Sequence[Sequence[str]], writers: Sequence[object]) -> list[bool]:
    """Find the texts that copy an earlier one.

    Args:
        words: The words of each text, in the order in which texts came.
        writers: Who wrote each, as many as texts.

    Returns:
        For each text, whether it copies one before it. Long texts are copies where they share most of their word
        triples, whoever wrote them; short ones where the same writer wrote the very same words.
    """
    copies = [False] * len(words)
    short: set[tuple[object, tuple[str, ...]]] = set()
    triples: dict[int, frozenset[int]] = {}
    for index, (text, writer) in enumerate(zip(words, writers, strict=True)):
        if len(text) >= LONG:
            triples[index] = frozenset(
                zlib.crc32(" ".join(text[place : place + 3]).encode()) for place in range(len(text) - 2)
            )
        elif (writer, tuple(text)) in short:
            copies[index] = True
        else:
            short.add((writer, tuple(text)))
    for index in _find_alike(triples):
        copies[index] = True
    return copies


def _find_alike(triples: dict[int, frozenset[int]]) -> set[int]:
    random = np.random.default_rng(BANDS)  # constants of the method, not a draw
    factors = random.integers(1, _PRIME, (BANDS * ROWS, 1), dtype=np.int64)
    offsets = random.integers(0, _PRIME, (BANDS * ROWS, 1), dtype=np.int64)
    bands: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    found: set[int] = set()
    for index in sorted(triples):
        hashes = np.fromiter(triples[index], dtype=np.int64, count=len(triples[index])) % (1 << 31)
        smallest = ((factors * hashes[None, :] + offsets) % _PRIME).min(axis=1)
        keys = [(band, smallest[band * ROWS : (band + 1) * ROWS].tobytes()) for band in range(BANDS)]
        near = {other for key in keys for other in bands[key]}
        if any(_resemble(triples[index], triples[other]) for other in sorted(near)):
            found.add(index)
            continue
        for key in keys:
            if len(bands[key]) < CROWD:
                bands[key].append(index)
    return found


def _resemble(one: frozenset[int], other: frozenset[int]) -> bool:
    both = len(one & other)
    return both >= ALIKE * (len(one) + len(other) - both)
