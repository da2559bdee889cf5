"""The report step: from a night's database to its site."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeymine.errors import WarehouseError
from journeymine.settings import Settings
from journeymine.steps.report import report
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.frames import write_frame
from tests.unit.site.example_journeys import draw_journeys
from tests.unit.site.example_tables import write_tables

SETTINGS = Settings.model_validate(
    {"project": {"name": "Shop <1>"}, "sources": {"web": {"kind": "events", "path": "x"}}}
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "journeymine.duckdb"
    with open_database(file) as connection:
        for table, frame in write_tables(draw_journeys(60)).items():
            write_frame(connection, table, frame)
    return file


def read_site(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_site_is_made_of_the_database_alone_and_twice_the_same(database: Path, tmp_path: Path) -> None:
    said: list[str] = []
    for name in ("once", "twice"):
        report(database, SETTINGS, tmp_path / name, said.append)
    assert read_site(tmp_path / "once") == read_site(tmp_path / "twice")
    assert said[0].startswith("Wrote the site: index.html, journey.html, paths.html")
    assert "Shop &lt;1&gt;" in (tmp_path / "once" / "index.html").read_text(encoding="utf-8")


def test_the_database_is_only_read(database: Path, tmp_path: Path) -> None:
    before = database.read_bytes()
    report(database, SETTINGS, tmp_path / "site", lambda _: None)
    assert database.read_bytes() == before


def test_a_database_without_an_event_is_refused(database: Path, tmp_path: Path) -> None:
    with open_database(database) as connection:
        connection.execute("delete from report.headline_metrics")
    with pytest.raises(WarehouseError, match="no event"):
        report(database, SETTINGS, tmp_path / "site", lambda _: None)
