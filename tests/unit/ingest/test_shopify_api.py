"""Shopify as its API gives it: orders with their refunds inside, refunds, abandoned checkouts, customers."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from journeymine.contracts.landed import LandedFile

from .conftest import Project, read, reasons

API = Path(__file__).resolve().parents[2] / "fixtures" / "shopify_api"


@pytest.fixture
def tables(project: Project) -> dict[str | None, LandedFile]:
    project.source("shop", kind="shopify", path=str(API))
    result = project.land()
    assert not result.refused
    return {landed.table: landed for landed in result.landed}


def read_events(landed: LandedFile) -> list[dict[str, Any]]:
    rows = read(landed, "events").join(read(landed, "event_kinds"), on="event_kind_id")
    return rows.join(read(landed, "key_sets"), on="key_set_id", how="left").sort("occurred_at", "event_id").to_dicts()


def test_every_row_is_loaded_left_out_or_rejected(tables: dict[str | None, LandedFile]) -> None:
    assert {name: (file.line_count, file.loaded_count, file.rejected_count) for name, file in tables.items()} == {
        "order": (4, 3, 1),
        "refund": (2, 2, 0),
        "abandoned_checkout": (2, 2, 0),
        "customer": (1, 1, 0),
    }
    assert reasons(tables["order"]) == {4: ["occurred_at cannot be read as a time"]}
    assert tables["order"].skipped_counts == {"a test order": 1}
    assert tables["abandoned_checkout"].skipped_counts == {"completed after all, told by the order": 1}


def test_order_and_its_refunds_are_events_of_the_customer(tables: dict[str | None, LandedFile]) -> None:
    placed, other, cancelled, refunded = read_events(tables["order"])
    assert [row["event_name"] for row in (placed, other, cancelled, refunded)] == [
        *("order_placed", "order_placed", "order_cancelled", "order_refunded")
    ]
    assert (str(placed["amount"]), placed["page_path"], placed["traffic_source"]) == ("35.00", "/p/7", "google.com")
    assert placed["occurred_at"] == datetime(2026, 2, 1, 9, 0, 5)
    assert (str(refunded["amount"]), refunded["currency_code"]) == ("-15.00", "EUR"), "what failed was not given back"
    assert refunded["user_id_hash"] == placed["user_id_hash"] is not None
    assert (cancelled["actor"], cancelled["user_id_hash"]) == ("customer", None)
    assert cancelled["email_hash"] not in (None, placed["email_hash"])
    (person,) = read(tables["customer"], "key_sets").to_dicts()
    assert person["user_id_hash"] == placed["user_id_hash"]


def test_a_refund_told_by_its_order_and_by_itself_is_one_event(tables: dict[str | None, LandedFile]) -> None:
    told = read_events(tables["order"])[-1]
    alone, empty = read_events(tables["refund"])
    compared = ("event_key", "occurred_at", "amount", "currency_code", "event_kind_id", "key_set_id", "props")
    assert {name: alone[name] for name in compared} == {name: told[name] for name in compared}
    assert (empty["amount"], empty["object_hash"]) == (None, read_events(tables["order"])[2]["object_hash"])


def test_checkout_given_up_is_the_customers_and_nothing_personal_stays(tables: dict[str | None, LandedFile]) -> None:
    (checkout,) = read_events(tables["abandoned_checkout"])
    assert (checkout["event_name"], str(checkout["amount"])) == ("checkout_abandoned", "35.00")
    assert checkout["user_id_hash"] == read_events(tables["order"])[0]["user_id_hash"]
    assert json.loads(checkout["traits"]) == {"order_channel": "web"}
    for landed in tables.values():
        content = str([read(landed, path.stem).to_dicts() for path in landed.folder.glob("*.parquet")])
        for personal in ("Anna", "Nowak", "Długa", "203.0.113", "x.example", "601234567"):
            assert personal not in content
