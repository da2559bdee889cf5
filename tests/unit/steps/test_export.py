"""What is exported is what other tools read: pm4py opens every file, and counts the same."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter
from pathlib import Path

import pandas as pd
import pm4py
import polars as pl
import pytest

from journeymine.errors import SettingsError
from journeymine.settings import Settings
from journeymine.steps.export import export_models, export_ocel, export_tables, export_xes
from journeymine.steps.publish import DATABASE
from journeymine.warehouse.build import NIGHT, open_catalog
from journeymine.warehouse.connection import open_database
from tests.sql.small_warehouse import build_warehouse, land_rows, make_settings, read_table, write_landed

pytestmark = pytest.mark.filterwarnings("ignore")
EVENTS = """
at    | id | user_id | object | event         | amount | source
10:00 | 1  | anna    |        | A<b> & "c"    |        | web
10:00 | 2  | anna    |        | A<b> & "c"    |        | web
10:01 | 3  | anna    |        | NA            |        | web
10:02 | 4  | anna    |        | order placed  | 5      | web
10:00 | 5  | bob     | t1     | ticket opened |        | desk
11:00 | 6  |         | t1     | ticket solved |        | desk
10:30 | 7  | bob     |        | Łódź, "żółć"  |        | web
10:00 | 8  |         |        | nobody        |        | web
"""
TABLES = (
    *("core.journeys", "core.journey_steps", "core.touchpoint_names", "core.event_kinds", "core.event_rows"),
    *("core.customer_events", "core.key_set_customers", "core.channels", "core.sessions", "marts.variants"),
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A project with a night published that holds the tables exports read."""
    project = tmp_path_factory.mktemp("project")
    settings = make_settings(
        goals=[{"name": "purchase", "touchpoint": "order placed", "value": "amount"}],
        touchpoints={
            "touchpoint": [{"name": "{event_name}", "stage": "use", "channel": "any", "when": {"event_name": "*"}}]
        },
        planned=[
            {
                "name": "web, straight",
                "steps": [{"optional": ["A", "B & C"]}, {"any": ["D", "E"], "repeat": True}, "F"],
            }
        ],
    ).model_copy(update={"folder": project})
    night = settings.warehouse_folder / "nights" / "20260101T000000Z"
    night.mkdir(parents=True)
    with open_database(None) as connection, open_catalog(connection, NIGHT, night / DATABASE):
        write_landed(connection, land_rows(read_table(EVENTS)))
        build_warehouse(connection, settings, TABLES)
    (night / "night.json").write_text("{}", encoding="utf-8")
    (settings.warehouse_folder / "current").symlink_to("nights/20260101T000000Z")
    return settings


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_xes_holds_every_journey_and_step_in_order(published: Settings, tmp_path: Path, name: str) -> None:
    told = export_xes(published, tmp_path / "new" / name)
    log = pm4py.read_xes(str(tmp_path / "new" / name))
    variants = Counter(tuple(steps) for _, steps in log.groupby("case:concept:name", sort=False)["concept:name"])
    assert variants == {
        ('A<b> & "c"', 'A<b> & "c"', "NA", "order placed"): 1,
        ("ticket opened", 'Łódź, "żółć"', "ticket solved"): 1,
    }
    assert "2 journeys, 7 steps" in told
    assert str(log["time:timestamp"].min()) == "2026-01-01 10:00:00+00:00"
    assert set(log["case:status"]) == {"converted", "open"}


@pytest.mark.parametrize("name", ["log.json", "log.sqlite"])
def test_ocel_relates_each_step_to_customer_visit_and_record(published: Settings, tmp_path: Path, name: str) -> None:
    told = export_ocel(published, tmp_path / name)
    read = pm4py.read_ocel2_sqlite if name.endswith("sqlite") else pm4py.read_ocel2_json
    log = read(str(tmp_path / name))
    assert len(log.events) == 7
    assert Counter(log.events["ocel:activity"])['A<b> & "c"'] == 2
    assert Counter(log.objects["ocel:type"]) == {"customer": 2, "session": 4, "ticket": 1, "order": 1}
    assert Counter(log.relations["ocel:type"]) == {"customer": 7, "session": 7, "ticket": 2, "order": 1}
    assert len(log.o2o) == 6
    assert "7 events of 6 types, objects of 4 types" in told
    flat = pm4py.ocel_flattening(log, "ticket")
    assert flat["concept:name"].tolist() == ["ticket opened", "ticket solved"]


def test_both_ocel_files_tell_the_same(published: Settings, tmp_path: Path) -> None:
    export_ocel(published, tmp_path / "a.json")
    export_ocel(published, tmp_path / "a.sqlite")
    events = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["events"]
    related = {(event["id"], one["objectId"]) for event in events for one in event["relationships"]}
    with sqlite3.connect(tmp_path / "a.sqlite") as database:
        assert set(database.execute("select ocel_event_id, ocel_object_id from event_object")) == related


def test_plans_are_nets_and_diagrams_that_accept_what_is_planned(published: Settings, tmp_path: Path) -> None:
    assert len(export_models(published, tmp_path)) == 2
    net, start, end = pm4py.read_pnml(str(tmp_path / "plan_1_web_straight.pnml"))
    drawn = pm4py.convert_to_petri_net(pm4py.read_bpmn(str(tmp_path / "plan_1_web_straight.bpmn")))
    paths = {"B & C,D,F": True, "D,E,D,F": True, "A,F": False, "D": False, "A,B & C,D,F": False}
    rows = [
        {"case:concept:name": path, "concept:name": step, "time:timestamp": f"2026-01-01T10:0{number}:00Z"}
        for path in paths
        for number, step in enumerate(path.split(","))
    ]
    log = pd.DataFrame(rows).assign(**{"time:timestamp": lambda frame: pd.to_datetime(frame["time:timestamp"])})
    for model in ((net, start, end), drawn):
        found = pm4py.conformance_diagnostics_alignments(log, *model)
        fits = dict(zip(sorted(paths), (one["fitness"] == 1 for one in found), strict=True))
        assert fits == paths


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        ("'all' as slice_kind, 'all' as slice", ["split_miner.bpmn"]),
        ("'business unit' as slice_kind, 'North/East' as slice", ["business_unit_North_East_split_miner.bpmn"]),
        ("1 as written_by_an_earlier_version", ["split_miner.bpmn"]),
    ],
)
def test_a_model_s_file_is_called_by_its_slice_and_model(tmp_path: Path, columns: str, names: list[str]) -> None:
    settings = make_settings().model_copy(update={"folder": tmp_path / "project"})
    night = settings.warehouse_folder / "nights" / "20260101T000000Z"
    night.mkdir(parents=True)
    with open_database(night / DATABASE) as connection:
        connection.execute("create schema analysis")
        connection.execute(
            f"create table analysis.model_files as select {columns}, 'split_miner' as model, 'bpmn' as format, "
            "'<x/>' as content"
        )
    (night / "night.json").write_text("{}", encoding="utf-8")
    (settings.warehouse_folder / "current").symlink_to("nights/20260101T000000Z")
    export_models(settings, tmp_path / "out")
    assert [file.name for file in (tmp_path / "out").iterdir()] == names


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_table_becomes_a_file_with_all_its_rows(published: Settings, tmp_path: Path, form: str) -> None:
    told: list[str] = []
    written = export_tables(published, tmp_path, form, (), told.append)
    assert told == written
    assert {f"{table}.{form}" for table in TABLES} <= {file.name for file in tmp_path.iterdir()}
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]
    if form == "parquet":
        assert pl.read_parquet(tmp_path / "core.journey_steps.parquet").height == 7
    else:
        with (tmp_path / "marts.variants.csv").open(encoding="utf-8", newline="") as file:
            paths = [json.loads(row["touchpoints"]) for row in csv.DictReader(file)]
        assert sorted(map(len, paths)) == [3, 4]


def test_no_cell_of_a_csv_is_a_formula_and_numbers_stay(published: Settings, tmp_path: Path) -> None:
    texts = ["=1+1", "+49 30", "-2.5", "@x", "a = b"]
    with open_database(published.warehouse_folder / "current" / DATABASE) as connection:
        connection.execute("create table marts.notes as select unnest($1::varchar[]) as note, -3 as change", [texts])
    for form in ("csv", "parquet"):
        export_tables(published, tmp_path, form, ("marts.notes",), print)  # type: ignore[arg-type]
    with (tmp_path / "marts.notes.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["note"], row["change"]) for row in csv.DictReader(file)]
    assert rows == [("'=1+1", "-3"), ("'+49 30", "-3"), ("-2.5", "-3"), ("'@x", "-3"), ("a = b", "-3")]
    assert pl.read_parquet(tmp_path / "marts.notes.parquet")["note"].to_list() == texts


def test_a_table_or_ending_that_there_is_not_is_refused_with_the_nearest(published: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"Did you mean 'marts\.variants'"):
        export_tables(published, tmp_path, "csv", ("marts.variant",), print)
    with pytest.raises(SettingsError, match="in which format"):
        export_xes(published, tmp_path / "log.txt")
    with pytest.raises(SettingsError, match=r"\.sqlite"):
        export_ocel(published, tmp_path / "log.xml")
    assert list(tmp_path.iterdir()) == []
