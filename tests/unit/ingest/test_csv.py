"""CSV files as they really come: every record is loaded, or kept with its line number and reasons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeymine.contracts.landed import LandedFile

from .conftest import Project, read, reasons

Land = Callable[..., LandedFile]
HEADER = "event_id,occurred_at,event_name,user_id\n"
GOOD = "1,2026-01-01 10:00:00,view,u1\n"


def names(landed: LandedFile) -> list[str]:
    return read(landed, "event_kinds")["event_name"].sort().to_list()


def ids(landed: LandedFile) -> list[str]:
    return read(landed, "events").sort("row_number")["event_id"].to_list()


def test_clean_file_is_loaded_whole(land_csv: Land) -> None:
    landed = land_csv(HEADER + GOOD + GOOD.replace("1,", "2,", 1))
    assert (landed.line_count, landed.header_count, landed.loaded_count, landed.rejected_count) == (3, 1, 2, 0)
    assert ids(landed) == ["1", "2"]


def test_byte_order_mark_and_carriage_returns_are_read_right(land_csv: Land) -> None:
    landed = land_csv(b"\xef\xbb\xbf" + (HEADER + GOOD).replace("\n", "\r\n").encode())
    assert ids(landed) == ["1"]
    assert names(landed) == ["view"]


def test_mixed_line_ends_are_read(land_csv: Land) -> None:
    landed = land_csv(HEADER + GOOD.replace("\n", "\r\n") + GOOD.replace("1,", "2,", 1))
    assert ids(landed) == ["1", "2"]


def test_last_line_without_line_end_is_a_line(land_csv: Land) -> None:
    assert ids(land_csv((HEADER + GOOD).rstrip("\n"))) == ["1"]


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_delimiter_is_found_in_the_header(land_csv: Land, mark: str) -> None:
    assert ids(land_csv((HEADER + GOOD).replace(",", mark))) == ["1"]


def test_delimiter_can_be_set(land_csv: Land) -> None:
    assert ids(land_csv((HEADER + GOOD).replace(",", "~"), delimiter="~")) == ["1"]


def test_tsv_by_name(land_csv: Land) -> None:
    assert ids(land_csv((HEADER + GOOD).replace(",", "\t"), "events.tsv")) == ["1"]


def test_gzip_is_read(land_csv: Land) -> None:
    assert ids(land_csv(HEADER + GOOD, "events.csv.gz")) == ["1"]


def test_quoted_line_break_does_not_end_a_record(land_csv: Land) -> None:
    landed = land_csv(HEADER + '1,2026-01-01 10:00:00,"a\nb",u1\n' + GOOD.replace("1,", "2,", 1))
    assert (landed.line_count, landed.loaded_count, landed.rejected_count) == (3, 2, 0)
    assert names(landed) == ["a\nb", "view"]


def test_line_numbers_count_the_lines_of_quoted_breaks(land_csv: Land) -> None:
    landed = land_csv(HEADER + '1,2026-01-01 10:00:00,"a\nb\nc",u1\n2,never,view,u1\n')
    assert reasons(landed) == {5: ["occurred_at cannot be read as a time"]}


def test_unterminated_quote_costs_its_own_line_only(land_csv: Land) -> None:
    lines = [GOOD.replace("1,", f"{number},", 1) for number in range(1, 8)]
    lines[2] = '3,2026-01-01 10:00:00,"view,u1\n'
    landed = land_csv(HEADER + "".join(lines))
    assert list(reasons(landed)) == [4]
    assert ids(landed) == ["1", "2", "4", "5", "6", "7"]


def test_two_stray_quotes_do_not_swallow_what_is_between(land_csv: Land) -> None:
    lines = [GOOD.replace("1,", f"{number},", 1) for number in range(1, 8)]
    for stray in (1, 4):
        lines[stray] = f'{stray + 1},2026-01-01 10:00:00,"view,u1\n'
    landed = land_csv(HEADER + "".join(lines))
    assert list(reasons(landed)) == [3, 6]
    assert ids(landed) == ["1", "3", "4", "6", "7"]


def test_quote_inside_an_unquoted_field_is_text(land_csv: Land) -> None:
    assert names(land_csv(HEADER + '1,2026-01-01 10:00:00,2" pipe,u1\n')) == ['2" pipe']


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2,2026-01-01 10:00:00,view", "expected 4 columns, found 3"),
        ("2,2026-01-01 10:00:00,view,u1,more", "expected 4 columns, found 5"),
        ("", "the line is blank"),
        ("2,2026-01-01 10:00:00,vi\0ew,u1", "the line has a NUL byte"),
        (
            '2,2026-01-01 10:00:00,"view"x,u1',
            "a quote is opened and never closed, or text follows a closing quote (write one in a field twice)",
        ),
        ("2,2026-01-01 10:00:00,vi\rew,u1", "a lone carriage return outside quotes"),
        (f"2,2026-01-01 10:00:00,{'x' * 1_000_000},u1", "a field is longer than 500,000 bytes"),
    ],
)
def test_broken_line_is_kept_with_its_reason(land_csv: Land, line: str, reason: str) -> None:
    landed = land_csv(HEADER + GOOD + line + "\n" + GOOD.replace("1,", "3,", 1))
    assert reasons(landed) == {3: [reason]}
    assert ids(landed) == ["1", "3"]
    assert len(read(landed, "rejected")["line_text"][0]) <= 2_000


def test_row_numbers_rise_in_file_order(land_csv: Land) -> None:
    landed = land_csv(HEADER + GOOD + "broken\n" + GOOD.replace("1,", "2,", 1))
    assert ids(landed) == ["1", "2"]


def test_header_names_that_repeat_or_are_empty_get_names(land_csv: Land) -> None:
    landed = land_csv("occurred_at,event_name,a,A,\n2026-01-01,view,1,2,3\n")
    assert landed.unmapped_columns == ("a", "A_4", "column_5")


def test_header_alone_lands_without_rows(land_csv: Land) -> None:
    landed = land_csv(HEADER)
    assert (landed.line_count, landed.loaded_count, landed.rejected_count) == (1, 0, 0)


def test_script_in_an_event_name_is_text(land_csv: Land) -> None:
    assert names(land_csv(HEADER + "1,2026-01-01,<script>alert(1)</script>,u1\n")) == ["<script>alert(1)</script>"]


@pytest.mark.parametrize(
    ("encoding", "text"), [("cp1250", "Zażółć gęślą jaźń"), ("cp1251", "Оплата не прошла"), ("utf-16", "Zażółć")]
)
def test_wrong_encoding_is_refused_and_the_right_one_named(project: Project, encoding: str, text: str) -> None:
    project.write("events.csv", (HEADER + f"1,2026-01-01,{text},u1\n").encode(encoding))
    project.source(kind="events", path="events.csv")
    (refused,) = project.land().refused
    assert refused.reason == "is not utf-8 text"
    assert refused.next_action == f"Set encoding = {encoding!r} for this source."


@pytest.mark.parametrize("encoding", ["cp1250", "utf-16", "iso8859-2"])
def test_stated_encoding_is_read(land_csv: Land, encoding: str) -> None:
    landed = land_csv((HEADER + "1,2026-01-01,Zażółć,u1\n2,never,źle,u1\n").encode(encoding), encoding=encoding)
    assert names(landed) == ["Zażółć"]
    assert read(landed, "rejected")["line_text"].to_list() == ["2,never,źle,[hidden]"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        ("\n\n", "has no header: its first line is blank"),
        ("event_name,user_id\nview,u1\n", "has no column for occurred_at"),
    ],
)
def test_file_that_cannot_be_read_is_refused(project: Project, content: str, reason: str) -> None:
    project.write("events.csv", content)
    project.write("good.csv", HEADER + GOOD)
    project.source("bad", kind="events", path="events.csv")
    project.source("good", kind="events", path="good.csv")
    result = project.land()
    assert [entry.reason for entry in result.refused] == [reason]
    assert [landed.source for landed in result.landed] == ["good"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"occurred_at": "moment"}, "has no column for occurred_at: it lacks 'moment'"),
        ({"user_id": "login"}, "lacks the columns that say who it was: 'login'"),
    ],
)
def test_missing_column_that_is_needed_is_refused_with_the_columns_there_are(
    project: Project, fields: dict[str, str], reason: str
) -> None:
    project.write("events.csv", HEADER + GOOD)
    project.source(kind="events", path="events.csv", fields=fields)
    (refused,) = project.land().refused
    assert refused.reason == reason
    assert refused.next_action is not None
    assert refused.next_action.startswith("It has: event_id, occurred_at, event_name, user_id.")


@pytest.mark.parametrize("fields", [{"location": "store"}, {"user_id": "user_id", "email": "mail"}])
def test_missing_column_that_is_not_needed_is_null(project: Project, fields: dict[str, str]) -> None:
    project.write("events.csv", HEADER + GOOD)
    project.source(kind="events", path="events.csv", fields=fields)
    landed = project.land_one()
    assert landed.missing_columns == tuple(fields.values())[-1:]
    assert read(landed, "event_kinds")["location"].to_list() == [None]


def test_broken_gzip_is_refused(project: Project) -> None:
    project.write("events.csv.gz", HEADER + GOOD * 1000)
    path = project.folder / "events.csv.gz"
    path.write_bytes(path.read_bytes()[:-20])
    project.source(kind="events", path="events.csv.gz")
    (refused,) = project.land().refused
    assert "cannot be read" in refused.reason


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("7,Anna Nowak,anna.nowak@poczta.pl\n", "an e-mail address"),
        ("7,Anna Nowak,+48 601 234 567\n", "a phone number"),
    ],
)
def test_address_where_a_column_should_be_named_means_no_header_and_is_not_repeated(
    project: Project, line: str, held: str
) -> None:
    project.write("people.csv", line * 3)
    project.source(kind="people", path="people.csv", fields={"user_id": "id"})
    (refused,) = project.land().refused
    assert refused.reason == f"has no header: its first line holds {held}"
    assert refused.next_action == 'Name its columns for this source: columns = ["column_1", "column_2", "column_3"].'


def test_names_of_columns_that_are_told_are_redacted(project: Project) -> None:
    project.write("people.jsonl", '{"anna.nowak@poczta.pl": 1}\n')
    project.source(kind="people", path="people.jsonl", fields={"user_id": "id"})
    (refused,) = project.land().refused
    assert refused.next_action == "It has: [email]."


def test_in_a_column_without_a_name_what_may_be_a_person_is_hidden(land_csv: Land) -> None:
    lines = ("Zofia Żółw,red", "Nowak,2", "Ірина,x9", "kontakt@,Anna Maria de Nowak")
    rows = "".join(f"{number},2026-01-01,view,{line}\n" for number, line in enumerate(lines))
    landed = land_csv("event_id,occurred_at,event_name,,\n" + rows + "4,never,view,Jan Kowalski,7\n")
    assert read(landed, "events").sort("row_number")["props"].to_list() == [
        '{"column_4":"[hidden]","column_5":"red"}',
        '{"column_4":"[hidden]","column_5":"2"}',
        '{"column_4":"[hidden]","column_5":"x9"}',
        '{"column_4":"kontakt@","column_5":"Anna Maria de Nowak"}',
    ]
    assert read(landed, "rejected")["line_text"].to_list() == ["4,never,view,[hidden],[hidden]"]


def test_delimiter_at_the_end_of_each_row_is_no_further_column_also_beside_a_bad_row(land_csv: Land) -> None:
    landed = land_csv(HEADER + GOOD.replace("\n", ",\n") + '2,2026-01-01,view,"u,2",\n' + "3,2026-01-01\n")
    assert ids(landed) == ["1", "2"]
    assert reasons(landed) == {4: ["expected 4 columns, found 2"]}


def test_words_that_databases_write_for_nothing_are_nothing_where_a_number_or_time_should_be(land_csv: Land) -> None:
    rows = "".join(
        f"{number},2026-01-01,view,{word},{word}\n" for number, word in enumerate(("NULL", "\\N", "n/a", "nan"))
    )
    landed = land_csv(
        "event_id,occurred_at,event_name,amount,received_at\n" + rows + "9,null,view,5,\n10,2026-01-01,view,-,\n"
    )
    assert ids(landed) == ["0", "1", "2", "3"]
    assert read(landed, "events")["amount"].is_null().all()
    assert reasons(landed) == {6: ["occurred_at is missing"], 7: ["amount is not a number that fits"]}


def test_number_that_a_spreadsheet_has_cut_is_nobodys(land_csv: Land) -> None:
    landed = land_csv(
        "event_id,occurred_at,event_name,user_id\n1,2026-01-01,view,4.86012E+10\n2,2026-01-01,view,4.86E+10\n"
    )
    assert landed.loaded_count == 2
    assert landed.unusable_key_counts == {"user_id": 2}
    assert not landed.path("key_sets").exists() or read(landed, "key_sets").is_empty()
