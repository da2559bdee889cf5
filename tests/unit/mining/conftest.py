"""Small random logs, as counts and as the event frame that pm4py reads."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pandas as pd
import polars as pl
import pytest

from journeymine.mining.eventlog import JourneyCounts, TouchpointPath, count_paths

Variants = Counter[TouchpointPath]


@pytest.fixture
def draw_variants() -> Callable[..., Variants]:
    """Draw journeys over coded touchpoints: mostly forward, with jumps, loops and early ends."""

    def draw(seed: int, journeys: int = 120, touchpoints: int = 7, jump_share: float = 0.15) -> Variants:
        chance = random.Random(seed)
        variants: Variants = Counter()
        for _ in range(journeys):
            path: list[str] = []
            position = 0
            while position < touchpoints and len(path) < 20:
                path.append(f"a{position:06d}")
                position = chance.randrange(touchpoints) if chance.random() < jump_share else position + 1
                if chance.random() < 0.1:
                    break
            variants[tuple(path)] += 1
        return variants

    return draw


@pytest.fixture
def count() -> Callable[[Variants], JourneyCounts]:
    """Count variants without pm4py."""
    return lambda variants: count_paths({code: code for path in variants for code in path}, tuple(variants.items()))


@pytest.fixture
def write_log() -> Callable[[Variants], pd.DataFrame]:
    """Write every journey as rows of a pm4py event frame, sorted by case and time."""

    def write(variants: Variants) -> pd.DataFrame:
        begin = datetime(2026, 1, 1, tzinfo=UTC)
        journeys = [path for path, journey_count in variants.items() for _ in range(journey_count)]
        rows = [
            (f"{case:06d}", code, begin + timedelta(hours=case, minutes=step))
            for case, path in enumerate(journeys)
            for step, code in enumerate(path)
        ]
        return pd.DataFrame(rows, columns=["case:concept:name", "concept:name", "time:timestamp"])

    return write


@pytest.fixture
def write_frames() -> Callable[[Variants], tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]]:
    """Write variants as the four frames that models are discovered from."""

    def write(variants: Variants) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        counts = count_paths({}, tuple(variants.items()))
        transitions = pl.DataFrame(
            [(source, target, n, min(n, counts.journey_count)) for (source, target), n in counts.transitions.items()],
            schema={
                "from_touchpoint": pl.String,
                "to_touchpoint": pl.String,
                "transition_count": pl.Int64,
                "journey_count": pl.Int64,
            },
            orient="row",
        )
        journey_ends = pl.DataFrame(
            [(name, counts.starts.get(name, 0), counts.ends.get(name, 0)) for name in {*counts.starts, *counts.ends}],
            schema={"touchpoint": pl.String, "started_count": pl.Int64, "ended_count": pl.Int64},
            orient="row",
        )
        triples = pl.DataFrame(
            [(*triple, n) for triple, n in counts.triples.items()],
            schema={
                "from_touchpoint": pl.String,
                "via_touchpoint": pl.String,
                "to_touchpoint": pl.String,
                "triple_count": pl.Int64,
            },
            orient="row",
        )
        listed = pl.DataFrame(
            [(list(path), n) for path, n in counts.variants],
            schema={"touchpoints": pl.List(pl.String), "journey_count": pl.Int64},
            orient="row",
        )
        return transitions, journey_ends, triples, listed

    return write
