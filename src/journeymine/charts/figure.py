"""What all figures share: the palette, the bare layout, and their way to the browser as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

BLUE, ORANGE = "#2a6fbb", "#d98a00"
"""Okabe and Ito's colour-blind-safe hues, darkened so that each keeps 3:1 against white and against the dark theme."""


def plotly_script() -> str:
    """Return plotly.js as the plotly package ships it (MIT licence, named in the file's head)."""
    return str(get_plotlyjs())


def escape_label(text: str) -> str:
    """Escape a name for a figure: plotly reads `<b>` and entities in labels, a name must stay what it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def draw_figure(
    traces: list[Any], *, layout: Mapping[str, Any] | None = None, separators: str = ".,"
) -> dict[str, Any]:
    """Draw a figure as plain JSON values, without a template: colours of text and paper are the page's.

    `separators` are the decimal sign and the sign between thousands.
    """
    figure = go.Figure(data=traces)
    figure.update_layout(
        template="none",
        margin={"l": 20, "r": 28, "t": 24, "b": 20},
        xaxis={"automargin": True},
        yaxis={"automargin": True},
        separators=separators,
        hoverlabel={"align": "left"},
        showlegend=False,
    )
    if layout:
        figure.update_layout(dict(layout))
    document: dict[str, Any] = json.loads(figure.to_json())
    document["layout"].pop("template", None)
    return document
