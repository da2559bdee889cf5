"""Counts over time."""

from __future__ import annotations

import math
from typing import Any

import plotly.graph_objects as go
import polars as pl

from journeymine.charts.figure import BLUE, ORANGE, draw_figure

TICKS = 8
"""Days named below the axis at most (choice)."""


def draw_journey_trend(
    periods: pl.DataFrame, started_name: str, reached_name: str, day_texts: list[str], separators: str = ".,"
) -> dict[str, Any]:
    """Draw journeys started and converted by day, week or month.

    Args:
        periods: One row per period in order: day (its first), journey_started_count, converted_count; a null is not
            drawn.
        started_name: What the legend calls the first line.
        reached_name: What the legend calls the second line.
        day_texts: What the axis says of each period, in their order; some are left out where there are many.
        separators: The decimal sign and the sign between thousands.
    """
    x = [f"{day:%Y-%m-%d}" for day in periods["day"]]
    style: dict[str, Any] = {"mode": "lines+markers", "x": x, "marker": {"size": 5}}
    started, converted = periods["journey_started_count"].to_list(), periods["converted_count"].to_list()
    traces = [
        go.Scatter(**style, y=started, name=started_name, line={"color": BLUE, "width": 2}),
        go.Scatter(**style, y=converted, name=reached_name, line={"color": ORANGE, "width": 2, "dash": "dot"}),
    ]
    every = math.ceil(len(x) / TICKS)
    layout = {
        "height": 300,
        "showlegend": True,
        "hovermode": "x unified",
        "legend": {"orientation": "h", "x": 0, "y": 1.08, "yanchor": "bottom"},
        "yaxis": {"rangemode": "tozero"},
        "xaxis": {"type": "date", "tickvals": x[::every], "ticktext": day_texts[::every], "hoverformat": "%Y-%m-%d"},
    }
    return draw_figure(traces, layout=layout, separators=separators)
