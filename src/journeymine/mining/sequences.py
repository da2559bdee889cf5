"""Frequent sequential patterns by prefix projection, bounded in length, number and work.

A sequence is a list of itemsets: things that happened at once. A journey's itemsets hold one touchpoint each; the
general case is kept because the literature's examples, against which this is tested, need it.

Source: Pei et al. (2001), PrefixSpan: mining sequential patterns efficiently by prefix-projected pattern growth, ICDE.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Itemset = tuple[Hashable, ...]
Pattern = tuple[Itemset, ...]
Support = tuple[int, ...]


@dataclass(frozen=True)
class Bounds:
    """How much is searched: patterns of so many items, so many patterns, so many items looked at."""

    length: int = 4
    pattern_count: int = 20_000
    work: int = 5_000_000


@dataclass(frozen=True)
class Found:
    """Frequent patterns with their supports, and whether a bound ended the search before all were found."""

    patterns: Mapping[Pattern, Support]
    is_cut: bool


@dataclass
class _Search:
    sequences: Sequence[tuple[frozenset[Hashable], ...]]
    weights: Sequence[Support]
    least: int
    bounds: Bounds
    found: dict[Pattern, Support] = field(default_factory=dict)
    work: int = 0
    is_single: bool = False

    def is_over(self) -> bool:
        return self.work > self.bounds.work or len(self.found) >= self.bounds.pattern_count


def find_frequent_sequences(
    sequences: Iterable[Sequence[Iterable[Hashable]]],
    weights: Iterable[Support],
    least: int,
    bounds: Bounds | None = None,
) -> Found:
    """Find the patterns that enough sequences contain, other itemsets in between allowed.

    Args:
        sequences: Sequences of itemsets; an item is counted once in an itemset.
        weights: Of each sequence how often it occurred, in all and then in any groups: (all, in group 1, ...).
        least: The smallest support, >= 1, of a pattern over all.
        bounds: Where the search stops.

    Returns:
        Patterns with the summed weights of the sequences that contain them; an itemset's items are in sorted order.
    """
    search = _Search(
        [tuple(frozenset(itemset) for itemset in sequence) for sequence in sequences],
        list(weights),
        least,
        bounds or Bounds(),
    )
    search.is_single = all(len(itemset) < 2 for sequence in search.sequences for itemset in sequence)
    # A place is where a prefix's last itemset may lie; all of them are kept, since another item may join that itemset.
    start: dict[int, tuple[int, ...]] = {index: (-1,) for index, sequence in enumerate(search.sequences) if sequence}
    waiting: list[tuple[Pattern, dict[int, tuple[int, ...]]]] = [((), start)]
    # Breadth first: a search that is cut short has found the shorter patterns.
    while waiting and not search.is_over():
        following = []
        for prefix, places in waiting:
            if search.is_over():
                break
            for pattern, projected in _extend(search, prefix, places):
                following.append((pattern, projected))
        waiting = [] if following and _count_items(following[0][0]) >= search.bounds.length else following
    return Found(dict(list(search.found.items())[: search.bounds.pattern_count]), search.is_over())


def _extend(
    search: _Search, prefix: Pattern, places: Mapping[int, tuple[int, ...]]
) -> Iterator[tuple[Pattern, dict[int, tuple[int, ...]]]]:
    """Extend a prefix by one item, in a new itemset or in its last one, and keep what is frequent."""
    later: dict[Hashable, dict[int, list[int]]] = defaultdict(dict)
    joined: dict[Hashable, dict[int, list[int]]] = defaultdict(dict)
    last = prefix[-1] if prefix else ()
    for index, ends in places.items():
        sequence = search.sequences[index]
        for position in range(ends[0] + 1, len(sequence)):
            search.work += len(sequence[position])
            for item in sequence[position]:
                later[item].setdefault(index, []).append(position)
        if last:
            for position in ends:
                for item in sequence[position]:
                    if str(item) > str(last[-1]):
                        joined[item].setdefault(index, []).append(position)
    for extended, projected in (
        *(((*prefix, (item,)), found) for item, found in later.items()),
        *(((*prefix[:-1], (*last, item)), found) for item, found in joined.items()),
    ):
        support = tuple(map(sum, zip(*(search.weights[index] for index in projected), strict=True)))
        if support[0] >= search.least:
            search.found[extended] = support
            yield extended, {index: tuple(positions) for index, positions in projected.items()}


def count_contiguous(
    sequences: Iterable[Sequence[Hashable]], weights: Iterable[Support], least: int, length: int
) -> dict[tuple[Hashable, ...], Support]:
    """Count the runs of up to `length` items that enough sequences contain without anything in between.

    Args:
        sequences: Sequences of single items.
        weights: As for `find_frequent_sequences`; a sequence counts once for a run, however often it holds it.
        least: The smallest support, >= 1, over all.
        length: The longest run.
    """
    known = [(tuple(sequence), weight) for sequence, weight in zip(sequences, weights, strict=True)]
    frequent: dict[tuple[Hashable, ...], Support] = {}
    for size in range(1, length + 1):
        counts: dict[tuple[Hashable, ...], Support] = {}
        for sequence, weight in known:
            runs = {sequence[start : start + size] for start in range(len(sequence) - size + 1)}
            for run in runs:
                # A run is frequent only if what it is without its last item is.
                if size == 1 or run[:-1] in frequent:
                    before = counts.get(run)
                    counts[run] = weight if before is None else tuple(map(sum, zip(before, weight, strict=True)))
        longer = {run: support for run, support in counts.items() if support[0] >= least}
        if not longer:
            break
        frequent |= longer
    return frequent


def _count_items(pattern: Pattern) -> int:
    return sum(map(len, pattern))
