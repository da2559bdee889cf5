"""Run buckets one after the other in this process: bounded memory, and cheaper than spilling."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Result = TypeVar("Result")


def map_buckets(function: Callable[[int], Result], buckets: Iterable[int]) -> list[Result]:
    """Run a function on each bucket's number, in order.

    Args:
        function: Makes one bucket's tables; buckets share no rows, so their order is of no matter.
        buckets: Bucket numbers, from 0.

    Returns:
        The results in the order of the buckets.
    """
    return [function(bucket) for bucket in buckets]
