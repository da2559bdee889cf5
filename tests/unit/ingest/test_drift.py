"""Columns that come and go between the files of a source are kept, told, or refuse their file alone."""

from __future__ import annotations

import json

from .conftest import Project, read

FIELDS = {"event_name": "event", "occurred_at": "time", "user_id": "user", "location": "shop"}
DAYS = {
    "1.csv": "event,time,user,shop\nview,2026-01-01,u1,north\n",
    "2.csv": "event,time,user,shop,colour\nview,2026-01-02,u1,south,red\n",
    "3.csv": "event,time,user,colour\nview,2026-01-03,u1,blue\n",
    "4.csv": "event,user,shop\nview,u1,north\n",
    "5.csv": "event,time,user,shop,colour\nview,2026-01-05,u1,east,green\n",
}


def land(project: Project, *names: str):
    for name in names:
        project.write(f"days/{name}", DAYS[name])
    project.source(kind="events", path="days/*.csv", fields=FIELDS)
    return project.land()


def test_new_column_is_kept_in_props_and_told_once(project: Project) -> None:
    result = land(project, "1.csv", "2.csv", "5.csv")
    told = [sentence for sentence in project.messages if "new columns" in sentence]
    assert told == ["days/2.csv has new columns: colour; what no field names stays in props."]
    assert result.drift == ()
    props = [read(landed, "events")["props"].to_list() for landed in result.landed]
    assert sorted(json.loads(prop)["colour"] for [prop] in props if prop) == ["green", "red"]


def test_new_column_is_told_against_files_of_earlier_nights(project: Project) -> None:
    land(project, "1.csv")
    project.messages.clear()
    land(project, "2.csv")
    assert any("new columns: colour" in sentence for sentence in project.messages)


def test_missing_optional_column_is_null_and_warned_of(project: Project) -> None:
    result = land(project, "2.csv", "3.csv")
    assert result.drift == (
        "days/3.csv (shop) lacks the column 'shop' that the fields of its source name; it is null there",
    )
    assert result.refused == ()
    again = project.land()
    assert again.drift == (), "a file is warned of when it lands"


def test_missing_required_column_refuses_its_file_and_no_other(project: Project) -> None:
    result = land(project, *DAYS)
    (refused,) = result.refused
    assert refused.file_name == "days/4.csv"
    assert refused.reason == "has no column for occurred_at: it lacks 'time'"
    assert len(result.landed) == 4


def test_column_that_a_mapping_read_and_that_is_gone_is_warned_of(project: Project) -> None:
    project.write("1.csv", "event_name,occurred_at,user_id,campaign\nview,2026-01-01,u1,spring\n")
    project.write("2.csv", "event_name,occurred_at,user_id\nview,2026-01-02,u1\n")
    project.source(kind="events", path="*.csv")
    assert project.land().drift == ("2.csv (shop) no longer has the column 'campaign'; it is null there",)


def test_key_that_json_lines_leave_out_is_told_without_a_warning(project: Project) -> None:
    project.write("1.jsonl", '{"event_name": "a", "occurred_at": "2026-01-01", "user_id": "u", "campaign": "x"}\n')
    project.write("2.jsonl", '{"event_name": "a", "occurred_at": "2026-01-02", "user_id": "u"}\n')
    project.source(kind="events", path="*.jsonl")
    assert project.land().drift == ()
    assert any("no longer has the column 'campaign'" in sentence for sentence in project.messages)


def test_grown_file_is_read_whole_and_its_known_rows_stay_one(project: Project) -> None:
    """Rows without an id of their own are known by their content, and true repeats by their number."""
    first = "event,time,user,shop\n" + "view,2026-01-01,u1,north\n" * 2
    project.write("days/1.csv", first)
    project.source(kind="events", path="days/*.csv", fields=FIELDS)
    (before,) = project.land().landed
    project.write("days/1.csv", first + "view,2026-01-01,u1,north\nbuy,2026-01-02,u1,north\n")
    result = project.land()
    keys = [key for landed in result.landed for key in read(landed, "events")["event_key"]]
    assert len(result.landed) == 2
    assert len(keys) == 6
    assert len(set(keys)) == 4
    assert set(read(before, "events")["event_key"]) < set(keys)
