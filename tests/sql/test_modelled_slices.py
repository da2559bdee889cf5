"""Models of a slice are those of a log that holds the journeys of the slice alone."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from journeymine.journeys.model_slices import build_model_seeds
from journeymine.steps.analyses import Inputs
from journeymine.steps.analyses.process_models import ANALYSIS
from journeymine.warehouse.build import NIGHT, build_models, write_seeds
from journeymine.warehouse.frames import read_frame, write_frame
from journeymine.warehouse.sqlfiles import read_model_file, sql_folder
from tests.sql.small_warehouse import make_settings

pytestmark = pytest.mark.filterwarnings("ignore")
MARTS = ("marts.transitions", "marts.journey_ends", "marts.triples", "marts.main_variants")
PARTS = ("journeys", "transitions", "ends", "triples", "variants")
PATHS = {"ann": "ABCABD", "bob": "ABD", "cleo": "ABCD", "dan": "ABD"}
OTHERS = {"eve": "CBA", "fay": "DDA", "gil": "B"}
WISHED = [{"kind": "product", "name": "hats"}, {"kind": "segment", "name": "s1"}, {"kind": "channel", "name": "none"}]


def write_events(paths: dict[str, str], product: str | None) -> list[dict]:
    return [
        {"at": f"10:{minute:02}", "user_id": user, "event": event, "product": product if minute == 1 else None}
        for user, path in paths.items()
        for minute, event in enumerate(path)
    ]


def build(warehouse, events, slices):
    settings = make_settings(process_models={"slices": slices, "arc_share": 1.0})
    built = warehouse.build(events, " ".join((*MARTS, "core.journey_slices", "marts.slices", "core.identities")))
    write_seeds(built.connection, build_model_seeds(settings))
    members = built.connection.execute(
        f"select distinct customer_id, 's1' as segment_id from {NIGHT}.core.journey_slices where slice = 'hats'"
    ).fetchall()
    frame = pl.DataFrame(members, schema={"customer_id": pl.Int64, "segment_id": pl.String}, orient="row")
    write_frame(built.connection, f"{NIGHT}.analysis.segment_members", frame)
    for table in ("sliced_journeys", *(f"modelled_{part}" for part in PARTS)):
        model = read_model_file(sql_folder() / "analysis" / f"{table}.sql", f"analysis.{table}")
        build_models(built.connection, NIGHT, (model,))
    tables = {table: read_frame(built.connection, f"{NIGHT}.{table}") for table in ANALYSIS.inputs}
    return ANALYSIS.run(Inputs(settings=settings, as_of=datetime(2026, 2, 1), seed=1, tables=tables, last={}))


def read_slice(outcome, table: str, kind: str, name: str) -> pl.DataFrame:
    return outcome.frames[table].filter(slice_kind=kind, slice=name).drop("slice_kind", "slice")


def test_models_of_a_slice_are_those_of_its_journeys_alone(warehouse) -> None:
    both = build(warehouse, write_events(PATHS, "hats") + write_events(OTHERS, None), WISHED)
    alone = build(warehouse, write_events(PATHS, "hats"), [])
    for table in ("analysis.process_models", "analysis.process_edges", "analysis.model_files"):
        expected = read_slice(alone, table, "all", "all")
        assert expected.height >= 5
        assert read_slice(both, table, "product", "hats").equals(expected)
        assert read_slice(both, table, "segment", "s1").equals(expected)
        assert not read_slice(both, table, "all", "all").equals(expected)
    models = read_slice(both, "analysis.process_models", "channel", "none")
    assert models["note"].unique().to_list() == ["No journeys yet."]
    assert any("of product hats: replays" in note for note in both.notes)


def test_without_wished_slices_there_are_models_of_all_journeys_alone(warehouse) -> None:
    outcome = build(warehouse, write_events(PATHS, "hats"), [])
    kept = outcome.frames["analysis.process_models"].select("slice_kind", "slice").unique().rows()
    assert kept == [("all", "all")]
