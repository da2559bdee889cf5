"""Many comparisons at once: how often a finding may be false."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray


def adjust_p_values(p_values: ArrayLike) -> NDArray[np.float64]:
    """Adjust the p values of one family of tests `(n,)`, so that those up to q are false with share q at most.

    Returns:
        q values `(n,)` in the order given, 0..1.

    Raises:
        ValueError: A value is no probability.

    Source: Benjamini and Hochberg (1995), Controlling the false discovery rate. JRSS B 57:289-300.

    >>> adjust_p_values([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.04, 0.04]
    """
    given = np.asarray(p_values, dtype=np.float64)
    if given.ndim != 1 or not ((given >= 0) & (given <= 1)).all():
        raise ValueError("a p value lies between 0 and 1")
    count = len(given)
    order = np.argsort(given)[::-1]
    ranks = np.arange(count, 0, -1)
    adjusted = np.empty(count)
    adjusted[order] = np.minimum.accumulate(np.minimum(1.0, given[order] * count / ranks)) if count else given
    return adjusted


def adjust_known_p_values(p_values: Sequence[float | None]) -> list[float | None]:
    """Adjust the p values of one family in which some tests could not be made; those stay None and are not counted.

    >>> adjust_known_p_values([0.01, None, 0.04])
    [0.02, None, 0.04]
    """
    adjusted = iter(adjust_p_values([value for value in p_values if value is not None]).tolist())
    return [None if value is None else next(adjusted) for value in p_values]
