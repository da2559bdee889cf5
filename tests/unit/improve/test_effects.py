"""The plan beside its pains, and what is done beside how it was before."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest

from journeymine.improve.effects import CAVEAT, IMPROVEMENT_TABLE_SCHEMA, follow_improvements
from journeymine.improve.seeds import build_improvement_seeds
from journeymine.overlay import Improvement, PlanOverlay
from tests.sql.small_warehouse import make_settings

AS_OF = datetime(2026, 4, 30, 12)
DONE_AT = datetime(2026, 3, 1)
NAMES = pl.DataFrame(
    {
        "pain_id": ["drop-off-cart", "drop-off-checkout"],
        "title": ["Cart", "Checkout"],
        "touchpoint": ["Cart", "Checkout"],
        "stage": ["buy", "buy"],
    }
)
FOUND = pl.DataFrame({"pain_id": ["drop-off-cart"], "owner": ["Web team"]})
COUNTS = pl.Schema(
    dict.fromkeys(
        ("improvement_index", "before_count", "before_sum", "after_count", "after_sum", "customer_count"), pl.Int64
    )
)


def make_window(days=30, **columns):
    window = {
        "improvement_index": 1,
        "touchpoint": "Cart",
        "stage": None,
        "window_from_at": DONE_AT - timedelta(days=days),
        "done_at": DONE_AT,
        "window_to_at": DONE_AT + timedelta(days=days),
    }
    return pl.DataFrame([window | columns], schema_overrides={"touchpoint": pl.String, "stage": pl.String})


def follow(*entries, window=None, counts=()):
    plan = [Improvement.model_validate({"pain": "drop-off-cart", "action": "x"} | entry) for entry in entries]
    frame = pl.DataFrame(counts, schema=COUNTS, orient="row")
    windows = make_window().head(0) if window is None else window
    return follow_improvements(plan, NAMES, FOUND, windows, frame, as_of=AS_OF, seed=1)


DONE = {"status": "done", "done_on": date(2026, 3, 1)}


def test_an_entry_says_whether_its_pain_is_found_no_longer_found_or_unknown():
    table, warnings = follow({}, {"pain": "drop-off-checkout"}, {"pain": "drop-of-cart"})
    assert table["pain_state"].to_list() == ["found", "no longer found", "unknown"]
    assert table["title"].to_list() == ["Cart", "Checkout", None]
    assert len(warnings) == 1
    assert "'drop-of-cart'" in warnings[0]
    assert "Did you mean 'drop-off-cart'?" in warnings[0]


def test_an_entry_without_an_owner_has_the_pains():
    table, _ = follow({}, {"owner": "Payments"}, {"pain": "drop-off-checkout"})
    assert table["owner"].to_list() == ["Web team", "Payments", None]


@pytest.mark.parametrize(
    ("entry", "is_overdue"),
    [
        ({"due_on": date(2026, 4, 29)}, True),
        ({"due_on": date(2026, 4, 30)}, False),
        ({"due_on": date(2026, 4, 1), "status": "dropped"}, False),
        ({"due_on": date(2026, 4, 1)} | DONE, False),
        ({}, False),
    ],
)
def test_what_is_due_before_the_last_day_and_neither_done_nor_dropped_is_overdue(entry, is_overdue):
    assert follow(entry)[0]["is_overdue"].to_list() == [is_overdue]


def test_what_is_done_is_told_before_and_after_with_the_interval_of_drawn_customers_and_the_caveat():
    counts = [(1, 1, 0, 0, 0, 80), (1, 1, 1, 0, 0, 20), (1, 0, 0, 1, 0, 60), (1, 0, 0, 1, 1, 40)]
    row = follow(DONE, window=make_window(), counts=counts)[0].row(0, named=True)
    assert (row["before_share"], row["after_share"]) == (0.2, 0.4)
    assert row["effect_change"] == pytest.approx(0.2)
    reach = 1.96 * (0.2 * 0.8 / 100 + 0.4 * 0.6 / 100) ** 0.5
    assert row["effect_change_low"] == pytest.approx(0.2 - reach, abs=0.02)
    assert row["effect_change_high"] == pytest.approx(0.2 + reach, abs=0.02)
    assert (row["before_customer_count"], row["after_customer_count"]) == (100, 100)
    assert (row["effect_measure"], row["effect_place"], row["change_note"]) == ("conversion", "Cart", CAVEAT)


def test_customers_are_drawn_and_not_their_journeys():
    single = [(1, 1, 0, 0, 0, 80), (1, 1, 1, 0, 0, 20), (1, 0, 0, 1, 0, 60), (1, 0, 0, 1, 1, 40)]
    many = [(index, 9 * n, 9 * x, 9 * m, 9 * y, count) for index, n, x, m, y, count in single]
    rows = [follow(DONE, window=make_window(), counts=counts)[0].row(0, named=True) for counts in (single, many)]
    assert rows[0]["effect_change_low"] == pytest.approx(rows[1]["effect_change_low"])


def test_satisfaction_is_a_mean_of_thousandths():
    entry = DONE | {"expected": {"measure": "satisfaction"}}
    counts = [(1, 2, 1000, 0, 0, 50), (1, 0, 0, 1, 750, 50)]
    row = follow(entry, window=make_window(), counts=counts)[0].row(0, named=True)
    assert (row["before_share"], row["after_share"]) == (0.5, 0.75)


@pytest.mark.parametrize(
    ("window", "count", "note"),
    [
        (None, 100, "nothing was observed"),
        (make_window(days=6), 100, "too early"),
        (make_window(), 29, "too few"),
        (make_window(touchpoint=None), 100, "names no stage or touchpoint"),
    ],
)
def test_what_cannot_be_told_yet_says_why(window, count, note):
    row = follow(DONE, window=window, counts=[(1, 1, 0, 0, 0, 100), (1, 0, 0, 1, 1, count)])[0].row(0, named=True)
    assert note in row["change_note"]
    assert row["effect_change"] is None


def test_no_plan_is_a_table_without_rows():
    table, warnings = follow()
    assert (table.schema, table.height, warnings) == (pl.Schema(IMPROVEMENT_TABLE_SCHEMA), 0, ())


def test_seeds_hold_what_is_done_from_the_beginning_of_the_day_where_the_company_is():
    plan = {"improvement": [{"pain": "a", "action": "x"}, {"pain": "b", "action": "y"} | DONE]}
    settings = make_settings(project={"name": "T", "timezone": "Europe/Warsaw"})
    settings = settings.model_copy(update={"plan_overlay": PlanOverlay.model_validate(plan)})
    rows = build_improvement_seeds(settings)["seed.improvements"].rows()
    assert rows == [(2, "b", "conversion", None, None, datetime(2026, 2, 28, 23))]
