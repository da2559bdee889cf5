from __future__ import annotations

import polars as pl
import pytest

from journeymine.segments.results import FEWEST_CUSTOMERS, compare_results, rate_responses
from journeymine.statistics.differences import Sample, find_mean_difference, find_share_difference


def make_sums(*rows: tuple[str, str, int, float, float]) -> pl.DataFrame:
    names = ("segment_id", "segment_result", "customer_count", "value_sum", "square_sum")
    return pl.DataFrame(rows, schema=names, orient="row")


def make_meetings(*rows: tuple[str, int, int]) -> pl.DataFrame:
    names = ("item", "customer_count", "converted_customer_count")
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(segment_id=pl.lit("s1"), facet=pl.lit("channel"))


def test_a_segment_is_compared_with_all_others_together() -> None:
    found = compare_results(
        make_sums(("s1", "conversion", 100, 30, 30), ("s2", "conversion", 50, 5, 5), ("s3", "conversion", 150, 25, 25))
    )
    first = found.row(0, named=True)
    assert (first["value"], first["rest_value"]) == (0.3, 0.15)
    expected = find_share_difference(30, 100, 30, 200)
    assert first["value_difference"] == pytest.approx(0.15)
    assert (first["value_difference_low"], first["value_difference_high"]) == expected.interval


def test_means_have_students_interval_and_welchs_difference() -> None:
    found = compare_results(make_sums(("s1", "satisfaction", 4, 2.0, 1.5), ("s2", "satisfaction", 3, 2.4, 1.98))).row(
        0, named=True
    )
    # the values 0, .5, .5, 1: mean .5, standard error .204, t of 3 degrees of freedom 3.182
    assert (found["value_low"], found["value_high"]) == pytest.approx((0.5 - 0.6497, 0.5 + 0.6497), abs=1e-3)
    expected = find_mean_difference(Sample(4, 2.0, 1.5), Sample(3, 2.4, 1.98))
    assert expected is not None
    assert found["value_difference"] == pytest.approx(expected.change)


def test_one_segment_has_no_rest_and_one_customer_no_interval() -> None:
    found = compare_results(make_sums(("s1", "conversion", 40, 10, 10), ("s1", "satisfaction", 1, 0.5, 0.25)))
    assert found["rest_value"].to_list() == [None, None]
    assert found["value_difference"].to_list() == [None, None]
    assert found["value_low"].is_null().to_list() == [False, True]


def test_what_few_met_is_not_ranked_however_well_it_did() -> None:
    found = rate_responses(
        make_meetings(("app", FEWEST_CUSTOMERS - 1, 29), ("web", 400, 200), ("store", FEWEST_CUSTOMERS, 18))
    )
    assert found.select("item", "response_rank").rows() == [("app", None), ("store", 2), ("web", 1)]
    assert found["converted_customer_share"].to_list() == [1.0, 0.6, 0.5]


def test_nothing_counted_gives_tables_without_rows() -> None:
    assert compare_results(make_sums()).is_empty()
    assert rate_responses(make_meetings()).is_empty()
