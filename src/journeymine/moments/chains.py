"""Markov chains of touches: what share of all conversions would be lost if a value were taken away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

DIRECT_STATES = 2_000
"""Up to so many states each removal is solved directly; beyond, factors fill up and a fixed point is found instead."""
PRECISION = 1e-13
SWEEPS = 20_000


@dataclass(frozen=True)
class Removals:
    """What a chain says of each value, in the order of `touch_ranks`.

    `effects` are shares 0..1 of conversions lost without the value; `path_auc` tells how well the chain orders
    converting before lost paths by where they ended (0.5: not at all), None where all ended alike.
    """

    touch_ranks: tuple[int, ...]
    effects: NDArray[np.float64]
    state_count: int
    path_auc: float | None


def find_removals(contexts: pl.DataFrame, order: int) -> Removals | None:
    """Find the removal effect of every value in a chain whose next touch depends on the last `order` touches.

    A path leads from the start over touches to conversion or to nothing. Taking a value away turns every touch of it
    into nothing. Both chances are solved exactly: x = Qx + r over the states that are left.

    Args:
        contexts: Counts per touch_rank (1-based) and the three before it (before_1_rank to before_3_rank, 0: none):
            reached_count, and of them converted_count and lost_count, the ends of paths.
        order: 1 to 3.

    Returns:
        The effects, or None where no path converts.

    Source: Anderl, Becker, von Wangenheim, Schumann (2016), Mapping the customer journey. IJRM 33:457-474.
    """
    columns = ("before_3_rank", "before_2_rank", "before_1_rank", "touch_rank")
    grams = contexts.select(columns).to_numpy().astype(np.int64)
    reached, converted, lost = (
        contexts[name].to_numpy().astype(np.float64) for name in ("reached_count", "converted_count", "lost_count")
    )
    if converted.sum() == 0:
        return None
    base = int(grams.max()) + 1
    scale = base ** np.arange(order - 1, -1, -1)
    sources, targets = grams[:, 3 - order : 3] @ scale, grams[:, 4 - order :] @ scale
    states = np.unique(targets)  # code 0, nothing before, is no target: it is the start
    width = states.size
    target = np.searchsorted(states, targets)
    is_start = sources == 0
    source = np.searchsorted(states, sources[~is_start])
    ended, broken = (np.bincount(target, counts, width).astype(np.float64) for counts in (converted, lost))
    leaving = np.bincount(source, reached[~is_start], width) + ended + broken
    steps = _count_pairs(source, target[~is_start], reached[~is_start] / leaving[source], width)
    start = np.bincount(target[is_start], reached[is_start], width) / reached[is_start].sum()
    goal = ended / leaving
    last = states % base
    values = np.unique(last)
    kept = np.hstack([np.ones((width, 1), bool), last[:, None] != values[None, :]])
    chances = _solve(steps, goal, kept)
    reaching = start @ chances
    return Removals(
        touch_ranks=tuple(int(value) for value in values),
        effects=np.clip(1 - reaching[1:] / reaching[0], 0, 1),
        state_count=width,
        path_auc=find_auc(chances[:, 0], ended, broken),
    )


def find_auc(scores: NDArray[np.float64], hits: NDArray[np.float64], misses: NDArray[np.float64]) -> float | None:
    """Find the chance that a hit scores higher than a miss, ties counting half; None without both.

    Args:
        scores: One per group.
        hits: Number of hits per group.
        misses: Number of misses per group.
    """
    if hits.sum() == 0 or misses.sum() == 0:
        return None
    _, place = np.unique(np.round(scores, 12), return_inverse=True)
    hit, miss = np.bincount(place, hits), np.bincount(place, misses)
    return float((hit * (np.cumsum(miss) - miss / 2)).sum() / (hit.sum() * miss.sum()))


def _count_pairs(
    rows: NDArray[np.int64], columns: NDArray[np.int64], weights: NDArray[np.float64], width: int
) -> object:
    from scipy.sparse import csr_matrix  # heavy: loaded when a chain is solved

    return csr_matrix((weights, (rows, columns)), shape=(width, width))


def _solve(steps: object, goal: NDArray[np.float64], kept: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Solve x = Qx + r once per column of `kept`, with all states that are not kept at 0."""
    from scipy.sparse import csr_matrix, identity
    from scipy.sparse.linalg import spsolve

    matrix = csr_matrix(steps)
    width = matrix.shape[0]
    if width > DIRECT_STATES:
        return _settle(matrix, goal, kept)
    left = (identity(width) - matrix).tocsc()
    chances = np.zeros(kept.shape)
    for column in range(kept.shape[1]):
        rows = np.flatnonzero(kept[:, column])
        if rows.size:
            chances[rows, column] = spsolve(left[rows][:, rows], goal[rows])
    return chances


def _settle(matrix: object, goal: NDArray[np.float64], kept: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Repeat x = Qx + r until nothing moves by more than PRECISION: every path ends, so it settles."""
    fixed = goal[:, None] * kept
    chances = fixed
    for _ in range(SWEEPS):
        following = np.asarray(matrix @ chances) * kept + fixed  # type: ignore[operator]
        moved = float(np.abs(following - chances).max())
        chances = following
        if moved < PRECISION:
            break
    return chances
