"""What a project's own SELECTs add to journey maps: maps of chosen customers, and lanes of its own.

A query that fails is a warning of the night: the map or lane is left out, and everything else is published.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from journeymine.errors import WarehouseError
from journeymine.journeymap.cards import answer_questions
from journeymine.journeymap.items import Cell, Item, write_evidence, write_items
from journeymine.journeymap.own_lanes import COLUMNS, list_own_items
from journeymine.overlay import LANES
from journeymine.settings import Settings
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import append_frame, read_frame, write_frame
from journeymine.warehouse.own_queries import read_own_query

LISTS = "seed.map_lists"
UNMAPPED_STAGE = "unmapped"
"""The stage of events that no rule names: known to every query, and on no map."""
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {"persona_id": pl.String, "customer_id": pl.Int64}


def read_map_lists(connection: Connection, settings: Settings) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Read the customers of every map of [[maps]].

    Args:
        connection: The night's database, built, its catalog in use.
        settings: The project.

    Returns:
        seed.map_lists: one row per persona_id and customer; and a warning for each query that failed.
    """
    found, warnings = [pl.DataFrame(schema=_SCHEMA)], []
    for one in settings.maps:
        where = f'[[maps]] "{one.name}"'
        try:
            rows = read_own_query(connection, one.customers, ("customer_id",), where)
            customers = rows["customer_id"].cast(pl.Int64).drop_nulls().unique()
        except (WarehouseError, pl.exceptions.InvalidOperationError) as error:
            warnings.append(f"The map of {one.name} is left out: {_tell(error)}")
            continue
        found.append(pl.DataFrame({"persona_id": [one.persona_id] * len(customers), "customer_id": customers}))
    return pl.concat(found), tuple(warnings)


def add_own_lanes(connection: Connection, settings: Settings, as_of: datetime) -> tuple[str, ...]:
    """Add the lanes of [[lanes]] to the night's maps.

    Args:
        connection: The night's database, all analyses made, its catalog in use.
        settings: The project.
        as_of: The end of observation, UTC.

    Returns:
        A warning for each query that failed.
    """
    if not settings.lanes:
        return ()
    found: list[Item] = []
    warnings = []
    for lane in settings.lanes:
        try:
            rows = read_own_query(connection, lane.query, COLUMNS, f'[[lanes]] "{lane.name}"')
            found.extend(list_own_items(lane, rows))
        except (WarehouseError, ValueError, pl.exceptions.PolarsError) as error:
            warnings.append(f"The lane {lane.name} is left out: {_tell(error)}")
    maps = read_frame(connection, "analysis.journey_maps")
    known = set(maps["persona_id", "scenario"].iter_rows())
    kept = [item for item in found if item.cell[:2] in known and item.cell.stage in settings.stages.order]
    warnings += _tell_strays([item for item in found if item not in kept and item.cell.stage != UNMAPPED_STAGE])
    lanes = (*LANES, *(lane.name for lane in settings.lanes))
    last = read_frame(connection, "analysis.journey_map")
    filled = {Cell(*row[:4]): row[4] for row in last.group_by(*Cell._fields).len().iter_rows()}
    drawn = write_items(kept, settings.stages.order, lanes, most=settings.map.items, filled=filled)
    headline = read_frame(connection, "report.headline_metrics")
    window = (headline["observed_from_at"][0] if headline.height else None, as_of)
    append_frame(connection, "analysis.journey_map", drawn)
    append_frame(connection, "analysis.map_evidence", write_evidence(kept, drawn, window))
    whole = pl.concat([last, drawn], how="vertical_relaxed")
    questions = answer_questions(settings.map_overlay, whole, minimum=settings.privacy.minimum_cell)
    write_frame(connection, "analysis.map_questions", questions)
    return tuple(warnings)


def _tell(error: Exception) -> str:
    return " ".join(str(error).split())


def _tell_strays(strays: list[Item]) -> list[str]:
    named = sorted({f"{item.cell.lane}: {item.cell.stage!r} of {item.cell[0]}, {item.cell[1]}" for item in strays})
    what = "Rows of own lanes are left out, since no map has such a stage"
    return [f"{what}: {'; '.join(named[:5])}."] if named else []
