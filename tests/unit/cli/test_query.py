"""`journeymine query` answers in four formats and can change nothing and read nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import polars as pl
import pytest

from journeymine.steps.publish import NightRecord, publish, start_night
from journeymine.warehouse.connection import open_database

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
TIME = NOW.isoformat()
RECORD = NightRecord(
    night_id="20261122T013000Z",
    run_id="run",
    started_at=TIME,
    ended_at=TIME,
    as_of=TIME,
    is_as_of_given=False,
    is_full_build=True,
    touched_customer_count=1,
    new_event_count=1,
    inputs_hash="",
    settings_hash="",
    code_hash="",
)


@pytest.fixture
def asked(project, journeymine):
    """Ask a project whose published night holds one small table."""
    warehouse = project / "warehouse"
    warehouse.mkdir()
    night = start_night(warehouse, NOW)
    (night / "site").mkdir()
    (night / "site" / "index.html").write_text("")
    with open_database(night / "journeymine.duckdb") as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.waits as select * from (values ('Cart', 2, 1.5), ('<b>Żółw</b>, x', null, 12345.678)) "
            "as rows(touchpoint, wait_count, median_seconds)"
        )
    publish(warehouse, night, RECORD)
    return lambda *arguments: journeymine("query", *arguments, "--project", project)


ALL = "select * from marts.waits order by touchpoint desc"


def test_table_is_readable_and_shows_null_as_nothing(asked):
    shown = asked(ALL)
    assert shown.code == 0
    assert [line.split() for line in shown.out.splitlines()] == [
        ["touchpoint", "wait_count", "median_seconds"],
        ["Cart", "2", "1.500"],
        ["<b>Żółw</b>,", "x", "12345.678"],
    ]


def test_json_is_a_list_of_rows(asked):
    assert json.loads(asked(ALL, "--json").out)[0] == {"touchpoint": "Cart", "wait_count": 2, "median_seconds": "1.500"}


def test_csv_quotes_what_needs_it(asked):
    assert asked(ALL, "--format", "csv").out.splitlines()[2] == '"<b>Żółw</b>, x",,12345.678'


def test_csv_holds_no_formula_and_what_machines_read_is_as_it_was(asked):
    question = "select '=1+1' as a, '-2.5' as b, '@x' as c, -3 as d, 'x=1' as e"
    assert asked(question, "--format", "csv").out.splitlines()[1] == "'=1+1,-2.5,'@x,-3,x=1"
    assert json.loads(asked(question, "--json").out) == [{"a": "=1+1", "b": "-2.5", "c": "@x", "d": -3, "e": "x=1"}]


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_ending_of_the_file_names_the_format(asked, tmp_path, ending):
    file = tmp_path / f"answer.{ending}"
    assert asked(ALL, "--out", file).code == 0
    read = {"csv": pl.read_csv, "json": pl.read_json, "parquet": pl.read_parquet}[ending]
    assert read(file)["touchpoint"].to_list() == ["Cart", "<b>Żółw</b>, x"]


def test_unknown_ending_is_wrong_usage(asked, tmp_path):
    refused = asked(ALL, "--out", tmp_path / "answer.xls")
    assert refused.code == 2
    assert ".parquet" in refused.err


def test_question_may_stand_in_a_file(asked, tmp_path):
    file = tmp_path / "question.sql"
    file.write_text("-- how many\nselect count(*) as n from marts.waits;\n")
    assert json.loads(asked(file, "--json").out) == [{"n": 2}]


def test_missing_file_is_not_taken_for_sql(asked):
    refused = asked("no-such-file.sql")
    assert refused.code == 2
    assert "no such file" in refused.err


@pytest.mark.parametrize(
    "statement",
    [
        "drop table marts.waits",
        "insert into marts.waits values ('x', 1, 1)",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "copy marts.waits to '/tmp/stolen.csv'",
        "attach '/tmp/other.duckdb'",
        "set enable_external_access = true",
        "select * from no.such_table",
        "selekt 1",
    ],
)
def test_what_a_reader_may_not_do_is_refused_in_words(asked, statement):
    refused = asked(statement)
    assert refused.code == 1
    assert refused.err.startswith("error: ")
    assert "Traceback" not in refused.err
    assert json.loads(asked("select count(*) as n from marts.waits", "--json").out) == [{"n": 2}]


def test_columns_of_any_type_are_written_in_every_format(asked, tmp_path):
    question = (
        "select interval 3 day as wait, [1.5::double] as list, {'on': interval 1 day} as tree, map {'a': 1} as pairs, "
        "sum(1) as total, 'x'::blob as bytes, 1 as twice, 2 as twice"
    )
    assert asked(question, "--format", "csv").out.splitlines() == [
        "wait,list,tree,pairs,total,bytes,twice,twice_2",
        '3 days,[1.5],"{""on"":""1 day""}","{""a"":1}",1,x,1,2',
    ]
    [row] = json.loads(asked(question, "--json").out)
    assert (row["wait"], row["list"], row["pairs"], row["total"]) == ("3 days", [1.5], {"a": 1}, 1)
    assert asked(question).out.splitlines()[1].split()[:3] == ["3", "days", "[1.5]"]
    assert asked(question, "--out", tmp_path / "answer.parquet").code == 0


def test_rows_keep_the_order_that_was_asked_for(asked):
    question = "select range as n, interval 1 day as i from range(5000) order by n desc"
    rows = json.loads(asked(question, "--json").out)
    assert [row["n"] for row in rows] == list(range(4999, -1, -1))


@pytest.mark.parametrize("question", ["", ";", "/* nothing */"])
def test_question_that_asks_nothing_is_wrong_usage(asked, question):
    refused = asked(question)
    assert refused.code == 2
    assert "asks for no rows" in refused.err


def test_large_number_is_never_written_with_an_exponent(asked):
    shown = asked(
        "select 954200.5 as a, 954200.5::double as b, 3e9::double as c, 2033.0::double as d, 0.1234567::double"
    )
    assert shown.out.splitlines()[1].split() == ["954200.5", "954200.5", "3000000000", "2033", "0.1235"]


def test_long_table_says_how_many_rows_it_left_out(asked):
    shown = asked("select * from range(250)")
    assert len(shown.out.splitlines()) == 101
    assert "150 more rows" in shown.err


def test_statement_without_rows_is_no_error(asked):
    assert asked("select 1 where false").code == 0


def test_file_that_is_no_text_is_wrong_usage(asked, tmp_path):
    (tmp_path / "asked.sql").write_bytes(b"select '\xff'")
    refused = asked(tmp_path / "asked.sql")
    assert refused.code == 2
    assert "no text in UTF-8" in refused.err


def test_two_formats_at_once_are_wrong_usage(asked):
    refused = asked(ALL, "--json", "--format", "csv")
    assert refused.code == 2
    assert "--json and --format csv" in refused.err


def test_format_that_does_not_exist_is_wrong_usage(asked):
    refused = asked(ALL, "--format", "xml")
    assert refused.code == 2
    assert "parquet" in refused.err
