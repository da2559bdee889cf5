"""Segments of the sample company over its two nights: customers stay in theirs, and unchanged data keep every id."""

from __future__ import annotations

import polars as pl
import pytest

from journeymine.settings import read_settings
from journeymine.steps.analyses.analysis import Inputs, Outcome
from journeymine.steps.analyses.segments import ANALYSIS
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.frames import read_frame
from tests.conftest import SampleNights

MEMBERS, CHANGES = "analysis.segment_members", "analysis.segment_changes"


@pytest.fixture(scope="module")
def published(sample_nights: SampleNights) -> dict[str, pl.DataFrame]:
    """What the second night's step read, and what it made."""
    with open_database(sample_nights.second / "journeymine.duckdb", read_only=True) as connection:
        names = (*ANALYSIS.inputs, *(table.table for table in ANALYSIS.tables))
        return {name: read_frame(connection, name) for name in names}


def test_a_day_of_news_leaves_99_of_100_customers_in_their_segment(
    sample_nights: SampleNights, published: dict[str, pl.DataFrame]
) -> None:
    with open_database(sample_nights.first / "journeymine.duckdb", read_only=True) as connection:
        before = read_frame(connection, MEMBERS)
    both = before.join(published[MEMBERS], on="customer_id")
    assert both.height >= 0.98 * before.height
    assert float((both["segment_id"] == both["segment_id_right"]).mean()) >= 0.99  # type: ignore[arg-type]
    latest = published[CHANGES].filter(pl.col("as_of") == pl.col("as_of").max())
    assert set(latest["change"]) == {"survived"}


def test_a_night_of_unchanged_data_keeps_the_id_of_every_customer(
    sample_nights: SampleNights, published: dict[str, pl.DataFrame]
) -> None:
    tables = {name: published[name] for name in ANALYSIS.inputs}
    last = {name: published[name] for name in ANALYSIS.last_inputs}
    as_of = published[CHANGES]["as_of"].max()
    again: Outcome = ANALYSIS.run(Inputs(read_settings(sample_nights.project), as_of, 1, tables, last))  # type: ignore[arg-type]
    assert again.frames[MEMBERS].sort("customer_id").equals(published[MEMBERS].sort("customer_id"))
    new = again.frames[CHANGES].tail(again.frames[CHANGES].height - published[CHANGES].height)
    assert set(new["change"]) == {"survived"}
    assert new["overlap_share"].to_list() == [1.0] * new.height
