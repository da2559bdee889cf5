"""[segments] and [[segment_sets]]: which customers are grouped, by which of their habits, and how."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from journeymine.settings.base import Name, Table

FeatureGroup = Literal[
    "rhythm",
    "volume",
    "hours",
    "device",
    "breadth",
    "support",
    "stage",
    "channel",
    "touchpoint",
    "transition",
    "product",
]
FEATURE_GROUPS: tuple[FeatureGroup, ...] = get_args(FeatureGroup)
"""What segments can be made of; outcomes are in none of them."""


class SegmentSettings(Table):
    """[segments]: which customers are grouped, by which of their habits, and how."""

    features: Annotated[tuple[FeatureGroup, ...], Field(min_length=1)] = FEATURE_GROUPS
    leave_out: tuple[Name, ...] = ()
    population: Name = "all"
    method: Literal["kmeans", "bisecting_kmeans", "gaussian_mixture", "hdbscan"] = "kmeans"
    minimum_customers: Annotated[int, Field(ge=20)] = 200
    minimum_size: Annotated[int, Field(ge=5)] = 30
    most: Annotated[int, Field(ge=2, le=20)] = 8
    seed: int = 1


class SegmentSet(SegmentSettings):
    """[[segment_sets]]: segments beside the main ones, of other customers or other habits; each set has a name."""

    name: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]*$")]


def _check_names(sets: tuple[SegmentSet, ...]) -> tuple[SegmentSet, ...]:
    names = [one.name for one in sets]
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise ValueError(f"two sets are called {repeated!r}; each needs a name of its own")
    return sets


SegmentSets = Annotated[tuple[SegmentSet, ...], AfterValidator(_check_names)]
