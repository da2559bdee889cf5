from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from journeymine.segments.features import NUMERIC


@dataclass(frozen=True)
class Crowd:
    """Customers of a few kinds, as the warehouse would count them, and the kind each truly is of."""

    customer_features: pl.DataFrame
    mix_items: pl.DataFrame
    customer_mix: pl.DataFrame
    kind: np.ndarray


CENTRES = np.array([[0, 0, 0], [6, 0, 0], [0, 6, 0], [0, 0, 6]])


def draw_crowd(sizes: tuple[int, ...] = (300, 250, 200, 150), seed: int = 5) -> Crowd:
    """Draw customers whose evenings, phones and support load tell their kind; all else is noise, outcomes included."""
    random = np.random.default_rng(seed)
    kind = np.repeat(np.arange(len(sizes)), sizes)
    size = len(kind)
    signal = CENTRES[kind] + random.normal(0, 0.6, (size, 3))
    share = 1 / (1 + np.exp(3 - signal))
    columns: dict[str, np.ndarray] = {feature.column: np.full(size, 3.0) for feature in NUMERIC}
    columns |= {
        "evening_share": share[:, 0],
        "phone_share": share[:, 1],
        "service_step_count": np.exp(2 + signal[:, 2] / 2),
        "step_count": np.full(size, 20.0),
        "amount": random.gamma(2, 50, size),
        "goal_amount": np.zeros(size),
        "converted_count": random.integers(0, 2, size).astype(float),
        "conversion_share": random.random(size),
    }
    frame = pl.DataFrame({"customer_id": random.permutation(np.arange(10, 10 + size)), **columns})
    items = pl.DataFrame(
        {"mix_index": [1, 2], "facet": ["channel", "touchpoint"], "item": ["web", "Order"], "is_outcome": [False, True]}
    )
    mix = pl.DataFrame({"customer_id": frame["customer_id"], "mix_index": [2] * size, "step_count": kind + 1})
    return Crowd(frame, items, mix, kind)


@pytest.fixture(scope="session")
def crowd() -> Crowd:
    return draw_crowd()


@pytest.fixture(scope="session")
def draw() -> Callable[..., Crowd]:
    return draw_crowd
