"""Maps as a whole: what each is of, what it is for, and which of its key questions it answers."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from journeymine.overlay import MapOverlay
from journeymine.settings import ALL, CustomerList, Scenario

MAP_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "persona_id": pl.String,
    "scenario": pl.String,
    "map_kind": pl.String,
    "audience": pl.String,
    "map_name": pl.String,
    "map_purpose": pl.String,
    "goal": pl.String,
    "products": pl.List(pl.String),
    "business_units": pl.List(pl.String),
    "customer_count": pl.Int64,
    "audience_count": pl.Int64,
}
QUESTION_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "persona_id": pl.String,
    "scenario": pl.String,
    "question_index": pl.Int64,
    "key_question": pl.String,
    "stage": pl.String,
    "lane": pl.String,
    "answer": pl.String,
    "question_status": pl.String,
}
NAME_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "language": pl.String,
    "name": pl.String,
    "shown_name": pl.String,
}


def list_maps(
    map_groups: pl.DataFrame,
    audiences: Mapping[str, tuple[str, str]],
    lists: tuple[CustomerList, ...],
    scenarios: tuple[Scenario, ...],
    overlay: MapOverlay,
) -> pl.DataFrame:
    """List the maps: one row per persona_id and scenario, everybody's first.

    Args:
        map_groups: analysis.map_groups.
        audiences: What kind each persona_id is (persona, segment) and what it is called.
        lists: The maps of chosen customers.
        scenarios: The scenarios beside "all".
        overlay: What people wrote; a name and a purpose come from there.
    """
    known = {name: (kind, label) for name, (kind, label) in audiences.items()}
    known |= {ALL: (ALL, "")} | {one.persona_id: ("list", one.name) for one in lists}
    about = {one.name: one for one in scenarios}
    cards = {(card.persona, card.scenario): card for card in overlay.maps}
    sizes = map_groups.group_by("persona_id", "scenario").agg(pl.col("customer_count").sum())
    counts = {(persona, scenario): count for persona, scenario, count in sizes.iter_rows()}
    order = [ALL, *about]
    rows = []
    for persona, scenario in sorted(counts, key=lambda one: (one[0] != ALL, one[0], order.index(one[1]))):
        card, scene = cards.get((persona, scenario)), about.get(scenario)
        kind, label = known.get(persona, ("segment", persona))
        rows.append(
            (
                persona,
                scenario,
                kind,
                label,
                card.name if card else None,
                card.purpose if card else None,
                scene.goal if scene else None,
                list(scene.product) if scene else [],
                list(scene.business_unit) if scene else [],
                counts[persona, scenario],
                counts.get((persona, ALL), 0),
            )
        )
    return pl.DataFrame(rows, schema=MAP_SCHEMA, orient="row")


def answer_questions(overlay: MapOverlay, journey_map: pl.DataFrame, *, minimum: int) -> pl.DataFrame:
    """Say of every key question whether the map answers it.

    Args:
        overlay: What people wrote.
        journey_map: analysis.journey_map.
        minimum: Customers below which a cell does not answer anything.

    Returns:
        One row per map and question. question_status is answered (people gave an answer), evidenced (its cell holds
        something) or open.
    """
    filled = {
        row[:4]
        for row in journey_map.select("persona_id", "scenario", "stage", "lane", "n", "source").iter_rows()
        if row[4] >= minimum or row[5] == "human"
    }
    rows = []
    for card in overlay.maps:
        for index, one in enumerate(card.questions, 1):
            cells = [cell for cell in filled if cell[:2] == (card.persona, card.scenario)]
            fitting = [
                cell
                for cell in cells
                if (one.stage or one.lane) and one.stage in (None, cell[2]) and one.lane in (None, cell[3])
            ]
            status = "answered" if one.answer else "evidenced" if fitting else "open"
            rows.append((card.persona, card.scenario, index, one.question, one.stage, one.lane, one.answer, status))
    return pl.DataFrame(rows, schema=QUESTION_SCHEMA, orient="row")


def list_names(overlay: MapOverlay) -> pl.DataFrame:
    """List stages and touchpoints in the customer's voice: one row per language and name."""
    rows = [(language, name, words) for language, names in overlay.names.items() for name, words in names.items()]
    return pl.DataFrame(sorted(rows), schema=NAME_SCHEMA, orient="row")
