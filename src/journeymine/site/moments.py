"""Key moments: what touchpoints do to the goal, as far as records can tell, and who gets credit for conversions."""

from __future__ import annotations

from math import log
from typing import Any

import polars as pl

from journeymine.moments.effects import CAVEAT
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.words import ENGLISH, Words, mark
from journeymine.statistics.intervals import Interval, find_wilson_interval

DRAWN = 20
SURE = 0.05
WIDTH, LABEL, ROW, TOP = 860, 250, 26, 34
TICKS = (0.02, 0.1, 0.25, 0.5, 1, 2, 4, 10, 30, 100)
METHODS = {
    "first_touch": mark("First"),
    "last_touch": mark("Last"),
    "last_non_direct": mark("Last non-direct"),
    "linear": mark("Linear"),
    "position": mark("Position"),
    "time_decay": mark("Time decay"),
    "markov_1": "Markov 1",
    "markov_2": "Markov 2",
    "markov_3": "Markov 3",
    "shapley": "Shapley",
}
DIMENSIONS = {
    "channel": mark("Channel"),
    "campaign": mark("Campaign"),
    "content_type": mark("Content type"),
    "touchpoint": mark("Touchpoint"),
}
HEADINGS = {
    "channel": mark("Credit by channel"),
    "campaign": mark("Credit by campaign"),
    "content_type": mark("Credit by content type"),
    "touchpoint": mark("Credit by touchpoint"),
}
FEW = mark("other (few customers)")
NO_COSTS = dict.fromkeys(("touch_cost_amount", "return_on_cost", "cost_per_conversion_amount"))
CLASSIC = {
    "first contact": (mark("First contact"), mark("of first journeys convert"), "begin"),
    "purchase": (mark("Purchase"), mark("of finished journeys reach the goal"), "reach"),
    "post-purchase": (mark("Post-purchase"), mark("of those who reached the goal reach it again"), "go on"),
}


def describe_classic(moments: pl.DataFrame, minimum: int, words: Words = ENGLISH) -> list[dict[str, object]]:
    """Describe first contact, purchase and post-purchase, all three always; shares of small groups are withheld."""
    found = {row["moment"]: row for row in moments.iter_rows(named=True)}
    cards = []
    for name, (title, what, usual) in CLASSIC.items():
        row = found[name]
        count, successes = row["opportunity_count"], row["success_count"]
        is_told = row["customer_count"] >= minimum and not 0 < successes < minimum
        cards.append(
            {
                "title": title,
                "share": successes / count if is_told and count else None,
                "interval": find_wilson_interval(successes, count) if is_told and count else None,
                "what": what,
                "count": count if row["customer_count"] >= minimum else None,
                "usual": _count_usual(usual, row["touchpoint_customer_count"], words)
                if row["touchpoint_customer_count"] >= minimum
                else "",
                "touchpoint": row["touchpoint"],
            }
        )
    return cards


def _count_usual(usual: str, count: int, words: Words) -> str:
    if usual == "begin":
        return words.ngettext("{count} customer begins with", "{count} customers begin with", count)
    if usual == "reach":
        return words.ngettext("{count} customer reaches it at", "{count} customers reach it at", count)
    return words.ngettext("{count} customer goes on with", "{count} customers go on with", count)


def list_effects(moments: pl.DataFrame, minimum: int) -> dict[str, list[dict[str, object]]]:
    """List estimated effects by outcome, the largest first; those on few customers or few goals are withheld."""
    told = moments.filter(
        pl.col("effect_p_value").is_not_null(),
        pl.min_horizontal("met_customer_count", "met_goal_count", "other_goal_count") >= minimum,
    ).sort("odds_ratio", "touchpoint", descending=[True, False])
    lists: dict[str, list[dict[str, object]]] = {}
    for row in told.iter_rows(named=True):
        is_sure = row["effect_q_value"] < SURE
        verdict = mark("no clear effect") if not is_sure else mark("more") if row["odds_ratio"] > 1 else mark("fewer")
        lists.setdefault(row["outcome"], []).append({**row, "is_sure": is_sure, "verdict": verdict})
    return lists


def draw_effects(effects: list[dict[str, object]]) -> dict[str, object]:
    """Place the DRAWN effects of most evidence as dots with intervals on a log scale, WIDTH wide."""
    by_evidence = sorted(effects, key=lambda row: (float(str(row["effect_p_value"])), str(row["touchpoint"])))
    names = {row["touchpoint"] for row in by_evidence[:DRAWN]}
    drawn = [row for row in effects if row["touchpoint"] in names]
    ends = [float(str(row[side])) for row in drawn for side in ("odds_ratio_low", "odds_ratio_high")]
    low, high = max(0.02, min([*ends, 0.45])), min(150.0, max([*ends, 2.2]))

    def place(value: float) -> float:
        bound = min(max(value, low), high)
        return round(LABEL + 20 + (WIDTH - LABEL - 40) * (log(bound) - log(low)) / (log(high) - log(low)), 1)

    return {
        "width": WIDTH,
        "height": TOP + ROW * len(drawn) + 8,
        "top": TOP,
        "one": place(1),
        "ticks": [{"x": place(tick), "text": f"×{tick:g}"} for tick in TICKS if low <= tick <= high],
        "dots": [
            {
                **row,
                "y": TOP + ROW * index + ROW / 2,
                "x": place(float(str(row["odds_ratio"]))),
                "x_low": place(float(str(row["odds_ratio_low"]))),
                "x_high": place(float(str(row["odds_ratio_high"]))),
            }
            for index, row in enumerate(drawn)
        ],
        "rest_count": len(effects) - len(drawn),
    }


def _add_interval(cell: dict[str, Any]) -> dict[str, Any]:
    low, high = cell["credited_share_low"], cell["credited_share_high"]
    return {**cell, "interval": None if low is None else Interval(low, high)}


def list_credits(attribution: pl.DataFrame, minimum: int) -> list[dict[str, object]]:
    """List credits as a table per dimension: a row per touch, a cell per method; touches of few customers are one."""
    tables: list[dict[str, object]] = []
    for dimension, title in DIMENSIONS.items():
        part = attribution.filter(pl.col("attribution_dimension") == dimension)
        if part.is_empty():
            continue
        methods = [method for method in METHODS if (part["attribution_method"] == method).any()]
        is_small = pl.col("touch_customer_count") < minimum
        few = (
            part.filter(is_small).group_by("attribution_method").agg(pl.col("credited_share", "credited_amount").sum())
        )
        rows = []
        order = part.filter(~is_small, attribution_method="linear").sort(
            "credited_share", "touch", descending=[True, False]
        )
        for row in order.iter_rows(named=True):
            cells = {
                cell["attribution_method"]: _add_interval(cell) for cell in part.filter(touch=row["touch"]).to_dicts()
            }
            rows.append({**row, "cells": [cells.get(method) for method in methods], "is_rest": False})
        if not few.is_empty():
            cells = {cell["attribution_method"]: cell for cell in few.iter_rows(named=True)}
            rest = [{**cells[method], "interval": None} if method in cells else None for method in methods]
            amount = cells["linear"]["credited_amount"] if "linear" in cells else None
            rows.append({"touch": FEW, "cells": rest, "is_rest": True, "credited_amount": amount, **NO_COSTS})
        aucs = dict(part.filter(pl.col("path_auc").is_not_null()).select("attribution_method", "path_auc").iter_rows())
        tables.append(
            {
                "name": dimension,
                "title": title,
                "heading": HEADINGS[dimension],
                "methods": [METHODS[method] for method in methods],
                "rows": rows,
                "aucs": [aucs.get(method) for method in methods],
                "has_costs": part["touch_cost_amount"].is_not_null().any(),
                "amount": part.filter(attribution_method="linear")["credited_amount"].sum(),
                "converted_count": part["all_converted_count"][0],
                "journey_count": part["all_journey_count"][0],
                "lookback_days": part["lookback_days"][0],
            }
        )
    return tables


def render_moments(tables: Tables, context: SiteContext) -> Content:
    """Fill the classic moments, the effects with their intervals, and the credits by method."""
    words = context.words
    _ = words.gettext
    effects = list_effects(tables["analysis.key_moments"], context.minimum_cell)
    credit_tables = list_credits(tables["analysis.attribution"], context.minimum_cell)
    classic = tables["analysis.classic_moments"]
    evidence = [
        Evidence(
            _("Classic moments"),
            "analysis.classic_moments",
            int(classic["customer_count"].max() or 0),  # type: ignore[arg-type]
            _("customers"),
            _("shares with Wilson 95% intervals"),
        )
    ]
    for outcome, rows in effects.items():
        evidence.append(
            Evidence(
                _("Effects on {outcome}", outcome=words.translate(outcome)),
                "analysis.key_moments",
                int(str(rows[0]["met_period_count"])) + int(str(rows[0]["other_period_count"])),
                _("watched periods"),
                _(
                    "discrete-time logistic model with what was known before each period; groups of customers drawn "
                    "again for the interval, signs flipped for p, adjusted for all touchpoints (Benjamini-Hochberg)"
                )
                + ". "
                + words.translate(CAVEAT),
                "modelled",
            )
        )
    if credit_tables:
        evidence.append(
            Evidence(
                _("Credit for conversions"),
                "analysis.attribution",
                int(str(credit_tables[0]["converted_count"])),
                _("converted journeys"),
                _("each method shares out all conversions; intervals jackknifed over ten groups of customers"),
                "modelled",
            )
        )
    variables = {
        "caveat": CAVEAT,
        "classic": describe_classic(classic, context.minimum_cell, words),
        "effects": [
            {"outcome": outcome, "rows": rows, "plot": draw_effects(rows)} for outcome, rows in effects.items()
        ],
        "tables": credit_tables,
        "untold_count": tables["analysis.key_moments"].height - sum(len(rows) for rows in effects.values()),
    }
    return Content(variables, tuple(evidence))


PAGE = Page(
    name="moments",
    title="Key moments",
    description="Which touchpoints go along with reaching the goal, and who gets credit for it.",
    needed=("analysis.key_moments", "analysis.attribution", "analysis.classic_moments"),
    scripts=("download.js", "tables.js"),
    render=render_moments,
)
