"""Frequent sequences of steps by prefix projection, bounded in length, number and work.

Source: Pei et al. (2001), PrefixSpan: mining sequential patterns efficiently by prefix-projected pattern growth, ICDE.
A step is one item here, so of each sequence only the earliest place matters where a pattern can have ended.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pattern = tuple[Hashable, ...]
Support = tuple[int, ...]


@dataclass(frozen=True)
class Bounds:
    """How much is searched: patterns of so many items, so many patterns, so many items looked at."""

    length: int = 4
    pattern_count: int = 20_000
    work: int = 50_000_000


@dataclass(frozen=True)
class Found:
    """Frequent patterns with their supports, and whether a bound ended the search before all were found."""

    patterns: Mapping[Pattern, Support]
    is_cut: bool


class Occurrences:
    """Where each item lies in each sequence.

    Attributes:
        items: Every item, in the order in which they are first met; its place here is its code.
        codes: Codes `(n_sequences, longest)`, -1 beyond a sequence's end.
        lengths: Steps of each sequence `(n_sequences,)`.
    """

    def __init__(self, sequences: Sequence[Sequence[Hashable]]) -> None:
        known: dict[Hashable, int] = {}
        coded = [[known.setdefault(item, len(known)) for item in sequence] for sequence in sequences]
        self.items: list[Hashable] = list(known)
        self.lengths = np.array([len(sequence) for sequence in coded], dtype=np.int64)
        self._stride = int(self.lengths.max(initial=0)) + 1
        self.codes: NDArray[np.int32] = np.full((len(coded), self._stride - 1), -1, dtype=np.int32)
        self._last: NDArray[np.int32] = np.full((len(coded), len(known)), -1, dtype=np.int32)
        for row, sequence in enumerate(coded):
            self.codes[row, : len(sequence)] = sequence
            self._last[row, sequence] = np.arange(len(sequence))  # of repeated items the last one stands
        rows, positions = np.nonzero(self.codes >= 0)
        found = self.codes[rows, positions]
        places = rows * self._stride + positions
        order = np.argsort(found, kind="stable")
        self._places = np.split(places[order], np.cumsum(np.bincount(found, minlength=len(known)))[:-1])

    def find_able(self, rows: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Find which items sequences hold after a place: `(n_rows, n_items)`."""
        able: NDArray[np.bool_] = self._last[rows] > ends[:, None]
        return able

    def find_next(self, rows: NDArray[np.int64], ends: NDArray[np.int64], code: int) -> NDArray[np.int64]:
        """Find the first place of an item after `ends` in sequences that hold it there."""
        places = self._places[code]
        found: NDArray[np.int64] = places[np.searchsorted(places, rows * self._stride + ends + 1)] % self._stride
        return found

    def find_holding(self, pattern: Sequence[Hashable]) -> NDArray[np.int64]:
        """Find the sequences that hold a pattern's items in order, whatever lies between."""
        rows: NDArray[np.int64] = np.arange(len(self.lengths))
        ends: NDArray[np.int64] = np.full(len(rows), -1)
        for item in pattern:
            code = self.items.index(item)
            holds = self._last[rows, code] > ends
            rows, ends = rows[holds], ends[holds]
            ends = self.find_next(rows, ends, code)
        return rows

    def find_holding_run(self, pattern: Sequence[Hashable]) -> NDArray[np.int64]:
        """Find the sequences that hold a pattern's items one right after the other."""
        width = self.codes.shape[1] - len(pattern) + 1
        is_here = np.ones((len(self.codes), max(width, 0)), dtype=bool)
        for index, item in enumerate(pattern):
            is_here &= self.codes[:, index : index + width] == self.items.index(item)
        return np.flatnonzero(is_here.any(axis=1))


def find_frequent_sequences(
    occurrences: Occurrences, weights: Sequence[Support], least: int, bounds: Bounds | None = None
) -> Found:
    """Find the patterns that enough sequences contain, other steps in between allowed.

    Args:
        occurrences: The sequences.
        weights: Of each sequence how often it occurred, in all and then in any groups: (all, in group 1, ...).
        least: The smallest support, >= 1, of a pattern over all.
        bounds: Where the search stops.

    Returns:
        Patterns with the summed weights of the sequences that contain them. Breadth first: a search that is cut short
        has found the shorter patterns.
    """
    limits = bounds or Bounds()
    if not occurrences.items:
        return Found({}, is_cut=False)
    known = np.array(weights, dtype=np.float64)  # exact: counts below 2**53, summed by BLAS
    rows = np.flatnonzero(occurrences.lengths)
    found: dict[tuple[int, ...], Support] = {}
    waiting: list[tuple[tuple[int, ...], NDArray[np.int64], NDArray[np.int64]]] = [((), rows, np.full(len(rows), -1))]
    work = 0
    while waiting and work <= limits.work and len(found) < limits.pattern_count:
        following = []
        for prefix, rows, ends in waiting:
            if work > limits.work or len(found) >= limits.pattern_count:
                break
            work += int((occurrences.lengths[rows] - ends - 1).sum())
            able = occurrences.find_able(rows, ends)
            supports = (known[rows].T @ able).astype(np.int64)
            frequent = np.flatnonzero(supports[0] >= least)
            first = able[:, frequent].argmax(axis=0)
            met = [
                int(occurrences.find_next(rows[[place]], ends[[place]], code)[0])
                for place, code in zip(first.tolist(), frequent.tolist(), strict=True)
            ]
            for index in np.lexsort((met, first)):
                code = int(frequent[index])
                pattern = (*prefix, code)
                found[pattern] = tuple(supports[:, code].tolist())
                if len(pattern) < limits.length:
                    holds = able[:, code]
                    kept = rows[holds]
                    following.append((pattern, kept, occurrences.find_next(kept, ends[holds], code)))
        waiting = following
    is_cut = work > limits.work or len(found) >= limits.pattern_count
    named = {tuple(occurrences.items[code] for code in pattern): support for pattern, support in found.items()}
    return Found(dict(list(named.items())[: limits.pattern_count]), is_cut)


def count_contiguous(
    occurrences: Occurrences, weights: Sequence[Support], least: int, length: int
) -> dict[Pattern, Support]:
    """Count the runs of up to `length` items that enough sequences contain without anything in between.

    Args:
        occurrences: The sequences.
        weights: As for `find_frequent_sequences`; a sequence counts once for a run, however often it holds it.
        least: The smallest support, >= 1, over all.
        length: The longest run.
    """
    if not occurrences.items:
        return {}
    known = np.array(weights, dtype=np.float64)
    frequent: dict[Pattern, Support] = {}
    rows, starts = np.nonzero(occurrences.codes >= 0)
    runs: list[Pattern] = [()]
    numbers = np.zeros(len(rows), dtype=np.int64)
    for size in range(length):
        inside = starts + size < occurrences.lengths[rows]
        if not inside.any():
            break
        rows, starts, numbers = rows[inside], starts[inside], numbers[inside]
        longer = numbers * len(occurrences.items) + occurrences.codes[rows, starts + size]
        keys, numbers = np.unique(longer, return_inverse=True)
        once = np.unique(np.stack((numbers, rows)), axis=1)
        supports = np.stack([np.bincount(once[0], group[once[1]], len(keys)) for group in known.T], axis=1)
        is_kept = supports[:, 0] >= least
        if not is_kept.any():
            break
        parents, codes = np.divmod(keys, len(occurrences.items))
        grown = [(*runs[parent], occurrences.items[code]) for parent, code in zip(parents, codes, strict=True)]
        frequent |= {grown[key]: tuple(map(int, supports[key])) for key in np.flatnonzero(is_kept)}
        # A run is frequent only if what it is without its last item is.
        places = is_kept[numbers]
        rows, starts, numbers = rows[places], starts[places], (np.cumsum(is_kept) - 1)[numbers[places]]
        runs = [run for run, kept in zip(grown, is_kept, strict=True) if kept]
    return frequent
