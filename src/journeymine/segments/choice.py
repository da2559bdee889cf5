"""Choose the number of groups and fit it, or say why there are no groups to find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from journeymine.segments.clustering import Clustering, Labels, Method, fit_clusters, one_thread
from journeymine.segments.number import (
    JACCARD_KEPT,
    JACCARD_STABLE,
    STRENGTH_KEPT,
    STRENGTH_NEEDED,
    Gap,
    find_gaps,
    find_jaccards,
    find_strength,
    label_stability,
    rejects_one_group,
)
from journeymine.segments.preparation import Matrix

CHOICE_SCHEMA = {
    "segment_count": pl.Int64,
    "gap": pl.Float64,
    "gap_error": pl.Float64,
    "prediction_strength": pl.Float64,
    "lowest_jaccard": pl.Float64,
    "lowest_stability": pl.String,
    "is_chosen": pl.Boolean,
}


@dataclass(frozen=True)
class Choice:
    """The groups found, None where there are none, with each one's Jaccard; the reason; and what was tried."""

    clustering: Clustering | None
    jaccards: tuple[float, ...]
    reason: str
    tried: pl.DataFrame


def choose_groups(
    points: Matrix, *, method: Method, limit: int, minimum_size: int, last_labels: Labels | None, seed: int
) -> Choice:
    """Choose how many groups there are and fit them.

    A number is supported if its gap exceeds one group's by more than the simulation error, its prediction strength is
    .8 or more, no group is smaller than `minimum_size`, and every group has a bootstrap Jaccard of .75 or more; the
    largest such number is chosen. Last night's number is kept while its strength is .75 or more and no group is
    rejected (Jaccard below .60): a group that has grown weak is called tentative, before it is gone.

    Args:
        points: (n, n_components).
        method: The estimator that groups; hdbscan finds its own number, which must be the one that is tried.
        limit: The largest number tried.
        minimum_size: Customers of the smallest group allowed.
        last_labels: (n,), each customer's group of last night (0-based), -1 for new ones; None on the first night.
        seed: Of all draws.
    """
    largest = max(1, min(limit, len(points) // max(minimum_size, 1), len(np.unique(points[:5000], axis=0))))
    with one_thread():
        gaps = find_gaps(points, range(1, largest + 1), seed=seed)
        starts = _find_starts(points, last_labels)
        found: dict[int, tuple[Clustering, Matrix]] = {}
        strengths: dict[int, float] = {}
        for gap in gaps[1:]:
            strengths[gap.count] = find_strength(points, gap.count, method=method, seed=seed)
            is_last = starts is not None and len(starts) == gap.count
            if gap.gap - gap.error <= gaps[0].gap or strengths[gap.count] < (
                STRENGTH_KEPT if is_last else STRENGTH_NEEDED
            ):
                continue
            begin = starts if is_last else None
            clustering = fit_clusters(points, gap.count, method=method, seed=seed, centres=begin, tries=10)
            sizes = np.bincount(clustering.assign(points), minlength=len(clustering.centres))
            if len(sizes) == gap.count and sizes.min() >= minimum_size:
                found[gap.count] = clustering, find_jaccards(points, clustering, method=method, seed=seed)
    lowest = {count: float(jaccards.min()) for count, (_, jaccards) in found.items()}
    chosen = pick_number(lowest, None if starts is None else len(starts))
    rows = [
        (
            gap.count,
            gap.gap,
            gap.error,
            strengths.get(gap.count),
            lowest.get(gap.count),
            label_stability(lowest[gap.count]) if gap.count in lowest else None,
            gap.count == chosen,
        )
        for gap in gaps
    ]
    tried = pl.DataFrame(rows, schema=CHOICE_SCHEMA, orient="row")
    if chosen is not None:
        clustering, jaccards = found[chosen]
        reason = tell_support(chosen, strengths[chosen], jaccards)
        return Choice(clustering, tuple(jaccards.tolist()), reason, tried)
    return Choice(None, (), tell_doubt(gaps, strengths, lowest), tried)


def tell_doubt(gaps: Sequence[Gap], strengths: Mapping[int, float], lowest: Mapping[int, float]) -> str:
    """Tell which of the tests no number of groups has passed."""
    if not rejects_one_group(gaps):
        return "the gap statistic finds one group"
    if lowest:
        count = max(lowest, key=lambda tried: (lowest[tried], tried))
        return (
            f"no number of groups is found again in resampled customers (the weakest of {count} has a bootstrap "
            f"Jaccard of {lowest[count]:.2f}, .75 is needed)"
        )
    best = max(strengths.values(), default=0.0)
    if best >= STRENGTH_NEEDED:
        return "what can be found again is either one long line or has groups that are too small"
    return f"no number of groups is found again in other customers (prediction strength {best:.2f}, .8 is needed)"


def tell_support(count: int, strength: float, jaccards: Matrix) -> str:
    """Tell what supports a number of groups, and how many of them resampling does not find again well enough."""
    weak = int((jaccards < JACCARD_STABLE).sum())
    told = f"prediction strength {strength:.2f}"
    if weak:
        return f"gap statistic and {told} support {count} groups, of which bootstrap Jaccard doubts {weak}"
    return f"gap statistic, {told} and bootstrap Jaccard support {count} groups"


def pick_number(lowest: Mapping[int, float], last: int | None) -> int | None:
    """Pick the number by each one's lowest Jaccard: last night's while no group is rejected, else the largest."""
    if last is not None and lowest.get(last, 0.0) >= JACCARD_KEPT:
        return last
    return max((count for count, jaccard in lowest.items() if jaccard >= JACCARD_STABLE), default=None)


def _find_starts(points: Matrix, last_labels: Labels | None) -> Matrix | None:
    """Find where last night's groups lie in tonight's coordinates: the means of their members still here."""
    if last_labels is None or last_labels.max(initial=-1) < 1:
        return None
    groups = [points[last_labels == group] for group in range(int(last_labels.max()) + 1)]
    return np.array([group.mean(axis=0) for group in groups if len(group)])
