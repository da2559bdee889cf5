"""Where there are no segments: bands of equal size along the line on which customers differ most."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted, validate_data

from journeymine.segments.clustering import Labels
from journeymine.segments.preparation import Matrix


class QuantileBands(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Cut points into bands of equal size by their place on the first principal axis.

    A continuum has no borders: the bands are a way to read it, and are published as that; so this is no clusterer and
    does not pretend to be one. Points at one place are in one band: bands can differ in size where many coincide.

    Args:
        count: How many bands, >= 1.

    After `fit`: `axis_` (n_features,), `centre_` (n_features,), `borders_` (count - 1,), `labels_` (n_samples,).
    """

    def __init__(self, count: int = 4) -> None:
        self.count = count

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: N803 - scikit-learn's name
        """Find the axis and the borders between bands."""
        points = validate_data(self, X, dtype=np.float64, ensure_min_samples=2)
        self.centre_ = points.mean(axis=0)
        axis = np.linalg.svd(points - self.centre_, full_matrices=False)[2][0]
        self.axis_ = axis * (np.sign(axis[np.abs(axis).argmax()]) or 1.0)
        places = (points - self.centre_) @ self.axis_
        self.borders_ = np.quantile(places, np.arange(1, self.count) / self.count)
        self.labels_ = np.searchsorted(self.borders_, places, side="right")
        return self

    def predict(self, X: Any) -> Labels:  # noqa: N803 - scikit-learn's name
        """Find the band (0-based, along the axis) of any points."""
        check_is_fitted(self)
        points: Matrix = validate_data(self, X, dtype=np.float64, reset=False)
        bands: Labels = np.searchsorted(self.borders_, (points - self.centre_) @ self.axis_, side="right")
        return bands
