from __future__ import annotations

from datetime import date

import polars as pl

from journeymine.charts.figure import draw_figure, escape_label, plotly_script
from journeymine.charts.funnel import draw_funnel
from journeymine.charts.heatmap import draw_heatmap
from journeymine.charts.trend import draw_journey_trend
from journeymine.charts.waits import TICKS, draw_waits


def test_a_label_keeps_its_signs_instead_of_becoming_markup() -> None:
    assert escape_label("<b>a</b> & &lt;") == "&lt;b&gt;a&lt;/b&gt; &amp; &amp;lt;"


def test_a_figure_carries_no_template() -> None:
    assert "template" not in draw_figure([])["layout"]


def test_the_script_is_the_one_the_plotly_package_ships() -> None:
    assert "plotly.js v" in plotly_script()[:100]


def test_the_funnel_shows_each_share_with_both_ends_of_its_interval() -> None:
    stages = pl.DataFrame(
        {
            "stage": ["<i>use</i>", "service"],
            "customer_count": [30, 5],
            "reached_share": [0.75, 0.125],
            "reached_low": [0.5, 0.0],
            "reached_high": [0.875, 0.25],
        }
    )
    trace = draw_funnel(stages, "share", ["75%", "12%"], ["30 of 40", "5 of 40"])["data"][0]
    assert trace["x"] == [75.0, 12.5]
    assert trace["y"] == ["&lt;i&gt;use&lt;/i&gt;", "service"]
    assert trace["error_x"]["array"] == [12.5, 12.5]
    assert trace["error_x"]["arrayminus"] == [25.0, 12.5]
    assert trace["customdata"] == ["30 of 40", "5 of 40"]


def test_an_empty_cell_of_a_heatmap_stays_empty() -> None:
    trace = draw_heatmap(["a", "b"], ["x"], [[3], [None]], [["3"], ["<10"]], unit="steps")["data"][0]
    assert trace["z"] == [[3], [None]]
    assert trace["text"] == [["3"], [""]]


def test_the_trend_has_one_point_a_period_for_each_line() -> None:
    days = pl.DataFrame(
        {
            "day": [date(2026, 3, 28), date(2026, 3, 29)],
            "journey_started_count": [4, 0],
            "converted_count": [1, 2],
        }
    )
    figure = draw_journey_trend(days, "started", "reached", ["28 mar", "29 mar"])
    started, converted = figure["data"]
    assert started["x"] == ["2026-03-28", "2026-03-29"]
    assert (started["y"], converted["y"]) == ([4, 0], [1, 2])
    assert figure["layout"]["xaxis"]["ticktext"] == ["28 mar", "29 mar"]


def test_a_wait_of_nothing_can_stand_on_a_logarithmic_axis() -> None:
    touchpoints = pl.DataFrame(
        {
            "touchpoint": ["Cart"],
            "median_seconds_to_next": [0.0],
            "p90_seconds_to_next": [7200.0],
            "median_text": ["0 s"],
            "p90_text": ["2 h"],
        }
    )
    span, median, late = draw_waits(touchpoints, "half", "most", [""] * len(TICKS))["data"]
    assert (median["x"], late["x"]) == ([1.0], [7200.0])
    assert span["x"] == [1.0, 7200.0, None]
    assert median["customdata"] == ["0 s"]
