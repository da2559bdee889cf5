"""The overview: headline numbers with their change since last night, what stands out, and journeys by day."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from journeymine.charts.trend import draw_journey_trend
from journeymine.site.findings import find_findings
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.periods import count_periods
from journeymine.site.small_groups import hide_small
from journeymine.site.wording import NOTHING
from journeymine.site.words import ENGLISH, Words, mark
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
    Headline("customer_count", mark("Customers"), "stages.html"),
    Headline("journey_count", mark("Journeys"), "paths.html"),
    Headline("converted_share", mark("Journeys that reached a goal"), "paths.html", "share", 1),
    Headline("median_seconds_to_goal", mark("Median time to goal"), "touchpoints.html", "seconds", -1),
    Headline("session_count", mark("Sessions"), "stages.html"),
    Headline("unidentified_share", mark("Events of unknown customers"), "health.html", "share", -1),
    Headline("unmapped_share", mark("Events without a touchpoint rule"), "health.html", "share", -1),
    Headline("rejected_count", mark("Rejected rows"), "health.html", "count", -1),
)
TREND_TITLES = {
    "day": mark("Journeys by day"),
    "week": mark("Journeys by week"),
    "month": mark("Journeys by month"),
}
CUSTOMER_SHARES = ("converted_share",)
"""Shares whose numerator is a group of customers, which is not told when it is small."""
NOTEWORTHY = 0.05
"""A change of a count or a time by less than this share of last night's value has no colour."""


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
    headline: Headline, value: float, before: float | None, interval: Interval | None = None, words: Words = ENGLISH
) -> tuple[str, str]:
    """Render the change since last night and its tone: better, worse or plain.

    What chance may do is plain: a share that was within tonight's interval, or any other number within NOTEWORTHY.
    """
    if before is None:
        return "", "plain"
    change = value - before
    least = {"count": 0.5, "share": 0.0005, "seconds": 0.05}[headline.unit]
    if abs(change) < least:
        return words.gettext("unchanged since last night"), "plain"
    if headline.unit == "share":
        shown = words.gettext("{points} points", points=words.decimal(100 * abs(change), 1))
    else:
        shown = _render(headline, abs(change), words)
    if interval is not None:
        is_noise = interval.low <= before <= interval.high
    else:
        is_noise = abs(change) < NOTEWORTHY * abs(before)
    tone = "plain" if not headline.good or is_noise else "better" if change * headline.good > 0 else "worse"
    return words.gettext("{change} since last night", change=f"{'+' if change > 0 else '−'}{shown}"), tone


def _render(headline: Headline, value: float, words: Words) -> str:
    if headline.unit == "share":
        return words.share(value)
    return words.duration(value) if headline.unit == "seconds" else words.number(value)


def _render_cards(tables: Tables, context: SiteContext) -> list[Card]:
    words = context.words
    _ = words.gettext
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
            of_all = {"minimum": context.minimum_cell, "total": words.number(denominator)}
            value, detail = None, (_("fewer than {minimum} of {total}", **of_all),)
        elif headline.unit == "share" and denominator:
            interval = find_wilson_interval(numerator, denominator)
            told = _("95% interval {interval}", interval=words.interval(interval))
            detail = (_("{part} of {total}", part=words.number(numerator), total=words.number(denominator)), told)
        elif headline.unit == "seconds" and denominator:
            detail = (words.ngettext("over {count} converted journey", "over {count} converted journeys", denominator),)
        elif denominator:
            detail = (words.ngettext("of {count} row read", "of {count} rows read", denominator),)
        before = previous.get(headline.metric)
        change, tone = ("", "plain") if value is None else render_change(headline, value, before, interval, words)
        shown = NOTHING if value is None else _render(headline, value, words)
        cards.append(Card(words.translate(headline.label), shown, detail, change, tone, context.link(headline.link)))
    return cards


def render_overview(tables: Tables, context: SiteContext) -> Content:
    """Fill the overview."""
    words = context.words
    _ = words.gettext
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
        first, last = words.day(ordered[0]), words.day(ordered[-1])
        data["trend"] = draw_journey_trend(counted_periods, _("started"), _("reached a goal"), words.separators)
    evidence = (
        Evidence(
            _("Headline numbers"),
            "report.headline_metrics",
            counted.get("journey_count", 0),
            _("journeys"),
            _("counts; Wilson 95% intervals; exact median"),
        ),
        Evidence(
            _("Change since last night"),
            "meta.metric_history",
            counted.get("journey_count", 0),
            _("journeys"),
            _("this night's value − last night's"),
        ),
        *(finding.evidence for finding in findings),
    )
    variables = {
        "cards": cards,
        "findings": findings,
        "has_trend": bool(data),
        "is_first_night": not any(card.change for card in cards),
        "trend_title": words.translate(TREND_TITLES[period]),
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
