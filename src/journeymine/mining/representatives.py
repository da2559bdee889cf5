"""A few real journeys that stand for all: medoids of the longest-common-subsequence distance, with their coverage."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

WORD = 64
"""Bits of a machine word: a step of a path each."""
LONGEST = 64
"""Steps of a journey that are compared for representatives: what one machine word holds, so that it stays cheap."""
COMPARED = 1_000
"""Distinct paths among which representatives are sought, the most travelled."""
AT_ONCE = 100
"""Paths compared with all others in one go: a few megabytes."""
NEAR = 0.3
"""A journey is near a representative up to this distance: at least seven steps in ten are shared, in order."""
MOST = 8
"""At most so many representatives; fewer where they cover ENOUGH."""
ENOUGH = 0.6
"""A map that covers a smaller share of journeys says so on its face."""

REPRESENTATIVE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "representative_rank": pl.Int64,
    "touchpoints": pl.List(pl.String),
    "journey_count": pl.Int64,
    "converted_count": pl.Int64,
    "near_count": pl.Int64,
    "least_customer_count": pl.Int64,
    "mean_distance": pl.Float64,
    "coverage_share": pl.Float64,
    "coverage_note": pl.String,
}


def measure_common(paths: Sequence[Sequence[int]], others: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """Measure the longest common subsequence of each path with each of others.

    Returns:
        Lengths `(n_paths, n_others)`.

    Source: Hyyro (2004), Bit-parallel LCS-length computation revisited: one addition a step, for all paths at once. A
    path of more steps than a machine word has bits takes several, with a carry from each to the next.

    >>> measure_common([[1, 2, 3, 4]], [[2, 4], [4, 3], []]).tolist()
    [[2, 1, 0]]
    """
    words = 1 + (max(1, *map(len, paths)) - 1) // WORD if paths else 1
    kinds = 1 + max((code for path in (*paths, *others) for code in path), default=0)
    masks = np.zeros((words, len(paths), kinds), dtype=np.uint64)
    whole = np.zeros((words, len(paths)), dtype=np.uint64)
    for row, path in enumerate(paths):
        for position, code in enumerate(path):
            word, bit = divmod(position, WORD)
            masks[word, row, code] |= np.uint64(1 << bit)
            whole[word, row] |= np.uint64(1 << bit)
    # The longest first, so that a step of the longer ones alone costs no more than they are.
    order = sorted(range(len(others)), key=lambda other: -len(others[other]))
    state: NDArray[np.uint64] = np.full((words, len(paths), len(others)), np.iinfo(np.uint64).max, dtype=np.uint64)
    for column in zip_longest(*(others[other] for other in order), fillvalue=-1):
        codes = np.array([code for code in column if code >= 0])
        carry: NDArray[np.uint64] | None = None
        for word in range(words):
            going = state[word, :, : len(codes)]
            matched = going & masks[word][:, codes]
            added = going + matched
            is_over = added < going
            if carry is not None:
                added = added + carry
                is_over |= added < carry
            state[word, :, : len(codes)] = added | (going - matched)
            carry = is_over.astype(np.uint64) if word + 1 < words else None
    lengths: NDArray[np.int64] = np.empty((len(paths), len(others)), dtype=np.int64)
    lengths[:, order] = np.bitwise_count(~state & whole[:, :, None]).sum(axis=0, dtype=np.int64)
    return lengths


def measure_distances(paths: Sequence[Sequence[int]], others: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """Measure distances 1 - 2 * common / (length + length), in 0..1, of paths `(n, m)`; two empty paths are equal."""
    lengths = np.array([len(other) for other in others], dtype=np.float64)
    rows = np.empty((len(paths), len(others)))
    for start in range(0, len(paths), AT_ONCE):
        some = paths[start : start + AT_ONCE]
        both = np.array([len(path) for path in some])[:, None] + lengths
        common = measure_common(some, others)
        rows[start : start + AT_ONCE] = np.where(both > 0, 1 - 2 * common / np.maximum(both, 1), 0.0)
    return rows


def choose_medoids(distances: NDArray[np.float64], weights: NDArray[np.float64], count: int) -> list[int]:
    """Choose medoids that make the weighted distance to the nearest of them small.

    Built greedily, then each moved within its group until nothing changes: the result is a local optimum.

    Args:
        distances: Distances `(n, n)`.
        weights: Weight of each `(n,)`.
        count: How many are wanted, >= 1.

    Source: Kaufman and Rousseeuw (1990), Finding groups in data, chapter 2 (BUILD); Park and Jun (2009), A simple and
    fast algorithm for K-medoids clustering, Expert Systems with Applications 36 (the moves).
    """
    nearest = np.full(len(weights), np.inf)
    medoids: list[int] = []
    for _ in range(min(count, len(weights))):
        costs = np.minimum(nearest[None, :], distances) @ weights
        costs[medoids] = np.inf
        medoids.append(int(np.argmin(costs)))
        nearest = np.minimum(nearest, distances[medoids[-1]])
    for _ in range(50):
        groups = np.argmin(distances[medoids], axis=0)
        moved = []
        for group, medoid in enumerate(medoids):
            members = np.flatnonzero(groups == group)
            inside = distances[np.ix_(members, members)] @ weights[members]
            moved.append(int(members[np.argmin(inside)]) if members.size else medoid)
        if moved == medoids:
            break
        medoids = moved
    return medoids


def find_representatives(pattern_variants: pl.DataFrame, journey_count: int) -> tuple[pl.DataFrame, str]:
    """Find journeys that stand for the others, and how many journeys lie near one of them.

    Args:
        pattern_variants: One row per variant: touchpoints, journey_count, converted_count, customer_count
            and first_journey_count.
        journey_count: All journeys, those of rarer variants among them; what was not compared is not covered.

    Returns:
        analysis.representatives: one row per representative, the one of most journeys first: a path that was
        travelled, steps repeated at once shown once. journey_count are the journeys to which it is nearest, near_count
        those within NEAR; coverage_share is of all journeys, near any representative; least_customer_count is of those
        near it: the customers of one variant, or those whose first journey is near. And a sentence that says the
        coverage, and "< 60%" where it is.
    """
    codes: dict[str, int] = {}
    merged: dict[tuple[str, ...], tuple[int, int, int, int]] = {}
    columns = ("touchpoints", "journey_count", "converted_count", "customer_count", "first_journey_count")
    for touchpoints, journeys, converted, customers, firsts in pattern_variants.select(columns).iter_rows():
        path = tuple(step for index, step in enumerate(touchpoints) if index == 0 or touchpoints[index - 1] != step)
        one = merged.get(path[:LONGEST], (0, 0, 0, 0))
        most = max(one[2], customers)
        merged[path[:LONGEST]] = (one[0] + journeys, one[1] + converted, most, one[3] + firsts)
    ordered = sorted(merged.items(), key=lambda entry: (-entry[1][0], entry[0]))
    if not ordered or not journey_count:
        return pl.DataFrame(schema=REPRESENTATIVE_SCHEMA), "Representatives: there is no journey to choose from."
    paths = [[codes.setdefault(step, len(codes)) for step in path] for path, _ in ordered]
    counts = np.array([count for _, count in ordered], dtype=np.int64)
    compared = paths[:COMPARED]
    square = measure_distances(compared, compared)
    weights = counts[: len(compared), 0].astype(np.float64)
    medoids: list[int] = []
    for wanted in range(1, MOST + 1):
        medoids = choose_medoids(square, weights, wanted)
        to_medoids = measure_distances([paths[medoid] for medoid in medoids], paths)
        is_near = to_medoids.min(axis=0) <= NEAR
        coverage = float(counts[is_near, 0].sum() / journey_count)
        if coverage >= ENOUGH:
            break
    groups = np.argmin(to_medoids, axis=0)
    note = (
        f"Journeys that stand for the others: {len(medoids)}, near which (distance up to {NEAR}) lie {coverage:.1%} of "
        f"{journey_count:,}{', < 60%: they stand for the smaller part' if coverage < ENOUGH else ''}."
    )
    rows: list[dict[str, Any]] = []
    for group, medoid in enumerate(medoids):
        members = np.flatnonzero(groups == group)
        near = members[to_medoids[group, members] <= NEAR]
        rows.append(
            {
                "touchpoints": list(ordered[medoid][0]),
                "journey_count": int(counts[members, 0].sum()),
                "converted_count": int(counts[members, 1].sum()),
                "near_count": int(counts[near, 0].sum()),
                "least_customer_count": int(max(counts[near, 2].max(initial=0), counts[near, 3].sum())),
                "mean_distance": float(np.average(to_medoids[group, members], weights=counts[members, 0])),
                "coverage_share": coverage,
                "coverage_note": note,
            }
        )
    rows.sort(key=lambda row: (-row["journey_count"], row["touchpoints"]))
    ranked = [{"representative_rank": rank, **row} for rank, row in enumerate(rows, 1)]
    return pl.DataFrame(ranked, schema=REPRESENTATIVE_SCHEMA, orient="row"), note
