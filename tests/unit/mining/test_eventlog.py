"""Touchpoints become codes and come back; counts stay what they were."""

from __future__ import annotations

from collections import Counter

import pytest

from journeymine.mining.discover import read_counts
from journeymine.mining.eventlog import (
    count_paths,
    count_without_rare,
    read_plain_counts,
    write_plain_counts,
)


def test_codes_sort_as_their_touchpoints_and_hold_no_comma(write_frames) -> None:
    counts = read_counts(*write_frames(Counter({("Cart, full", "NA", "Заказ", ""): 2, ("NA",): 1})))
    assert list(counts.names.values()) == sorted(["Cart, full", "NA", "Заказ", ""])
    assert not any("," in code for code in counts.names)


def test_names_that_pm4py_keeps_for_itself_are_safe(write_frames) -> None:
    counts = read_counts(*write_frames(Counter({("__start__", "__end__", "▶"): 1})))
    assert not {"__start__", "__end__", "▶"} & set(counts.names)
    assert counts.variants == (
        (tuple(sorted(counts.names, key=lambda code: ["__start__", "__end__", "▶"].index(counts.names[code]))), 1),
    )


def test_na_and_the_empty_string_are_touchpoints_like_any_other(write_frames) -> None:
    counts = read_counts(*write_frames(Counter({("NA", ""): 3})))
    assert {counts.names[a] + ">" + counts.names[b]: n for (a, b), n in counts.transitions.items()} == {"NA>": 3}


def test_counts_survive_the_way_to_another_process(draw_variants, count) -> None:
    counts = count(draw_variants(1))
    back = read_plain_counts(write_plain_counts(counts))
    assert (back.transitions, back.starts, back.ends, back.variants) == (
        counts.transitions,
        counts.starts,
        counts.ends,
        counts.variants,
    )


def test_short_loops_are_there_and_straight_back(count) -> None:
    assert count({("a", "b", "a", "b"): 2, ("a", "a", "a"): 5}).short_loops == {("a", "b"): 2, ("b", "a"): 2}


def test_cover_is_the_share_of_journeys_not_of_variants(count) -> None:
    counts = count({("a",): 6, ("b",): 3, ("c",): 1})
    assert counts.cover(1) == pytest.approx(0.6)
    assert counts.cover(99) == 1
    assert count({}).cover(1) is None


def test_rare_touchpoints_are_left_out_of_paths_and_counts(count) -> None:
    counts = count_without_rare(count({("a", "x", "b"): 3, ("a", "b"): 2, ("x",): 1}), 2 / 3)
    assert counts.transitions == {("a", "b"): 5}
    assert counts.journey_count == 5
    assert set(counts.names) == {"a", "b"}


def test_all_touchpoints_kept_changes_nothing(draw_variants, count) -> None:
    counts = count(draw_variants(2))
    assert count_without_rare(counts, 1.0) is counts


def test_order_of_variants_does_not_matter(draw_variants) -> None:
    variants = list(draw_variants(3).items())
    assert count_paths({}, tuple(variants)) == count_paths({}, tuple(reversed(variants)))
