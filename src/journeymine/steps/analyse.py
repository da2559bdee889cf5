"""The third step of a night: what Python finds in the warehouse's counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from journeymine.contracts.glossary import read_glossary
from journeymine.mining.discover import discover_models
from journeymine.settings import Settings
from journeymine.warehouse.comments import write_comments
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.frames import read_frame, write_frame
from journeymine.warehouse.sqlfiles import Model, sql_folder

TABLES = (
    Model("analysis.process_models", "one row per process model, the one to show first", ("model",)),
    Model("analysis.process_edges", "one row per process model x edge", ("model", "edge_index")),
)


def analyse(database: Path, settings: Settings, announce: Callable[[str], None]) -> None:
    """Mine the process models of all journeys and write them beside the marts.

    Args:
        database: The night's database, built and closed.
        settings: The project.
        announce: Called with one plain sentence per event of interest.
    """
    memory = settings.warehouse.memory_limit
    with open_database(database, memory_limit=memory, threads=settings.warehouse.threads) as connection:
        models, edges = discover_models(
            read_frame(connection, "marts.transitions"),
            read_frame(connection, "marts.journey_ends"),
            read_frame(connection, "marts.main_variants"),
        )
        for table, frame in zip(TABLES, (models, edges), strict=True):
            write_frame(connection, table.table, frame)
        write_comments(connection, database.stem, TABLES, read_glossary(sql_folder() / "columns"))
        connection.execute("checkpoint")
    _announce_models(models, announce)


def _announce_models(models: pl.DataFrame, announce: Callable[[str], None]) -> None:
    for row in models.iter_rows(named=True):
        if row["fitness"] is None or row["precision"] is None:
            announce(f"Process model {row['model']}: {row['note']}")
        else:
            announce(
                f"Process model {row['model']}: replays {row['fitness']:.1%} of what happened, "
                f"and {row['precision']:.1%} of what it allows was done."
            )
