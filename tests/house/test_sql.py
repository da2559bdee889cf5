"""SQL files keep to their layer, their header and their address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from journeymine.warehouse.connection import open_database
from journeymine.warehouse.plan import read_inputs
from journeymine.warehouse.sqlfiles import Model, read_model_files
from tests.house.tree import ROOT, find_files, read_text

LAYERS = ("previous", "raw", "seed", "staging", "core", "marts", "analysis", "report")
PUBLISHED = {"core", "marts", "analysis", "report", "meta", "raw"}
MODELS = read_model_files(ROOT / "sql")
QUESTIONS = find_files("sql/checks/*.sql", "sql/queries/*.sql")


def find_schemas(model: Model) -> set[str]:
    """Find the schemas whose tables a model reads; a table without a schema is refused by the reader."""
    with open_database(None) as connection:
        return {name.split(".")[0] for name in read_inputs(connection, model)}


def test_there_are_models_of_every_layer_that_sql_makes() -> None:
    assert {model.table.split(".")[0] for model in MODELS} >= {"staging", "core", "marts", "report"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table)
def test_a_model_reads_its_own_layer_and_those_to_the_left(model: Model) -> None:
    layer = model.table.split(".")[0]
    allowed = {*LAYERS[: LAYERS.index(layer) + 1], *(["meta"] if layer == "report" else [])}
    assert find_schemas(model) - allowed == set()


@pytest.mark.parametrize("model", [m for m in MODELS if m.table.startswith("staging.")], ids=lambda model: model.table)
def test_staging_joins_nothing(model: Model) -> None:
    assert not re.search(r"\bjoin\b", re.sub(r"--.*", "", model.sql))


@pytest.mark.parametrize("model", [m for m in MODELS if m.kind == "view"], ids=lambda model: model.table)
def test_a_view_depends_on_no_variable(model: Model) -> None:
    # Read in another session, the variable would be null and the view silently wrong.
    assert "getvariable" not in model.sql.lower()


@pytest.mark.parametrize("path", QUESTIONS, ids=str)
def test_a_question_or_check_is_one_select_on_published_tables(path: Path) -> None:
    sql = read_text(path).rstrip().rstrip(";")
    assert find_schemas(Model(table=path.stem, grain="one row", sql=sql, file=path)) - PUBLISHED - {"staging"} == set()


@pytest.mark.parametrize("path", find_files("sql/checks/*.sql"), ids=str)
def test_a_check_says_what_its_rows_mean(path: Path) -> None:
    assert re.search(r"^-- on rows: (stop|warn)$", read_text(path), flags=re.MULTILINE)


def test_a_table_has_one_file_and_a_plain_name() -> None:
    tables = [model.table for model in MODELS]
    assert len(tables) == len(set(tables))
    assert [table for table in tables if not re.fullmatch(r"[a-z]+\.[a-z][a-z0-9_]*", table)] == []


def test_who_is_lost_is_said_by_core_churn_alone() -> None:
    told = [model for model in MODELS if "is_churned" in model.sql and model.table != "core.churn"]
    assert told
    assert [model.table for model in told if "core.churn" not in model.sql] == []
