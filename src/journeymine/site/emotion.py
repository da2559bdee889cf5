"""Emotion: the curve over the stages, the touchpoints that feel best and worst, and words behind them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import polars as pl

from journeymine.site.felt_quotes import EVERYBODY, gather_quotes, list_first
from journeymine.site.friction import tell_calibration
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.quotes import render_valence
from journeymine.site.said import TABLES as SAID
from journeymine.site.said import draw_said, list_said
from journeymine.site.words import ENGLISH, Words, mark

WIDTH, HEIGHT, EDGE = 900, 300, 60
BY_SEGMENT, CALIBRATION = "analysis.segment_emotion_points", "analysis.friction_calibration"
DIMENSIONS = {"stage": mark("Stages"), "touchpoint": mark("Touchpoints")}
SIGNS = {"reported": "●", "inferred": "○", "modelled": "□"}
"""How a point is marked in tables; the picture draws them so too."""


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
        curves.append({"name": name, "drawn": drawn, "segment": segment})
        found = {(row["dimension"], row["member"]): row for row in points.iter_rows(named=True)}
        cells = [_tell_cell(found.get(("stage", stage)), words) for stage in context.stages]
        others = [_tell_cell(found.get(("touchpoint", touchpoint)), words) for touchpoint in touchpoints]
        ends = _find_peak_end(points.filter(pl.col("dimension") == "stage"), words)
        grid.append({"name": name, "cells": cells, "touchpoints": others, **ends})
    return curves, grid


def _tell_cell(point: dict[str, Any] | None, words: Words) -> dict[str, Any]:
    if point is None:
        return {"text": "–", "sign": "", "title": words.gettext("not evidenced"), "strength": 0.0, "is_good": True}
    described = _describe(point, words)
    title = words.ngettext(
        "{interval}, {count} customer",
        "{interval}, {count} customers",
        point["customer_count"],
        interval=described["interval_text"],
    )
    return {
        "text": render_valence(point["valence"], words),
        "sign": SIGNS[point["point_source"]],
        "title": title,
        "strength": round(abs(point["valence"]), 3),
        "is_good": point["valence"] >= 0,
    }


def _find_peak_end(stages: pl.DataFrame, words: Words) -> dict[str, str | None]:
    """Name the stage of the strongest feeling and the last one, with the mean of both."""
    peak, end = stages.filter(pl.col("is_peak")), stages.filter(pl.col("is_end"))
    if peak.is_empty() or end.is_empty():
        return {"peak": None, "end": None, "peak_end": None}
    mean = (peak["valence"][0] + end["valence"][0]) / 2
    return {"peak": peak["member"][0], "end": end["member"][0], "peak_end": render_valence(mean, words)}


def _tell_evidence(tables: Tables, text_count: int, has_segments: bool, words: Words) -> list[Evidence]:
    _ = words.gettext
    answers = tables["analysis.emotion_points"].filter(pl.col("dimension") == "stage")
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
    if has_segments:
        evidence.append(
            Evidence(
                _("Emotion by segment"),
                BY_SEGMENT,
                int(tables[BY_SEGMENT].filter(pl.col("dimension") == "stage")["answer_count"].sum()),
                _("answers"),
                _("as above, of the customers of each segment"),
            )
        )
    calibrations = tables.get(CALIBRATION, pl.DataFrame())
    if calibrations.height:
        evidence.append(
            Evidence(
                _("Friction and feelings"),
                CALIBRATION,
                int(calibrations["rating_count"].sum()),
                _("ratings"),
                _("isotonic regression of ratings on friction, fitted to earlier and judged on later ratings"),
                "modelled",
            )
        )
    if text_count:
        method = _("a text of a customer as stored, redacted")
        evidence.append(Evidence(_("Quotes"), "core.texts", text_count, _("texts"), method, "reported"))
    return evidence


def gather_words(
    tables: Tables, context: SiteContext, segments: Sequence[str]
) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """Gather the places that have a point, stages in their order and then touchpoints, and the quotes behind each."""
    names = ("segment_id", "dimension", "member", "point_source", "customer_count")
    parts = [tables["analysis.emotion_points"].with_columns(segment_id=pl.lit(EVERYBODY)).select(names)]
    if BY_SEGMENT in tables:
        parts.append(tables[BY_SEGMENT].select(names))
    told = pl.concat(parts).filter(pl.col("customer_count") >= context.minimum_cell)
    found = set(told.select("dimension", "member").rows())
    stages = [("stage", stage) for stage in context.stages if ("stage", stage) in found]
    places = stages + sorted(place for place in found - set(stages) if place[0] == "touchpoint")
    quotes = tables.get("report.felt_quotes", pl.DataFrame())
    return places, gather_quotes(quotes, told, [EVERYBODY, *segments], places, context.words)


def render_emotion(tables: Tables, context: SiteContext) -> Content:
    """Fill the curve, the tables of stages and touchpoints, the words behind each point, and what is said there."""
    words = context.words
    points = tables["analysis.emotion_points"]
    told = points.filter(pl.col("customer_count") >= context.minimum_cell)
    stages = told.filter(pl.col("dimension") == "stage")
    touchpoints = told.filter(pl.col("dimension") == "touchpoint").sort("shrunk_valence", "member")
    drawn = draw_points(stages, context.stages, words)
    names = list(context.stages)

    def rank(stage: str) -> tuple[int, str]:
        return (names.index(stage) if stage in names else len(names), stage)

    curves, grid = compare_segments(tables, context, touchpoints["member"].to_list())
    places, gathered = gather_words(tables, context, [curve["segment"] for curve in curves])
    first_place, first = list_first(gathered, places)
    calibrations = tables.get(CALIBRATION, pl.DataFrame(schema={"calibration": pl.String}))
    variables = {
        "curves": [{"name": words.gettext("all customers"), "drawn": drawn}, *curves],
        "grid": grid,
        "calibrations": {
            name: tell_calibration(calibrations.filter(pl.col("calibration") == dimension), words)
            for dimension, name in DIMENSIONS.items()
            if dimension in calibrations["calibration"]
        },
        "line": [entry for entry in drawn if entry["point"]],
        "stages": sorted(
            (_describe(row, words) for row in stages.iter_rows(named=True)), key=lambda row: rank(row["member"])
        ),
        "touchpoints": [_describe(row, words) for row in touchpoints.iter_rows(named=True)],
        "hidden_count": points.height - told.height,
        **_find_peak_end(stages, words),
        "places": places,
        "first_place": first_place,
        "quotes": first,
        "maps": draw_said(tables, context),
        "said": list_said(tables, context),
        "valence": partial(render_valence, words=words),
        "signs": SIGNS,
        "width": WIDTH,
        "height": HEIGHT,
        "edge": EDGE,
    }
    evidence = _tell_evidence(tables, len(gathered["texts"]), bool(grid), words)
    return Content(variables, tuple(evidence), {"quotes": gathered} if gathered["texts"] else {})


PAGE = Page(
    name="emotion",
    title="Emotion",
    description="How customers felt along the journey, as far as they said so.",
    needed=("analysis.emotion_points",),
    optional=("report.felt_quotes", BY_SEGMENT, CALIBRATION, "analysis.personas", *SAID),
    scripts=("download.js", "tables.js", "choose.js", "emotion.js"),
    render=render_emotion,
)
