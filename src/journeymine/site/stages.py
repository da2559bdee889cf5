"""Stages: how many customers reach each, and through which channels."""

from __future__ import annotations

import polars as pl

from journeymine.charts.funnel import draw_funnel
from journeymine.charts.heatmap import draw_heatmap
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.small_groups import OTHER, count_or_fewer, hide_small, merge_small_groups
from journeymine.statistics.intervals import Interval, find_wilson_interval


def _read_stages(tables: Tables, customer_count: int) -> pl.DataFrame:
    stages = tables["marts.stage_metrics"].sort("stage_rank", "stage")
    reached = [find_wilson_interval(count, customer_count) for count in stages["customer_count"]]
    return stages.with_columns(
        reached_share=pl.col("customer_count") / customer_count,
        reached_low=pl.Series([interval.low for interval in reached], dtype=pl.Float64),
        reached_high=pl.Series([interval.high for interval in reached], dtype=pl.Float64),
    )


def list_stages(stages: pl.DataFrame, order: tuple[str, ...], minimum: int) -> list[dict[str, object]]:
    """List the stages as rows of the table; the last one, and "unmapped", have no later stage to come to."""
    rows = []
    for row in stages.iter_rows(named=True):
        seen = row["journey_count"]
        has_later = row["stage"] in order[:-1]
        is_told = seen and has_later and hide_small(row["continued_count"], minimum) is not None
        continued: Interval | None = find_wilson_interval(row["continued_count"], seen) if is_told else None
        row["reached_interval"] = Interval(row["reached_low"], row["reached_high"])
        row["continued_share"] = row["continued_count"] / seen if is_told else None
        row["continued_interval"] = continued
        rows.append(row)
    return rows


def render_stages(tables: Tables, context: SiteContext) -> Content:
    """Fill the funnel and the stage x channel heatmap; groups under minimum_cell customers merge into "other"."""
    words = context.words
    _ = words.gettext
    headlines = {row["metric"]: row["value"] for row in tables["report.headline_metrics"].iter_rows(named=True)}
    customer_count = int(headlines["travelling_customer_count"])
    stages = _read_stages(tables, customer_count)
    shown = stages.filter(pl.col("customer_count") >= context.minimum_cell)
    told = [
        words.ngettext("{share} · {count} customer", "{share} · {count} customers", count, share=words.share(share))
        for count, share in shown.select("customer_count", "reached_share").iter_rows()
    ]
    shares = [words.share(share) for share in shown["reached_share"]]
    named = shown.with_columns(pl.col("stage").map_elements(words.translate, pl.String))
    data: dict[str, object] = {"funnel": draw_funnel(named, _("share of customers"), shares, told, words.separators)}
    cells = tables.get("marts.stage_channels", pl.DataFrame())
    grid: list[dict[str, object]] = []
    channels: list[str] = []
    if not cells.is_empty():
        merged = merge_small_groups(cells, context.minimum_cell, name="channel", keys=("stage",), sums=("step_count",))
        totals = merged.group_by("channel").agg(pl.col("step_count").sum())
        totals = totals.sort(pl.col("channel") == OTHER, -pl.col("step_count"), "channel")
        channels = totals["channel"].to_list()
        counts = {(row["stage"], row["channel"]): row["step_count"] for row in merged.iter_rows(named=True)}
        names = [stage for stage in stages["stage"] if any((stage, channel) in counts for channel in channels)]
        cells_of = [[counts.get((stage, channel)) for channel in channels] for stage in names]
        texts = [
            ["" if count is None else count_or_fewer(count, context.minimum_cell, words) for count in row]
            for row in cells_of
        ]
        values = [[hide_small(count, context.minimum_cell) for count in row] for row in cells_of]
        channels = [words.translate(channel) for channel in channels]
        shown_names = [words.translate(stage) for stage in names]
        data["heatmap"] = draw_heatmap(
            shown_names, channels, values, texts, unit=_("steps"), separators=words.separators
        )
        grid = [
            {"stage": stage, "texts": [text or "0" for text in row]}
            for stage, row in zip(shown_names, texts, strict=True)
        ]
    step_count = int(cells["step_count"].sum()) if grid else 0
    evidence = (
        Evidence(
            _("Customers by stage"),
            "marts.stage_metrics",
            customer_count,
            _("customers"),
            _("customers with a step in the stage; Wilson 95% intervals"),
        ),
        *(
            [
                Evidence(
                    _("Steps by stage and channel"),
                    "marts.stage_channels",
                    step_count,
                    _("steps"),
                    _("steps of journeys by stage and their own channel"),
                )
            ]
            if grid
            else []
        ),
    )
    variables = {
        "stages": list_stages(shown, context.stages, context.minimum_cell),
        "hidden_count": stages.height - shown.height,
        "channels": channels,
        "grid": grid,
        "customer_count": customer_count,
    }
    return Content(variables, evidence, data)


PAGE = Page(
    name="stages",
    title="Stages",
    description="How far customers come, and through which channels.",
    needed=("marts.stage_metrics", "report.headline_metrics"),
    optional=("marts.stage_channels",),
    scripts=("vendor/plotly.min.js", "charts.js", "download.js", "tables.js"),
    render=render_stages,
)
