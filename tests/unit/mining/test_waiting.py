"""Waits of which some have not ended, and contacts that cost something."""

from __future__ import annotations

import math
import random
import statistics

import polars as pl
import pytest

from journeymine.mining.contacts import compare_contacts
from journeymine.mining.waiting import find_waits

DAY = 86_400_000


def write_bins(waits: list[tuple[int, bool]]) -> pl.DataFrame:
    """Write waits (milliseconds, has ended) as the bins the marts hold."""
    rows = [("goal", "x", math.floor(math.log2(ms + 1) * 8), int(ended), int(not ended)) for ms, ended in waits]
    columns = ["wait", "wait_from", "wait_bin", "arrived_count", "censored_count"]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    return frame.group_by("wait", "wait_from", "wait_bin").agg(pl.col("arrived_count", "censored_count").sum())


STARTS = pl.DataFrame({"wait": ["goal"], "wait_from": ["x"], "customer_count": [7]})


def find_one(waits: list[tuple[int, bool]]) -> dict:
    [row] = find_waits(write_bins(waits), STARTS).iter_rows(named=True)
    return row


def test_without_censoring_median_and_p90_are_within_the_width_of_a_bin():
    draw = random.Random(1)
    waits = [int(draw.lognormvariate(15, 2)) for _ in range(999)]
    row = find_one([(ms, True) for ms in waits])
    assert row["median_seconds"] == pytest.approx(statistics.median(waits) / 1000, rel=0.045)
    assert row["p90_seconds"] == pytest.approx(sorted(waits)[899] / 1000, rel=0.045)
    assert row["median_low_seconds"] <= row["median_seconds"] <= row["median_high_seconds"]


def test_waits_cut_at_random_give_the_median_that_all_of_them_have():
    # Of waits cut off, those seen to end are the short ones: their own median is far too small.
    draw = random.Random(2)
    waits = [(draw.expovariate(1 / 10), draw.uniform(0, 20)) for _ in range(4000)]
    row = find_one([(int(min(wait, end) * DAY), wait <= end) for wait, end in waits])
    assert row["median_seconds"] == pytest.approx(10 * math.log(2) * 86_400, rel=0.08)
    assert statistics.median(wait for wait, end in waits if wait <= end) < 10 * math.log(2) * 0.75
    assert row["arrived_in_week_low"] <= 1 - math.exp(-0.7) <= row["arrived_in_week_high"]


def test_a_median_that_half_have_not_come_to_is_null():
    row = find_one([(DAY, True)] * 2 + [(20 * DAY, False)] * 8)
    assert (row["median_seconds"], row["p90_seconds"]) == (None, None)
    assert (row["wait_count"], row["arrived_count"], row["censored_count"], row["customer_count"]) == (10, 2, 8, 7)
    assert row["arrived_in_week_share"] == pytest.approx(0.2)


def test_nobody_is_told_a_week_that_was_not_watched():
    assert find_one([(DAY, True), (2 * DAY, False)])["arrived_in_week_share"] is None
    assert find_one([(DAY, True), (2 * DAY, True)])["arrived_in_week_share"] == 1


def write_costs(values: list[int], others: list[int]) -> pl.DataFrame:
    both = values + others
    return pl.DataFrame(
        {
            "touchpoint": ["Call"],
            "contact_count": [90],
            "customer_count": [60],
            "contact_cost_amount": [2.5],
            "total_cost_amount": [225.0],
            "currency_code": ["EUR"],
            "rated_customer_count": [len(values)],
            "satisfaction_sum": [sum(values)],
            "satisfaction_square_sum": [sum(v * v for v in values)],
            "all_rated_customer_count": [len(both)],
            "all_satisfaction_sum": [sum(both)],
            "all_satisfaction_square_sum": [sum(v * v for v in both)],
        }
    )


def test_a_gain_is_the_difference_of_means_and_a_contact_without_one_is_marked():
    draw = random.Random(3)
    content, others = [draw.randrange(700, 1000) for _ in range(80)], [draw.randrange(200, 500) for _ in range(90)]
    [row] = compare_contacts(write_costs(content, others), 10).iter_rows(named=True)
    assert row["satisfaction_gain"] == pytest.approx((statistics.mean(content) - statistics.mean(others)) / 1000)
    assert row["satisfaction_gain_low"] < row["satisfaction_gain"] < row["satisfaction_gain_high"]
    assert row["is_without_gain"] is False
    assert row["other_rated_customer_count"] == 90
    [row] = compare_contacts(write_costs(others, content), 10).iter_rows(named=True)
    assert row["is_without_gain"] is True


def test_too_few_ratings_say_nothing():
    [row] = compare_contacts(write_costs([500] * 9, [400] * 50), 10).iter_rows(named=True)
    assert (row["satisfaction_gain"], row["is_without_gain"]) == (None, None)
