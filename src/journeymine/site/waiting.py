"""Waiting: how long customers wait, where they loop and leave, who hands them over, what contacts cost."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from journeymine.site.between import PLACES, TABLE, UNITS, encode_between, list_first, tell_between
from journeymine.site.contact_lists import list_costs, list_handovers, list_weeks
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.sections import Section
from journeymine.site.waiting_lists import (
    list_drop_offs,
    list_goals,
    list_loops,
    list_lost,
    list_ping_pongs,
    list_waits,
)
from journeymine.site.words import mark

_LISTS = (
    (
        ("marts.repeat_goals", "marts.sales_cycles"),
        "goal_count",
        mark("goals reached"),
        mark("exact medians; Wilson 95% intervals"),
    ),
    (
        ("marts.touchpoint_metrics",),
        "event_count",
        mark("steps"),
        mark("abandoned here / journeys met that are not open here; Wilson by customer"),
    ),
    (
        ("marts.loops",),
        "contact_count",
        mark("contacts"),
        mark("second and later visits in a journey; repeats within [contacts]"),
    ),
    (("marts.ping_pongs",), "ping_pong_count", mark("times"), mark("A, B, A without a step between")),
    (
        ("marts.handovers",),
        "handover_count",
        mark("handovers"),
        mark("transitions between two owners; waits within 4.5%"),
    ),
    (("marts.weekly_contacts",), "step_count", mark("steps"), mark("steps / customers with a step in the week")),
    (
        ("marts.lost_customers",),
        "customer_count",
        mark("customers"),
        mark("core.churn as of the end of observation; Wilson"),
    ),
    (
        ("analysis.contact_gains",),
        "contact_count",
        mark("contacts"),
        mark("visits x [costs]; Welch 95% interval of two means"),
    ),
)


def render_waiting(tables: Tables, context: SiteContext) -> Content:
    """Fill the lists of waits, goals, leaving, loops, handovers, weeks and costs."""
    minimum, waits, words = context.minimum_cell, tables["analysis.waits"], context.words
    _ = words.gettext
    draws: tuple[Callable[..., Section], ...] = (
        list_goals,
        list_drop_offs,
        list_loops,
        list_ping_pongs,
        list_handovers,
        list_weeks,
        list_lost,
        list_costs,
    )
    sections = [list_waits(waits, minimum, words)]
    evidence = [
        Evidence(
            _("Waits"),
            "analysis.waits",
            int(waits["wait_count"].sum()),
            _("waits"),
            _(
                "Kaplan-Meier over log bins (within 4.5%), open and abandoned journeys censored at the end of "
                "observation; Brookmeyer-Crowley 95% interval, waits of one customer taken as independent"
            ),
        )
    ]
    for (names, column, counted, method), draw in zip(_LISTS, draws, strict=True):
        if all(name in tables and not tables[name].is_empty() for name in names):
            section = draw(*(tables[name] for name in names), minimum, words)
            sections.append(section)
            frame = tables[names[0]]
            if "channel" in frame.columns and names[0] == "marts.weekly_contacts":
                frame = frame.filter(pl.col("channel").is_null())
            evidence.append(
                Evidence(
                    section.title, names[0], int(frame[column].sum()), words.translate(counted), words.translate(method)
                )
            )
    variables: dict[str, object] = {"sections": sections, "units": UNITS, "places": PLACES, "between": ()}
    between = encode_between(tables, context)
    if between is None:
        return Content(variables, tuple(evidence))
    variables["begin"], variables["between"] = list_first(tables, context)
    return Content(variables, (*evidence, tell_between(tables, words)), {"between": between})


PAGE = Page(
    name="waiting",
    title="Waiting",
    description="How long customers wait, where they go in circles and leave, and what contacts cost.",
    needed=("analysis.waits",),
    optional=(TABLE, *(name for names, *_ in _LISTS for name in names)),
    scripts=("download.js", "tables.js", "between.js"),
    render=render_waiting,
)
