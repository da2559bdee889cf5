"""How customers felt: the emotion curve of every map, and the words behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from journeymine.journeymap import queries
from journeymine.journeymap.behaviour import Sizes, find_cell
from journeymine.journeymap.items import Cell, Item, Source
from journeymine.settings import ALL
from journeymine.statistics.scores import find_mean_interval


class Feeling(NamedTuple):
    """The mean valence (-1..1) of customers who said how it felt, each once; reported where half the answers rate."""

    value: float
    low: float
    high: float
    customer_count: int
    source: Source


def list_emotion(map_feelings: pl.DataFrame, sizes: Sizes, *, seed: int) -> Iterator[Item]:
    """List the points of each map's curve: the mean over customers who said something, each counted once.

    Args:
        map_feelings: analysis.map_feelings; members of dimension stage are read.
        sizes: Customers by map and stage.
        seed: Where the draws of bootstrap intervals start.

    Returns:
        One item a map and stage. It is reported where at least half of the answers are ratings, else inferred.
    """
    stages = map_feelings.filter(pl.col("dimension") == "stage")
    for cell, points in _split(stages):
        felt, size = _average(points, seed), sizes.get(cell[:3])
        yield Item(
            cell,
            "valence",
            felt.customer_count,
            felt.source,
            "analysis.feelings",
            queries.fill(queries.FEELING, cell),
            value=felt.value,
            low=felt.low,
            high=felt.high,
            unit="valence",
            coverage=min(1.0, felt.customer_count / size) if size else None,
        )


def list_unspoken(
    map_friction: pl.DataFrame,
    emotion_points: pl.DataFrame,
    spoken: Collection[Cell],
    sizes: Sizes,
    kinds: tuple[str, ...],
) -> Iterator[Item]:
    """List what is known of stages where nobody said anything: a modelled point, or friction, which is not emotion.

    Args:
        map_friction: analysis.map_friction.
        emotion_points: analysis.emotion_points; a modelled one is of all customers, and stands on everybody's map.
        spoken: The cells of lane emotion that hold what customers said.
        sizes: Customers by map and stage.
        kinds: The kinds of friction that were counted, of which there is at least one where anything was.
    """
    modelled = emotion_points.filter(pl.col("dimension") == "stage", pl.col("point_source") == "modelled")
    for row in modelled.sort("member").iter_rows(named=True):
        cell = Cell(ALL, ALL, row["member"], "emotion")
        if cell not in spoken:
            yield Item(
                cell,
                "valence",
                row["customer_count"],
                "modelled",
                "analysis.emotion_points",
                queries.fill(queries.MODELLED, cell),
                value=row["valence"],
                low=row["valence_low"],
                high=row["valence_high"],
                unit="valence",
            )
    for row in map_friction.sort("persona_id", "scenario", "stage").iter_rows(named=True):
        cell = find_cell(row, "emotion")
        size = sizes.get(cell[:3])
        if cell in spoken or not size:
            continue
        share = min(1.0, row["customer_count"] / size)
        query = queries.fill(queries.FRICTION, cell, kinds=kinds)
        count = row["customer_count"]
        yield Item(
            cell, "friction", count, "inferred", "core.friction", query, value=share, unit="share", coverage=share
        )


def find_feelings_at(map_feelings: pl.DataFrame, *, seed: int) -> dict[tuple[str, str, str], Feeling]:
    """Find how it felt at each touchpoint of a map, by persona_id, scenario and touchpoint."""
    touchpoints = map_feelings.filter(pl.col("dimension") == "touchpoint")
    return {cell[:3]: _average(points, seed) for cell, points in _split(touchpoints)}


def list_quotes(map_quotes: pl.DataFrame) -> Iterator[Item]:
    """List quotes of each stage, one of the worst first, then one of the best, and so on.

    Args:
        map_quotes: analysis.map_quotes; a quote is an exact part of a redacted text.
    """
    ordered = map_quotes.sort("quote_rank", "valence", "text_id")
    for row in ordered.iter_rows(named=True):
        cell = find_cell(row, "quotes")
        yield Item(
            cell,
            row["quote"],
            row["customer_count"],
            "reported",
            "core.texts",
            queries.fill(queries.QUOTE, cell, text_id=row["text_id"]),
            kind="praise" if row["valence"] > 0 else "complaint",
            touchpoint=row["touchpoint"],
            value=row["valence"],
            unit="valence",
            text_id=row["text_id"],
        )


def _split(places: pl.DataFrame) -> Iterator[tuple[Cell, pl.DataFrame]]:
    ordered = places.sort("persona_id", "scenario", "member", "valence")
    for group, points in ordered.group_by(["persona_id", "scenario", "member"], maintain_order=True):
        persona_id, scenario, member = map(str, group)
        yield Cell(persona_id, scenario, member, "emotion"), points


def _average(points: pl.DataFrame, seed: int) -> Feeling:
    values, counts = points["valence"].to_numpy(), points["customer_count"].to_numpy().astype(np.int64)
    interval = find_mean_interval(values, counts, seed=seed)
    is_reported = 2 * int(points["reported_count"].sum()) >= int(points["answer_count"].sum())
    return Feeling(
        float(values @ counts / counts.sum()), *interval, int(counts.sum()), "reported" if is_reported else "inferred"
    )
