"""Names that may stand in a statement, and errors that name the file and line."""

from pathlib import Path

import pytest

from journeymine.errors import WarehouseError
from journeymine.warehouse.statements import (
    check_name,
    count_rows,
    find_columns,
    find_tables,
    run_file,
    write_text,
)


@pytest.mark.parametrize("name", ["core", "core.steps", "night.core.event_rows", "_a1"])
def test_plain_names_pass(name):
    assert check_name(name) == name


@pytest.mark.parametrize("name", ["", "core.", "Core", 'a"b', "a; drop table b", "1a", "a b", "čas"])
def test_any_other_name_is_refused(name):
    with pytest.raises(WarehouseError):
        check_name(name)


def test_a_quote_in_a_text_stays_text(connection):
    assert connection.execute(f"select {write_text(chr(39) + '; drop')}").fetchall() == [("'; drop",)]


def test_an_error_in_a_file_names_its_line(connection):
    with pytest.raises(WarehouseError, match="missing_column") as caught:
        run_file(connection, "-- one row\nselect\n    missing_column", Path("sql/core/x.sql"), "create table core.x as")
    assert caught.value.where == "sql/core/x.sql:3"


def test_columns_and_tables_are_found_with_views(connection):
    connection.execute("create table core.a as select 1::bigint as x, 'y' as y; create view core.b as from core.a")
    assert find_columns(connection, "night.core.b") == {"x": "BIGINT", "y": "VARCHAR"}
    assert find_columns(connection, "night.core.none") == {}
    assert find_tables(connection, "night") == {"core.a", "core.b"}
    assert count_rows(connection, "core.a where x > 1") == 0
