"""Patterns that part converting from abandoned journeys."""

from __future__ import annotations

import math

import polars as pl
import pytest

from journeymine.mining.patterns import find_patterns
from journeymine.mining.sequences import Bounds
from journeymine.statistics.ratios import find_share_p_value, find_share_ratio


def write_variants(*rows: tuple[str, int, int, int]) -> pl.DataFrame:
    """Write variants as "A B C" with journeys, converted and abandoned ones; each journey is another customer's."""
    return pl.DataFrame(
        [
            (path.split(), journeys, converted, abandoned, journeys, journeys)
            for path, journeys, converted, abandoned in rows
        ],
        schema=[
            *("touchpoints", "journey_count", "converted_count", "abandoned_count"),
            *("customer_count", "first_journey_count"),
        ],
        orient="row",
    )


def find(patterns: pl.DataFrame, kind: str, path: str) -> dict:
    [row] = [
        row
        for row in patterns.iter_rows(named=True)
        if row["pattern_kind"] == kind and row["touchpoints"] == path.split()
    ]
    return row


VARIANTS = write_variants(("A B Order", 60, 60, 0), ("A C B", 20, 0, 20), ("A C", 30, 0, 20), ("C", 40, 0, 40))


def test_a_pattern_counts_the_journeys_that_hold_it_and_compares_the_two_groups():
    patterns, note = find_patterns(VARIANTS, {"Order"})
    gapped, run = find(patterns, "with gaps", "A B"), find(patterns, "contiguous", "A B")
    assert (gapped["journey_count"], gapped["converted_count"], gapped["abandoned_count"]) == (80, 60, 20)
    assert (run["journey_count"], run["converted_count"], run["abandoned_count"]) == (60, 60, 0)
    assert gapped["converting_lift"] == pytest.approx((60 / 60) / (20 / 80))
    error = math.sqrt(1 / 60 - 1 / 60 + 1 / 20 - 1 / 80)
    assert gapped["converting_lift_low"] == pytest.approx(4 * math.exp(-1.959964 * error), rel=1e-6)
    assert gapped["converting_lift_high"] == pytest.approx(4 * math.exp(1.959964 * error), rel=1e-6)
    assert gapped["q_value"] >= gapped["p_value"]
    assert gapped["journey_share"] == 80 / 150
    assert (gapped["least_customer_count"], run["least_customer_count"]) == (80, 60)
    assert "150 journeys" in note


def test_customers_of_many_rare_paths_are_counted_once_and_together():
    rare = write_variants(*((f"A B {other}", 2, 1, 1) for other in "CDEFGHIJ"))
    again = rare.with_columns(customer_count=pl.lit(2), first_journey_count=pl.lit(1))
    patterns, _ = find_patterns(again, ())
    assert find(patterns, "contiguous", "A B")["least_customer_count"] == 8
    patterns, _ = find_patterns(again.with_columns(first_journey_count=pl.lit(0)), ())
    assert find(patterns, "contiguous", "A B")["least_customer_count"] == 2


def test_goals_are_in_no_pattern():
    patterns, _ = find_patterns(VARIANTS, {"Order"})
    assert "Order" not in patterns["touchpoints"].explode().to_list()


def test_a_pattern_is_left_out_where_a_longer_one_is_held_by_the_same_journeys():
    patterns, _ = find_patterns(write_variants(("A B C", 50, 50, 0), ("A", 50, 0, 50)), ())
    assert patterns["touchpoints"].to_list() == [["A", "B", "C"]] * 2


def test_without_a_group_to_compare_there_is_no_lift():
    patterns, _ = find_patterns(write_variants(("A B", 50, 50, 0)), ())
    assert patterns["converting_lift"].to_list() == [None, None]
    assert patterns["q_value"].to_list() == [None, None]


def test_no_journey_gives_no_row_and_all_columns():
    patterns, note = find_patterns(write_variants(), ())
    assert patterns.is_empty()
    assert "least_customer_count" in patterns.columns
    assert "0 journeys" in note


def test_the_note_says_that_the_search_was_cut_short():
    assert "cut short" in find_patterns(VARIANTS, (), Bounds(work=3))[1]


def test_a_pattern_of_one_group_alone_has_a_finite_lift():
    patterns, _ = find_patterns(write_variants(("A B", 40, 40, 0), ("C", 160, 60, 100)), ())
    row = find(patterns, "contiguous", "A B")
    ratio = find_share_ratio(40, 100, 0, 100, adds_half=True)
    assert (row["converting_lift"], row["converting_lift_low"]) == (ratio.ratio, ratio.interval.low)
    assert row["p_value"] == find_share_p_value(40, 100, 0, 100)
