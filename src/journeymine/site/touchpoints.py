"""Touchpoints: who comes, who leaves, and how long the next step takes."""

from __future__ import annotations

import polars as pl

from journeymine.charts.waits import TICKS, draw_waits
from journeymine.site.drop_off import find_drop_off
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.small_groups import merge_small_groups

CHARTED = 25
SUMS = ("event_count", "journey_count", "converted_count", "drop_off_count", "still_open_count")


def list_touchpoints(metrics: pl.DataFrame, context: SiteContext) -> list[dict[str, object]]:
    """List touchpoints by journeys with the interval of their drop-off; those of few customers are one row, "other"."""
    ordered = metrics.sort("journey_count", "touchpoint", descending=[True, False])
    rows = []
    for row in merge_small_groups(ordered, context.minimum_cell, name="touchpoint", sums=SUMS).iter_rows(named=True):
        is_merged = row["merged_count"] > 0
        found = None if is_merged else find_drop_off(row, context.minimum_cell)
        row["drop_off_share"] = found and found.share
        row["drop_off_interval"] = found and found.interval
        row["link"] = "" if is_merged else context.link("paths.html", d="after", a=row["touchpoint"])
        rows.append(row)
    return rows


def render_touchpoints(tables: Tables, context: SiteContext) -> Content:
    """Fill the touchpoint table and the chart of waits."""
    words = context.words
    _ = words.gettext
    metrics = tables["marts.touchpoint_metrics"]
    waits = (
        metrics.filter(pl.col("customer_count") >= context.minimum_cell)
        .drop_nulls(["median_seconds_to_next", "p90_seconds_to_next"])
        .sort("journey_count", "touchpoint", descending=[True, False])
        .head(CHARTED)
        .sort("median_seconds_to_next", "touchpoint", descending=[True, False])
        .with_columns(
            median_text=pl.col("median_seconds_to_next").map_elements(words.duration, pl.String),
            p90_text=pl.col("p90_seconds_to_next").map_elements(words.duration, pl.String),
        )
    )
    evidence = (
        Evidence(
            _("Visits, drop-off and waits"),
            "marts.touchpoint_metrics",
            int(metrics["event_count"].sum()),
            _("steps"),
            _(
                "drop-off: abandoned journeys whose last step it is / journeys that come to it and are not open there, "
                "Wilson 95% interval by customer; "
                "waits to the next step from log bins, error up to 4.5%"
            ),
        ),
    )
    ticks = [words.duration(seconds) for seconds in TICKS]
    names = (_("half within"), _("nine in ten within"))
    data = {} if waits.is_empty() else {"waits": draw_waits(waits, *names, ticks, words.separators)}
    variables = {
        "touchpoints": list_touchpoints(metrics, context),
        "has_waits": bool(data),
    }
    return Content(variables, evidence, data)


PAGE = Page(
    name="touchpoints",
    title="Touchpoints",
    description="Where customers stop, and how long they wait.",
    needed=("marts.touchpoint_metrics",),
    scripts=("vendor/plotly.min.js", "charts.js", "download.js", "tables.js"),
    render=render_touchpoints,
)
