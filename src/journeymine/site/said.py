"""What customers ask, fear and stumble over along the curve, and what their texts are about, stage by stage."""

from __future__ import annotations

from typing import Any

import polars as pl

from journeymine.site.heatmaps import Heatmap
from journeymine.site.page import SiteContext, Tables
from journeymine.site.quotes import shorten_quote
from journeymine.site.voice import draw_signal_stages
from journeymine.site.voice_topics import draw_topic_stages

HEARD = ("question", "fear", "barrier")
"""Signals that stand beside the curve; the page of voices has them all."""
TABLES = ("analysis.signal_counts", "analysis.topics", "analysis.topic_stages", "report.signal_quotes")


def draw_said(tables: Tables, context: SiteContext) -> list[Heatmap]:
    """Draw question, fear and barrier x stage, and topic x stage, as far as there are any."""
    words, minimum, maps = context.words, context.minimum_cell, []
    counts, topics = tables.get("analysis.signal_counts"), tables.get("analysis.topics")
    if counts is not None and counts.height:
        maps.append(draw_signal_stages(counts, context.stages, minimum, words, HEARD))
    cells = tables.get("analysis.topic_stages")
    if topics is not None and topics.height and cells is not None and cells.height:
        maps.append(draw_topic_stages(topics, cells, context.stages, minimum, words))
    return [drawn for drawn in maps if drawn.rows]


def list_said(tables: Tables, context: SiteContext) -> list[dict[str, Any]]:
    """List of each stage one sentence of each signal of HEARD that enough customers said there."""
    counts, quotes = tables.get("analysis.signal_counts"), tables.get("report.signal_quotes")
    if counts is None or quotes is None or quotes.is_empty():
        return []
    enough = counts.filter((pl.col("dimension") == "stage") & (pl.col("customer_count") >= context.minimum_cell))
    cells = enough.select("signal", "signal_subtype", stage="member")
    order = ("occurred_at", "text_id", "sentence")
    kept = quotes.join(cells, on=("signal", "signal_subtype", "stage"), how="semi")
    kept = kept.sort(order, descending=[True, False, False])
    first: dict[tuple[str, str], dict[str, Any]] = {}
    for row in kept.filter(pl.col("signal").is_in(HEARD)).iter_rows(named=True):
        first.setdefault((row["stage"], row["signal"]), {**row, "sentence": shorten_quote(row["sentence"])})
    return [
        {"stage": stage, "said": [first.get((stage, signal)) for signal in HEARD]}
        for stage in context.stages
        if any((stage, signal) in first for signal in HEARD)
    ]
