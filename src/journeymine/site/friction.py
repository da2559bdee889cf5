"""Friction: where what customers do shows trouble, by touchpoint, kind and page, out of the chances there were."""

from __future__ import annotations

from typing import Any

import polars as pl

from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.small_groups import count_or_fewer, hide_small
from journeymine.site.words import ENGLISH, Words, mark
from journeymine.statistics.intervals import find_wilson_interval

KINDS = {
    "rage_click": (mark("Rage click"), mark("three clicks or more on one spot within a second")),
    "dead_click": (mark("Dead click"), mark("nothing follows for seven seconds, and the session goes on")),
    "quick_back": (mark("Quick back"), mark("to a page and back in less than ten seconds")),
    "u_turn": (mark("U-turn"), mark("to a touchpoint and at once back to the one before")),
    "repeat_contact": (mark("Repeated contact"), mark("again within seven days")),
    "reopen": (mark("Reopened"), mark("a closed matter opened again")),
    "hesitation": (mark("Hesitation"), mark("slower than 19 in 20 customers there")),
    "long_wait": (mark("Long wait"), mark("waiting longer than 9 in 10 customers there")),
}
"""Kinds in the order of their columns, with what they are by default."""
RELATIVE = ("hesitation", "long_wait")
VERDICTS = {
    "holds": mark("Friction tells how customers feel: it ranks later ratings better than chance."),
    "no relation": mark("Friction does not tell how customers feel: it ranks later ratings no better than chance."),
    "too few ratings": mark("Whether friction tells how customers feel is not known: there are too few ratings."),
}
LONGEST_LIST = 30


def list_touchpoints(index: pl.DataFrame, minimum: int, words: Words = ENGLISH) -> list[dict[str, Any]]:
    """List touchpoints of enough customers, those with the most friction first.

    Args:
        index: marts.friction_index.
        minimum: Smallest number of customers that is shown.
        words: The language of the page.
    """
    shown = index.filter(pl.col("customer_count") >= minimum)
    rows = []
    for row in shown.sort("friction_customer_share", "touchpoint", descending=[True, False]).iter_rows(named=True):
        met = hide_small(row["friction_customer_count"], minimum)
        rows.append(
            {
                **row,
                "met_text": count_or_fewer(row["friction_customer_count"], minimum, words),
                "index": None if met is None else row["friction_customer_share"],
                "interval": None if met is None else find_wilson_interval(met, row["customer_count"]),
            }
        )
    return rows


def draw_grid(
    friction: pl.DataFrame, touchpoints: list[str], minimum: int, words: Words = ENGLISH
) -> tuple[list[str], list[dict[str, Any]]]:
    """Lay kinds of friction beside touchpoints.

    Args:
        friction: marts.touchpoint_friction.
        touchpoints: Those that may be shown, in their order.
        minimum: Cells of fewer customers are withheld.
        words: The language of the page.

    Returns:
        The kinds that could happen anywhere, and one row per touchpoint with a cell per kind: share (None where it is
        withheld or could not happen), text, and how strongly it is coloured, 0..1, against its kind's largest share;
        kinds that are alike everywhere by definition are not coloured, and make no row by themselves.
    """
    found = {(row["touchpoint"], row["friction_kind"]): row for row in friction.iter_rows(named=True)}
    kinds = [kind for kind in KINDS if any((touchpoint, kind) in found for touchpoint in touchpoints)]
    rows: list[dict[str, Any]] = []
    for touchpoint in touchpoints:
        cells = [_tell_cell(found.get((touchpoint, kind)), minimum, words) for kind in kinds]
        if any(cell["count"] for kind, cell in zip(kinds, cells, strict=True) if kind not in RELATIVE):
            rows.append({"touchpoint": touchpoint, "cells": cells})
    for column in range(len(kinds)):
        is_relative = kinds[column] in RELATIVE
        most = 0.0 if is_relative else max((row["cells"][column]["share"] or 0.0 for row in rows), default=0.0)
        for row in rows:
            row["cells"][column]["strength"] = round((row["cells"][column]["share"] or 0.0) / most, 3) if most else 0.0
    return kinds, rows


def _tell_cell(row: dict[str, Any] | None, minimum: int, words: Words) -> dict[str, Any]:
    if row is None:
        return {"share": None, "count": 0, "text": "", "title": words.gettext("could not happen here")}
    if hide_small(row["customer_count"], minimum) is None:
        title = words.gettext("fewer than {minimum} customers", minimum=minimum)
        return {"share": None, "count": row["friction_count"], "text": f"<{minimum}", "title": title}
    title = words.gettext(
        "{count} of {chances}, {customers} customers",
        count=words.number(row["friction_count"]),
        chances=words.number(row["opportunity_count"]),
        customers=words.number(row["customer_count"]),
    )
    share = row["friction_share"]
    return {"share": share, "count": row["friction_count"], "text": words.share(share), "title": title}


def list_pages(pages: pl.DataFrame, minimum: int, words: Words = ENGLISH) -> list[dict[str, Any]]:
    """List the pages most customers came to; what too few customers did there is withheld, however often they did."""
    shown = pages.filter(pl.col("customer_count") >= minimum)

    def tell(row: dict[str, Any], name: str) -> str:
        is_told = hide_small(row[f"{name}_customer_count"], minimum) is not None
        return words.number(row[f"{name}_count"]) if is_told else f"<{words.number(minimum)}"

    return [
        {
            **row,
            **{f"{name}_count": tell(row, name) for name in ("question_soon", "contact_soon", "form_start", "error")},
            "friction_text": tell(row, "friction"),
            "abandoned": row["form_abandon_share"] if row["form_start_customer_count"] >= minimum else None,
        }
        for row in shown.sort("customer_count", "page_path", descending=[True, False])
        .head(LONGEST_LIST)
        .iter_rows(named=True)
    ]


def tell_calibration(calibration: pl.DataFrame, words: Words = ENGLISH) -> dict[str, Any] | None:
    """Tell whether friction may be called emotion, with the correlation and its interval where there is one."""
    if calibration.is_empty():
        return None
    row = calibration.row(0, named=True)
    return {
        **row,
        "text": words.translate(VERDICTS[row["calibration_verdict"]]),
        "correlation": words.decimal(row["rank_correlation"], 2, is_signed=True),
        "low": words.decimal(row["rank_correlation_low"], 2, is_signed=True),
        "high": words.decimal(row["rank_correlation_high"], 2, is_signed=True),
    }


def render_friction(tables: Tables, context: SiteContext) -> Content:
    """Fill the index, the grid of kinds and the pages."""
    words, minimum = context.words, context.minimum_cell
    _ = words.gettext
    index, friction = tables["marts.friction_index"], tables["marts.touchpoint_friction"]
    touchpoints = list_touchpoints(index, minimum, words)
    kinds, grid = draw_grid(friction, [row["touchpoint"] for row in touchpoints], minimum, words)
    listed = [row for row in touchpoints if row["friction_count"]]
    no_pages = pl.DataFrame(schema={"customer_count": pl.Int64, "page_path": pl.String})
    pages = list_pages(tables.get("marts.page_metrics", no_pages), minimum, words)
    calibrations = tables.get("analysis.friction_calibration", pl.DataFrame(schema={"calibration": pl.String}))
    calibration = tell_calibration(calibrations.filter(pl.col("calibration") == "stage"), words)
    evidence = [
        Evidence(
            _("Friction by touchpoint"),
            "marts.friction_index",
            int(index["friction_count"].sum()),
            _("friction events"),
            _(
                "customers who met friction, of those who came, without U-turns, hesitations and long waits; "
                "Wilson 95% intervals"
            ),
        ),
        Evidence(
            _("Friction by kind"),
            "marts.touchpoint_friction",
            int(friction["friction_count"].sum()),
            _("friction events"),
            _("friction events as a share of the chances there were for them"),
        ),
    ]
    if pages:
        views = int(tables["marts.page_metrics"]["view_count"].sum())
        method = _(
            "visits of pages; contacts and questions of customers who came to the page last, within a day before"
        )
        evidence.append(Evidence(_("Pages"), "marts.page_metrics", views, _("views"), method))
    if calibration:
        ratings = calibration["rating_count"]
        method = _("isotonic regression of ratings on friction, fitted to earlier and judged on later ratings")
        evidence.append(
            Evidence(
                _("Friction and feelings"), "analysis.friction_calibration", ratings, _("ratings"), method, "modelled"
            )
        )
    variables = {
        "touchpoints": listed,
        "calm_count": len(touchpoints) - len(listed),
        "hidden_count": index.height - len(touchpoints),
        "kinds": [
            {
                "title": words.translate(KINDS[kind][0]),
                "what": words.translate(KINDS[kind][1]),
                "is_relative": kind in RELATIVE,
            }
            for kind in kinds
        ],
        "grid": grid,
        "listed": pages,
        "page_count": tables["marts.page_metrics"].height if pages else 0,
        "calibration": calibration,
    }
    return Content(variables, tuple(evidence))


PAGE = Page(
    name="friction",
    title="Friction",
    description="Where what customers do shows trouble: clicks in rage, ways back, repeated contacts, long waits.",
    needed=("marts.friction_index", "marts.touchpoint_friction"),
    optional=("marts.page_metrics", "analysis.friction_calibration"),
    scripts=("download.js", "tables.js"),
    render=render_friction,
)
