"""The night's step of segments: ids that stay, and what is told of a segment whose customers were all forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import polars as pl

from journeymine.settings import Settings
from journeymine.steps.analyses.analysis import Inputs, Outcome
from journeymine.steps.analyses.segments import ANALYSIS, SEGMENT_INPUTS
from tests.unit.segments.conftest import Crowd, draw_crowd

MEMBERS, CHANGES, SEGMENTS = "analysis.segment_members", "analysis.segment_changes", "analysis.segments"


def run(crowd: Crowd, last: Mapping[str, pl.DataFrame], as_of: datetime) -> Outcome:
    settings = Settings.model_validate(
        {"project": {"name": "Test"}, "sources": {"web": {"kind": "events", "path": "x"}}, "folder": Path()}
    )
    tables = dict(zip(SEGMENT_INPUTS, (crowd.customer_features, crowd.mix_items, crowd.customer_mix), strict=True))
    kept = {table: last[table] for table in ANALYSIS.last_inputs if table in last}
    return ANALYSIS.run(Inputs(settings, as_of, 1, tables, kept))


def test_a_segment_whose_customers_were_all_forgotten_is_told_once_and_its_id_is_never_given_again() -> None:
    crowd = draw_crowd()
    first = run(crowd, {}, datetime(2026, 5, 1))
    largest = first.frames[SEGMENTS]["segment_id"][0]
    members = first.frames[MEMBERS]
    left = members.filter(pl.col("segment_id") != largest)
    some = crowd.customer_features.join(left, on="customer_id", how="semi")
    fewer = Crowd(some, crowd.mix_items, crowd.customer_mix, crowd.kind)
    second = run(fewer, {**first.frames, MEMBERS: left}, datetime(2026, 5, 2))
    assert second.warnings == (f"Segment {largest} is no more: all its customers were forgotten.",)
    log = second.frames[CHANGES].filter(pl.col("as_of") == datetime(2026, 5, 2))
    assert log.filter(pl.col("change") == "disappeared").select("from_segment_id", "customer_count").rows() == [
        (largest, 0)
    ]
    third = run(crowd, second.frames, datetime(2026, 5, 3))
    assert third.warnings == ()
    assert largest not in third.frames[SEGMENTS]["segment_id"].to_list()
    assert set(left["segment_id"]) < set(third.frames[SEGMENTS]["segment_id"])


def test_segments_of_tonight_are_compared_with_those_at_the_end_of_last_month() -> None:
    crowd = draw_crowd((120, 90, 60, 40))
    moves = "analysis.segment_month_moves"
    april = run(crowd, {}, datetime(2026, 4, 30))
    assert april.frames[moves].is_empty()
    first_of_may = run(crowd, april.frames, datetime(2026, 5, 1))
    later = run(crowd, first_of_may.frames, datetime(2026, 5, 9))
    for night in (first_of_may, later):
        assert night.frames[moves]["as_of"].unique().to_list() == [datetime(2026, 4, 30)]
        assert night.frames[moves]["customer_count"].sum() == 310
        assert night.frames[moves]["from_segment_id"].equals(night.frames[moves]["to_segment_id"])
