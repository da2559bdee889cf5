"""What a project's own SELECTs add to journey maps: maps of chosen customers, and lanes of its own.

A query that fails is a warning of the night: the map or lane is left out, and everything else is published.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl

from journeymine.errors import JourneymineError, WarehouseError
from journeymine.ingest.rules import read_email_rules
from journeymine.journeymap.cards import answer_questions
from journeymine.journeymap.items import Cell, Item, write_evidence, write_items
from journeymine.journeymap.own_lanes import COLUMNS, list_own_items
from journeymine.overlay import LANES
from journeymine.privacy.hashing import hash_identifier
from journeymine.settings import IDENTITY_KINDS, Settings
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import append_frame, open_frame, read_frame, read_query, write_frame
from journeymine.warehouse.own_queries import read_own_query

LISTS = "seed.map_lists"
UNMAPPED_STAGE = "unmapped"
"""The stage of events that no rule names: known to every query, and on no map."""
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {"persona_id": pl.String, "customer_id": pl.Int64}


def list_own_files(settings: Settings) -> list[Path]:
    """List the files of a project's own that tables depend on: lexicons, signal rules and lists of customers."""
    folders = [settings.folder / own for own in (settings.voice.lexicons, settings.voice.signal_rules) if own]
    lists = [settings.folder / one.file for one in settings.maps if one.file is not None]
    return [*(file for folder in folders for file in sorted(folder.glob("*.toml"))), *filter(Path.is_file, lists)]


def read_map_lists(
    connection: Connection, settings: Settings, key: bytes | None
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Read the customers of every map of [[maps]].

    Args:
        connection: The night's database, built, its catalog in use.
        settings: The project.
        key: The project's key, by which a file's values are hashed.

    Returns:
        seed.map_lists: one row per persona_id and customer; and a warning for each list that failed.
    """
    found, warnings = [pl.DataFrame(schema=_SCHEMA)], []
    for one in settings.maps:
        where = f'[[maps]] "{one.name}"'
        try:
            if one.file is not None:
                rows, missed_count = _read_file(connection, settings, settings.folder / one.file, key, where)
                if missed_count:
                    warnings.append(
                        f"The map of {one.name}: lines of {one.file} that name nobody we know: {missed_count}."
                    )
            else:
                rows = read_own_query(connection, one.customers or "", ("customer_id",), where)
            customers = rows["customer_id"].cast(pl.Int64).drop_nulls().unique()
        except (JourneymineError, OSError, pl.exceptions.PolarsError) as error:
            warnings.append(f"The map of {one.name} is left out: {_tell(error)}")
            continue
        found.append(pl.DataFrame({"persona_id": [one.persona_id] * len(customers), "customer_id": customers}))
    return pl.concat(found), tuple(warnings)


def _read_file(
    connection: Connection, settings: Settings, file: Path, key: bytes | None, where: str
) -> tuple[pl.DataFrame, int]:
    """Read the customers that a CSV file names by their identity keys, and how many of its lines name nobody known."""
    lines = pl.read_csv(file, infer_schema=False, encoding="utf8")
    unknown = [column for column in lines.columns if column not in IDENTITY_KINDS]
    if unknown or key is None:
        what = f"{file.name} has a column {unknown[0]!r}" if unknown else "there is no key to hash with"
        raise WarehouseError(what, where=where, allowed=IDENTITY_KINDS)
    hashing = {"phone_region": settings.project.phone_region, "email_rules": read_email_rules(settings)}
    rows = [
        (number, kind, hash_identifier(kind, value, key, **hashing))  # type: ignore[arg-type]
        for kind in lines.columns
        for number, value in enumerate(lines[kind])
    ]
    schema = {"line_number": pl.Int64, "identity_kind": pl.String, "identity_hash": pl.String}
    hashed = pl.DataFrame(rows, schema=schema, orient="row").drop_nulls("identity_hash")
    with open_frame(connection, hashed) as view:
        known = read_query(
            connection,
            f"select line_number, customer_id from {view} "  # noqa: S608 - a name of our own
            "inner join core.identities using (identity_kind, identity_hash) where customer_id is not null",
        )
    return known.select("customer_id"), lines.height - known["line_number"].n_unique()


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
