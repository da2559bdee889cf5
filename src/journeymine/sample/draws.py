"""Random numbers that are a pure function of what they are for.

A draw is addressed by its name and keys (person, day, ...) instead of its turn in a sequence. So neither the size of a
chunk nor the order of the code changes a single byte of the sample, and a new draw leaves all the others as they were.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scatter 64-bit numbers evenly. Source: the finaliser of splitmix64 (Steele, Lea, Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * _FIRST
    values = (values ^ (values >> np.uint64(27))) * _SECOND
    return values ^ (values >> np.uint64(31))


class Draws:
    """Hand out uniform, normal and categorical numbers for named purposes, all fixed by one seed."""

    def __init__(self, seed: int) -> None:
        self._seed = np.uint64(seed % 2**63)

    def bits(self, name: str, *keys: ArrayLike) -> NDArray[np.uint64]:
        """Give 64 random bits for every combination of the keys (integers or arrays of them, broadcast together)."""
        with np.errstate(over="ignore"):
            state = np.atleast_1d(_mix(np.atleast_1d(self._seed * _STEP + np.uint64(crc32(name.encode())))))
            for key in keys:
                part = np.asarray(key, dtype=np.int64).view(np.uint64) + np.uint64(1)
                state = _mix(state + part * _STEP)
        return state

    def uniform(self, name: str, *keys: ArrayLike) -> Floats:
        """Give numbers in the open interval (0, 1)."""
        high = (self.bits(name, *keys) >> np.uint64(11)).astype(np.float64)
        return np.asarray((high + 0.5) * 2.0**-53)

    def chance(self, name: str, probability: ArrayLike, *keys: ArrayLike) -> Booleans:
        """Give True with the given probability (a number or one for each key)."""
        return np.asarray(self.uniform(name, *keys) < np.asarray(probability))

    def integers(self, name: str, count: ArrayLike, *keys: ArrayLike) -> Integers:
        """Give integers from 0 to count - 1."""
        return np.asarray(self.uniform(name, *keys) * np.asarray(count)).astype(np.int64)

    def normal(self, name: str, *keys: ArrayLike) -> Floats:
        """Give standard normal numbers."""
        return np.asarray(ndtri(self.uniform(name, *keys)))

    def choose(self, name: str, weights: ArrayLike, *keys: ArrayLike) -> Integers:
        """Give an index by weight.

        `weights` has the shape `(n_choices,)`, or `(n_keys, n_choices)` for weights of each key, of any sum.
        """
        table = np.atleast_2d(np.asarray(weights, dtype=np.float64))
        cumulative = np.cumsum(table, axis=1)
        cumulative /= cumulative[:, -1:]
        draw = self.uniform(name, *keys)
        return np.asarray((draw[:, None] >= cumulative[:, :-1]).sum(axis=1)).astype(np.int64)
