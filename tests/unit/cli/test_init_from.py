"""`journeymine init --from FILE...` reads files that nobody has described, or says what it must be told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from journeymine.settings import read_settings
from tests.unit.cli.newcomer_files import ECOM, fields, rows, write_csv


def test_newcomer_with_one_csv_reaches_a_report_in_two_commands(tmp_path, journeymine):
    project = tmp_path / "shop"
    begun = journeymine("init", project, "--from", ECOM)
    assert begun.code == 0, begun.err
    assert "31,106 of 31,106 rows" in begun.out
    ended = journeymine("run", "--project", project)
    assert ended.code == 0, ended.err
    assert (project / "warehouse" / "current" / "site" / "index.html").is_file()
    asked = journeymine(
        "query",
        "select count(distinct customer_id) as customers, count(*) filter (goal = 'purchase') > 0 as has_goals "
        "from core.journeys",
        *("--project", project, "--json"),
    )
    assert json.loads(asked.out) == [{"customers": 600, "has_goals": True}]


@pytest.mark.parametrize(
    ("header", "person"),
    [
        ("client_id,ts,action", "client_id"),
        ("Customer ID,Event Time,Activity", "Customer ID"),
        ("userId,createdAt,eventType", "userId"),
        ("case:concept:name,time:timestamp,concept:name", "case:concept:name"),
    ],
)
def test_columns_are_known_by_their_usual_names(tmp_path, journeymine, check, header, person):
    path = write_csv(tmp_path / "log.csv", header, "%Y-%m-%dT%H:%M:%S")
    assert journeymine("init", tmp_path / "p", "--from", path).code == 0
    names = header.split(",")
    assert fields(tmp_path / "p") == {"event_name": names[2], "occurred_at": names[1], "user_id": person}
    check(tmp_path / "p")


def test_anonymous_id_beside_a_user_is_a_device(tmp_path, journeymine, check):
    lines = [f"{user},c-{user},{moment:%Y-%m-%d %H:%M:%S},{action}" for user, moment, action in rows()]
    (tmp_path / "a.csv").write_text("\n".join(["user_id,client_id,time,event", *lines, ""]))
    assert journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv").code == 0
    assert fields(tmp_path / "p")["device_id"] == "client_id"
    check(tmp_path / "p")


@pytest.mark.parametrize("factor", [1, 1_000, 1_000_000])
def test_epochs_are_read(tmp_path, journeymine, check, factor):
    lines = [f"{user},{int(moment.timestamp()) * factor},{action}" for user, moment, action in rows()]
    (tmp_path / "a.csv").write_text("\n".join(["user,ts,event", *lines, ""]))
    assert journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv").code == 0
    check(tmp_path / "p")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("%d.%m.%Y %H:%M", ("%d.%m.%Y %H:%M",)),
        ("%d/%m/%Y %H:%M:%S", ("%d/%m/%Y %H:%M:%S",)),
        ("%d-%m-%y", ("%d-%m-%y",)),
        ("%d %b %Y %H:%M", ("%d %b %Y %H:%M",)),
        ("%Y%m%d", ("%Y%m%d",)),
        ("%Y-%m-%d %I:%M:%S %p", ("%Y-%m-%d %I:%M:%S %p",)),
    ],
)
def test_times_that_can_be_told_are_read_by_a_pattern(tmp_path, journeymine, check, pattern, expected):
    lines = [f"{user},{(moment + timedelta(days=9)).strftime(pattern)},{action}" for user, moment, action in rows(80)]
    (tmp_path / "a.csv").write_text("\n".join(["user,when,event", *lines, ""]))
    begun = journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv")
    assert begun.code == 0, begun.err
    [source] = read_settings(tmp_path / "p").sources.values()
    assert source.time_formats == expected
    check(tmp_path / "p", 80)


def test_day_and_month_that_cannot_be_told_apart_are_asked_for(tmp_path, journeymine, check):
    path = write_csv(tmp_path / "a.csv", "user,when,event", "%d/%m/%Y %H:%M")
    path.write_text("\n".join(path.read_text().splitlines()[:30]) + "\n")
    refused = journeymine("init", tmp_path / "p", "--from", path)
    assert refused.code == 1
    assert "does the day or the month come first?" in refused.err
    assert "--time-format '%d/%m/%Y %H:%M' or --time-format '%m/%d/%Y %H:%M'" in refused.err
    assert not (tmp_path / "p").exists()
    assert journeymine("init", tmp_path / "p", "--from", path, "--time-format", "%d/%m/%Y %H:%M").code == 0
    check(tmp_path / "p", 29)


def test_semicolons_and_another_encoding_are_found(tmp_path, journeymine, check):
    lines = [f"{user};{moment:%Y-%m-%d %H:%M};{action} żółć" for user, moment, action in rows()]
    (tmp_path / "a.csv").write_bytes("\r\n".join(["klient;czas;zdarzenie", *lines, ""]).encode("cp1250"))
    begun = journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv")
    assert begun.code == 0, begun.err
    [source] = read_settings(tmp_path / "p").sources.values()
    assert source.encoding == "cp1250"
    assert source.fields == {"event_name": "zdarzenie", "occurred_at": "czas", "user_id": "klient"}
    check(tmp_path / "p")


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("Data i czas;E-mail klienta;Imię i nazwisko;Zdarzenie;Uwagi", "cp1250"),
        ("Дата и время;Эл. почта;Фамилия;Событие;Комментарий", "cp1251"),
        ("When;Primary contact;Surname;Event;Remarks", "utf-8"),
    ],
)
def test_people_are_found_and_hidden_whatever_their_columns_are_called(tmp_path, journeymine, check, header, encoding):
    lines = [
        f"{moment:%Y-%m-%d %H:%M};{user}@shop.example;Kowalski;{action};call Anna" for user, moment, action in rows()
    ]
    lines.append("some day;u1@shop.example;Kowalski;visit;call Anna")
    (tmp_path / "a.csv").write_bytes("\r\n".join([header, *lines, ""]).encode(encoding))
    begun = journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv")
    assert begun.code == 0, begun.err
    assert fields(tmp_path / "p")["email"] == header.split(";")[1]
    assert "line 42: some day;[hidden];[hidden];visit;[hidden]" in begun.out
    assert f"left out      {header.split(';')[2]} (personal" in begun.out
    assert not any(secret in begun.out for secret in ("Kowalski", "Anna", "u1@"))


@pytest.mark.parametrize("above", ["sep=;\r\n", "Events of March;;\r\n;;\r\n", "Events of March\r\n"])
def test_what_a_spreadsheet_writes_above_the_header_belongs_to_it(tmp_path, journeymine, check, above):
    path = write_csv(tmp_path / "a.csv", "user;time;event", "%d.%m.%Y %H:%M", mark=";")
    path.write_bytes(b"\xef\xbb\xbf" + above.encode() + path.read_bytes())
    begun = journeymine("init", tmp_path / "p", "--from", path)
    assert begun.code == 0, begun.err
    assert fields(tmp_path / "p") == {"event_name": "event", "occurred_at": "time", "user_id": "user"}
    check(tmp_path / "p")


@pytest.mark.parametrize(("day", "hour"), [("%Y-%m-%d", "%H:%M:%S"), ("%d.%m.%Y", "%H:%M")])
def test_day_and_time_of_day_in_two_columns_are_one_time(tmp_path, journeymine, check, day, hour):
    path = write_csv(tmp_path / "a.csv", "user;date;hour;event", f"{day};{hour}", mark=";")
    begun = journeymine("init", tmp_path / "p", "--from", path)
    assert begun.code == 0, begun.err
    assert fields(tmp_path / "p")["occurred_at"] == "date + hour"
    assert "2026-03-01 09:00 to 2026-03-09 12:00 UTC" in begun.out
    check(tmp_path / "p")
