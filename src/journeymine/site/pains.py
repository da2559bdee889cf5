"""Pains and delights, ranked, with their evidence; and the plan of what people do about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from journeymine.improve.effects import CAVEAT
from journeymine.improve.pains import GOALS, PAIN_SCHEMA
from journeymine.improve.words import Key, write_question, write_title
from journeymine.journeymap.pains import KNOWN_BY
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.words import Words, mark

SOURCES = {
    "drop_off": mark("drop-off"),
    "rework": mark("rework"),
    "wait": mark("waits"),
    "deviation": mark("off the plan"),
    "key_moment": mark("key moment"),
    "friction": mark("friction"),
    "signal": mark("what customers tell"),
    "topic": mark("topic"),
    "emotion": mark("texts"),
    "score": mark("ratings"),
}
STATUSES = {
    "proposed": mark("proposed"),
    "planned": mark("planned"),
    "doing": mark("in progress"),
    "done": mark("done"),
    "dropped": mark("dropped"),
}
STATES = {
    "found": mark("found tonight"),
    "no longer found": mark("pain no longer found"),
    "unknown": mark("no such pain known"),
}
MEASURES = {
    "conversion": mark("goal within seven days"),
    "drop_off": mark("ended there within seven days"),
    "satisfaction": mark("mean satisfaction"),
    "friction": mark("journeys that met friction"),
}
SMALLEST_Q = 0.0001


def can_be_told(minimum: int) -> pl.Expr:
    """Tell a pain from one whose customers, or those of them who were looked at and found affected, are too few."""
    return pl.min_horizontal("customer_count", "affected_count") >= minimum


def list_pains(
    pains: pl.DataFrame, kind: str, context: SiteContext, plan: Sequence[dict[str, Any]] = ()
) -> list[dict[str, Any]]:
    """List the pains, or the delights, by rank with what the plan does; those of too few customers are left out.

    Bars are shares of the largest upper end, so that a bar with its interval never leaves its cell.
    """
    words = context.words
    is_first_night = (pains["pain_since_at"] == pains["window_to_at"]).all()
    told = pains.filter(pl.col("pain_kind") == kind, can_be_told(context.minimum_cell)).sort("pain_rank")
    scale = float(told["pain_score_high"].max() or 0) or 1.0  # type: ignore[arg-type]
    return [
        {
            **row,
            "title": _write_title(row, words),
            "question": write_question(_key(row), words.translate),
            "source": words.translate(SOURCES[row["pain_source"]]),
            "evidence_kind": words.translate(KNOWN_BY.get(row["pain_source"], "inferred")),
            "q_text": _render_q(row["pain_q_value"], words),
            "bar": row["pain_score"] / scale,
            "bar_low": row["pain_score_low"] / scale,
            "bar_high": row["pain_score_high"] / scale,
            "actions": [action for action in plan if action["pain_id"] == row["pain_id"]],
            "is_new": not is_first_night and row["pain_since_at"] == row["window_to_at"],
        }
        for row in told.iter_rows(named=True)
    ]


def _key(row: dict[str, Any]) -> Key:
    return row["pain_kind"], row["pain_source"], row["pain_subject"], row["touchpoint"]


def _write_title(row: dict[str, Any], words: Words) -> str:
    return write_title(_key(row), words.translate, row["subject_words"])


def _render_q(q_value: float, words: Words) -> str:
    return f"= {words.decimal(q_value, 4)}" if q_value >= SMALLEST_Q else f"< {words.decimal(SMALLEST_Q, 4)}"


def list_improvements(improvements: pl.DataFrame, pains: pl.DataFrame, context: SiteContext) -> list[dict[str, Any]]:
    """List the plan as people wrote it, with the pain as pages call it and the measured change of what is done."""
    words = context.words
    titles = {row["pain_id"]: _write_title(row, words) for row in pains.iter_rows(named=True)}
    listed = set() if pains.is_empty() else set(pains.filter(can_be_told(context.minimum_cell))["pain_id"])
    rows = []
    for row in improvements.sort("improvement_index").iter_rows(named=True):
        smallest = min(row["before_customer_count"] or 0, row["after_customer_count"] or 0)
        rows.append(
            {
                **row,
                "pain_title": titles.get(row["pain_id"]) or row["title"],
                "is_listed": row["pain_id"] in listed,
                "status": words.translate(STATUSES[row["improvement_status"]]),
                "state": words.translate(STATES[row["pain_state"]]),
                "measure": words.translate(MEASURES.get(row["effect_measure"] or "", "")),
                "change": _render_change(row, words) if smallest >= context.minimum_cell else "",
                "change_note": words.translate(row["change_note"] or ""),
            }
        )
    return rows


def _render_change(row: dict[str, Any], words: Words) -> str:
    if row["effect_change"] is None:
        return ""
    return words.gettext(
        "{change} points ({low} to {high}), from {before} to {after}",
        change=words.decimal(100 * row["effect_change"], 1, is_signed=True),
        low=words.decimal(100 * row["effect_change_low"], 1, is_signed=True),
        high=words.decimal(100 * row["effect_change_high"], 1, is_signed=True),
        before=words.share(row["before_share"]),
        after=words.share(row["after_share"]),
    )


def render_pains(tables: Tables, context: SiteContext) -> Content:
    """Fill both lists and the plan."""
    _ = context.words.gettext
    pains = tables.get("analysis.pain_points", pl.DataFrame(schema=PAIN_SCHEMA))
    looked_count = tables.get("analysis.pain_names", pl.DataFrame()).height
    amounts = pains["amount_unit"].drop_nulls()
    improvements = tables.get("analysis.improvements", pl.DataFrame())
    plan = list_improvements(improvements, pains, context) if not improvements.is_empty() else []
    kinds = {kind: list_pains(pains, kind, context, plan) for kind in ("pain", "delight")}
    shown = [*kinds["pain"], *kinds["delight"]]
    evidence = [
        Evidence(
            _("Pains and delights"),
            "analysis.pain_points",
            looked_count,
            _("places looked at"),
            _(
                "customers affected, times the part of them beyond comparable places, times what is at stake there; "
                "95% intervals; q adjusted over all that was looked for (Benjamini-Hochberg)"
            ),
        )
    ]
    if not improvements.is_empty():
        evidence.append(
            Evidence(
                _("Before and after"),
                "analysis.improvements",
                improvements.filter(pl.col("effect_change").is_not_null()).height,
                _("measured actions"),
                _("equal windows before and after the day; customers drawn again 2,000 times for the interval"),
            )
        )
    stages = {row["stage"] for row in shown}
    variables = {
        "kinds": kinds,
        "stages": [stage for stage in (*context.stages, *sorted(stages - set(context.stages))) if stage in stages],
        "owners": sorted({row["owner"] for row in shown if row["owner"]}),
        "plan": plan,
        "unplanned_count": sum(not row["actions"] for row in kinds["pain"]),
        "caveat": context.words.translate(CAVEAT),
        "looked_count": looked_count,
        "unit": context.words.translate(amounts[0]) if amounts.len() else "",
        "digits": 1 if amounts.len() and amounts[0] == GOALS else 0,
        "hidden_count": pains.height - len(shown),
    }
    return Content(variables, tuple(evidence))


PAGE = Page(
    name="pains",
    title="Pains and delights",
    description="What hurts customers and what works, ranked by what is at stake, and what is done about it.",
    needed=(),
    either=("analysis.pain_points", "analysis.improvements"),
    optional=("analysis.pain_names",),
    scripts=("download.js", "tables.js", "pains.js"),
    render=render_pains,
)
