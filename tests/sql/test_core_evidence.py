"""core.notes and core.exposures: evidence beside the journeys, never counted in them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sql.small_warehouse import build_warehouse, land_rows, make_settings, read_time, write_landed

TABLES = "core.notes core.exposures core.identities core.journeys report.headline_metrics"
RULES = {
    "touchpoint": [{"name": "Page", "stage": "choice", "channel": "web", "when": {"event_name": "view"}}],
}


def build(warehouse: Any, notes: list[dict[str, Any]], exposures: list[dict[str, Any]] | None = None) -> Any:
    """Build from two events of anna, and what is given."""
    landed = land_rows([{"at": "10:00", "user_id": "anna"}, {"at": "10:05", "user_id": "anna"}])
    key_set_id = landed["key_sets"][0]["key_set_id"]
    landed["notes"] = [
        {"note_key": number, "text": "said", "key_set_id": key_set_id, "occurred_at": read_time("10:00"), **note}
        for number, note in enumerate(notes)
    ]
    landed["exposures"] = [
        {"exposure_key": number, "shown_from_at": read_time("10:00"), **exposure}
        for number, exposure in enumerate(exposures or [])
    ]
    write_landed(warehouse.connection, landed)
    build_warehouse(
        warehouse.connection, make_settings(touchpoints=RULES, stages={"order": ["choice"]}), TABLES.split()
    )
    return warehouse


def test_note_belongs_to_the_customer_of_its_key(warehouse):
    built = build(warehouse, [{}, {"key_set_id": None}])
    customer = built.column("select customer_id from core.identities")
    assert built.column("select customer_id from core.notes order by note_key") == [*customer, None]


def test_note_written_again_holds_as_last_updated(warehouse):
    again = {"note_key": 7}
    notes = [
        {**again, "text": "old", "updated_at": read_time("11:00")},
        {**again, "text": "new", "updated_at": read_time("12:00")},
        {**again, "text": "when?", "updated_at": None},
    ]
    assert build(warehouse, notes).rows("select text from core.notes") == [("new",)]


def test_note_finds_its_stage_however_it_is_written(warehouse):
    built = build(warehouse, [{"noted_stage": "Choice"}, {"noted_stage": "nowhere"}, {}])
    rows = built.rows("select noted_stage, stage from core.notes order by note_key")
    assert rows == [("Choice", "choice"), ("nowhere", None), (None, None)]


@pytest.mark.parametrize("count", [1, 50])
def test_notes_are_counted_in_no_rate_and_no_journey(warehouse, count):
    query = "select metric, value from report.headline_metrics order by metric"
    without = build(warehouse, []).rows(query)
    assert build(warehouse, [{"noted_stage": "choice"}] * count).rows(query) == without
    assert warehouse.rows("select sum(step_count) from core.journeys") == [(2,)]


def test_restated_cost_is_not_added_to_the_first(warehouse):
    again = {"exposure_key": 7, "currency_code": "EUR"}
    exposures = [
        {**again, "cost_amount": "10.00", "updated_at": read_time("11:00")},
        {**again, "cost_amount": "8.00", "updated_at": read_time("12:00")},
        {"exposure_key": 8, "cost_amount": "1.00", "currency_code": "PLN"},
    ]
    rows = build(warehouse, [], exposures).rows(
        "select currency_code, sum(cost_amount)::varchar from core.exposures group by all order by all"
    )
    assert rows == [("EUR", "8.00"), ("PLN", "1.00")]
