"""Frequent sequential patterns of itemsets by plain loops: the slow twin of journeymine.mining.sequences.

A sequence is a list of itemsets: things that happened at once. A journey's hold one touchpoint each; the literature's
examples need the general case.

Source: Pei et al. (2001), PrefixSpan: mining sequential patterns efficiently by prefix-projected pattern growth, ICDE.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from journeymine.mining.sequences import Bounds, Support

Itemset = tuple[Hashable, ...]
Pattern = tuple[Itemset, ...]


@dataclass
class _Search:
    sequences: Sequence[tuple[frozenset[Hashable], ...]]
    weights: Sequence[Support]
    least: int
    bounds: Bounds
    found: dict[Pattern, Support] = field(default_factory=dict)
    work: int = 0

    def is_over(self) -> bool:
        return self.work > self.bounds.work or len(self.found) >= self.bounds.pattern_count


def find_frequent_sequences(
    sequences: Iterable[Sequence[Iterable[Hashable]]],
    weights: Iterable[Support],
    least: int,
    bounds: Bounds | None = None,
) -> tuple[dict[Pattern, Support], bool]:
    """Find the patterns that enough sequences contain, other itemsets in between allowed.

    Args:
        sequences: Sequences of itemsets; an item is counted once in an itemset.
        weights: Of each sequence how often it occurred, in all and then in any groups: (all, in group 1, ...).
        least: The smallest support, >= 1, of a pattern over all.
        bounds: Where the search stops.

    Returns:
        Patterns with the summed weights of the sequences that contain them, an itemset's items in sorted order; and
        whether a bound ended the search.
    """
    search = _Search(
        [tuple(frozenset(itemset) for itemset in sequence) for sequence in sequences],
        list(weights),
        least,
        bounds or Bounds(),
    )
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
    return dict(list(search.found.items())[: search.bounds.pattern_count]), search.is_over()


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


def _count_items(pattern: Pattern) -> int:
    return sum(map(len, pattern))
