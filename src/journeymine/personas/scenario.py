"""The typical scenario of a persona: a journey somebody travelled, nearest to all others, and how many are near it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from journeymine.mining.representatives import LONGEST, NEAR, choose_medoids, measure_distances

SHORTEST = 2
"""Different steps in a row that make a scenario."""


class Scenario(NamedTuple):
    """A path of touchpoints, steps repeated at once shown once, and the share of all journeys near it."""

    touchpoints: tuple[str, ...]
    near_count: int
    journey_count: int

    @property
    def coverage_share(self) -> float:
        """Share of the segment's journeys within NEAR of this one, 0..1; what was not compared is not near."""
        return self.near_count / self.journey_count


def choose_scenario(variants: pl.DataFrame) -> Scenario | None:
    """Choose the medoid of a segment's journeys of at least two different steps; None where there is no such journey.

    Args:
        variants: One row per variant: touchpoints, journey_count, segment_journey_count (of all variants).
    """
    merged: dict[tuple[str, ...], int] = {}
    for touchpoints, count in variants.select("touchpoints", "journey_count").iter_rows():
        path = tuple(step for index, step in enumerate(touchpoints) if index == 0 or touchpoints[index - 1] != step)
        merged[path[:LONGEST]] = merged.get(path[:LONGEST], 0) + count
    ordered = sorted(merged.items(), key=lambda entry: (-entry[1], entry[0]))
    told = [(path, count) for path, count in ordered if len(path) >= SHORTEST]
    if not told:
        return None
    codes: dict[str, int] = {}
    paths = [[codes.setdefault(step, len(codes)) for step in path] for path, _ in told]
    weights = np.array([count for _, count in told], dtype=np.float64)
    medoid = choose_medoids(measure_distances(paths, paths), weights, 1)[0]
    every = [[codes.setdefault(step, len(codes)) for step in path] for path, _ in ordered]
    is_near = measure_distances([paths[medoid]], every)[0] <= NEAR
    near = int(np.array([count for _, count in ordered])[is_near].sum())
    return Scenario(told[medoid][0], near, int(variants["segment_journey_count"][0]))
