"""Attribution: who gets credit for conversions under every method, and what a channel or campaign cost beside it."""

from __future__ import annotations

from typing import Any

import polars as pl

from journeymine.moments.credits import NO_TOUCH
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.small_groups import OTHER
from journeymine.site.words import mark
from journeymine.statistics.intervals import Interval

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
            is_translated = dimension == "channel" or row["touch"] in (NO_TOUCH, OTHER)
            own = {"is_rest": False, "is_translated": is_translated}
            rows.append({**row, "cells": [cells.get(method) for method in methods], **own})
        if not few.is_empty():
            cells = {cell["attribution_method"]: cell for cell in few.iter_rows(named=True)}
            rest = [{**cells[method], "interval": None} if method in cells else None for method in methods]
            amount = cells["linear"]["credited_amount"] if "linear" in cells else None
            own = {"is_rest": True, "is_translated": True}
            rows.append({"touch": FEW, "cells": rest, "credited_amount": amount, **own, **NO_COSTS})
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


def _add_interval(cell: dict[str, Any]) -> dict[str, Any]:
    low, high = cell["credited_share_low"], cell["credited_share_high"]
    return {**cell, "interval": None if low is None else Interval(low, high)}


def render_attribution(tables: Tables, context: SiteContext) -> Content:
    """Fill the credits by method, a table for channels, campaigns, content types and touchpoints each."""
    _ = context.words.gettext
    credit_tables = list_credits(tables["analysis.attribution"], context.minimum_cell)
    evidence = [
        Evidence(
            _("Credit for conversions"),
            "analysis.attribution",
            int(str(credit_tables[0]["converted_count"])),
            _("converted journeys"),
            _("each method shares out all conversions; intervals jackknifed over ten groups of customers"),
            "modelled",
        )
    ]
    variables = {
        "tables": credit_tables,
        "has_costs": any(table["has_costs"] for table in credit_tables),
    }
    return Content(variables, tuple(evidence))


PAGE = Page(
    name="attribution",
    title="Attribution",
    description="Who gets credit for conversions under ten methods, and what was paid for it.",
    needed=("analysis.attribution",),
    scripts=("download.js", "tables.js"),
    render=render_attribution,
)
