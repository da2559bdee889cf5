"""Reference files land as their makers say: Snowplow's web events, a shop's click log."""

from __future__ import annotations

import gzip
from pathlib import Path

from .conftest import Project, read, reasons

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def test_snowplow_lands_157_distinct_events_of_160_rows(project: Project) -> None:
    project.source("web", kind="snowplow", path=str(FIXTURES / "snowplow_web" / "snowplow_web_events.csv"))
    landed = project.land_one()
    events = read(landed, "events")
    assert (landed.line_count, landed.loaded_count, len(events)) == (161, 160, 160)
    assert events["event_key"].n_unique() == 157
    assert events["received_at"].null_count() == 0


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
