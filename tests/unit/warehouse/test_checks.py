"""Keys are held to what headers say; checks stop or warn."""

import re

import pytest

from journeymine.errors import CheckError, WarehouseError
from journeymine.warehouse.checks import check_key, read_checks, run_checks, stop_on_findings


def write_rows(connection, *rows):
    connection.execute("create or replace table core.days (day integer, place varchar)")
    connection.executemany("insert into core.days values (?, ?)", rows)


def test_unique_key_passes(connection, model):
    write_rows(connection, (1, "a"), (2, "a"))
    check_key(connection, "night", model("core.days"))


def test_repeated_key_is_refused_with_the_count(connection, model):
    write_rows(connection, (1, "a"), (1, "b"), (2, "a"))
    with pytest.raises(CheckError, match="1 keys"):
        check_key(connection, "night", model("core.days"))


def test_null_in_the_key_is_refused(connection, model):
    write_rows(connection, (1, "a"), (1, None))
    with pytest.raises(CheckError, match="null"):
        check_key(connection, "night", model("core.days", key=("day", "place")))


@pytest.mark.parametrize("allowance", [{"nullable": ("place",)}, {"scope": "additive"}])
def test_null_in_the_key_is_allowed_where_declared_or_additive(connection, model, allowance):
    write_rows(connection, (1, "a"), (1, None))
    check_key(connection, "night", model("core.days", key=("day", "place"), **allowance))


def test_two_nulls_are_one_key(connection, model):
    write_rows(connection, (1, None), (1, None))
    with pytest.raises(CheckError, match="more than once"):
        check_key(connection, "night", model("core.days", key=("day", "place"), nullable=("place",)))


def test_a_clash_with_a_row_of_tonight_is_found_by_looking_at_tonights_keys(connection, model):
    write_rows(connection, (1, "old"), (1, "new"), (2, "old"))
    connection.execute("create table core.tonight as select 1 as day, 'new' as place")
    with pytest.raises(CheckError, match="1 keys"):
        check_key(connection, "night", model("core.days"), within="core.tonight")


def test_a_key_column_the_table_lacks_is_named(connection, model):
    write_rows(connection, (1, "a"))
    with pytest.raises(WarehouseError, match="no column hour"):
        check_key(connection, "night", model("core.days", key=("hour",)))


def write_check(folder, name, text):
    (folder / "checks").mkdir(exist_ok=True)
    (folder / "checks" / f"{name}.sql").write_text(text, encoding="utf-8")


def test_checks_count_their_rows_and_keep_their_level(connection, tmp_path):
    write_check(tmp_path, "one", "-- Which?\n-- on rows: warn\nselect 1 where false -- the last line is a comment")
    write_check(tmp_path, "two", "-- What?\n-- on rows: stop\nselect * from range(3);\n")
    findings = run_checks(connection, read_checks(tmp_path))
    told = [(each.check.name, each.check.question, each.check.level, each.offending_count) for each in findings]
    assert told == [("one", "Which?", "warn", 0), ("two", "What?", "stop", 3)]
    with pytest.raises(CheckError, match=re.escape("two: What? range 0; range 1; range 2\n")):
        stop_on_findings(findings)
    stop_on_findings(findings[:1])


def test_a_finding_tells_its_first_rows_by_their_columns_and_how_many_more_there_are(connection, tmp_path):
    write_check(tmp_path, "files", "-- Which?\n-- on rows: warn\nselect 4 - i as n, null as why from range(4) as r(i)")
    [finding] = run_checks(connection, read_checks(tmp_path))
    assert finding.tell() == "files: Which? n 1, why None; n 2, why None; n 3, why None; and 1 more"


@pytest.mark.parametrize(
    "line", ["select 1", "-- on rows: shout\nselect 1", "-- on rows: stop\n-- on rows: warn\nselect 1"]
)
def test_a_check_that_does_not_say_what_its_rows_mean_is_refused(tmp_path, line):
    write_check(tmp_path, "one", f"-- Which?\n{line}")
    with pytest.raises(WarehouseError, match="say once"):
        read_checks(tmp_path)
