"""Cards of touchpoints: what customers do there, ask, think and feel."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.journeymap import queries
from journeymine.journeymap.felt import find_feelings_at
from journeymine.journeymap.items import Cell, Item
from journeymine.journeymap.said import write_said

PARTS = ("action", "question", "thought", "feeling")
"""The parts of a card, from top to bottom."""


def list_cards(
    journey_map: pl.DataFrame, map_signals: pl.DataFrame, map_feelings: pl.DataFrame, *, seed: int
) -> Iterator[Item]:
    """List the parts of the card of every touchpoint that a map shows among its steps.

    Args:
        journey_map: analysis.journey_map; its lane of steps says which touchpoints have a card.
        map_signals: analysis.map_signals; members of dimension touchpoint are read.
        map_feelings: analysis.map_feelings; likewise.
        seed: Where the draws of bootstrap intervals start.
    """
    feelings = find_feelings_at(map_feelings, seed=seed)
    said = map_signals.filter(
        pl.col("dimension") == "touchpoint", pl.col("signal").is_in(["question", "thought", "fear", "barrier"])
    ).sort(
        "sentence_rank", "customer_count", "signal", "signal_subtype", "text_id", descending=[False, True] + 3 * [False]
    )
    spoken = dict(said.group_by(["persona_id", "scenario", "member"], maintain_order=True))
    for row in journey_map.filter(pl.col("lane") == "steps").iter_rows(named=True):
        touchpoint, place = row["touchpoint"], (row["persona_id"], row["scenario"], row["stage"])
        action = Cell(*place, "action")
        yield Item(
            action,
            touchpoint,
            row["n"],
            "inferred",
            "core.journey_steps",
            queries.fill(queries.STEPS, action, touchpoint=touchpoint),
            kind=row["item_kind"],
            touchpoint=touchpoint,
            value=row["coverage_share"],
            unit="share",
            coverage=row["coverage_share"],
            owner=row["owner"],
        )
        key = (*place[:2], touchpoint)
        for sentence in spoken[key].iter_rows(named=True) if key in spoken else ():
            part = "question" if sentence["signal"] == "question" else "thought"
            yield write_said(sentence, Cell(*place, part))
        if key in feelings:
            felt, feeling = feelings[key], Cell(*place, "feeling")
            yield Item(
                feeling,
                "valence",
                felt.customer_count,
                felt.source,
                "analysis.feelings",
                queries.fill(queries.FEELING_AT, feeling, touchpoint=touchpoint),
                touchpoint=touchpoint,
                value=felt.value,
                low=felt.low,
                high=felt.high,
                unit="valence",
            )
