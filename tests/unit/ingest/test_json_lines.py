"""JSON lines: a line that is no JSON object is kept as rejected, never turned into nulls."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from journeymine.contracts.landed import LandedFile

from .conftest import Project, read, reasons

Land = Callable[..., LandedFile]


def line(**fields: object) -> str:
    return json.dumps({"event_id": "1", "occurred_at": "2026-01-01T10:00:00Z", "event_name": "view"} | fields) + "\n"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ('{"event_id": "2", "occurred', "the line is not a JSON object"),
        ("[1, 2]", "the line is not a JSON object"),
        ("7", "the line is not a JSON object"),
        ("", "the line is blank"),
        ('{"event_name": "a\0b"}', "the line has a NUL byte"),
        ('{"event_name": "a\x01b"}', "the line has a control byte (0x01)"),
        ('{"event_name": "' + "x" * 1_100_000 + '"}', "the line is longer than 1,000,000 bytes"),
        ('{"event_id": "2", "event_name": "view"}', "occurred_at is missing"),
        ('{"occurred_at": null, "event_name": ""}', "event_name is missing"),
    ],
)
def test_broken_line_is_kept_with_its_reason(land_csv: Land, broken: str, reason: str) -> None:
    landed = land_csv(line() + broken + "\n" + line(event_id="3"), "events.jsonl")
    assert list(reasons(landed)) == [2]
    assert reason in reasons(landed)[2]
    assert read(landed, "events")["event_id"].to_list() == ["1", "3"]
    assert landed.line_count == 3


def test_gzip_mark_and_carriage_returns_are_read(land_csv: Land) -> None:
    content = ("\ufeff" + line() + line(event_id="2")).replace("\n", "\r\n")
    assert land_csv(content, "events.jsonl.gz").loaded_count == 2


def test_key_that_appears_late_is_kept(land_csv: Land) -> None:
    landed = land_csv(line() * 30_000 + line(event_id="2", shade="blue"), "events.jsonl")
    assert landed.unmapped_columns == ("shade",)
    props = read(landed, "events").sort("row_number")["props"]
    assert (props[0], props[-1]) == (None, '{"shade":"blue"}')


def test_nested_and_number_values_go_to_props_as_text(land_csv: Land) -> None:
    landed = land_csv(line(cart={"items": [1, 2]}, count=3), "events.jsonl")
    assert json.loads(read(landed, "events")["props"][0]) == {"cart": '{"items":[1,2]}', "count": "3"}


def test_no_line_with_keys_is_all_rejected(land_csv: Land) -> None:
    landed = land_csv("nonsense\n[]\n", "events.jsonl")
    assert (landed.line_count, landed.loaded_count, landed.rejected_count) == (2, 0, 2)


def test_ga4_event_without_batch_ids_is_known_by_its_content(project: Project) -> None:
    event = {"event_timestamp": "1767261600000000", "event_name": "page_view", "user_pseudo_id": "d1"}
    batch = {"batch_page_id": "7", "batch_ordering_id": "1", "batch_event_index": "2"}
    rows = [event, event, event | batch, event | batch]
    project.write("ga4.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    project.source("web", kind="ga4", path="ga4.jsonl")
    events = read(project.land_one(), "events").sort("row_number")
    third, fourth = events["event_id"].to_list()[2:]
    assert third == fourth
    assert third.startswith("id-"), "made of the device's id, which is stored hashed only"
    first, second = events["event_id"].to_list()[:2]
    assert first.startswith("row-")
    assert second == first + "-2"
    assert events["event_key"].n_unique() == 3


def test_ga4_events_of_one_moment_are_ordered_by_page_batch_and_place(project: Project) -> None:
    places = [
        ("1769795460445", "1", "7"),
        ("1769795460445", "2", "1"),
        ("1769795460445", "2", "3"),
        ("1770065824307", "1", "1"),
    ]
    rows = [
        {
            "event_timestamp": "1767261600000000",
            "event_name": f"e{number}",
            "user_pseudo_id": "d1",
            **dict(zip(("batch_page_id", "batch_ordering_id", "batch_event_index"), place, strict=True)),
        }
        for number, place in enumerate(places)
    ]
    project.write("ga4.jsonl", "".join(json.dumps(row) + "\n" for row in (rows[3], rows[1], rows[0], rows[2])))
    project.source("web", kind="ga4", path="ga4.jsonl")
    landed = project.land_one()
    events = read(landed, "events").join(read(landed, "event_kinds"), on="event_kind_id").sort("sequence_number")
    assert events["event_name"].to_list() == ["e0", "e1", "e2", "e3"]


def test_ga4_fields_are_found_where_the_export_puts_them(project: Project) -> None:
    params = [
        {"key": "ga_session_id", "value": {"int_value": "17672616001"}},
        {"key": "page_location", "value": {"string_value": "https://shop.example/p/1?mail=a@b.example"}},
        {"key": "source", "value": {"string_value": "google"}},
    ]
    row = {
        "event_timestamp": "1767261600000000",
        "event_name": "purchase",
        "user_pseudo_id": "d1",
        "event_params": params,
        "device": {"category": "mobile"},
        "ecommerce": {"purchase_revenue": 19.9, "transaction_id": "T1"},
        "collected_traffic_source": {"gclid": "x"},
    }
    project.write("ga4.jsonl", json.dumps(row) + "\n")
    project.source("web", kind="ga4", path="ga4.jsonl")
    landed = project.land_one()
    kind = read(landed, "event_kinds").row(0, named=True)
    assert (kind["page_path"], kind["traffic_source"], kind["device"]) == ("/p/1", "google", "mobile")
    assert json.loads(kind["traits"]) == {"has_click_id": "true"}
    event = read(landed, "events").row(0, named=True)
    assert (str(event["amount"]), event["currency_code"]) == ("19.90", "EUR")
    assert json.loads(event["props"]) == {"ga_session_id": "17672616001", "transaction_id": "T1"}


def test_key_spelt_in_another_case_loses_no_value(project: Project) -> None:
    row = '{"event_id": "%s", "occurred_at": "2026-01-01", "event_name": "buy", "%s": "5.50"}\n'
    project.write("a.jsonl", row % ("1", "amount") + row % ("2", "Amount") + row % ("3", "AMOUNT"))
    project.source(kind="events", path="a.jsonl")
    amounts = read(project.land_one(), "events").sort("event_id")["amount"].to_list()
    assert [str(amount) for amount in amounts] == ["5.50", "5.50", "5.50"]


def test_key_is_called_as_most_lines_spell_it(project: Project) -> None:
    project.write("a.jsonl", line(notE="1") + line(event_id="2", note="2") + line(event_id="3", note="3"))
    project.source(kind="events", path="a.jsonl")
    events = read(project.land_one(), "events").sort("event_id")
    assert events["props"].to_list() == ['{"note":"1"}', '{"note":"2"}', '{"note":"3"}']


def test_fields_may_look_into_an_object_whose_keys_are_then_kept_nowhere(project: Project) -> None:
    rows = [{"who": {"id": "u77", "city": "Oslo"}, "what": {"kind": "buy", "sku": "k1"}, "at": "2026-01-01"}]
    project.write("a.jsonl", json.dumps(rows[0]) + "\n" + json.dumps(rows[0] | {"at": "some day"}) + "\n")
    fields = {"user_id": "who.id", "event_name": "what.kind", "occurred_at": "at", "city": "who.city"}
    project.source(kind="events", path="a.jsonl", fields=fields)
    landed = project.land_one()
    (event,) = read(landed, "events").join(read(landed, "event_kinds"), on="event_kind_id").to_dicts()
    assert (event["event_name"], json.loads(event["traits"])) == ("buy", {"city": "Oslo"})
    assert json.loads(event["props"]) == {"what": '{"kind":"buy","sku":"k1"}'}
    assert read(landed, "key_sets")["user_id_hash"].null_count() == 0
    assert "u77" not in str(read(landed, "rejected").to_dicts())
