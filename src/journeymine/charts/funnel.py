"""The funnel: how many customers reach each stage."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from journeymine.charts.figure import BLUE, draw_figure, escape_label


def draw_funnel(
    stages: pl.DataFrame, share_title: str, texts: list[str], hover_texts: list[str], separators: str = ".,"
) -> dict[str, Any]:
    """Draw one bar a stage with the 95% interval of its share.

    Args:
        stages: One row per stage in order: stage, reached_share, reached_low, reached_high (0..1).
        share_title: What the axis of shares says.
        texts: What each bar says, in the order of the stages.
        hover_texts: What it says when pointed at.
        separators: The decimal sign and the sign between thousands.
    """
    share = stages["reached_share"] * 100
    trace = go.Bar(
        y=[escape_label(stage) for stage in stages["stage"]],
        x=share.to_list(),
        orientation="h",
        marker={"color": BLUE},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": (stages["reached_high"] * 100 - share).to_list(),
            "arrayminus": (share - stages["reached_low"] * 100).to_list(),
            "thickness": 1.2,
            "width": 4,
        },
        customdata=hover_texts,
        text=[f"  {text}" for text in texts],
        textposition="inside",
        insidetextanchor="start",
        hovertemplate="%{y}: %{customdata}<extra></extra>",
    )
    layout = {
        "yaxis": {"autorange": "reversed"},
        "xaxis": {"range": [0, 101], "ticksuffix": "%", "title": {"text": share_title}},
        "height": 70 + 46 * stages.height,
        "bargap": 0.3,
        "margin": {"l": 20, "r": 28, "t": 24, "b": 60},
    }
    return draw_figure([trace], layout=layout, separators=separators)
