"""How long customers take from a touchpoint to the next."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from journeymine.charts.figure import BLUE, ORANGE, draw_figure, escape_label

TICKS = (1, 10, 60, 600, 3600, 21600, 86400, 604800, 2592000)
"""Seconds at which the axis is marked."""


def draw_waits(
    touchpoints: pl.DataFrame, median_name: str, late_name: str, tick_texts: list[str], separators: str = ".,"
) -> dict[str, Any]:
    """Draw median and 90th percentile of the wait after each touchpoint on a logarithmic axis.

    Args:
        touchpoints: One row per touchpoint in order: touchpoint, median_seconds_to_next, p90_seconds_to_next
            (seconds, not null), median_text, p90_text.
        median_name: What the legend calls the median.
        late_name: What the legend calls the 90th percentile.
        tick_texts: What the axis says at each of TICKS.
        separators: The decimal sign and the sign between thousands.
    """
    names = [escape_label(name) for name in touchpoints["touchpoint"]]
    median = [max(1.0, value) for value in touchpoints["median_seconds_to_next"]]
    late = [max(1.0, value) for value in touchpoints["p90_seconds_to_next"]]
    ranges_x: list[float | None] = []
    ranges_y: list[str | None] = []
    for name, low, high in zip(names, median, late, strict=True):
        ranges_x += [low, high, None]
        ranges_y += [name, name, None]
    hover = "%{y}: %{customdata}<extra></extra>"
    traces = [
        go.Scatter(
            x=ranges_x,
            y=ranges_y,
            mode="lines",
            line={"color": "#8fa3b8", "width": 3},
            hoverinfo="skip",
            showlegend=False,
        ),
        go.Scatter(
            x=median,
            y=names,
            mode="markers",
            name=median_name,
            customdata=touchpoints["median_text"].to_list(),
            marker={"size": 12, "color": BLUE},
            hovertemplate=hover,
        ),
        go.Scatter(
            x=late,
            y=names,
            mode="markers",
            name=late_name,
            customdata=touchpoints["p90_text"].to_list(),
            marker={"size": 11, "color": ORANGE, "symbol": "diamond"},
            hovertemplate=hover,
        ),
    ]
    layout = {
        "height": 110 + 28 * len(names),
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "yaxis": {"autorange": "reversed"},
        "xaxis": {"type": "log", "tickvals": list(TICKS), "ticktext": tick_texts},
    }
    return draw_figure(traces, layout=layout, separators=separators)
