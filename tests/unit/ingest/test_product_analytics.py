"""Web and product analytics: Segment, PostHog, Matomo, and GA4 in its three shapes."""

from __future__ import annotations

import gzip
import itertools
import json
from datetime import datetime
from pathlib import Path

import polars as pl

from journeymine.contracts.landed import LandedFile

from .conftest import Project, read, reasons

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "tests" / "fixtures"
GA4 = ROOT / "data" / "sample" / "drops" / "2026-04-29" / "ga4_events.jsonl.gz"
SAMPLED_LINES = 300


def read_events(landed: LandedFile, table: str = "events") -> list[dict[str, object]]:
    """Read a landed file's events with what they are and whose, in file order."""
    events = read(landed, table).join(read(landed, "event_kinds"), on="event_kind_id")
    return events.join(read(landed, "key_sets"), on="key_set_id", how="left").sort("row_number").to_dicts()


def land_fixture(project: Project, kind: str, name: str) -> LandedFile:
    project.source(kind, kind=kind, path=str(FIXTURES / name))
    return project.land_one()


def test_segment_events_stand_at_the_corrected_time(project: Project) -> None:
    page, order, screen = read_events(land_fixture(project, "segment", "segment/calls.jsonl"))
    assert page["occurred_at"] == datetime(2026, 3, 1, 10, 0)
    # Without `timestamp` it is computed: the device's clock was five minutes fast.
    assert order["occurred_at"] == datetime(2026, 3, 1, 10, 10)
    assert screen["occurred_at"] == datetime(2026, 3, 1, 11, 0)
    assert [page["event_id"], order["event_id"]] == ["ajs-1", "ajs-2"]
    assert (page["event_name"], page["page_path"], page["traffic_source"], page["campaign"]) == (
        "page",
        "/pricing",
        "news",
        "spring",
    )
    assert (order["event_name"], str(order["amount"]), order["currency_code"]) == ("Order Completed", "49.50", "EUR")
    assert json.loads(str(order["props"])) == {"order_id": "o-9"}
    assert (screen["event_name"], screen["page_path"], screen["device"]) == ("screen", "Home", "mobile")


def test_segment_identify_and_alias_say_who_is_who(project: Project) -> None:
    landed = land_fixture(project, "segment", "segment/calls.jsonl")
    page, order, _ = read_events(landed)
    (person,) = read(landed, "people").join(read(landed, "key_sets"), on="key_set_id").to_dicts()
    assert person["user_id_hash"] == order["user_id_hash"]
    assert person["device_hash"] == page["device_hash"] == order["device_hash"]
    assert page["user_id_hash"] is None
    assert person["email_hash"]
    assert (person["industry"], person["country"], person["language"]) == ("retail", "PL", "pl-PL")
    (link,) = read(landed, "links").to_dicts()
    assert (link["to_hash"], link["link_reason"]) == (order["user_id_hash"], "alias")
    assert link["from_hash"] not in (None, link["to_hash"])


def test_segment_calls_are_all_accounted_for(project: Project) -> None:
    landed = land_fixture(project, "segment", "segment/calls.jsonl")
    assert reasons(landed) == {7: ["event_name is missing"]}
    assert landed.skipped_counts == {"a call of a type that is not known": 1}


def test_posthog_distinct_id_is_a_device_until_it_is_identified(project: Project) -> None:
    landed = land_fixture(project, "posthog", "posthog/events.jsonl")
    view, purchase, invoice = read_events(landed)
    assert (view["device_hash"] is None, view["user_id_hash"] is None) == (False, True)
    assert purchase["device_hash"] == view["device_hash"]
    assert purchase["user_id_hash"] is not None
    assert (invoice["device_hash"] is None, invoice["user_id_hash"] is None) == (True, False)
    (person,) = read(landed, "people").join(read(landed, "key_sets"), on="key_set_id").to_dicts()
    assert (person["device_hash"], person["user_id_hash"]) == (view["device_hash"], purchase["user_id_hash"])
    assert person["email_hash"]
    (link,) = read(landed, "links").to_dicts()
    assert link["to_hash"] == purchase["user_id_hash"]


def test_posthog_properties_are_read_as_an_object_and_as_text(project: Project) -> None:
    landed = land_fixture(project, "posthog", "posthog/events.jsonl")
    view, purchase, invoice = read_events(landed)
    assert (view["page_path"], view["traffic_source"], view["device"]) == ("/docs", "google", "desktop")
    assert (str(purchase["amount"]), purchase["currency_code"]) == ("19.90", "USD")
    assert str(invoice["amount"]) == "7.00"
    assert reasons(landed) == {9: ["occurred_at cannot be read as a time"]}
    assert landed.skipped_counts == {"says how the page ran, nothing of the journey": 1}


def test_posthog_survey_answer_is_feedback(project: Project) -> None:
    text, number = read_events(land_fixture(project, "posthog", "posthog/events.jsonl"), "feedback")
    assert (text["text"], text["rating"]) == ("Too slow, call me on [phone]", None)
    assert (number["text"], number["rating"], number["rating_scale"]) == (None, 9.0, None)


def test_posthog_parquet_lands_as_its_json_lines_do(project: Project) -> None:
    lines = (FIXTURES / "posthog" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    for record in records:
        if isinstance(record["properties"], dict):
            record["properties"] = json.dumps(record["properties"])
        record.pop("person_properties", None)
    pl.DataFrame(records).write_parquet(project.folder / "events.parquet")
    project.source("parquet", kind="posthog", path="events.parquet")
    parquet = project.land_one()
    project.sources.clear()
    jsonl = land_fixture(project, "posthog", "posthog/events.jsonl")
    for table in ("events", "feedback"):
        assert [keep(event) for event in read_events(parquet, table)] == [
            keep(event) for event in read_events(jsonl, table)
        ]


def keep(event: dict[str, object]) -> dict[str, object]:
    """Keep what does not depend on the source's name and the file's row order."""
    left_out = ("event_key", "event_kind_id", "key_set_id", "source", "row_count", "first_seen_at", "last_seen_at")
    return {name: value for name, value in event.items() if name not in left_out}


def test_matomo_actions_are_named_by_its_other_tables(project: Project) -> None:
    project.source("web", kind="matomo", path=str(FIXTURES / "matomo"))
    result = project.land()
    assert not result.refused
    tables = {landed.table: landed for landed in result.landed}
    view, play, search, download = read_events(tables["log_link_visit_action"])
    names = [event["event_name"] for event in (view, play, search, download)]
    assert names == ["page_view", "play", "site_search", "download"]
    assert [view["page_path"], download["page_path"]] == ["/pricing", "/guide.pdf"]
    assert (view["traffic_source"], view["traffic_medium"], view["device"]) == ("Google", "organic", "mobile")
    assert view["user_id_hash"] is not None
    assert download["user_id_hash"] is None
    goal, order = sorted(read_events(tables["log_conversion"]), key=lambda event: str(event["event_name"]))
    assert (goal["event_name"], order["event_name"], str(order["amount"])) == ("goal_3", "order", "120.50")
    assert order["device_hash"] == view["device_hash"]
    assert reasons(tables["log_link_visit_action"]) == {6: ["occurred_at cannot be read as a time"]}
    assert tables["log_action"].skipped_counts == {"a list of names": 6}


def is_object(line: str) -> bool:
    """Tell whether a line can be read; the sample has torn ones, too."""
    try:
        return isinstance(json.loads(line), dict)
    except json.JSONDecodeError:
        return False


def test_ga4_parquet_lands_as_its_json_lines_do(project: Project) -> None:
    with gzip.open(GA4, "rt", encoding="utf-8") as file:
        lines = [line for line in itertools.islice(file, SAMPLED_LINES) if is_object(line)]
    project.write("lines/events.jsonl", "".join(lines))
    (project.folder / "columns").mkdir()
    pl.read_ndjson("".join(lines).encode(), infer_schema_length=None).write_parquet(
        project.folder / "columns/e.parquet"
    )
    project.source("web", kind="ga4", path="lines/events.jsonl")
    jsonl = project.land_one()
    project.source("web", kind="ga4", path="columns/e.parquet")
    parquet = next(landed for landed in project.land().landed if landed.file_name.endswith(".parquet"))
    assert jsonl.loaded_count > SAMPLED_LINES // 2
    assert (parquet.loaded_count, parquet.rejected_count) == (jsonl.loaded_count, jsonl.rejected_count)
    assert [keep(event) for event in read_events(parquet)] == [keep(event) for event in read_events(jsonl)]


def test_ga4_flat_export_is_read(project: Project) -> None:
    landed = land_fixture(project, "ga4", "fivetran_seeds/ga4_export/event_data.csv")
    events = {str(event["event_name"]): event for event in read_events(landed)}
    purchase = events["purchase"]
    assert purchase["occurred_at"] == datetime(2024, 9, 10, 12, 35)
    assert (str(purchase["amount"]), purchase["currency_code"], purchase["device"]) == ("29.99", "USD", "desktop")
    assert events["scroll"]["amount"] is None
    assert (events["scroll"]["traffic_source"], events["scroll"]["traffic_medium"]) == ("source2", "social")
    assert json.loads(str(purchase["props"]))["transaction_id"] == "txn_123"
    assert purchase["user_id_hash"] == events["checkout"]["user_id_hash"]
    assert purchase["device_hash"] != events["checkout"]["device_hash"]
