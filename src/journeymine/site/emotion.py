"""Emotion: the curve over the stages, the touchpoints that feel best and worst, and words behind them."""

from __future__ import annotations

from typing import Any

import polars as pl

from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables

WIDTH, HEIGHT, EDGE = 900, 300, 60
LONGEST_QUOTE = 280


def render_valence(value: float | None) -> str:
    """Render a valence with its sign and two digits.

    >>> render_valence(0.4), render_valence(-0.05), render_valence(None)
    ('+0.40', '-0.05', '–')
    """
    return "–" if value is None else f"{value:+.2f}"


def _describe(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "interval_text": f"{render_valence(row['valence_low'])} to {render_valence(row['valence_high'])}",
        "reported_share": row["reported_count"] / row["answer_count"],
    }


def draw_points(points: pl.DataFrame, stages: tuple[str, ...]) -> list[dict[str, Any]]:
    """Place the stages' points in a picture of WIDTH x HEIGHT, stages from left to right.

    Args:
        points: Rows of analysis.emotion_points of dimension stage that may be shown.
        stages: The stages in their order; one without a point keeps its place, empty.

    Returns:
        One entry a stage: x, and for a point y, the interval's ends and what is said of it.
    """
    found = {row["member"]: row for row in points.iter_rows(named=True)}
    step = (WIDTH - 2 * EDGE) / max(len(stages) - 1, 1)

    def place(value: float) -> float:
        return round(HEIGHT / 2 - value * (HEIGHT / 2 - 42), 1)

    drawn = []
    for index, stage in enumerate(stages):
        entry: dict[str, Any] = {"stage": stage, "x": round(EDGE + index * step, 1), "point": None}
        if stage in found:
            row = found[stage]
            entry["point"] = _describe(row) | {
                "y": place(row["valence"]),
                "low": place(row["valence_low"]),
                "high": place(row["valence_high"]),
            }
        drawn.append(entry)
    return drawn


def list_quotes(quotes: pl.DataFrame, shown: set[str]) -> list[dict[str, Any]]:
    """List redacted quotes of the stages that are shown, the best and the worst of each."""
    kept = quotes.filter(pl.col("stage").is_in(sorted(shown))).sort("valence", "text_id")
    rows = list(kept.iter_rows(named=True))
    for row in rows:
        if len(row["text"]) > LONGEST_QUOTE:
            row["text"] = row["text"][:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    return rows


def render_emotion(tables: Tables, context: SiteContext) -> Content:
    """Fill the curve, the tables of stages and touchpoints, and the quotes."""
    words = context.words
    _ = words.gettext
    points = tables["analysis.emotion_points"]
    told = points.filter(pl.col("customer_count") >= context.minimum_cell)
    stages = told.filter(pl.col("dimension") == "stage")
    touchpoints = told.filter(pl.col("dimension") == "touchpoint").sort("shrunk_valence", "member")
    drawn = draw_points(stages, context.stages)
    line = [entry for entry in drawn if entry["point"]]
    names = list(context.stages)

    def rank(stage: str) -> tuple[int, str]:
        return (names.index(stage) if stage in names else len(names), stage)

    peak = stages.filter(pl.col("is_peak"))
    end = stages.filter(pl.col("is_end"))
    peak_end = None if peak.is_empty() or end.is_empty() else (peak["valence"][0] + end["valence"][0]) / 2
    answers = points.filter(pl.col("dimension") == "stage")
    quotes = tables.get("report.stage_quotes", pl.DataFrame())
    evidence = [
        Evidence(
            _("Emotion by stage and touchpoint"),
            "analysis.emotion_points",
            int(answers["answer_count"].sum()),
            _("answers"),
            _(
                "mean over customers, each counted once, of ratings brought to -1..1 and, where there is no rating, of "
                "texts read by a lexicon; 95% bootstrap intervals over customers"
            ),
            kind="modelled" if answers["reported_count"].sum() < answers["answer_count"].sum() else "reported",
        )
    ]
    listed = list_quotes(quotes, set(stages["member"])) if not quotes.is_empty() else []
    by_stage = {quote["stage"]: [other for other in listed if other["stage"] == quote["stage"]] for quote in listed}
    if listed:
        evidence.append(
            Evidence(
                _("Quotes"),
                "core.texts",
                len(listed),
                _("texts"),
                _("a text of a customer as stored, redacted"),
                "reported",
            )
        )
    variables = {
        "drawn": drawn,
        "line": line,
        "stages": sorted(map(_describe, stages.iter_rows(named=True)), key=lambda row: rank(row["member"])),
        "touchpoints": [_describe(row) for row in touchpoints.iter_rows(named=True)],
        "hidden_count": points.height - told.height,
        "peak": peak["member"][0] if not peak.is_empty() else None,
        "end": end["member"][0] if not end.is_empty() else None,
        "peak_end": render_valence(peak_end) if peak_end is not None else None,
        "quotes": {stage: by_stage[stage] for stage in sorted(by_stage, key=rank)},
        "valence": render_valence,
        "width": WIDTH,
        "height": HEIGHT,
        "edge": EDGE,
    }
    return Content(variables, tuple(evidence))


PAGE = Page(
    name="emotion",
    title="Emotion",
    description="How customers felt along the journey, as far as they said so.",
    needed=("analysis.emotion_points",),
    optional=("report.stage_quotes",),
    scripts=("download.js", "tables.js"),
    render=render_emotion,
)
