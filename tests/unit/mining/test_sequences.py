"""Frequent sequences: Zaki's example, and a slow enumeration of everything."""

from __future__ import annotations

import random
import re
from itertools import combinations
from math import ceil

import pytest

from journeymine.mining.sequences import Bounds, Occurrences, count_contiguous, find_frequent_sequences
from tests.reference import sequences as reference

ZAKI = [
    ["CD", "ABC", "ABF", "ACDF"],
    ["ABF", "E"],
    ["ABF"],
    ["DGH", "BF", "AGH"],
]
"""The database of Zaki (2001), SPADE: an efficient algorithm for mining frequent sequences, figure 1."""


def test_zakis_example_has_eighteen_frequent_sequences_at_four_tenths():
    found, is_cut = reference.find_frequent_sequences(ZAKI, [(1,)] * 4, ceil(0.4 * 4))
    written = {"->".join("".join(map(str, items)) for items in pattern): n for pattern, (n,) in found.items()}
    expected = """
        A 4  B 4  D 2  F 4
        AB 3  AF 3  BF 4  D->A 2  D->B 2  D->F 2  B->A 2  F->A 2
        ABF 3  BF->A 2  D->BF 2  D->B->A 2  D->F->A 2  D->BF->A 2
    """
    assert len(written) == 18
    assert written == {name: int(count) for name, count in re.findall(r"(\S+) (\d)", expected)}
    assert not is_cut


@pytest.mark.parametrize("seed", range(12))
def test_every_pattern_that_enough_sequences_contain_is_found_with_its_weights(seed):
    draw = random.Random(seed)
    sequences = [[draw.choice("abc") for _ in range(draw.randrange(0, 7))] for _ in range(12)]
    weights = [(n, draw.randrange(n + 1)) for n in (draw.randrange(1, 4) for _ in sequences)]
    expected, runs = {}, {}
    for sequence, weight in zip(sequences, weights, strict=True):
        gapped = {
            tuple(sequence[i] for i in chosen) for k in (1, 2, 3) for chosen in combinations(range(len(sequence)), k)
        }
        dense = {tuple(sequence[i : i + k]) for k in (1, 2, 3) for i in range(len(sequence) - k + 1)}
        for patterns, counts in ((gapped, expected), (dense, runs)):
            for pattern in patterns:
                before = counts.get(pattern, (0, 0))
                counts[pattern] = (before[0] + weight[0], before[1] + weight[1])
    occurrences = Occurrences(sequences)
    found = find_frequent_sequences(occurrences, weights, 5, Bounds(length=3))
    assert found.patterns == {pattern: support for pattern, support in expected.items() if support[0] >= 5}
    assert count_contiguous(occurrences, weights, 5, 3) == {p: n for p, n in runs.items() if n[0] >= 5}


@pytest.mark.parametrize("work", [40, 200, 10_000])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_found_and_where_the_search_ends_is_as_by_plain_loops(seed, work):
    draw = random.Random(seed)
    sequences = [[draw.choice("abcde") for _ in range(draw.randrange(0, 9))] for _ in range(15)]
    weights = [(n, draw.randrange(n + 1)) for n in (draw.randrange(1, 4) for _ in sequences)]
    bounds = Bounds(length=3, pattern_count=60, work=work)
    slow, is_cut = reference.find_frequent_sequences([[[item] for item in s] for s in sequences], weights, 6, bounds)
    found = find_frequent_sequences(Occurrences(sequences), weights, 6, bounds)
    expected = {tuple(item for (item,) in pattern): support for pattern, support in slow.items()}
    assert (found.patterns, found.is_cut) == (expected, is_cut)


def test_who_holds_a_pattern_is_found_with_and_without_gaps():
    occurrences = Occurrences(["abc", "axbxc", "cab", "", "abab"])
    assert occurrences.find_holding("ab").tolist() == [0, 1, 2, 4]
    assert occurrences.find_holding("abb").tolist() == [4]
    assert occurrences.find_holding_run("ab").tolist() == [0, 2, 4]
    assert occurrences.find_holding_run("abc").tolist() == [0]
    assert occurrences.find_holding_run("ababab").tolist() == []


def test_a_search_that_is_cut_short_says_so_and_has_the_shorter_patterns():
    occurrences = Occurrences(["abcdefgh"] * 3)
    found = find_frequent_sequences(occurrences, [(1,)] * 3, 3, Bounds(length=5, pattern_count=20))
    assert found.is_cut
    assert len(found.patterns) == 20
    assert {len(pattern) for pattern in found.patterns} == {1, 2}
    assert find_frequent_sequences(occurrences, [(1,)] * 3, 3, Bounds(work=10)).is_cut


def test_no_sequence_has_no_pattern():
    for sequences in ([], [[]]):
        weights = [(1,)] * len(sequences)
        assert find_frequent_sequences(Occurrences(sequences), weights, 1).patterns == {}
        assert count_contiguous(Occurrences(sequences), weights, 1, 3) == {}
