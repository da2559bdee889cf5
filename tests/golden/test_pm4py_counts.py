"""Directly-follows counts, starts, ends and variants of the warehouse are those pm4py counts on the same events."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pm4py
import pytest
from pm4py.algo.discovery.split_miner import algorithm as split_miner
from pm4py.algo.discovery.split_miner.variants.classic import Parameters
from pm4py.objects.dfg.obj import DFG

from journeymine.mining import miner, replay
from journeymine.mining.discover import read_counts
from journeymine.mining.eventlog import JourneyCounts, count_paths
from journeymine.mining.files import write_plain_net
from journeymine.mining.graph import find_bpmn_edges
from journeymine.warehouse.build import NIGHT, open_catalog
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.frames import read_frame, read_query
from tests.sql.small_warehouse import build_warehouse, land_rows, make_settings, write_landed
from tests.unit.mining.nets import score_fitness_with_pm4py

pytestmark = pytest.mark.filterwarnings("ignore")
PATIENTS = Path(__file__).parents[1] / "fixtures" / "patients_bupar" / "patients.csv"
TABLES = (
    "marts.transitions",
    "marts.journey_ends",
    "marts.triples",
    "marts.main_variants",
    "marts.variants",
    "core.journey_steps",
)


def read_handlings() -> list[dict[str, Any]]:
    """Read the patients' activities: rows `start` and `complete` of one handling_id are one of them."""
    with PATIENTS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    handlings: dict[str, dict[str, Any]] = {}
    for row in rows:
        handling = handlings.setdefault(row["handling_id"], {"patient": row["patient"], "event": row["handling"]})
        handling[row["registration_type"]] = datetime.fromisoformat(row["time"]).replace(tzinfo=None)
    return [{"id": key, **handling} for key, handling in handlings.items()]


@contextmanager
def open_patients() -> Iterator[Any]:
    """Build the patients' journeys in memory: one per patient, an activity at its start."""
    events = [
        {"at": row["start"], "id": row["id"], "user_id": row["patient"], "event": row["event"]}
        for row in read_handlings()
    ]
    settings = make_settings(
        journeys={"ends_at": "customer"},
        touchpoints={
            "touchpoint": [{"name": "{event_name}", "stage": "use", "channel": "ward", "when": {"event_name": "*"}}]
        },
    )
    with open_database(None) as connection, open_catalog(connection, NIGHT):
        write_landed(connection, land_rows(events))
        build_warehouse(connection, settings, TABLES)
        connection.execute(f"use {NIGHT}")
        yield connection


@contextmanager
def open_sample(warehouse: Path) -> Iterator[Any]:
    with open_database(warehouse, read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def patients() -> Iterator[Any]:
    """The patients' warehouse, built once. Nobody may write in it."""
    with open_patients() as connection:
        yield connection


@pytest.fixture(params=["patients", "sample"])
def connection(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "patients":
        yield request.getfixturevalue("patients")
        return
    with open_sample(request.getfixturevalue("sample_warehouse")) as connection:
        yield connection


def read_log(connection: Any) -> pd.DataFrame:
    """Read every step as pm4py wants it: sorted, each a minute after the one before, so that no tie is left."""
    steps = read_query(
        connection, "select journey_id, step_index, touchpoint from core.journey_steps order by journey_id, step_index"
    )
    begin = pd.Timestamp("2026-01-01", tz="UTC")
    return pd.DataFrame(
        {
            "case:concept:name": steps["journey_id"].to_list(),
            "concept:name": steps["touchpoint"].to_list(),
            "time:timestamp": [begin + pd.Timedelta(minutes=index) for index in steps["step_index"]],
        }
    )


def read_marts(connection: Any) -> JourneyCounts:
    """Read the counts that models are mined from, with every variant."""
    return read_counts(
        read_frame(connection, "marts.transitions"),
        read_frame(connection, "marts.journey_ends"),
        read_frame(connection, "marts.triples"),
        read_frame(connection, "marts.variants"),
    )


def test_marts_count_what_pm4py_counts(connection) -> None:
    counts, log = read_marts(connection), read_log(connection)
    names = counts.names
    transitions, starts, ends = pm4py.discover_dfg(log)
    assert {(names[a], names[b]): count for (a, b), count in counts.transitions.items()} == dict(transitions)
    assert {names[code]: count for code, count in counts.starts.items()} == dict(starts)
    assert {names[code]: count for code, count in counts.ends.items()} == dict(ends)
    variants = {tuple(names[code] for code in path): count for path, count in counts.variants}
    assert variants == pm4py.get_variants(log)


def test_models_from_marts_are_those_of_the_whole_log(connection) -> None:
    counts, log = read_marts(connection), read_log(connection)
    codes = {name: code for code, name in counts.names.items()}
    coded = log.assign(**{"concept:name": [codes[name] for name in log["concept:name"]]})
    # Split Miner breaks ties by the order in which a log first shows the transitions. Ours is sorted, to be the same
    # every night; for the comparison the same counts are given in the log's order.
    transitions, starts, ends = pm4py.discover_dfg(coded)
    ours = [counts.transitions, counts.starts, counts.ends]
    arcs = tuple({key: own[key] for key in met} for own, met in zip(ours, (transitions, starts, ends), strict=True))
    bpmn = miner.find_split_miner_bpmn(arcs, counts.short_loops)
    theirs = split_miner.apply(coded, parameters={Parameters.EPSILON: 0.0})
    assert find_bpmn_edges(bpmn) == find_bpmn_edges(theirs)
    heuristics = pm4py.discover_heuristics_net(coded)
    assert miner.read_heuristics_arcs(miner.find_heuristics_net(counts), counts) == miner.read_heuristics_arcs(
        heuristics, counts
    )
    quick = pm4py.discover_process_tree_inductive(DFG(transitions, starts, ends))
    assert str(miner.find_quick_tree(arcs)) == str(quick)
    tree = miner.find_process_tree(counts.variants, 0.2)
    assert str(tree) == str(pm4py.discover_process_tree_inductive(coded, noise_threshold=0.2))


def test_patients_have_the_published_numbers(patients) -> None:
    log = read_log(patients)
    assert len(log) == 2721
    assert log["case:concept:name"].nunique() == 500
    assert log["concept:name"].nunique() == 7


def test_patients_model_measures_as_on_the_whole_log(patients) -> None:
    log = read_log(patients)
    listed = tuple(pm4py.get_variants(log).items())
    counts = count_paths({}, listed)
    arcs = miner.find_main_arcs(counts, 1.0)
    net = miner.find_petri_net(miner.find_split_miner_bpmn(arcs, counts.short_loops))
    plain = write_plain_net(net)
    theirs = score_fitness_with_pm4py(plain, pm4py.get_variants(log))
    assert replay.score_fitness(plain, counts.variants) == pytest.approx(theirs, abs=1e-12)
    theirs = pm4py.precision_token_based_replay(log, *net)
    beginnings = replay.find_beginnings(counts.variants, 10_000)
    assert replay.score_precision(plain, beginnings) == pytest.approx(theirs, abs=1e-12)


def test_na_is_a_patient_and_a_touchpoint_like_any_other(warehouse_of_na) -> None:
    counts = read_marts(warehouse_of_na)
    assert sorted(counts.names.values()) == ["NA", "null"]
    assert counts.journey_count == 1


@pytest.fixture
def warehouse_of_na() -> Iterator[Any]:
    events = [
        {"at": "10:00", "user_id": "NA", "event": "NA"},
        {"at": "10:01", "user_id": "NA", "event": "null"},
    ]
    settings = make_settings(
        touchpoints={
            "touchpoint": [{"name": "{event_name}", "stage": "use", "channel": "NA", "when": {"event_name": "*"}}]
        }
    )
    with open_database(None) as connection, open_catalog(connection, NIGHT):
        write_landed(connection, land_rows(events))
        build_warehouse(connection, settings, TABLES)
        connection.execute(f"use {NIGHT}")
        yield connection
