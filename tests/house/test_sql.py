"""SQL files keep to their layer, their header and their address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeymine.warehouse.connection import open_database
from journeymine.warehouse.sqlfiles import read_model_files
from tests.house.tree import ROOT, find_files, read_text

LAYERS = ("raw", "seed", "staging", "core", "marts", "analysis", "report")
MODELS = read_model_files(ROOT / "sql")
QUERIES = find_files("sql/checks/*.sql", "sql/queries/*.sql")


def read_nodes(sql: str) -> list[dict[str, object]]:
    """Read the syntax tree of a SELECT as a flat list of its nodes."""
    with open_database(None) as connection:
        [(text,)] = connection.execute("select json_serialize_sql(?::varchar)", [sql]).fetchall()
    tree = json.loads(text)
    assert not tree["error"], tree
    return list(_walk(tree))


def _walk(node: object) -> Iterator[dict[str, object]]:
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from _walk(child)
    elif isinstance(node, list):
        for child in node:
            yield from _walk(child)


def find_tables(nodes: list[dict[str, object]]) -> set[tuple[str, str]]:
    """Find the (schema, table) pairs that are read."""
    return {(str(node["schema_name"]), str(node["table_name"])) for node in nodes if node.get("type") == "BASE_TABLE"}


def test_there_are_models_of_every_layer_that_sql_makes() -> None:
    assert {model.table.split(".")[0] for model in MODELS} >= {"staging", "core", "marts", "report"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table)
def test_a_model_reads_its_own_layer_and_those_to_the_left(model) -> None:
    allowed = LAYERS[: LAYERS.index(model.table.split(".")[0]) + 1]
    if model.table.startswith("report."):
        allowed = (*allowed, "meta")
    assert {schema for schema, _ in find_tables(read_nodes(model.sql))} - set(allowed) == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table)
def test_a_model_names_tables_with_their_schema_and_no_ctes(model) -> None:
    nodes = read_nodes(model.sql)
    assert "" not in {schema for schema, _ in find_tables(nodes)}
    assert [node["cte_map"] for node in nodes if (node.get("cte_map") or {}).get("map")] == []


@pytest.mark.parametrize("model", [m for m in MODELS if m.table.startswith("staging.")], ids=lambda model: model.table)
def test_staging_only_renames_casts_and_stacks(model) -> None:
    assert [node["type"] for node in read_nodes(model.sql) if node.get("type") == "JOIN"] == []


@pytest.mark.parametrize("model", [m for m in MODELS if m.kind == "view"], ids=lambda model: model.table)
def test_a_view_depends_on_no_variable(model) -> None:
    # Read in another session, the variable would be null and the view silently empty.
    assert "getvariable" not in model.sql.lower()


@pytest.mark.parametrize("path", QUERIES, ids=str)
def test_a_query_or_check_reads_tables_by_their_full_name(path: Path) -> None:
    assert "" not in {schema for schema, _ in find_tables(read_nodes(read_text(path).rstrip().rstrip(";")))}


@pytest.mark.parametrize("path", find_files("sql/checks/*.sql"), ids=str)
def test_a_check_says_what_its_rows_mean(path: Path) -> None:
    assert re.search(r"^-- on rows: (stop|warn)$", read_text(path), flags=re.MULTILINE)


def test_a_file_is_named_like_the_table_it_makes_and_stands_once() -> None:
    tables = [model.table for model in MODELS]
    assert len(tables) == len(set(tables))
    assert [table for table in tables if not re.fullmatch(r"[a-z]+\.[a-z][a-z0-9_]*", table)] == []
