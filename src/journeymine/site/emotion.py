"""Emotion: the curve over the stages, the touchpoints that feel best and worst, and words behind them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import polars as pl

from journeymine.site.friction import tell_calibration
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.words import ENGLISH, Words

WIDTH, HEIGHT, EDGE = 900, 300, 60
LONGEST_QUOTE = 280
BY_SEGMENT, CALIBRATION = "analysis.segment_emotion_points", "analysis.friction_calibration"


def render_valence(value: float | None, words: Words = ENGLISH) -> str:
    """Render a valence with its sign and two digits.

    >>> render_valence(0.4), render_valence(-0.05), render_valence(None)
    ('+0.40', '-0.05', '–')
    """
    return words.decimal(value, 2, is_signed=True)


def _describe(row: dict[str, Any], words: Words) -> dict[str, Any]:
    return {
        **row,
        "interval_text": words.gettext(
            "{low} to {high}",
            low=render_valence(row["valence_low"], words),
            high=render_valence(row["valence_high"], words),
        ),
        "reported_share": row["reported_count"] / row["answer_count"] if row["answer_count"] else None,
    }


def draw_points(points: pl.DataFrame, stages: tuple[str, ...], words: Words = ENGLISH) -> list[dict[str, Any]]:
    """Place the stages' points in a picture of WIDTH x HEIGHT, stages from left to right.

    Args:
        points: Rows of analysis.emotion_points of dimension stage that may be shown.
        stages: The stages in their order; one without a point keeps its place, empty.
        words: The language of the page.

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
            entry["point"] = _describe(row, words) | {
                "y": place(row["valence"]),
                "low": place(row["valence_low"]),
                "high": place(row["valence_high"]),
            }
        drawn.append(entry)
    return drawn


def compare_segments(
    tables: Tables, context: SiteContext, touchpoints: Sequence[str] = ()
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Draw the curve of every segment, and lay stages beside segments; points of too few customers are withheld.

    Args:
        tables: The tables of the page.
        context: What all pages know.
        touchpoints: Those to be laid beside segments, in their order.

    Returns:
        Curves: name and drawn points. Rows of the grid: name, and a cell per stage with text, hint, and how strongly
        it is coloured, good or bad; `touchpoints` are such cells of touchpoints. A segment has the name of its
        persona, if it became one.
    """
    words, personas = context.words, tables.get("analysis.personas", pl.DataFrame())
    names = {
        row["segment_id"]: row.get("persona_name_by_people")
        or row.get(f"persona_name_{context.words.language}")
        or row["persona_name"]
        for row in personas.iter_rows(named=True)
    }
    told = tables.get(BY_SEGMENT, pl.DataFrame(schema={"customer_count": pl.Int64, "segment_id": pl.String})).filter(
        pl.col("customer_count") >= context.minimum_cell
    )
    curves, grid = [], []
    for (segment,), points in sorted(told.partition_by("segment_id", as_dict=True).items()):
        name = f"{segment}: {names[segment]}" if segment in names else str(segment)
        drawn = draw_points(points.filter(pl.col("dimension") == "stage"), context.stages, words)
        curves.append({"name": name, "drawn": drawn})
        found = {(row["dimension"], row["member"]): row for row in points.iter_rows(named=True)}
        cells = [_tell_cell(found.get(("stage", stage)), words) for stage in context.stages]
        others = [_tell_cell(found.get(("touchpoint", touchpoint)), words) for touchpoint in touchpoints]
        grid.append({"name": name, "cells": cells, "touchpoints": others})
    return curves, grid


def _tell_cell(point: dict[str, Any] | None, words: Words) -> dict[str, Any]:
    if point is None:
        return {"text": "–", "title": words.gettext("not evidenced"), "strength": 0.0, "is_good": True}
    described = _describe(point, words)
    title = words.ngettext(
        "{interval}, {count} customer",
        "{interval}, {count} customers",
        point["customer_count"],
        interval=described["interval_text"],
    )
    return {
        "text": render_valence(point["valence"], words),
        "title": title,
        "strength": round(abs(point["valence"]), 3),
        "is_good": point["valence"] >= 0,
    }


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
    drawn = draw_points(stages, context.stages, words)
    line = [entry for entry in drawn if entry["point"]]
    names = list(context.stages)

    def rank(stage: str) -> tuple[int, str]:
        return (names.index(stage) if stage in names else len(names), stage)

    peak = stages.filter(pl.col("is_peak"))
    end = stages.filter(pl.col("is_end"))
    peak_end = None if peak.is_empty() or end.is_empty() else (peak["valence"][0] + end["valence"][0]) / 2
    answers = points.filter(pl.col("dimension") == "stage")
    quotes = tables.get("report.stage_quotes", pl.DataFrame())
    curves, grid = compare_segments(tables, context, touchpoints["member"].to_list())
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
            kind="inferred" if answers["reported_count"].sum() < answers["answer_count"].sum() else "reported",
        )
    ]
    if grid:
        evidence.append(
            Evidence(
                _("Emotion by segment"),
                BY_SEGMENT,
                int(tables[BY_SEGMENT].filter(pl.col("dimension") == "stage")["answer_count"].sum()),
                _("answers"),
                _("as above, of the customers of each segment"),
            )
        )
    if tables.get(CALIBRATION, pl.DataFrame()).height:
        row = tables[CALIBRATION].row(0, named=True)
        evidence.append(
            Evidence(
                _("Friction and feelings"),
                CALIBRATION,
                row["rating_count"],
                _("ratings"),
                _("isotonic regression of ratings on friction, fitted to earlier and judged on later ratings"),
                "modelled",
            )
        )
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
        "curves": [{"name": _("all customers"), "drawn": drawn}, *curves],
        "grid": grid,
        "calibration": tell_calibration(tables.get(CALIBRATION, pl.DataFrame()), words),
        "line": line,
        "stages": sorted(
            (_describe(row, words) for row in stages.iter_rows(named=True)), key=lambda row: rank(row["member"])
        ),
        "touchpoints": [_describe(row, words) for row in touchpoints.iter_rows(named=True)],
        "hidden_count": points.height - told.height,
        "peak": peak["member"][0] if not peak.is_empty() else None,
        "end": end["member"][0] if not end.is_empty() else None,
        "peak_end": render_valence(peak_end, words) if peak_end is not None else None,
        "quotes": {stage: by_stage[stage] for stage in sorted(by_stage, key=rank)},
        "valence": partial(render_valence, words=words),
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
    optional=("report.stage_quotes", BY_SEGMENT, CALIBRATION, "analysis.personas"),
    scripts=("download.js", "tables.js", "choose.js"),
    render=render_emotion,
)
