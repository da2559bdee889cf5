"""Ids live as long as their members stay together; changes are told in words."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.segments.identity import Named, name_groups


def name(last: str, tonight: str, used: tuple[str, ...] = ()) -> Named:
    """Name the groups of tonight; one character a customer: last night's id, tonight's group (- where not there)."""
    before = pl.DataFrame(
        {
            "customer_id": [place for place, mark in enumerate(last) if mark != "-"],
            "segment_id": [f"s{mark}" for mark in last if mark != "-"],
        }
    )
    here = [(place, ord(mark) - ord("a")) for place, mark in enumerate(tonight) if mark != "-"]
    ids, labels = np.array(here).T
    return name_groups(ids, labels, before, used=frozenset(used))


def read(named: Named) -> list[tuple[str, str | None, str | None, int]]:
    columns = ("change", "from_segment_id", "to_segment_id", "customer_count")
    return sorted(named.changes.select(columns).rows(), key=str)


def test_the_first_night_gives_ids_by_size() -> None:
    named = name_groups(np.arange(6), np.array([0, 1, 1, 1, 2, 2]), None)
    assert named.segment_ids == ("s3", "s1", "s2")
    assert set(named.changes["change"]) == {"emerged"}


def test_a_group_that_keeps_half_keeps_its_id_in_whatever_order_groups_come() -> None:
    named = name("1111112222", "bbbbbbaaaa")
    assert named.segment_ids == ("s2", "s1")
    assert read(named) == [("survived", "s1", "s1", 6), ("survived", "s2", "s2", 4)]


def test_a_jaccard_of_exactly_half_is_enough_and_less_is_not() -> None:
    assert name("1111----", "aaaa----").segment_ids == ("s1",)
    assert name("11112222", "aabbbbbb").segment_ids == ("s1", "s2")
    assert name("1111222222", "abbbbbbccc").segment_ids.count("s1") == 0


def test_a_group_cut_in_two_is_split() -> None:
    named = name("1111111122", "aaaabbbbcc")
    assert named.segment_ids == ("s1", "s3", "s2")
    assert read(named) == [("split", "s1", "s3", 4), ("survived", "s1", "s1", 4), ("survived", "s2", "s2", 2)]


def test_a_group_that_goes_into_another_is_absorbed() -> None:
    assert read(name("11111122", "aaaaaaaa")) == [("absorbed", "s2", "s1", 2), ("survived", "s1", "s1", 6)]


def test_a_group_scattered_over_many_disappears_and_one_of_new_customers_emerges() -> None:
    named = name("2222333344445555661----", "aaaabbbbccccddddab-eeee")
    assert ("emerged", None, "s7", 0) in read(named)
    assert ("disappeared", "s1", None, 0) in read(named)


def test_an_id_never_comes_back_for_another_group() -> None:
    assert name("1111", "aabb", used=("s1", "s9")).segment_ids == ("s1", "s10")


def test_moves_count_all_customers_of_both_nights() -> None:
    moves = name("1111222-", "aaabbbbb").moves
    assert moves.rows() == [("s1", "s1", 3), ("s1", "s2", 1), ("s2", "s2", 3)]


def test_a_band_never_takes_the_id_of_a_segment_with_the_same_members() -> None:
    customers = np.arange(40)
    labels = np.repeat([0, 1], 20)
    last = pl.DataFrame({"customer_id": customers, "segment_id": np.where(labels == 0, "s1", "s2")})
    named = name_groups(customers, labels, last, prefix="b")
    assert named.segment_ids == ("b3", "b4")
    assert sorted(named.changes["change"]) == ["disappeared", "disappeared", "emerged", "emerged"]
    assert named.moves["customer_count"].to_list() == [20, 20]
