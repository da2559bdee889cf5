"""Land and build a public log, without mining and site, and ask its tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from journeymine.settings import Settings
from journeymine.steps.build import build
from journeymine.steps.ingest import ingest
from journeymine.warehouse.connection import Connection, open_database

FIXTURES = Path(__file__).parents[1] / "fixtures"


@contextmanager
def open_public_log(folder: Path, kind: str, file: str, **tables: Any) -> Iterator[Connection]:
    """Build a project of one file of tests/fixtures and open its warehouse.

    Args:
        folder: Where landed files and the warehouse go.
        kind: The source's kind.
        file: The file, relative to tests/fixtures.
        tables: Tables of journeymine.toml, and `fields` of the source.
    """
    source = {"kind": kind, "path": str(FIXTURES / file), "fields": tables.pop("fields", {})}
    project = {"project": {"name": "Public log"}, "sources": {"log": source}, "folder": folder, **tables}
    settings = Settings.model_validate(project)
    landed = ingest(settings, hashlib.sha256(b"public").digest(), "run", _say_nothing).landed
    night = folder / "night"
    night.mkdir()
    built = build(settings, landed, night, None, "run", None, True, _say_nothing)
    with open_database(built.database, read_only=True) as connection:
        yield connection


def _say_nothing(sentence: str) -> None:
    assert sentence
