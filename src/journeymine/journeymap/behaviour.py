"""What customers did: the lanes of goals, steps, channels and owners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from journeymine.journeymap import queries
from journeymine.journeymap.items import Cell, Item

Sizes = Mapping[tuple[str, str, str], int]
"""How many customers of a map (persona_id, scenario) came to a stage."""


def count_customers(map_stages: pl.DataFrame) -> Sizes:
    """Return how many customers of each map came to each stage."""
    keys = map_stages.select("persona_id", "scenario", "stage", "customer_count").iter_rows()
    return {(persona_id, scenario, stage): count for persona_id, scenario, stage, count in keys}


def find_cell(row: Mapping[str, Any], lane: str) -> Cell:
    """Return the cell of a lane that a row of one map and stage belongs to."""
    return Cell(row["persona_id"], row["scenario"], row["stage"], lane)


def find_coverage(row: Mapping[str, Any], sizes: Sizes, count: int) -> float | None:
    """Return `count` of all customers of the map who came to the stage; None where nobody did."""
    size = sizes.get((row["persona_id"], row["scenario"], row["stage"]))
    return min(1.0, count / size) if size else None


def list_steps(map_touchpoints: pl.DataFrame, sizes: Sizes) -> Iterator[Item]:
    """List the touchpoints met in each stage, the most met first; the value is the median wait to the next step.

    Args:
        map_touchpoints: analysis.map_touchpoints.
        sizes: Customers by map and stage.
    """
    ordered = map_touchpoints.sort("customer_count", "touchpoint", descending=[True, False])
    for row in ordered.iter_rows(named=True):
        cell = find_cell(row, "steps")
        yield Item(
            cell,
            row["touchpoint"],
            row["customer_count"],
            "inferred",
            "core.journey_steps",
            queries.fill(queries.STEPS, cell, touchpoint=row["touchpoint"]),
            kind=row["channel_kind"] or "",
            touchpoint=row["touchpoint"],
            value=row["median_seconds"],
            low=row["median_seconds_low"],
            high=row["median_seconds_high"],
            unit="seconds",
            coverage=find_coverage(row, sizes, row["customer_count"]),
            owner=row["owner"],
        )


def list_channels(map_channels: pl.DataFrame, sizes: Sizes) -> Iterator[Item]:
    """List the channels met in each stage, the most met first; item_kind tells online from offline."""
    ordered = map_channels.sort("customer_count", "channel", descending=[True, False])
    for row in ordered.iter_rows(named=True):
        cell = find_cell(row, "channels")
        yield Item(
            cell,
            row["channel"],
            row["customer_count"],
            "inferred",
            "core.journey_steps",
            queries.fill(queries.CHANNEL, cell, channel=row["channel"]),
            kind=row["channel_kind"] or "",
            coverage=find_coverage(row, sizes, row["customer_count"]),
        )


def list_owners(map_owners: pl.DataFrame, sizes: Sizes) -> Iterator[Item]:
    """List who answers for the touchpoints of each stage, by how many customers met theirs."""
    for row in map_owners.sort("customer_count", "owner", descending=[True, False]).iter_rows(named=True):
        cell = find_cell(row, "owner")
        yield Item(
            cell,
            row["owner"],
            row["customer_count"],
            "measured",
            "core.touchpoints",
            queries.fill(queries.OWNER, cell, owner=row["owner"]),
            coverage=find_coverage(row, sizes, row["customer_count"]),
        )


def list_goals(map_goals: pl.DataFrame, sizes: Sizes) -> Iterator[Item]:
    """List the goals that customers reached in each stage: what they did tells what they came for."""
    for row in map_goals.sort("customer_count", "goal", descending=[True, False]).iter_rows(named=True):
        cell = find_cell(row, "goals")
        yield Item(
            cell,
            row["goal"],
            row["customer_count"],
            "inferred",
            "core.goal_steps",
            queries.fill(queries.GOAL, cell, goal=row["goal"]),
            kind="goal_reached",
            coverage=find_coverage(row, sizes, row["customer_count"]),
        )
