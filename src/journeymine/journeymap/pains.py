"""The lanes of pains and delights: of everybody by rank, of any other map by whom of its customers they affect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from journeymine.journeymap import queries
from journeymine.journeymap.behaviour import Sizes, find_coverage
from journeymine.journeymap.items import Cell, Item, Source
from journeymine.settings import ALL

GOALS = "goals"
"""The unit of what is at stake where no goal has an amount."""
SHOWN_UNPLANNED = 2
"""Pains without a plan that stand among a stage's opportunities: the first by rank."""
OF_ALL = "of all customers"
"""The kind of a pain or delight on the map of some, that was found over all."""
_AFFECTED = ("persona_id", "scenario", "pain_id", "customer_count")
KNOWN_BY: Mapping[str, Source] = {
    "signal": "reported",
    "topic": "reported",
    "score": "reported",
    "key_moment": "modelled",
}
"""How a source of pains knows; what is not here is inferred, the feeling read off texts (emotion) among it."""


def list_pains(
    pain_points: pl.DataFrame,
    planned_ids: frozenset[str],
    met: Mapping[tuple[str, str], frozenset[str]],
    map_pains: pl.DataFrame,
    sizes: Sizes,
) -> Iterator[Item]:
    """List pains and delights, and as opportunities the pains that no plan speaks of.

    On the map of everybody they stand by rank, with what is at stake. Another map shows those its own customers are
    affected by, by how many there are times severity; those of key moments, of which nobody knows whom they affect,
    come last, said to be of all customers, where its customers meet the touchpoint.

    Args:
        pain_points: analysis.pain_points.
        planned_ids: The pain_id of every entry of the plan.
        met: The touchpoints met by the customers of each persona_id and scenario.
        map_pains: analysis.map_pains.
        sizes: Customers by map and stage.
    """
    lanes = {"pain": "pains", "delight": "delights"}
    unplanned: dict[Cell, int] = {}
    ordered = list(pain_points.drop_nulls("stage").sort("pain_kind", "pain_rank", "pain_id").iter_rows(named=True))
    counts = {tuple(key): count for *key, count in map_pains.select(_AFFECTED).iter_rows()}
    for place in met:
        rows = ordered if place == (ALL, ALL) else list(_find_own(ordered, place, met[place], counts))
        for row in rows:
            cell = Cell(*place, row["stage"], lanes[row["pain_kind"]])
            yield _write_pain(row, cell, sizes)
            cell = Cell(*place, row["stage"], "opportunities")
            is_open = row["pain_kind"] == "pain" and row["pain_id"] not in planned_ids
            if is_open and unplanned.get(cell, 0) < SHOWN_UNPLANNED:
                unplanned[cell] = unplanned.get(cell, 0) + 1
                yield _write_pain(row, cell, sizes)


def _find_own(
    rows: list[dict[str, Any]],
    place: tuple[str, str],
    met: frozenset[str],
    counts: Mapping[tuple[str, ...], int],
) -> Iterator[dict[str, Any]]:
    """Find the rows a map's customers are affected by, the heaviest first, then those known of all customers alone."""
    own = [row | {"own_count": counts.get((*place, row["pain_id"]), 0)} for row in rows]
    weigh = {row["pain_id"]: -row["own_count"] * row["severity"] for row in own}
    yield from sorted((row for row in own if row["own_count"]), key=lambda row: weigh[row["pain_id"]])
    of_all = [row for row in own if row["pain_source"] == "key_moment"]
    yield from (row for row in of_all if row["touchpoint"] is None or row["touchpoint"] in met)


def _write_pain(row: Mapping[str, Any], cell: Cell, sizes: Sizes) -> Item:
    if row.get("own_count"):
        return Item(
            cell,
            row["title"],
            row["own_count"],
            KNOWN_BY.get(row["pain_source"], "inferred"),
            "analysis.pain_customers",
            queries.fill(queries.PAIN_OF_MAP, cell, pain_id=row["pain_id"]),
            kind="unplanned_pain" if cell.lane == "opportunities" else row["pain_source"],
            touchpoint=row["touchpoint"],
            coverage=find_coverage(cell._asdict(), sizes, row["own_count"]),
            owner=row["owner"],
        )
    kind = "unplanned_pain" if cell.lane == "opportunities" else row["pain_source"]
    if (cell.persona_id, cell.scenario) != (ALL, ALL):
        kind = OF_ALL
    return Item(
        cell,
        row["title"],
        row["customer_count"],
        KNOWN_BY.get(row["pain_source"], "inferred"),
        "analysis.pain_points",
        queries.fill(queries.PAIN, cell, pain_id=row["pain_id"]),
        kind=kind,
        touchpoint=row["touchpoint"],
        value=row["pain_score"],
        low=row["pain_score_low"],
        high=row["pain_score_high"],
        unit=GOALS if row["amount_unit"] == GOALS else "amount",
        owner=row["owner"],
    )
