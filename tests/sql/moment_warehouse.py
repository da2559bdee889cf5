"""A warehouse in memory of tables that are given, with the seeds and some models of key moments built upon them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import polars as pl

from journeymine.journeys.seeds import build_journey_seeds
from journeymine.moments.seeds import build_moment_seeds
from journeymine.settings import Settings
from journeymine.warehouse.build import NIGHT, build_models, open_catalog, write_seeds
from journeymine.warehouse.connection import Connection, open_database
from journeymine.warehouse.frames import write_frame
from journeymine.warehouse.sqlfiles import read_model_file, sql_folder


@contextmanager
def build_moments(
    tables: Mapping[str, pl.DataFrame], models: Iterable[str], settings: Settings
) -> Iterator[Connection]:
    """Write the tables, build the models in their order, and hand over the connection."""
    with open_database(None) as connection, open_catalog(connection, NIGHT):
        for schema in ("analysis", "core", "seed"):
            connection.execute(f"create schema if not exists {NIGHT}.{schema}")
        write_seeds(connection, {**build_journey_seeds(settings), **build_moment_seeds(settings)})
        for table, frame in tables.items():
            write_frame(connection, f"{NIGHT}.{table}", frame)
        for name in models:
            build_models(connection, NIGHT, (read_model_file(sql_folder() / f"{name.replace('.', '/')}.sql", name),))
        yield connection
