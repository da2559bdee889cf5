"""What analysts are given, asked of the sample company's night: every question has an answer, every macro is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeymine.warehouse.connection import Connection, open_locked
from journeymine.warehouse.sqlfiles import sql_folder
from tests.house.tree import read_text

pytestmark = pytest.mark.night

MACROS = sorted((sql_folder() / "macros").rglob("*.sql"))


@pytest.fixture(scope="module")
def locked(sample_warehouse: Path) -> Iterator[Connection]:
    """The night as `journeymine query` opens it."""
    with open_locked(sample_warehouse, memory_limit="1GB") as connection:
        yield connection


@pytest.mark.parametrize("question", sorted((sql_folder() / "queries").glob("*.sql")), ids=lambda path: path.stem)
def test_a_question_has_an_answer(locked: Connection, question: Path) -> None:
    assert locked.execute(question.read_text(encoding="utf-8")).fetchall()


@pytest.mark.parametrize("macro", MACROS, ids=lambda path: path.stem)
def test_the_calls_a_macro_shows_run_on_the_published_night(locked: Connection, macro: Path) -> None:
    calls = re.findall(r"^--     (from .*);$", macro.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert calls
    for call in calls:
        locked.execute(call).fetchall()


def test_every_macro_is_told_in_the_document_for_analysts_and_the_tour_calls_it() -> None:
    document = read_text(Path("docs/warehouse.md"))
    tour = read_text(Path("notebooks/01_tour.ipynb"))
    for macro in MACROS:
        assert f"| `{macro.stem}(" in document
        assert f"from {macro.stem}(" in tour, macro.stem


def test_the_journey_that_is_told_holds_the_steps_of_its_path(locked: Connection) -> None:
    chosen = "select journey_id, step_count from core.journeys using sample 20 (reservoir, 7)"
    for journey_id, step_count in locked.execute(chosen).fetchall():
        told = locked.execute("select count(*), max(end_status) from journey_of(?)", [journey_id]).fetchone()
        status = locked.execute("select status from core.journeys where journey_id = ?", [journey_id]).fetchone()
        assert status is not None
        assert told == (step_count, status[0])
