"""An open database with the night's catalog, in memory, and models written in one line."""

from pathlib import Path

import pytest

from journeymine.warehouse.build import NIGHT, open_catalog
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.sqlfiles import Model


@pytest.fixture
def connection():
    with open_database(None) as opened, open_catalog(opened, NIGHT):
        opened.execute(f"create schema {NIGHT}.core")
        opened.execute(f"use {NIGHT}")
        yield opened


@pytest.fixture
def model():
    def make(table, sql="select 1 as day", scope="all", key=("day",), kind="table", nullable=()):
        return Model(
            table, "one row per thing", key, scope, kind, frozenset(nullable), sql=sql, file=Path(f"{table}.sql")
        )

    return make
