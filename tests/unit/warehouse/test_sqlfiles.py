"""Headers of model files."""

from pathlib import Path

import pytest

from journeymine.errors import WarehouseError
from journeymine.warehouse.sqlfiles import read_model_files, sql_folder


def write(folder: Path, table: str, text: str) -> Path:
    file = folder / f"{table.replace('.', '/')}.sql"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_path_is_the_table_and_header_is_read(tmp_path):
    write(
        tmp_path,
        "core.visits",
        "-- one row per visit\n-- key: customer_id, day\n-- scope: customer\n-- In UTC.\nselect 1\n",
    )
    [model] = read_model_files(tmp_path)
    assert (model.table, model.grain, model.key) == ("core.visits", "one row per visit", ("customer_id", "day"))
    assert (model.scope, model.kind) == ("customer", "table")
    assert model.comment == "One row per visit. In UTC."


def test_scope_defaults_to_all(tmp_path):
    write(tmp_path, "core.visits", "-- one row per visit\n-- key: day\nselect 1 as day")
    [model] = read_model_files(tmp_path)
    assert (model.scope, model.kind) == ("all", "table")


def test_closing_semicolon_is_allowed(tmp_path):
    write(tmp_path, "core.visits", "-- one row per visit\n-- key: day\nselect 1 as day;\n")
    [model] = read_model_files(tmp_path)
    assert model.sql.endswith("select 1 as day")


def test_layers_are_read_from_left_to_right(tmp_path):
    for table in ("report.a", "core.b", "staging.c"):
        write(tmp_path, table, "-- one row per day\n-- key: day\nselect 1 as day")
    assert [model.table for model in read_model_files(tmp_path)] == ["staging.c", "core.b", "report.a"]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("select 1", 1, "grain"),
        ("-- key: day\nselect 1", 1, "grain"),
        ("-- one row per day\nselect 1", 2, "key"),
        ("-- one row per day\n-- key: day\n-- scope: custmer\nselect 1", 3, "'customer'"),
        ("-- one row per day\n-- key: day\n-- kind: tabel\nselect 1", 3, "'table'"),
        ("-- one row per day\n-- key: day; drop\nselect 1", 2, "columns"),
        ("-- one row per day\n-- key: day\n-- key: hour\nselect 1", 3, "twice"),
    ],
)
def test_bad_header_is_refused_with_file_and_line(tmp_path, text, line, word):
    file = write(tmp_path, "core.visits", text)
    with pytest.raises(WarehouseError) as caught:
        read_model_files(tmp_path)
    assert caught.value.where == f"{file}:{line}"
    assert word in str(caught.value)


def test_the_checkouts_own_files_are_found_and_have_headers():
    assert {model.table for model in read_model_files(sql_folder())} >= {"core.event_rows", "core.sessions"}
