"""Sets of segments beside the main ones: each with its population, its names and its log."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from pydantic import ValidationError

from journeymine.segments.features import NUMERIC
from journeymine.settings import SegmentSet, Settings
from journeymine.steps.analyses.analysis import Inputs
from journeymine.steps.analyses.segment_sets import segment_sets
from journeymine.steps.analyses.segments import SEGMENT_INPUTS


def make_inputs(tables: dict[str, pl.DataFrame], last: dict[str, pl.DataFrame], *sets: dict[str, object]) -> Inputs:
    given = {
        "project": {"name": "Test"},
        "sources": {"web": {"kind": "events", "path": "x"}},
        "segment_sets": sets,
        "folder": Path(),
    }
    return Inputs(Settings.model_validate(given), datetime(2026, 5, 1), 1, tables, last)


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    """Two kinds of customers, told by hours and device; every second one converted."""
    random = np.random.default_rng(0)
    kind = np.arange(600) % 2
    columns = {feature.column: np.full(600, 3.0) for feature in NUMERIC}
    columns |= {"evening_share": kind * 0.6 + 0.2 + random.normal(0, 0.03, 600), "step_count": np.full(600, 9.0)}
    columns |= {"phone_share": kind * 0.5 + 0.2 + random.normal(0, 0.03, 600)}
    outcomes = {"converted_count": np.arange(600) // 2 % 2, "amount": np.ones(600)}
    features = pl.DataFrame({"customer_id": np.arange(600), **columns, **outcomes})
    items = pl.DataFrame({"mix_index": [1], "facet": ["channel"], "item": ["web"], "is_outcome": [False]})
    mix = pl.DataFrame({"customer_id": np.arange(600), "mix_index": [1] * 600, "step_count": [9] * 600})
    return dict(zip(SEGMENT_INPUTS, (features, items, mix), strict=True))


def test_each_set_has_its_own_population_verdict_and_names(tables: dict[str, pl.DataFrame]) -> None:
    sets = ({"name": "everyone"}, {"name": "buyers", "population": "converted"}, {"name": "few", "population": "north"})
    found = segment_sets(make_inputs(tables, {}, *sets))
    verdicts = found.frames["analysis.segment_sets"].select("segment_set", "population", "verdict", "customer_count")
    assert verdicts.rows() == [
        ("everyone", "all", "segments", 600),
        ("buyers", "converted", "segments", 300),
        ("few", "north", "none", 0),
    ]
    sizes = found.frames["analysis.set_members"].group_by("segment_set", "segment_id").len().sort("segment_set", "len")
    assert sizes["len"].to_list() == [150, 150, 300, 300]


def test_ids_are_kept_set_by_set_and_a_set_taken_out_leaves_nothing(tables: dict[str, pl.DataFrame]) -> None:
    sets = ({"name": "everyone"}, {"name": "buyers", "population": "converted"})
    first = segment_sets(make_inputs(tables, {}, *sets)).frames
    second = segment_sets(make_inputs(tables, dict(first), sets[1])).frames
    before = first["analysis.set_members"].filter(pl.col("segment_set") == "buyers")
    assert second["analysis.set_members"].equals(before)
    log = second["analysis.set_changes"]
    assert set(log["segment_set"]) == {"buyers"}
    assert log["change"].to_list() == ["emerged", "emerged", "survived", "survived"]
    assert log["change_index"].to_list() == [1, 2, 3, 4]


def test_without_sets_every_table_is_there_and_empty(tables: dict[str, pl.DataFrame]) -> None:
    found = segment_sets(make_inputs(tables, {}))
    assert len(found.frames) == 5
    assert all(frame.is_empty() for frame in found.frames.values())


def test_two_sets_of_one_name_are_refused(tables: dict[str, pl.DataFrame]) -> None:
    with pytest.raises(ValidationError, match="two sets are called 'a'"):
        make_inputs(tables, {}, {"name": "a"}, {"name": "a"})
    with pytest.raises(ValidationError, match="name"):
        SegmentSet.model_validate({"name": "Not a slug"})
