from __future__ import annotations

import polars as pl

from journeymine.site.small_groups import count_or_fewer, merge_small_groups

CELLS = pl.DataFrame(
    {
        "stage": ["use", "use", "use", "service"],
        "channel": ["web", "app", "fax", "fax"],
        "step_count": [100, 12, 5, 9],
        "customer_count": [40, 9, 3, 10],
    }
)


def test_totals_hold_when_small_groups_merge() -> None:
    merged = merge_small_groups(CELLS, 10, name="channel", keys=("stage",), sums=("step_count",))
    assert merged["step_count"].sum() == CELLS["step_count"].sum()
    assert merged.filter(stage="use")["step_count"].sum() == 117


def test_a_group_of_exactly_the_minimum_is_shown() -> None:
    merged = merge_small_groups(CELLS, 10, name="channel", keys=("stage",), sums=("step_count",))
    assert merged.filter(stage="service").rows() == [("service", "fax", 9, 10, 0)]


def test_the_merged_row_says_how_many_it_holds_and_claims_no_customers() -> None:
    merged = merge_small_groups(CELLS, 10, name="channel", keys=("stage",), sums=("step_count",))
    assert merged.filter(channel="other").rows() == [("use", "other", 17, None, 2)]


def test_nothing_merges_when_every_group_is_large_enough() -> None:
    merged = merge_small_groups(CELLS, 1, name="channel", sums=("step_count",))
    assert merged["merged_count"].to_list() == [0, 0, 0, 0]


def test_a_count_below_the_minimum_is_not_told() -> None:
    assert [count_or_fewer(count, 10) for count in (0, 1, 9, 10, 1500)] == [
        "0",
        "<10",
        "<10",
        "10",
        "1,500",
    ]
