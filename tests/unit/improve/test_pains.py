"""Pains and delights: what goes beyond comparable places, on how many, how surely, and in which order."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from journeymine.improve.pains import PAIN_SCHEMA, name_pains, rank_pains
from journeymine.improve.words import find_pain_ids, write_title
from journeymine.settings import PainSettings
from journeymine.statistics.differences import find_share_difference

LIMITS = PainSettings()
NOW = datetime(2026, 4, 30)
CANDIDATE = {
    "pain_kind": "pain",
    "pain_source": "drop_off",
    "pain_subject": "",
    "subject_words": None,
    "touchpoint": "Checkout error",
    "stage": "buy",
    "channel": "web",
    "owner": None,
    "is_about_goals": False,
    "came_count": 200,
    "tested_count": 200,
    "affected_count": 100,
    "other_tested_count": 1000,
    "other_affected_count": 100,
    "odds_ratio": None,
    "odds_ratio_low": None,
    "odds_ratio_high": None,
    "effect_p_value": None,
    "window_from_at": datetime(2026, 1, 1),
    "window_to_at": NOW,
    "source_table": "core.journeys",
    "source_query": "select 100 as affected_count",
}
FLOATS = ("odds_ratio", "odds_ratio_low", "odds_ratio_high", "effect_p_value")


def make_candidates(*rows):
    schema = dict.fromkeys(FLOATS, pl.Float64) | {"owner": pl.String, "subject_words": pl.String}
    return pl.DataFrame([CANDIDATE | row for row in rows], schema_overrides=schema, infer_schema_length=None)


VALUE_SCHEMA = {
    "value_of": pl.String,
    "place": pl.String,
    "has_amounts": pl.Boolean,
    "customer_count": pl.Int64,
    "size": pl.Int64,
    "total": pl.Float64,
    "squares": pl.Float64,
    "total_squares": pl.Float64,
    "products": pl.Float64,
}


def make_values(*rows):
    return pl.DataFrame(rows, schema=VALUE_SCHEMA, orient="row")


NO_VALUES = make_values()


def rank(*rows, values=NO_VALUES, limits=LIMITS, last=None):
    return rank_pains(make_candidates(*rows), values, limits, "EUR", last)


def test_a_pain_is_customers_times_the_part_beyond_what_is_expected_with_the_interval_of_that():
    row = rank({}).row(0, named=True)
    assert (row["customer_count"], row["expected_share"], row["pain_lift"]) == (100, 0.1, pytest.approx(5))
    assert row["severity"] == pytest.approx(0.8)
    assert row["pain_score"] == pytest.approx(100 * 0.8)
    excess = find_share_difference(100, 200, 100, 1000).interval
    assert (row["pain_score_low"], row["pain_score_high"]) == pytest.approx((200 * excess.low, 200 * excess.high))
    assert row["severity_low"] < row["severity"] < row["severity_high"]
    assert row["customer_low"] < 100 < row["customer_high"]
    assert (row["value_amount"], row["amount_unit"]) == (None, "goals")


@pytest.mark.parametrize(
    "row",
    [
        {"affected_count": 23},  # 11.5 % of 200 are 1.15 times 10 %
        {"tested_count": 40, "came_count": 40, "affected_count": 29},  # fewer than 30 customers
        {"other_tested_count": 20, "other_affected_count": 2},  # nothing to compare with
        {"tested_count": 300, "came_count": 300, "affected_count": 38},  # 1.27 times, and may be chance
        {"affected_count": 10},  # less than elsewhere
        {"affected_count": 0},
    ],
)
def test_what_is_weak_rare_or_may_be_chance_is_no_pain(row):
    assert rank(row).schema == pl.Schema(PAIN_SCHEMA)
    assert rank(row).is_empty()


def test_chance_is_reckoned_over_all_that_was_looked_for():
    weak = {"affected_count": 30, "other_affected_count": 100}
    others = [{"touchpoint": f"T{number}", "affected_count": 20} for number in range(200)]
    assert rank(weak).height == 1
    assert rank(weak, *others).is_empty()


def test_places_where_nobody_was_affected_were_looked_at_too():
    weak = {"affected_count": 34, "other_affected_count": 100}
    unhurt = [{"touchpoint": f"T{number}", "affected_count": 0, "other_affected_count": 0} for number in range(100)]
    [alone] = rank(weak)["pain_q_value"]
    [among] = rank(weak, *unhurt, limits=PainSettings(q=1))["pain_q_value"]
    assert among == pytest.approx(101 * alone)


def test_of_missed_goals_the_lift_is_how_many_times_rarer_the_goal_is():
    missed = {"is_about_goals": True, "affected_count": 180, "other_tested_count": 1000, "other_affected_count": 800}
    row = rank(missed | {"pain_source": "rework"}).row(0, named=True)
    assert row["pain_lift"] == pytest.approx(0.2 / 0.1)
    assert row["severity"] == pytest.approx(0.5 * (1 - 0.8 / 0.9))


@pytest.mark.parametrize(("kind", "odds_ratio"), [("pain", 0.5), ("delight", 2.0)])
def test_a_key_moment_is_expected_to_have_the_odds_it_has_without_the_touchpoint(kind, odds_ratio):
    moment = {
        "pain_kind": kind,
        "pain_source": "key_moment",
        "pain_subject": "conversion",
        "is_about_goals": True,
        "odds_ratio": odds_ratio,
        "odds_ratio_low": odds_ratio * 0.8,
        "odds_ratio_high": odds_ratio * 1.25,
        "effect_p_value": 0.001,
        "other_tested_count": None,
        "other_affected_count": None,
    }
    row = rank(moment).row(0, named=True)
    assert row["expected_share"] == pytest.approx(1 / 3)  # half of 200 are affected: odds of 1, and 1/2 without
    assert row["pain_lift"] == pytest.approx(2)
    assert 0 < row["pain_score_low"] < row["pain_score"] < row["pain_score_high"]
    assert rank(moment | {"pain_kind": "pain" if kind == "delight" else "delight"}).is_empty()


def test_value_is_that_of_a_journey_of_the_stage_or_where_goals_are_missed_of_a_goal():
    values = make_values(
        ("goal", None, True, 100, 100, 10_000.0, 100.0, 1_000_000.0, 10_000.0),
        ("goal", "Rare", True, 29, 60, 29_000.0, 124.0, 29_000_000.0, 60_000.0),
        ("goal", "Often", True, 30, 30, 6_000.0, 30.0, 1_200_000.0, 6_000.0),
        ("stage", "buy", True, 1000, 1000, 10_000.0, 1000.0, 1_000_000.0, 10_000.0),
    )
    missed = {"is_about_goals": True, "affected_count": 180, "other_affected_count": 500}
    rows = rank({}, missed | {"touchpoint": "Rare"}, missed | {"touchpoint": "Often"}, values=values)
    assert dict(rows.select("touchpoint", "value_amount").iter_rows()) == {
        "Checkout error": 10.0,
        "Rare": 100.0,
        "Often": 200.0,
    }
    assert set(rows["amount_unit"]) == {"EUR"}


def test_goals_of_one_customer_make_their_mean_no_surer():
    # 60 goals of 10 or 30, one each of 60 customers, or three alike each of 20
    apart = ("goal", None, True, 60, 60, 1200.0, 60.0, 30 * 100.0 + 30 * 900, 1200.0)
    alike = ("goal", None, True, 20, 60, 1200.0, 20 * 9.0, 10 * 30.0**2 + 10 * 90.0**2, 3 * 1200.0)
    missed = {"is_about_goals": True, "affected_count": 180, "other_affected_count": 500}
    one, three = (rank(missed, values=make_values(row)).row(0, named=True) for row in (apart, alike))
    assert one["value_amount"] == three["value_amount"] == 20
    width = {row["value_amount_high"] - row["value_amount_low"] for row in (one, three)}
    assert max(width) / min(width) == pytest.approx(3**0.5, rel=0.07)


def test_each_kind_is_ranked_by_the_low_end_so_that_what_is_sure_comes_first():
    unsure = {
        "touchpoint": "Unsure",
        "came_count": 600,
        "tested_count": 40,
        "affected_count": 32,
        "other_tested_count": 40,
        "other_affected_count": 18,
        "is_about_goals": True,
        "pain_source": "rework",
    }
    rows = rank({}, unsure, {"pain_kind": "delight", "pain_source": "score", "touchpoint": "Shop"})
    found = rows.select("pain_kind", "pain_rank", "touchpoint").rows()
    assert found == [("pain", 1, "Checkout error"), ("pain", 2, "Unsure"), ("delight", 1, "Shop")]
    score = dict(rows.select("touchpoint", "pain_score").iter_rows())
    assert score["Unsure"] > score["Checkout error"]


def test_a_weight_of_the_settings_takes_the_place_of_the_usual_one():
    halved = rank({}, limits=PainSettings(weights={"drop_off": 0.5})).row(0, named=True)
    assert halved["pain_score"] == pytest.approx(40)


def test_a_pain_remembers_when_it_was_found_first():
    first = datetime(2026, 2, 1)
    last = pl.DataFrame({"pain_id": ["drop-off-checkout-error"], "pain_since_at": [first]})
    assert rank({}, last=last)["pain_since_at"].to_list() == [first]
    assert rank({})["pain_since_at"].to_list() == [NOW]


def test_order_of_rows_changes_nothing():
    rows = [{}, {"touchpoint": "Cart"}, {"touchpoint": "Pay", "affected_count": 90}]
    assert rank(*rows).equals(rank(*reversed(rows)))


def test_ids_are_readable_stable_and_apart():
    names = name_pains(make_candidates({}, {"touchpoint": "A/B"}, {"touchpoint": "A b"}, {"touchpoint": "Корзина"}))
    ids = dict(names.select("touchpoint", "pain_id").iter_rows())
    assert ids["Checkout error"] == "drop-off-checkout-error"
    assert ids["Корзина"] == "drop-off-корзина"
    assert ids["A/B"] != ids["A b"]
    assert ids["A/B"].startswith("drop-off-a-b-")
    assert names["title"].to_list()[-1].count("“") == 1


def test_a_topic_is_called_by_its_name_and_known_by_its_id():
    topic = {"pain_source": "topic", "pain_subject": "t07", "subject_words": "late parcel", "touchpoint": "Delivery"}
    row = rank(topic).row(0, named=True)
    assert row["pain_id"] == "written-t07-delivery"
    assert row["title"] == "Negative topic at “Delivery”: late parcel"
    renamed = rank(topic | {"subject_words": "parcels"}).row(0, named=True)
    assert renamed["pain_id"] == row["pain_id"]


def _translate(text: str) -> str:
    return "ПОВТОР" if text == "done again" else text


def test_a_deviation_is_told_by_its_plan_and_the_word_for_it_and_known_by_its_kind():
    key = ("pain", "deviation", "on line: now: inserted", "Cart")
    assert (
        write_title(key) == "Where “Cart” is off the plan customers reach a goal less often (on line: now: not planned)"
    )
    assert "(on line: now: ПОВТОР)" in write_title((*key[:2], "on line: now: repeated", "Cart"), _translate)
    assert find_pain_ids([key]) == ["off-plan-on-line-now-inserted-cart"]
