"""How many groups there truly are: the gap statistic, prediction strength and bootstrap Jaccard, on bounded samples.

Stability alone is no proof: a cloud with one long axis is cut in two the same way every time. So the gap statistic must
first reject that there is one group; then the number must be found again in data it was not fitted on.

Source: Tibshirani, Walther and Hastie (2001), Estimating the number of clusters in a data set via the gap statistic.
JRSS B 63:411-423; Tibshirani and Walther (2005), Cluster validation by prediction strength. JCGS 14:511-528;
Hennig (2007), Cluster-wise assessment of cluster stability. Computational Statistics and Data Analysis 52:258-271.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from journeymine.segments.clustering import Clustering, Labels, Method, fit_clusters
from journeymine.segments.preparation import Matrix

GAP_ROWS, GAP_REFERENCES = 1_000, 12
STRENGTH_ROWS, STRENGTH_SPLITS = 2_000, 8
JACCARD_ROWS, JACCARD_RESAMPLES = 2_000, 50
STRENGTH_NEEDED = 0.8
STRENGTH_KEPT = 0.75
"""What last night's number of groups needs to be kept: less than a new one, so that it does not flicker."""
JACCARD_STABLE, JACCARD_KEPT = 0.75, 0.60
"""What each group of a new number needs, and each of last night's to be kept as tentative."""
STABILITY = ((0.85, "highly stable"), (JACCARD_STABLE, "stable"), (JACCARD_KEPT, "tentative"), (0.0, "rejected"))


@dataclass(frozen=True)
class Gap:
    """The gap statistic of one number of groups and the simulation error of it."""

    count: int
    gap: float
    error: float


def label_stability(jaccard: float) -> str:
    """Say how stable a group is, by its mean bootstrap Jaccard."""
    return next(label for limit, label in STABILITY if jaccard >= limit)


def draw_rows(points: Matrix, limit: int, random: np.random.Generator) -> Matrix:
    """Draw at most `limit` points without replacement."""
    return points if len(points) <= limit else points[np.sort(random.choice(len(points), limit, replace=False))]


def find_gaps(points: Matrix, counts: Sequence[int], *, seed: int) -> tuple[Gap, ...]:
    """Find the gap statistic for each number of groups; the reference is uniform in the box of the principal axes.

    Args:
        points: (n, n_components).
        counts: Numbers of groups, 1 first.
        seed: Of the sample and of the references.
    """
    random = np.random.default_rng(seed)
    sample = draw_rows(points, GAP_ROWS, random)
    centred = sample - sample.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    turned = centred @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    references = [random.uniform(low, high, turned.shape) for _ in range(GAP_REFERENCES)]
    gaps = []
    for count in counts:
        drawn = np.array([_spread(reference, count, seed) for reference in references])
        error = float(drawn.std() * np.sqrt(1 + 1 / GAP_REFERENCES))
        gaps.append(Gap(count, float(drawn.mean()) - _spread(turned, count, seed), error))
    return tuple(gaps)


def rejects_one_group(gaps: Sequence[Gap]) -> bool:
    """Tell whether some number of groups has a gap larger than one group's by more than one simulation error."""
    return any(gap.gap - gap.error > gaps[0].gap for gap in gaps[1:])


def find_strength(points: Matrix, count: int, *, method: Method, seed: int) -> float:
    """Find the prediction strength: of pairs that one half's groups hold together, the share the other half's do, too.

    The worst group counts; the mean over random halves is returned.
    """
    random = np.random.default_rng(seed)
    sample = draw_rows(points, STRENGTH_ROWS, random)
    half = len(sample) // 2
    found = []
    for split in range(STRENGTH_SPLITS):
        order = random.permutation(len(sample))
        one, other = sample[order[:half]], sample[order[half : 2 * half]]
        first = fit_clusters(one, count, method=method, seed=seed + split)
        second = fit_clusters(other, count, method=method, seed=seed + split)
        # each half is once the test of the other
        found += [_compare_pairs(first, second, other), _compare_pairs(second, first, one)]
    return float(np.mean(found))


def _compare_pairs(train: Clustering, test: Clustering, points: Matrix) -> float:
    crossed = cross_count(test.assign(points), train.assign(points), len(test.centres), len(train.centres))
    sizes = crossed.sum(axis=1)
    pairs = sizes * (sizes - 1)
    together = (crossed * (crossed - 1)).sum(axis=1)
    return float(np.min(np.where(pairs > 0, together / np.maximum(pairs, 1), 0.0)))


def find_jaccards(points: Matrix, clustering: Clustering, *, method: Method, seed: int) -> Matrix:
    """Find each group's mean Jaccard with the most similar group of resampled data, over 50 resamples."""
    random = np.random.default_rng(seed)
    sample = draw_rows(points, JACCARD_ROWS, random)
    labels, count = clustering.assign(sample), len(clustering.centres)
    found = np.zeros((JACCARD_RESAMPLES, count))
    for resample in range(JACCARD_RESAMPLES):
        rows = random.integers(0, len(sample), len(sample))
        again = fit_clusters(sample[rows], count, method=method, seed=seed + resample)
        drawn = np.unique(rows)
        crossed = cross_count(labels[drawn], again.assign(sample[drawn]), count, len(again.centres))
        found[resample] = find_overlaps(crossed).max(axis=1)
    means: Matrix = found.mean(axis=0)
    return means


def cross_count(rows: Labels, columns: Labels, row_count: int, column_count: int) -> Matrix:
    """Count members of each pair of groups, (row_count, column_count)."""
    flat = np.bincount(rows * column_count + columns, minlength=row_count * column_count)
    return flat.reshape(row_count, column_count).astype(np.float64)


def find_overlaps(crossed: Matrix) -> Matrix:
    """Find the Jaccard of each pair of groups from their common members."""
    union = crossed.sum(axis=1, keepdims=True) + crossed.sum(axis=0, keepdims=True) - crossed
    overlaps: Matrix = np.where(union > 0, crossed / np.maximum(union, 1), 0.0)
    return overlaps


def _spread(points: Matrix, count: int, seed: int) -> float:
    if count == 1:
        squares = float(((points - points.mean(axis=0)) ** 2).sum())
    else:
        fitted = fit_clusters(points, count, method="kmeans", seed=seed, tries=2)
        squares = float(((points - fitted.centres[fitted.assign(points)]) ** 2).sum())
    return float(np.log(max(squares, 1e-300)))
