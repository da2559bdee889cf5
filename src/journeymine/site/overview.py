"""The overview: headline numbers with their change since last night, what stands out, and journeys by day."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from journeymine.charts.trend import draw_journey_trend
from journeymine.site.findings import find_findings
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.periods import count_periods
from journeymine.site.small_groups import hide_small
from journeymine.site.wording import (
    NOTHING,
    render_day,
    render_duration,
    render_interval,
    render_number,
    render_share,
)
from journeymine.statistics.intervals import Interval, find_wilson_interval


@dataclass(frozen=True)
class Headline:
    """How a metric of report.headline_metrics is shown; `good` is the direction that is welcome (0: neither)."""

    metric: str
    label: str
    link: str
    unit: str = "count"
    good: int = 0


HEADLINES = (
    Headline("customer_count", "Customers", "stages.html"),
    Headline("journey_count", "Journeys", "paths.html"),
    Headline("converted_share", "Journeys that reached a goal", "paths.html", "share", 1),
    Headline("median_seconds_to_goal", "Median time to goal", "touchpoints.html", "seconds", -1),
    Headline("session_count", "Sessions", "stages.html"),
    Headline("unidentified_share", "Events of unknown customers", "health.html", "share", -1),
    Headline("unmapped_share", "Events without a touchpoint rule", "health.html", "share", -1),
    Headline("rejected_count", "Rejected rows", "health.html", "count", -1),
)
CUSTOMER_SHARES = ("converted_share",)
"""Shares whose numerator is a group of customers, which is not told when it is small."""
NOTEWORTHY = 0.05
"""A change of a count or a time by less than this share of last night's value has no colour."""
_RENDER = {"count": render_number, "share": render_share, "seconds": render_duration}


@dataclass(frozen=True)
class Card:
    """A headline number as the page shows it."""

    label: str
    value: str
    detail: tuple[str, ...]
    change: str
    tone: str
    link: str


def _find_previous_night(tables: Tables, night_id: str) -> dict[str, float]:
    history = tables.get("meta.metric_history")
    if history is None:
        return {}
    earlier = history.filter(pl.col("night_id") < night_id)
    last = earlier.filter(pl.col("night_id") == pl.col("night_id").max())
    return dict(zip(last["metric"].to_list(), last["value"].to_list(), strict=True))


def render_change(
    headline: Headline, value: float, before: float | None, interval: Interval | None = None
) -> tuple[str, str]:
    """Render the change since last night and its tone: better, worse or plain.

    What chance may do is plain: a share that was within tonight's interval, or any other number within NOTEWORTHY.
    """
    if before is None:
        return "", "plain"
    change = value - before
    shown = _RENDER[headline.unit](abs(change))
    if headline.unit == "share":
        shown = f"{100 * abs(change):.1f} points"
    if shown in {"0", "0 s", "0.0 points"}:
        return "unchanged since last night", "plain"
    if interval is not None:
        is_noise = interval.low <= before <= interval.high
    else:
        is_noise = abs(change) < NOTEWORTHY * abs(before)
    tone = "plain" if not headline.good or is_noise else "better" if change * headline.good > 0 else "worse"
    return f"{'+' if change > 0 else '−'}{shown} since last night", tone


def _render_cards(tables: Tables, context: SiteContext) -> list[Card]:
    rows = {row["metric"]: row for row in tables["report.headline_metrics"].iter_rows(named=True)}
    previous = _find_previous_night(tables, context.night_id)
    cards = []
    for headline in HEADLINES:
        row = rows.get(headline.metric)
        if row is None:
            continue
        value, numerator, denominator = row["value"], row["numerator_count"], row["denominator_count"]
        detail: tuple[str, ...] = ()
        interval: Interval | None = None
        if headline.metric in CUSTOMER_SHARES and hide_small(numerator, context.minimum_cell) is None:
            value, detail = None, (f"fewer than {context.minimum_cell} of {render_number(denominator)}",)
        elif headline.unit == "share" and denominator:
            interval = find_wilson_interval(numerator, denominator)
            told = f"95% interval {render_interval(interval)}"
            detail = (f"{render_number(numerator)} of {render_number(denominator)}", told)
        elif headline.unit == "seconds" and denominator:
            detail = (f"over {render_number(denominator)} converted journeys",)
        elif denominator:
            detail = (f"of {render_number(denominator)} rows read",)
        before = previous.get(headline.metric)
        change, tone = ("", "plain") if value is None else render_change(headline, value, before, interval)
        shown = NOTHING if value is None else _RENDER[headline.unit](value)
        cards.append(Card(headline.label, shown, detail, change, tone, context.link(headline.link)))
    return cards


def render_overview(tables: Tables, context: SiteContext) -> Content:
    """Fill the overview."""
    cards = _render_cards(tables, context)
    findings = find_findings(tables, context)
    data: dict[str, object] = {}
    counted = {row["metric"]: int(row["value"] or 0) for row in tables["report.headline_metrics"].iter_rows(named=True)}
    days = tables.get("marts.daily_counts", pl.DataFrame())
    period, first, last = "day", NOTHING, NOTHING
    if not days.is_empty():
        columns = ("journey_started_count", "converted_count")
        period, counted_periods = count_periods(days, columns, context.minimum_cell)
        ordered = days["day"].sort()
        first, last = render_day(ordered[0]), render_day(ordered[-1])
        data["trend"] = draw_journey_trend(counted_periods)
    evidence = (
        Evidence(
            "Headline numbers",
            "report.headline_metrics",
            counted.get("journey_count", 0),
            "journeys",
            "counts; Wilson 95% intervals; exact median",
        ),
        Evidence(
            "Change since last night",
            "meta.metric_history",
            counted.get("journey_count", 0),
            "journeys",
            "this night's value − last night's",
        ),
        *(finding.evidence for finding in findings),
    )
    variables = {
        "cards": cards,
        "findings": findings,
        "has_trend": bool(data),
        "is_first_night": not any(card.change for card in cards),
        "period": period,
        "first_day": first,
        "last_day": last,
    }
    return Content(variables, tuple(dict.fromkeys(evidence)), data)


PAGE = Page(
    name="index",
    title="Overview",
    description="What customers did, how it ended, and what stands out.",
    needed=("report.headline_metrics",),
    optional=(
        "meta.metric_history",
        "marts.daily_counts",
        "marts.touchpoint_metrics",
        "marts.transitions",
        "report.top_variants",
        "report.journey_paths",
    ),
    scripts=("vendor/plotly.min.js", "charts.js"),
    render=render_overview,
)
