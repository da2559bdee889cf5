from __future__ import annotations

import numpy as np
from sklearn.utils.estimator_checks import parametrize_with_checks

from journeymine.segments.bands import QuantileBands


@parametrize_with_checks([QuantileBands()])
def test_bands_pass_the_checks_of_scikit_learn(estimator, check) -> None:  # type: ignore[no-untyped-def]
    check(estimator)


def test_bands_lie_in_order_along_the_longest_axis_and_have_equal_size() -> None:
    points = np.random.default_rng(0).normal(size=(400, 3)) * [1, 9, 1]
    bands = QuantileBands(4).fit(points)
    assert np.bincount(bands.labels_).tolist() == [100] * 4
    means = [points[bands.labels_ == band, 1].mean() for band in range(4)]
    assert means == sorted(means)
    assert (bands.predict(points) == bands.labels_).all()
