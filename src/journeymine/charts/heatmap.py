"""Heatmaps of counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from journeymine.charts.figure import draw_figure, escape_label

LIGHT_TO_DARK = [[0.0, "#eef4fb"], [0.25, "#b8d3ee"], [0.5, "#7aaddd"], [0.75, "#3c7dc0"], [1.0, "#123f7a"]]
"""One hue from light to dark: order is read from lightness alone, so colour vision does not matter."""
BELOW_AND_ABOVE = [[0.0, "#a3480a"], [0.25, "#e3a578"], [0.5, "#f5f5f3"], [0.75, "#7aaddd"], [1.0, "#123f7a"]]
"""Orange below zero, blue above, both darker with the distance: told apart by every kind of colour vision."""


def draw_heatmap(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Sequence[Sequence[int | None]],
    texts: Sequence[Sequence[str]],
    *,
    unit: str,
    is_signed: bool = False,
    separators: str = ".,",
) -> dict[str, Any]:
    """Draw counts as a grid, first row on top, each cell with its text.

    Args:
        rows: Row names.
        columns: Column names.
        counts: Counts by row and column; null is an empty cell.
        texts: What each cell says; an empty one has no colour that a text could be read on in every theme.
        unit: What is counted, for the hover text.
        is_signed: Values lie on both sides of 0, which has no colour.
        separators: The decimal sign and the sign between thousands.
    """
    trace = go.Heatmap(
        y=[escape_label(row) for row in rows],
        x=[escape_label(column) for column in columns],
        z=[list(row) for row in counts],
        text=[
            ["" if count is None else text for count, text in zip(*pair, strict=True)]
            for pair in zip(counts, texts, strict=True)
        ],
        texttemplate="%{text}",
        colorscale=BELOW_AND_ABOVE if is_signed else LIGHT_TO_DARK,
        zmid=0 if is_signed else None,
        xgap=3,
        ygap=3,
        hoverongaps=False,
        hovertemplate=f"%{{y}} · %{{x}}: %{{text}} {unit}<extra></extra>",
        colorbar={"thickness": 10, "outlinewidth": 0, "title": {"text": unit}},
    )
    layout = {
        "yaxis": {"autorange": "reversed", "showgrid": False},
        "xaxis": {"side": "top", "showgrid": False},
        "height": 90 + 50 * len(rows),
    }
    return draw_figure([trace], layout=layout, separators=separators)
