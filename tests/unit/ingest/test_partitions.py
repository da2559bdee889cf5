"""Folders named key=value: the values are fields of every row below them."""

from __future__ import annotations

import json

from tests.unit.ingest.conftest import Project, read

HEADER = "event_name,occurred_at,user_id\n"
ROW = "visit,2026-11-01T10:00:00Z,u1\n"


def read_props(project: Project) -> list[dict[str, str]]:
    """Return the props of every landed event."""
    landed = project.land()
    assert not landed.refused, landed.refused
    return [json.loads(text) for file in landed.landed for text in read(file, "events")["props"] if text]


def test_values_of_folder_names_are_kept_with_each_row(project: Project) -> None:
    project.write("drops/country=PL/day=2026-11-01/a.csv", HEADER + ROW)
    project.write("drops/country=a%2Fb/day=__HIVE_DEFAULT_PARTITION__/a.csv", HEADER + ROW)
    project.source(kind="events", path="drops")
    assert sorted(map(str, read_props(project))) == ["{'country': 'PL', 'day': '2026-11-01'}", "{'country': 'a/b'}"]


def test_a_field_may_name_a_folder_s_key(project: Project) -> None:
    project.write("drops/shop=Warszawa/a.csv", HEADER + ROW)
    project.source(kind="events", path="drops", fields={"location": "shop"})
    landed = project.land_one()
    assert read(landed, "event_kinds")["location"].to_list() == ["Warszawa"]
    assert read(landed, "events")["props"].to_list() == [None]


def test_same_bytes_in_two_folders_are_two_files(project: Project) -> None:
    for shop in ("north", "south"):
        project.write(f"drops/shop={shop}/a.csv", HEADER + ROW)
    project.source(kind="events", path="drops")
    landed = project.land().landed
    keys = [read(file, "events")["event_key"].item() for file in landed]
    assert len(set(keys)) == 2, "rows that differ in what their folder says are two events"
    assert not any(file.is_new for file in project.land().landed)


def test_a_column_of_the_file_comes_before_its_folder_s_value(project: Project) -> None:
    project.write("drops/shop=north/a.csv", "event_name,occurred_at,user_id,shop\nvisit,2026-11-01T10:00:00Z,u1,east\n")
    project.source(kind="events", path="drops")
    assert read_props(project) == [{"shop": "east"}]


def test_rejected_lines_stay_as_they_are_in_the_file(project: Project) -> None:
    project.write("drops/shop=north/a.csv", HEADER + ROW + "visit,yesterday,u2\n")
    project.source(kind="events", path="drops")
    landed = project.land_one()
    assert (landed.line_count, landed.loaded_count, landed.rejected_count) == (3, 1, 1)
    assert read(landed, "rejected")["line_text"].to_list() == ["visit,yesterday,[hidden]"]


def test_a_personal_value_of_a_folder_s_name_is_not_kept(project: Project) -> None:
    project.write("drops/email=anna@example.com/a.csv", HEADER + ROW)
    project.source(kind="events", path="drops", fields={"event_name": "event_name", "user_id": "user_id"})
    landed = project.land_one()
    assert "anna" not in read(landed, "events").write_json()


def test_other_folders_within_are_none_of_the_source_s(project: Project) -> None:
    project.write("drops/a.csv", HEADER + ROW)
    project.write("drops/old/b.csv", HEADER + "visit,2026-11-02T10:00:00Z,u2\n")
    project.source(kind="events", path="drops")
    assert project.land_one().loaded_count == 1


def test_partitions_of_parquet_and_json_lines_are_read_alike(project: Project) -> None:
    line = {"event_name": "visit", "occurred_at": "2026-11-01T10:00:00Z", "user_id": "u1"}
    project.write("drops/shop=north/a.jsonl.gz", json.dumps(line) + "\n")
    project.source(kind="events", path="drops")
    assert read_props(project) == [{"shop": "north"}]
