"""`init --from` files of every form: JSON, Parquet, without a header, lists of people, and what it must refuse."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import polars as pl
import pytest

from journeymine.settings import read_settings
from tests.unit.cli.newcomer_files import ECOM, fields, rows, write_csv


def test_json_objects_are_looked_into(tmp_path, journeymine, check):
    lines = [
        {"user": {"id": user, "email": f"{user}@x.example"}, "event": {"name": action}, "ts": moment.isoformat()}
        for user, moment, action in rows()
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    begun = journeymine("init", tmp_path / "p", "--from", tmp_path / "a.jsonl")
    assert begun.code == 0, begun.err
    named = {"event_name": "event.name", "occurred_at": "ts", "user_id": "user.id", "email": "user.email"}
    assert fields(tmp_path / "p") == named
    check(tmp_path / "p")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('[\n {"user": "a"},\n {"user": "b"}\n]\n', "is one JSON list, not a JSON object a line\nWrite its elements"),
        ('[{"user": "a"}]', "is one JSON list, not a JSON object a line\nWrite its elements"),
    ],
)
def test_json_that_is_no_lines_is_refused_with_what_makes_it_lines(tmp_path, journeymine, content, told):
    (tmp_path / "a.json").write_text(content)
    refused = journeymine("init", tmp_path / "p", "--from", tmp_path / "a.json")
    assert refused.code == 1
    assert told in refused.err


def test_export_of_a_survey_is_told_the_kind_that_reads_it(tmp_path, journeymine):
    begun = journeymine("init", tmp_path / "p", "--from", ECOM.parents[1] / "survey" / "delivery.csv")
    assert 'kind = "survey" with answers = { Q1 = "nps", ... }' in begun.out


def test_header_alone_is_told(tmp_path, journeymine):
    (tmp_path / "a.csv").write_text("user,event,time\n")
    assert "has a header and no row" in journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv").err


def test_file_that_names_nobody_says_so(tmp_path, journeymine):
    (tmp_path / "a.csv").write_text("time,event\n2026-03-01 10:00,visit\n2026-03-01 11:00,visit\n")
    begun = journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv")
    assert begun.code == 0
    assert "no column says who it was" in begun.out


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_wide_letters_and_marks_are_found(tmp_path, journeymine, check, encoding):
    path = write_csv(tmp_path / "a.csv", "user;ts;event", "%Y-%m-%d %H:%M", mark=";", encoding=encoding)
    assert journeymine("init", tmp_path / "p", "--from", path).code == 0
    check(tmp_path / "p")


def test_file_without_a_header_gets_one(tmp_path, journeymine, check):
    lines = [f"{user},{moment:%Y-%m-%d %H:%M:%S},{action}" for user, moment, action in rows()]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n")
    assert journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv").code == 0
    [source] = read_settings(tmp_path / "p").sources.values()
    assert source.columns == ("column_1", "column_2", "column_3")
    assert source.fields == {"event_name": "column_3", "occurred_at": "column_2", "user_id": "column_1"}
    check(tmp_path / "p")


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".parquet"])
def test_other_formats_are_looked_into(tmp_path, journeymine, check, ending):
    frame = pl.DataFrame(rows(), schema=["uid", "timestamp", "event"], orient="row")
    path = tmp_path / f"a{ending}"
    if ending == ".parquet":
        frame.write_parquet(path)
    else:
        text = frame.with_columns(pl.col("timestamp").dt.to_string()).write_ndjson().encode()
        path.write_bytes(gzip.compress(text) if ending.endswith(".gz") else text)
    assert journeymine("init", tmp_path / "p", "--from", path).code == 0
    check(tmp_path / "p")


def test_alike_files_become_one_source_and_others_their_own(tmp_path, journeymine, check):
    (tmp_path / "web").mkdir()
    days = [write_csv(tmp_path / "web" / f"{day}.csv", "user,ts,event", "%Y-%m-%d %H:%M") for day in (1, 2)]
    (tmp_path / "nps.csv").write_text(
        "email,answered_at,score,comment\na@b.example,2026-03-01 10:00,9,good\nb@b.example,2026-03-02,2,bad\n"
    )
    begun = journeymine("init", tmp_path / "p", "--from", *days, tmp_path / "nps.csv")
    assert begun.code == 0, begun.err
    sources = read_settings(tmp_path / "p").sources
    assert [(source.kind, Path(source.path).name) for source in sources.values()] == [
        ("events", "*.csv"),
        ("feedback", "nps.csv"),
    ]


def test_file_without_times_is_refused_and_nothing_is_written(tmp_path, journeymine):
    (tmp_path / "a.csv").write_text("colour,size,event\nred,1,x\nblue,2,y\n")
    refused = journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv")
    assert refused.code == 1
    assert "has no column that holds times" in refused.err
    assert "colour, size, event" in refused.err
    assert not (tmp_path / "p").exists()


def test_settings_that_are_there_are_never_replaced(project, journeymine):
    before = (project / "journeymine.toml").read_bytes()
    assert journeymine("init", project, "--from", ECOM).code == 2
    assert (project / "journeymine.toml").read_bytes() == before


def test_goal_takes_the_amount_there_is(tmp_path, journeymine, check):
    lines = [f"{user},{moment:%Y-%m-%d %H:%M},{action},12.50" for user, moment, action in rows()]
    (tmp_path / "a.csv").write_text("\n".join(["user_id,time,event,revenue", *lines, ""]))
    assert journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv").code == 0
    [goal] = read_settings(tmp_path / "p").goals
    assert (goal.name, goal.touchpoint, goal.value) == ("order_placed", "Order placed", "amount")
    check(tmp_path / "p")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "user,time,event\n1,46301.25,view\n", "time holds 46301.25, the number of a day in a spreadsheet"),
        ("a.csv", "user,time,event\n1,01 listopada 2026,view\n", "has no column that holds times"),
        (
            "a.csv",
            "user,time,event\n1,Nov 1, 2026,view\n",
            "no row that can be read; line 2: expected 3 columns, found 4",
        ),
        ("a.json", '{"data": [{"user": 1, "time": "2026-11-01"}]}\n', "is one JSON object with a list 'data' in it"),
    ],
)
def test_file_that_gives_no_events_is_told_why(tmp_path, journeymine, name, content, told):
    (tmp_path / name).write_text(content)
    refused = journeymine("init", tmp_path / "p", "--from", tmp_path / name)
    assert refused.code == 1
    assert told in refused.err


def test_file_without_a_header_is_understood_by_its_values(tmp_path, journeymine, check):
    """Neither the number of the row, nor somebody's name, nor an amount is taken for who it was or what happened."""
    lines = [
        f"{number},{user},Anna Nowak,{number * 1.37:.2f},{action},{moment:%Y-%m-%d %H:%M}"
        for number, (user, moment, action) in enumerate(rows())
    ]
    (tmp_path / "a.csv").write_text("\n".join([*lines, ""]))
    assert journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv").code == 0
    assert fields(tmp_path / "p") == {"event_name": "column_5", "occurred_at": "column_6", "user_id": "column_2"}


def test_people_without_a_header_are_known_by_their_addresses(tmp_path, journeymine):
    lines = [f"{number},Anna,Nowak,anna{number}@poczta.pl,+48 601 234 5{number:02}" for number in range(30)]
    (tmp_path / "a.csv").write_text("\n".join([*lines, ""]))
    assert journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv").code == 0
    assert fields(tmp_path / "p") == {"user_id": "column_1", "email": "column_4", "phone": "column_5"}


def test_what_customers_wrote_and_who_they_are_is_known_in_polish_and_russian(tmp_path, journeymine):
    polish = tmp_path / "opinie.csv"
    polish.write_text("Data;Karta;Ocena;Treść\n04.07.2026 12:46;K1;4,0;Bardzo miło\n05.07.2026 9:00;K2;2,0;Kolejka\n")
    assert journeymine("init", tmp_path / "p", "--from", polish).code == 0
    assert fields(tmp_path / "p") == {
        "occurred_at": "Data",
        "loyalty_id": "Karta",
        "rating": "Ocena",
        "text": "Treść",
        "rating_scale": "'stars5'",
    }
    russian = tmp_path / "nps.csv"
    russian.write_text("Дата,Номер клиента,Оценка,Комментарий\n14.07.2026 12:46,7,10,Удобно\n")
    assert journeymine("init", tmp_path / "r", "--from", russian).code == 0
    assert fields(tmp_path / "r")["text"] == "Комментарий"


def test_a_list_of_customers_with_the_day_they_came_is_people_and_no_event(tmp_path, journeymine):
    listed = tmp_path / "clients_2026.csv"
    listed.write_text("client_number,email,registered\n1,ann@example.org,2026-01-05\n2,bob@example.org,2026-02-11\n")
    begun = journeymine("init", tmp_path / "p", "--from", listed)
    [source] = read_settings(tmp_path / "p").sources.values()
    assert source.kind == "people"
    assert "taken for a list of people" in begun.out
    again = tmp_path / "clients_at_the_counter.csv"  # who comes twice is no entry of a list
    again.write_text("client_number,email,registered\n1,ann@example.org,2026-01-05\n1,ann@example.org,2026-02-11\n")
    assert journeymine("init", tmp_path / "q", "--from", again).code == 0
    assert next(iter(read_settings(tmp_path / "q").sources.values())).kind == "events"


def test_numbers_without_a_country_are_told_with_the_setting_that_reads_them(tmp_path, journeymine):
    calls = tmp_path / "calls.csv"
    calls.write_text("time,phone,action\n2026-03-01 10:00,601 234 567,call\n2026-03-02 10:00,601 234 568,call\n")
    begun = journeymine("init", tmp_path / "p", "--from", calls)
    assert "2 phone numbers tell no country; set [project].phone_region" in begun.out
    settings = tmp_path / "p" / "journeymine.toml"
    settings.write_text(settings.read_text().replace("#phone_region", "phone_region"))
    assert "tell no country" not in journeymine("check", "--project", tmp_path / "p").err


def test_files_named_by_dates_make_a_source_named_by_their_folder(tmp_path, journeymine):
    (tmp_path / "app").mkdir()
    days = [write_csv(tmp_path / "app" / f"2026-0{month}.csv", "user,time,event", "%Y-%m-%dT%H:%M") for month in (1, 2)]
    assert journeymine("init", tmp_path / "p", "--from", *days).code == 0
    assert list(read_settings(tmp_path / "p").sources) == ["app"]


def test_a_database_file_is_answered_with_the_source_that_reads_it(tmp_path, journeymine):
    (tmp_path / "shop.sqlite").write_bytes(b"SQLite format 3\0")
    refused = journeymine("init", tmp_path / "p", "--from", tmp_path / "shop.sqlite")
    assert refused.code == 1
    assert 'query = "select * from TABLE"' in refused.err
