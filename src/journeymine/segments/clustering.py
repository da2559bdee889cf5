"""Cut points into a given number of groups, by one of four methods of scikit-learn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import numpy as np

from journeymine.segments.preparation import Matrix

Method = Literal["kmeans", "bisecting_kmeans", "gaussian_mixture", "hdbscan"]
Labels = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

LARGE = 20_000
"""Beyond so many points k-means takes them in small batches, and other methods are fitted on a sample of this size."""
ASSIGNED_AT_ONCE = 100_000


@dataclass(frozen=True)
class Clustering:
    """Groups of points: their centres, (n_groups, n_components), and the group (0-based) of any points."""

    centres: Matrix
    assign: Callable[[Matrix], Labels]


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep fits on one thread: on a busy machine more of them cost CPU time and win none.

    The limit holds for thread pools that are loaded already, so scikit-learn, with its own, is loaded first. Without
    that, k-means on a thousand points takes a thousand times as long where other processes want the same cores.
    """
    import sklearn.cluster  # noqa: F401
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield


def fit_clusters(
    points: Matrix, count: int, *, method: Method, seed: int, centres: Matrix | None = None, tries: int = 3
) -> Clustering:
    """Fit `count` groups to points; call it within `one_thread`.

    Args:
        points: (n, n_components), at least `count` different ones.
        count: How many groups; hdbscan finds its own number and only takes `count` for the size of the smallest.
        method: Which estimator.
        seed: Of all draws.
        centres: Where to start from, (count, n_components); with none, `tries` starts are drawn and the best is kept.
        tries: How many.
    """
    if method == "gaussian_mixture":
        return _fit_mixture(points, count, seed, centres, tries)
    if method == "hdbscan":
        return _fit_dense(points, count, seed)
    if method == "bisecting_kmeans" and centres is None:
        from sklearn.cluster import BisectingKMeans

        fitted = BisectingKMeans(count, random_state=seed, n_init=tries).fit(_draw(points, seed)).cluster_centers_
        return by_nearest(fitted)
    from sklearn.cluster import KMeans, MiniBatchKMeans

    starts = {"init": "k-means++", "n_init": tries} if centres is None else {"init": centres, "n_init": 1}
    if len(points) > LARGE:
        return by_nearest(
            MiniBatchKMeans(count, random_state=seed, batch_size=4096, **starts).fit(points).cluster_centers_
        )
    return by_nearest(KMeans(count, random_state=seed, **starts).fit(points).cluster_centers_)


def by_nearest(centres: Matrix) -> Clustering:
    """Make a clustering that gives each point to the nearest centre, the first one where two are equally near."""
    weights = (centres**2).sum(axis=1)

    def assign(points: Matrix) -> Labels:
        labels = np.empty(len(points), dtype=np.int64)
        for start in range(0, len(points), ASSIGNED_AT_ONCE):
            part = points[start : start + ASSIGNED_AT_ONCE]
            labels[start : start + ASSIGNED_AT_ONCE] = (weights - 2 * part @ centres.T).argmin(axis=1)
        return labels

    return Clustering(centres, assign)


def find_centres(points: Matrix, labels: Labels, count: int) -> Matrix:
    """Find the mean of each group's points; every group has some."""
    sums = np.zeros((count, points.shape[1]))
    np.add.at(sums, labels, points)
    means: Matrix = sums / np.bincount(labels, minlength=count)[:, None]
    return means


def _draw(points: Matrix, seed: int) -> Matrix:
    if len(points) <= LARGE:
        return points
    return points[np.sort(np.random.default_rng(seed).choice(len(points), LARGE, replace=False))]


def _fit_mixture(points: Matrix, count: int, seed: int, centres: Matrix | None, tries: int) -> Clustering:
    from sklearn.mixture import GaussianMixture

    mixture = GaussianMixture(
        count, random_state=seed, means_init=centres, n_init=1 if centres is not None else tries, reg_covar=1e-4
    ).fit(_draw(points, seed))
    return Clustering(mixture.means_, lambda some: np.asarray(mixture.predict(some), dtype=np.int64))


def _fit_dense(points: Matrix, count: int, seed: int) -> Clustering:
    from sklearn.cluster import HDBSCAN

    drawn = _draw(points, seed)
    labels = HDBSCAN(min_cluster_size=max(5, len(drawn) // (10 * count)), copy=True).fit_predict(drawn)
    inside = labels >= 0
    if not inside.any():
        return by_nearest(drawn.mean(axis=0, keepdims=True))
    return by_nearest(find_centres(drawn[inside], labels[inside].astype(np.int64), int(labels.max()) + 1))
