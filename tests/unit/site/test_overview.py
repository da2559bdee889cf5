from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from journeymine.site.overview import HEADLINES, Headline, find_interval, render_change, render_overview
from journeymine.site.page import SiteContext
from journeymine.site.words import ENGLISH
from journeymine.statistics.intervals import Interval, find_wilson_interval

SHARE = next(headline for headline in HEADLINES if headline.metric == "converted_share")
REFUSED = next(headline for headline in HEADLINES if headline.metric == "rejected_count")


@pytest.mark.parametrize(
    ("headline", "value", "before", "expected"),
    [
        (SHARE, 0.37, 0.31, ("+6.0 points since last night", "better")),
        (SHARE, 0.31, 0.37, ("−6.0 points since last night", "worse")),
        (REFUSED, 12, 10, ("+2 since last night", "worse")),
        (REFUSED, 166, 165, ("+1 since last night", "plain")),
        (REFUSED, 10, 10, ("unchanged since last night", "plain")),
        (SHARE, 0.5, None, ("", "plain")),
    ],
)
def test_a_change_says_its_size_and_whether_it_is_welcome(
    headline: Headline, value: float, before: float | None, expected: tuple[str, str]
) -> None:
    assert render_change(headline, value, before) == expected


def test_a_share_that_was_within_its_interval_has_no_colour() -> None:
    interval = Interval(0.159, 0.186)
    assert render_change(SHARE, 0.172, 0.1705, interval) == ("+0.1 points since last night", "plain")
    assert render_change(SHARE, 0.172, 0.150, interval) == ("+2.2 points since last night", "better")


def test_the_interval_of_a_share_is_by_customer_and_counts_of_rows_have_none(
    tables: dict[str, pl.DataFrame], context: SiteContext
) -> None:
    row = {"numerator_count": 40, "denominator_count": 100, "denominator_customer_count": 100}
    once = {"denominator_square_sum": 100, "numerator_square_sum": 40, "share_product_sum": 40}
    assert find_interval(row | once) == pytest.approx(find_wilson_interval(40, 100))
    # ten customers of ten journeys each, of whom four always reach a goal: worth ten journeys, not a hundred
    alike = {"denominator_square_sum": 1000, "numerator_square_sum": 400, "share_product_sum": 400}
    interval = find_interval(row | alike | {"denominator_customer_count": 10})
    assert interval is not None
    assert interval.low < find_wilson_interval(4, 10).low
    assert interval.high > find_wilson_interval(4, 10).high
    cards = {card.label: card for card in render_overview(tables, context).variables["cards"]}  # type: ignore[attr-defined]
    assert "95%" in cards["Journeys that reached a goal"].detail[1]
    assert len(cards["Events of unknown customers"].detail) == 1


def test_the_night_before_is_the_latest_earlier_one(tables: dict[str, pl.DataFrame], context: SiteContext) -> None:
    tables["meta.metric_history"] = pl.DataFrame(
        {
            "night_id": ["20260301T013000Z", "20260330T013000Z", context.night_id],
            "as_of": [context.as_of - timedelta(days=27), context.as_of - timedelta(days=1), context.as_of],
            "metric": ["customer_count"] * 3,
            "value": [1.0, 538.0, 540.0],
        }
    )
    cards = render_overview(tables, context).variables["cards"]
    assert cards[0].changes == (("+2 since last night", "plain"),)  # type: ignore[index]


def test_last_month_is_the_latest_night_of_whole_weeks_before(
    tables: dict[str, pl.DataFrame], context: SiteContext
) -> None:
    tables["meta.metric_history"] = pl.DataFrame(
        {
            "night_id": ["20260101T013000Z", "20260102T013000Z", "20260130T013000Z"],
            "as_of": [context.as_of - timedelta(days=days) for days in (60, 28, 27)],
            "metric": ["customer_count"] * 3,
            "value": [100.0, 530.0, 535.0],
        }
    )
    cards = render_overview(tables, context).variables["cards"]
    day = ENGLISH.day((context.as_of - timedelta(days=28)).date())
    assert [text for text, _ in cards[0].changes] == ["+5 since last night", f"+10 since {day}"]  # type: ignore[index]


def test_a_metric_without_a_value_is_a_dash(tables: dict[str, pl.DataFrame], context: SiteContext) -> None:
    headlines = tables["report.headline_metrics"]
    is_time = pl.col("metric") == "median_seconds_to_goal"
    tables["report.headline_metrics"] = headlines.with_columns(
        value=pl.when(is_time).then(None).otherwise(pl.col("value")),
        denominator_count=pl.when(is_time).then(0).otherwise(pl.col("denominator_count")),
    )
    cards = {card.label: card for card in render_overview(tables, context).variables["cards"]}  # type: ignore[attr-defined]
    assert cards["Median time to goal"].value == "–"
