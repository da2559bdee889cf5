from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import adjusted_rand_score

from journeymine.segments.features import NUMERIC, OUTCOMES
from journeymine.segments.segmentation import Plan, Segmentation, find_segments
from tests.unit.segments.conftest import Crowd

PLAN = Plan(seed=3)


def segment(crowd: Crowd, plan: Plan = PLAN, last: Segmentation | None = None) -> Segmentation:
    members = last.members if last else None
    return find_segments(crowd.customer_features, crowd.mix_items, crowd.customer_mix, plan, last_members=members)


def change(crowd: Crowd, **columns: object) -> Crowd:
    return replace(crowd, customer_features=crowd.customer_features.with_columns(**columns))


@pytest.fixture(scope="module")
def found(crowd: Crowd) -> Segmentation:
    return segment(crowd)


def compare_with_truth(crowd: Crowd, members: pl.DataFrame) -> float:
    truth = crowd.customer_features.select("customer_id").with_columns(kind=pl.Series(crowd.kind))
    both = truth.join(members, on="customer_id")
    return float(adjusted_rand_score(both["kind"], both["segment_id"]))


def read_kept_share(before: Segmentation, after: Segmentation) -> float:
    both = before.members.join(after.members, on="customer_id")
    return float((both["segment_id"] == both["segment_id_right"]).mean())  # type: ignore[arg-type]


def test_planted_kinds_are_found_and_every_customer_is_in_one(crowd: Crowd, found: Segmentation) -> None:
    assert found.verdict["verdict"].to_list() == ["segments"]
    assert compare_with_truth(crowd, found.members) >= 0.95
    assert found.members["customer_id"].sort().equals(crowd.customer_features["customer_id"].sort())
    assert found.segments["customer_share"].sum() == pytest.approx(1)
    assert found.segments["amount_share"].sum() == pytest.approx(1)


def test_outcomes_make_no_segment(crowd: Crowd, found: Segmentation) -> None:
    assert {feature.column for feature in NUMERIC} & set(OUTCOMES) == set()
    assert "touchpoint: Order" not in found.profiles["feature"].to_list()
    spoiled = change(crowd, **{name: pl.Series(crowd.kind * 1000.0).shuffle(1) for name in OUTCOMES})
    assert segment(spoiled).members.equals(found.members)


def test_what_sets_a_segment_apart_is_what_was_planted(found: Segmentation) -> None:
    top = found.profiles.filter(pl.col("feature_rank") == 1)
    assert set(top["feature"]) == {"evening_share", "phone_share", "service_step_count"}
    assert (top["lift_low"] <= top["lift"]).all()
    assert (top["lift"] <= top["lift_high"]).all()


def test_simple_rules_are_said_with_their_accuracy(crowd: Crowd, found: Segmentation) -> None:
    assert found.verdict["balanced_accuracy"].item() >= 0.9
    words = " ".join(found.segments["rule_words"])
    assert "visits by phone: more than" in words
    assert "% right" in words


def test_row_order_changes_nothing(crowd: Crowd, found: Segmentation) -> None:
    shuffled = replace(
        crowd,
        customer_features=crowd.customer_features.sample(fraction=1, shuffle=True, seed=8),
        customer_mix=crowd.customer_mix.reverse(),
    )
    again = segment(shuffled)
    assert again.members.equals(found.members)
    assert again.segments.equals(found.segments)
    assert again.profiles.equals(found.profiles)


def test_unchanged_data_keep_every_id(crowd: Crowd, found: Segmentation) -> None:
    again = segment(crowd, last=found)
    assert again.members.equals(found.members)
    assert set(again.changes["change"]) == {"survived"}


def test_two_percent_more_customers_leave_99_of_100_where_they_were(draw: Callable[..., Crowd]) -> None:
    everyone = draw((306, 255, 204, 153))
    fewer = replace(everyone, customer_features=everyone.customer_features.sample(fraction=1 / 1.02, seed=1))
    before = segment(fewer)
    after = segment(everyone, last=before)
    assert after.members.height > before.members.height
    assert read_kept_share(before, after) >= 0.99


def test_a_kind_that_leaves_and_one_that_comes_are_told(draw: Callable[..., Crowd]) -> None:
    everyone = draw()
    three = replace(everyone, customer_features=everyone.customer_features.filter(pl.Series(everyone.kind != 0)))
    first = segment(three)
    assert first.segments.height == 3
    second = segment(everyone, last=first)
    assert sorted(second.changes["change"]) == ["emerged", "survived", "survived", "survived"]
    third = segment(three, last=second)
    assert third.changes.filter(pl.col("change") == "disappeared")["from_segment_id"].to_list() == ["s4"]


def test_a_continuum_is_called_one_and_cut_into_bands(crowd: Crowd) -> None:
    noise = np.random.default_rng(2).normal(size=(len(crowd.kind), 4))
    columns = ("evening_share", "phone_share", "service_step_count", "weekend_share")
    values = {name: pl.Series(noise[:, place] + 6) for place, name in enumerate(columns)}
    bands = segment(change(crowd, **values))
    assert bands.verdict["verdict"].item() == "continuum"
    assert bands.segments["segment_id"].sort().to_list() == ["b1", "b2", "b3", "b4"]
    assert bands.segments["stability"].null_count() == 4


@pytest.mark.parametrize("what", ["five customers", "constant features", "all missing"])
def test_data_without_segments_say_so_and_hold_no_row(crowd: Crowd, what: str) -> None:
    given = {
        "five customers": lambda: replace(crowd, customer_features=crowd.customer_features.head(5)),
        "constant features": lambda: change(crowd, **{f.column: pl.lit(2.0) for f in NUMERIC}),
        "all missing": lambda: change(crowd, **{f.column: pl.lit(None, pl.Float64) for f in NUMERIC}),
    }[what]()
    found = segment(given)
    assert found.verdict["verdict"].item() == "none"
    assert found.verdict["verdict_reason"].item()
    assert found.segments.is_empty()
    assert found.members.is_empty()


def test_one_giant_outlier_moves_nobody_else_and_no_number_is_nan(crowd: Crowd, found: Segmentation) -> None:
    giant = crowd.customer_features["customer_id"][0]
    is_giant = pl.col("customer_id") == giant
    wild = change(crowd, event_count=pl.when(is_giant).then(1e15).otherwise(pl.col("event_count")))
    wild = change(wild, service_step_count=pl.when(is_giant).then(1e15).otherwise(pl.col("service_step_count")))
    after = segment(wild, last=found)
    assert read_kept_share(found, after) >= 0.998
    for frame in (after.segments, after.profiles, after.choices, after.points):
        floats = frame.select(pl.col(pl.Float64))
        assert floats.select(pl.all().is_nan().any() | pl.all().is_infinite().any()).fill_null(False).row(0) == (
            False,
        ) * len(floats.columns)


def test_without_a_goal_segments_are_found_all_the_same_and_the_notes_say_so(crowd: Crowd, found: Segmentation) -> None:
    nobody = segment(change(crowd, converted_count=pl.lit(0.0), amount=pl.lit(0.0), goal_amount=pl.lit(0.0)))
    assert nobody.members.equals(found.members)
    assert nobody.segments["amount_share"].null_count() == 4
    assert nobody.segments["converted_customer_share"].to_list() == [0.0] * 4
    assert "Nobody reached a goal" in nobody.verdict["preparation_notes"].item()[-1]
    assert not any("Nobody reached a goal" in note for note in found.verdict["preparation_notes"].item())


def test_a_segment_whose_members_were_all_forgotten_leaves_no_trace_of_them_and_its_id_is_not_given_again(
    crowd: Crowd, found: Segmentation
) -> None:
    largest = found.segments.row(0, named=True)["segment_id"]
    gone = found.members.filter(pl.col("segment_id") == largest)["customer_id"].implode()
    left = replace(crowd, customer_features=crowd.customer_features.filter(~pl.col("customer_id").is_in(gone)))
    last = found.members.filter(~pl.col("customer_id").is_in(gone))
    after = find_segments(
        left.customer_features,
        left.mix_items,
        left.customer_mix,
        PLAN,
        last_members=last,
        used_ids=frozenset({largest}),
    )
    assert set(after.segments["segment_id"]) == set(found.segments["segment_id"]) - {largest}
    assert largest not in str(after.changes.rows()) + str(after.moves.rows())
    assert after.members["customer_id"].is_in(gone).sum() == 0


def test_a_population_can_be_those_who_converted_or_one_business_unit(crowd: Crowd) -> None:
    converted = segment(crowd, replace(PLAN, population="converted"))
    assert converted.members.height == crowd.customer_features.filter(pl.col("converted_count") > 0).height
    unit = pl.DataFrame({"mix_index": [9], "facet": ["business_unit"], "item": ["north"], "is_outcome": [False]})
    some = crowd.customer_features["customer_id"].head(400)
    mix = pl.DataFrame({"customer_id": some, "mix_index": [9] * 400, "step_count": [1] * 400})
    north = replace(crowd, mix_items=pl.concat([crowd.mix_items, unit]), customer_mix=mix)
    assert segment(north, replace(PLAN, population="north")).verdict["customer_count"].item() == 400
    reason = segment(north, replace(PLAN, population="south")).verdict["verdict_reason"].item()
    assert reason == "no step is of a business unit or product called south"


def test_a_mistyped_feature_to_be_left_out_is_told(crowd: Crowd) -> None:
    few = replace(crowd, customer_features=crowd.customer_features.head(30))
    left_out = ("channel: wbe", "channel: web", "night_share", "amount")
    (notes,) = segment(few, replace(PLAN, left_out=left_out, minimum_customers=20)).verdict["preparation_notes"]
    assert [note for note in notes if "no feature" in note] == ["To be left out, but no feature: channel: wbe."]
