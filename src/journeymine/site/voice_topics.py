"""Topics on the page: their size, feeling and trend, where in the journey they arise, and texts about them."""

from __future__ import annotations

from typing import Any

import polars as pl

from journeymine.site.heatmaps import Cell, Heatmap, shade
from journeymine.site.page import SiteContext
from journeymine.site.quotes import shorten_quote
from journeymine.site.small_groups import count_or_fewer
from journeymine.site.words import Words
from journeymine.statistics.intervals import Interval

WIDTH, HEIGHT = 130, 26
WEEKS = 26
RECENT = 4
"""Weeks that are held against those before."""


def list_topics(topics: pl.DataFrame, weeks: pl.DataFrame, context: SiteContext) -> list[dict[str, Any]]:
    """List topics of enough customers with their share, feeling and trend."""
    words = context.words
    rows = []
    for row in topics.filter(pl.col("customer_count") >= context.minimum_cell).iter_rows(named=True):
        own = weeks.filter(pl.col("topic_id") == row["topic_id"]).sort("week_date") if weeks.height else weeks
        is_felt = row["felt_count"] >= context.minimum_cell
        rows.append(
            {
                **row,
                "interval": Interval(row["topic_share_low"], row["topic_share_high"]),
                "is_felt": is_felt,
                "feeling": words.gettext(
                    "{low} to {high}",
                    low=words.decimal(row["valence_low"], 2, is_signed=True),
                    high=words.decimal(row["valence_high"], 2, is_signed=True),
                )
                if is_felt
                else "",
                **_draw_trend(own.tail(WEEKS), words),
            }
        )
    return rows


def _draw_trend(weeks: pl.DataFrame, words: Words) -> dict[str, Any]:
    if weeks.height < 2:
        return {"points": "", "recent": None, "before": None, "trend_text": ""}
    shares = weeks["topic_share"].to_list()
    most = max(shares) or 1.0
    step = WIDTH / (len(shares) - 1)
    points = " ".join(
        f"{index * step:.1f},{HEIGHT - 2 - (HEIGHT - 4) * share / most:.1f}" for index, share in enumerate(shares)
    )
    recent, before = weeks.tail(RECENT), weeks.head(max(0, weeks.height - RECENT))
    told = {"recent": _find_share(recent), "before": _find_share(before)}
    text = words.gettext(
        "{recent} in the last {weeks} weeks, {before} before",
        recent=words.share(told["recent"]),
        before=words.share(told["before"]),
        weeks=RECENT,
    )
    return {"points": points, "trend_text": text, **told}


def _find_share(weeks: pl.DataFrame) -> float | None:
    read = int(weeks["read_count"].sum()) if weeks.height else 0
    return int(weeks["text_count"].sum()) / read if read else None


def draw_topic_stages(
    topics: pl.DataFrame, cells: pl.DataFrame, stages: tuple[str, ...], minimum: int, words: Words
) -> Heatmap:
    """Draw topic x stage: the share of the stage's texts that are about the topic, with its customers."""
    _ = words.gettext
    told = set(cells["stage"])
    columns = (*(stage for stage in stages if stage in told), *sorted(told - set(stages)))
    found = {(row["topic_id"], row["stage"]): row for row in cells.iter_rows(named=True)}
    large = cells.filter(pl.col("customer_count") >= minimum, pl.col("read_count") > 0)
    most = max((row["text_count"] / row["read_count"] for row in large.iter_rows(named=True)), default=0.0)
    rows = []
    for topic_id, topic in topics.filter(pl.col("customer_count") >= minimum).select("topic_id", "topic").iter_rows():
        line = []
        for stage in columns:
            row = found.get((topic_id, stage))
            if row is None or not row["read_count"]:
                line.append(Cell(""))
            elif row["customer_count"] < minimum:
                line.append(Cell(count_or_fewer(row["customer_count"] or 1, minimum, words)))
            else:
                share = row["text_count"] / row["read_count"]
                detail = words.number(row["customer_count"])
                line.append(Cell(words.share(share), share, detail, shade(share, most)))
        rows.append((topic, tuple(line)))
    return Heatmap(
        "topic-stages",
        _("Stage and topic"),
        _(
            "Share of the stage’s texts that are about the topic; below it the customers. The darkest "
            "shade is the largest share."
        ),
        _("Topic"),
        tuple(words.translate(stage) for stage in columns),
        tuple(rows),
    )


def list_topic_quotes(quotes: pl.DataFrame, shown: list[dict[str, Any]], words: Words) -> list[dict[str, Any]]:
    """List texts of the topics that are shown, shortened where they are long."""
    listed = []
    for topic in shown:
        own = (
            quotes.filter(pl.col("topic_id") == topic["topic_id"]).sort(
                "topic_weight", "text_id", descending=[True, False]
            )
            if quotes.height
            else quotes
        )
        rows = list(own.iter_rows(named=True))
        for row in rows:
            row["text"] = shorten_quote(row["text"])
        if rows:
            listed.append({"title": topic["topic"], "quotes": rows})
    return listed
