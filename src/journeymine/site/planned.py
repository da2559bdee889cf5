"""Planned journeys: how well journeys keep to them, stage by stage, and what each deviation goes along with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.retelling import retell
from journeymine.site.small_groups import hide_small, merge_small_groups
from journeymine.site.wording import NOTHING
from journeymine.site.words import ENGLISH, Words, mark
from journeymine.statistics.intervals import Interval

KINDS = {
    "skipped": mark("left out"),
    "inserted": mark("not planned"),
    "repeated": mark("done again"),
    "out_of_order": mark("out of order"),
}
_SIZES = {
    "conversion": ("decided_count", "compared_count"),
    "satisfaction": ("rated_count", "compared_rated_count"),
}
"""Of each change that is told, the journeys on both sides: of few nothing is told."""
SHOWN_DEVIATIONS = 50
SHOWN_NIGHTS = 60
WIDTH, HEIGHT, EDGE = 640, 140, 24
LEAST_SPAN = 0.05
"""Of fitness from the foot to the top of its picture."""
_SENTENCES = re.compile(r"(?<=\.) (?=[A-Z0-9])")


def render_change(change: float | None, low: float | None, high: float | None, words: Words = ENGLISH) -> str:
    """Render a difference of shares in percentage points with its interval.

    >>> render_change(-0.081, -0.12, -0.04)
    '−8.1 points (−12.0 to −4.0)'
    >>> render_change(None, None, None)
    '–'
    """
    if change is None or low is None or high is None:
        return NOTHING
    told = [words.decimal(100 * value, 1, is_signed=True).replace("-", "−") for value in (change, low, high)]
    return words.gettext("{change} points ({low} to {high})", change=told[0], low=told[1], high=told[2])


def list_deviations(deviations: pl.DataFrame, minimum: int, words: Words = ENGLISH) -> list[dict[str, Any]]:
    """List one plan's deviations by rank; those of few customers are one row a kind, "other", without figures."""
    merged = merge_small_groups(
        deviations.sort("deviation_rank"),
        minimum,
        name="touchpoint",
        keys=("plan", "move_kind"),
        sums=("journey_count",),
    )
    rows = []
    for row in merged.head(SHOWN_DEVIATIONS).iter_rows(named=True):
        row["kind_text"] = KINDS.get(row["move_kind"], row["move_kind"])
        for name, sizes in _SIZES.items():
            if any(hide_small(row[size], minimum) is None for size in sizes):
                row[f"{name}_change"] = None
            row[f"{name}_text"] = render_change(
                row[f"{name}_change"], row[f"{name}_change_low"], row[f"{name}_change_high"], words
            )
        rows.append(row)
    return rows


def draw_history(history: pl.DataFrame, definition_hash: str, words: Words = ENGLISH) -> dict[str, Any] | None:
    """Place a plan's fitness of the last nights in a picture of WIDTH x HEIGHT; None of fewer than two nights.

    Args:
        history: One row per as_of; plan_fitness, held_count, definition_hash.
        definition_hash: What the plan is now; nights on which it was another are drawn hollow.
        words: The language of the page.
    """
    nights = history.drop_nulls("plan_fitness").sort("as_of").tail(SHOWN_NIGHTS)
    if nights.height < 2:
        return None
    values = nights["plan_fitness"].to_list()
    low, high = min(values), max(values)
    middle = (low + high) / 2
    low, high = min(low, middle - LEAST_SPAN / 2), max(high, middle + LEAST_SPAN / 2)  # a breath is drawn as one
    span = high - low
    step = (WIDTH - 4 * EDGE) / (nights.height - 1)
    points = [
        {
            "x": round(2 * EDGE + index * step, 1),
            "y": round(HEIGHT - EDGE - (row["plan_fitness"] - low) / span * (HEIGHT - 2 * EDGE), 1),
            "is_same": row["definition_hash"] == definition_hash,
            **row,
        }
        for index, row in enumerate(nights.iter_rows(named=True))
    ]
    return {
        "points": points,
        "line": " ".join(f"{point['x']},{point['y']}" for point in points),
        "lowest": words.share(low),
        "highest": words.share(high),
        "first": words.day(points[0]["as_of"]),
        "last": words.day(points[-1]["as_of"]),
    }


def render_planned(tables: Tables, context: SiteContext) -> Content:
    """Fill one section a plan, and before them a table for each standard that several plans are held by."""
    fits = {row["plan"]: row for row in tables.get("analysis.plan_fits", pl.DataFrame()).iter_rows(named=True)}
    plans = []
    for number, plan in enumerate(tables["analysis.plans"].sort("plan").iter_rows(named=True), 1):
        steps = _find_own(tables, "analysis.plan_steps", plan["plan"])
        stages = _find_own(tables, "analysis.plan_stages", plan["plan"])
        deviations = _find_own(tables, "analysis.deviations", plan["plan"])
        history = _find_own(tables, "analysis.plan_history", plan["plan"])
        fit = fits.get(plan["plan"], {})
        is_told = plan["aligned_count"] >= context.minimum_cell and (fit.get("customer_count") or 0) >= (
            context.minimum_cell
        )
        plans.append(
            {
                **plan,
                "id": f"plan-{number}",
                "is_told": is_told,
                "customer_count": fit.get("customer_count"),
                "replayed_count": plan["held_count"] - plan["aligned_count"],
                "fitness_interval": _read_interval(fit, "plan_fitness") if is_told else None,
                "fitting_share": fit.get("fitting_share") if is_told else None,
                "fitting_interval": _read_interval(fit, "fitting_share") if is_told else None,
                "notes": [retell(note, context.words) for note in _SENTENCES.split(plan["plan_note"] or "") if note],
                "steps": [] if steps is None else steps.sort("plan_step_index").to_dicts(),
                "stages": [] if stages is None or not is_told else _list_stages(stages, context),
                "deviations": []
                if deviations is None
                else list_deviations(deviations, context.minimum_cell, context.words),
                "deviation_count": 0 if deviations is None else deviations.height,
                "history": None
                if history is None or not is_told
                else draw_history(history, plan["definition_hash"], context.words),
            }
        )
    variables = {"plans": plans, "standards": lay_side_by_side(plans), "width": WIDTH, "height": HEIGHT}
    return Content(variables, _tell_evidence(tables, context.words))


def lay_side_by_side(plans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lay plans of one standard side by side: name, the stages any of them has a step in, and the plans."""
    standards: list[dict[str, Any]] = []
    for name in sorted({plan["plan_standard"] for plan in plans if plan["plan_standard"]}):
        own = [plan for plan in plans if plan["plan_standard"] == name]
        if len(own) > 1:
            met = {row["stage"]: row for plan in own for row in plan["stages"] if row["plan_fitness"] is not None}
            rows = [{**plan, "by_stage": {row["stage"]: row["plan_fitness"] for row in plan["stages"]}} for plan in own]
            standards.append({"name": name, "id": f"standard-{len(standards) + 1}", "stages": list(met), "plans": rows})
    return standards


def _read_interval(fit: Mapping[str, Any], name: str) -> Interval | None:
    low, high = fit.get(f"{name}_low"), fit.get(f"{name}_high")
    return None if low is None or high is None else Interval(low, high)


def _find_own(tables: Tables, name: str, plan: str) -> pl.DataFrame | None:
    frame = tables.get(name, pl.DataFrame())
    return None if frame.is_empty() else frame.filter(plan=plan)


def _list_stages(stages: pl.DataFrame, context: SiteContext) -> list[dict[str, Any]]:
    order: Mapping[str, int] = {stage: rank for rank, stage in enumerate(context.stages)}
    rows = stages.to_dicts()
    for row in rows:
        row["due_count"] = sum(
            row[f"{kind}_step_count"] for kind in ("followed", "skipped", "inserted", "repeated", "out_of_order")
        )
        row["is_outside"] = row["plan_fitness"] is None and row["due_count"] > 0
        if row["due_count"] < context.minimum_cell:
            row["plan_fitness"] = None
    return sorted(rows, key=lambda row: (order.get(row["stage"], len(order)), row["stage"]))


def _tell_evidence(tables: Tables, words: Words) -> tuple[Evidence, ...]:
    _ = words.gettext
    plans = tables["analysis.plans"]
    lines = [
        Evidence(
            _("Fitness and stages"),
            "analysis.plans",
            int(plans["held_count"].sum()),
            _("journeys x plans"),
            _(
                "variants aligned with the plan's Petri net: 1 - deviating moves / (steps + steps of the plan's "
                "shortest journey), mean over journeys; token replay where alignment took too long; 95% intervals by "
                "customer, since journeys of one customer are alike"
            ),
        )
    ]
    if "analysis.deviations" in tables:
        lines.append(
            Evidence(
                _("Deviations"),
                "analysis.deviations",
                tables["analysis.deviations"].height,
                _("deviations"),
                _(
                    "journeys with the deviation against those that kept to the plan there; 95% intervals by "
                    "customer: of the difference in conversion by Wilson's scores of effective sizes, in satisfaction "
                    "by Student's t; observed, not caused"
                ),
            )
        )
    if "analysis.plan_history" in tables:
        count = tables["analysis.plan_history"].height
        lines.append(
            Evidence(_("Trend"), "analysis.plan_history", count, _("nights x plans"), _("fitness as of each night"))
        )
    return tuple(lines)


PAGE = Page(
    name="planned",
    title="Planned journeys",
    description="How journeys differ from those that were meant to be, and what it goes along with.",
    needed=("analysis.plans",),
    optional=(
        "analysis.plan_fits",
        "analysis.plan_steps",
        "analysis.plan_stages",
        "analysis.deviations",
        "analysis.plan_history",
    ),
    scripts=("tables.js",),
    render=render_planned,
)
