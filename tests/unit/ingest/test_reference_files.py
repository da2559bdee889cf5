"""Reference files land as their makers say: Snowplow's web events, a shop's click log."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest

from .conftest import Project, read, reasons

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def test_snowplow_lands_157_distinct_events_of_160_rows(project: Project) -> None:
    project.source("web", kind="snowplow", path=str(FIXTURES / "snowplow_web" / "snowplow_web_events.csv"))
    landed = project.land_one()
    events = read(landed, "events")
    assert (landed.line_count, landed.loaded_count, len(events)) == (161, 160, 160)
    assert events["event_key"].n_unique() == 157
    assert events["received_at"].null_count() == 0


def test_snowplow_rows_that_came_late_are_rejected_with_that_reason_where_it_is_asked_for(project: Project) -> None:
    path = str(FIXTURES / "snowplow_web" / "snowplow_web_events.csv")
    project.source("web", kind="snowplow", path=path, late_after="3d")
    landed = project.land_one()
    late = ["received more than 3 days after it occurred (late_after)"]
    assert set(map(tuple, reasons(landed).values())) == {tuple(late)}
    assert (landed.loaded_count, landed.rejected_count) == (157, 3)


@pytest.mark.parametrize("form", ["parquet", "tsv without a header"])
def test_snowplow_lands_the_same_events_in_every_form_of_its_export(project: Project, form: str) -> None:
    whole = FIXTURES / "snowplow_web" / "snowplow_web_events.csv"
    project.source("web", kind="snowplow", path=str(whole))
    expected = read(project.land_one(), "events")
    rows = pl.read_csv(whole, infer_schema_length=0)
    (project.folder / "again").mkdir()
    if form == "parquet":
        typed = pl.col("collector_tstamp").str.to_datetime("%Y-%m-%d %H:%M:%S%.f", strict=False)
        rows.with_columns(typed).write_parquet(project.folder / "again" / "events.parquet")
        project.source("web", kind="snowplow", path="again/*.parquet")
    else:
        rows.write_csv(project.folder / "again" / "events.tsv", separator="\t", include_header=False)
        project.source("web", kind="snowplow", path="again/*.tsv", columns=rows.columns)
    (landed,) = [file for file in project.land().landed if file.file_name.startswith("again/")]
    assert (landed.loaded_count, landed.rejected_count) == (160, 0)
    compared = ["event_key", "occurred_at", "received_at", "amount", "event_kind_id", "key_set_id"]
    assert read(landed, "events").select(compared).sort(compared).equals(expected.select(compared).sort(compared))


def test_click_log_is_landed_by_naming_three_columns(project: Project) -> None:
    project.write("ecom.csv", gzip.decompress((FIXTURES / "retentioneering_ecom" / "ecom.csv.gz").read_bytes()))
    fields = {"occurred_at": "timestamp", "event_name": "event", "user_id": "user_id"}
    project.source(kind="events", path="ecom.csv", fields=fields)
    landed = project.land_one()
    assert reasons(landed) == {}
    events = read(landed, "events")
    assert len(events) == events["event_key"].n_unique() == landed.loaded_count
    assert events["row_number"].to_list() == list(range(1, len(events) + 1))
    assert len(read(landed, "key_sets")) == 600
