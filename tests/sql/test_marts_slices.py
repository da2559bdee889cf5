"""Slices of the journeys: whole journeys, cut by what they have in common, and segments beside them."""

from __future__ import annotations

import pytest

JOURNEYS = """
at    | user_id | event | product | business_unit
10:00 | anna    | A     | shoes   | north
10:01 | anna    | B     | hats    | north
10:02 | anna    | C     |         |
10:00 | bob     | A     | shoes   |
10:02 | bob     | B     |         |
10:00 | cleo    | B     |         | NA
"""
TRANSITIONS = """
select slice, from_touchpoint[11:], to_touchpoint[11:], transition_count, customer_count
from marts.slice_transitions where slice_kind = ? order by all
"""


@pytest.fixture
def built(warehouse):
    return warehouse.build(JOURNEYS, "marts.slices marts.slice_transitions")


def test_slice_counts_its_journeys_and_customers(built) -> None:
    rows = built.rows(
        "select slice_kind, slice, journey_count, customer_count from marts.slices where slice_kind <> 'channel' "
        "order by all"
    )
    assert rows == [
        ("business unit", "NA", 1, 1),
        ("business unit", "north", 1, 1),
        ("period", "2026-01", 3, 3),
        ("product", "hats", 1, 1),
        ("product", "shoes", 2, 2),
        ("status", "open", 3, 3),
    ]


def test_journey_is_whole_in_every_slice_it_touches(built) -> None:
    assert built.rows(TRANSITIONS.replace("?", "'product'")) == [
        ("hats", "A", "B", 1, 1),
        ("hats", "B", "C", 1, 1),
        ("hats", "C", None, 1, 1),
        ("shoes", "A", "B", 2, 2),
        ("shoes", "B", "C", 1, 1),
        ("shoes", "B", None, 1, 1),
        ("shoes", "C", None, 1, 1),
    ]


def test_waits_of_a_slice_are_the_median_and_the_slowest_tenth_within_a_bin(built) -> None:
    rows = built.rows(
        "select median_seconds, p90_seconds from marts.slice_transitions "
        "where slice = 'shoes' and to_touchpoint = 'unmapped: B'"
    )
    assert rows == [(pytest.approx(60, rel=0.045), pytest.approx(120, rel=0.045))]
    assert built.rows(
        "select count(*) from marts.slice_transitions where (to_touchpoint is null) <> (median_seconds is null)"
    ) == [(0,)]


def test_slices_of_a_kind_are_twelve_at_most_and_months_the_latest(warehouse) -> None:
    header = "at | user_id | event | product\n"
    lines = [f"2025-{month:02}-03 10:00 | c{month} | A | p{month:02}" for month in range(1, 13)]
    lines += ["2026-01-03 10:00 | c13 | A | p13", "2026-01-03 10:00 | c14 | A | p13"]
    built = warehouse.build(header + "\n".join(lines), "marts.slices")
    periods = built.rows("select slice from marts.slices where slice_kind = 'period' order by slice_rank")
    assert [period for (period,) in periods][:2] == ["2026-01", "2025-12"]
    assert len(periods) == 12
    products = built.rows("select slice from marts.slices where slice_kind = 'product' order by slice_rank")
    assert [product for (product,) in products] == ["p13", *(f"p{number:02}" for number in range(1, 12))]
