"""Counts by day."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from journeymine.charts.figure import BLUE, ORANGE, draw_figure


def draw_journey_trend(days: pl.DataFrame) -> dict[str, Any]:
    """Draw journeys started and converted by day.

    Args:
        days: One row per day in order: day, journey_started_count, converted_count.
    """
    x = [f"{day:%Y-%m-%d}" for day in days["day"]]
    style: dict[str, Any] = {"mode": "lines", "x": x}
    traces = [
        go.Scatter(
            **style, y=days["journey_started_count"].to_list(), name="started", line={"color": BLUE, "width": 2}
        ),
        go.Scatter(
            **style,
            y=days["converted_count"].to_list(),
            name="reached a goal",
            line={"color": ORANGE, "width": 2, "dash": "dot"},
        ),
    ]
    layout = {
        "height": 280,
        "showlegend": True,
        "hovermode": "x unified",
        "legend": {"orientation": "h", "x": 0, "y": 1.12, "yanchor": "bottom"},
        "yaxis": {"rangemode": "tozero"},
        "xaxis": {"type": "date"},
    }
    return draw_figure(traces, layout=layout)
