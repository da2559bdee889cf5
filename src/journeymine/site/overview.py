"""The overview: headline numbers, their change since last night and last month, what stands out, journeys by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from journeymine.charts.trend import draw_journey_trend
from journeymine.site.findings import find_findings
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.periods import count_periods
from journeymine.site.small_groups import hide_small
from journeymine.site.verdicts import find_verdicts
from journeymine.site.wording import NOTHING
from journeymine.site.words import ENGLISH, Words, mark
from journeymine.statistics.clusters import ClusterSums, find_clustered_share_interval
from journeymine.statistics.intervals import Interval


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
OVER = ("opportunity_count", "success_count")
"""Of analysis.classic_moments: journeys that are over, and those of them that reached a goal."""
CUSTOMER_SHARES = ("converted_share",)
"""Shares whose numerator is a group of customers, which is not told when it is small."""
MONTH = timedelta(days=28)
"""How much older a night is that stands for last month: whole weeks, so that like weekdays stand beside like."""
NOTEWORTHY = 0.05
"""A change of a count or a time by less than this share of last night's value has no colour."""


@dataclass(frozen=True)
class Card:
    """A headline number as the page shows it."""

    label: str
    value: str
    detail: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    link: str


@dataclass(frozen=True)
class Earlier:
    """The metrics of an earlier night; `day` names it where it is not the last one."""

    values: Mapping[str, float]
    day: date | None = None


def find_earlier(tables: Tables, context: SiteContext) -> tuple[Earlier, ...]:
    """Find last night's metrics, and those of the latest night that is a month older, where there are such nights."""
    history = tables.get("meta.metric_history", pl.DataFrame())
    if history.is_empty():
        return ()
    earlier = history.filter(pl.col("night_id") < context.night_id)
    old = earlier.filter(pl.col("as_of") <= context.as_of - MONTH) if "as_of" in history.columns else earlier.clear()
    found = []
    for nights, is_named in ((earlier, False), (old, True)):
        last = nights.filter(pl.col("night_id") == pl.col("night_id").max())
        if not last.is_empty():
            values = dict(zip(last["metric"].to_list(), last["value"].to_list(), strict=True))
            found.append(Earlier(values, last["as_of"][0].date() if is_named else None))
    return tuple(found)


def render_change(
    headline: Headline,
    value: float,
    before: float | None,
    interval: Interval | None = None,
    words: Words = ENGLISH,
    day: date | None = None,
) -> tuple[str, str]:
    """Render the change since last night, or since the night of a day, and its tone: better, worse or plain.

    What chance may do is plain: a share that was within tonight's interval, or any other number within NOTEWORTHY.
    """
    if before is None:
        return "", "plain"
    change = value - before
    least = {"count": 0.5, "share": 0.0005, "seconds": 0.05}[headline.unit]
    if abs(change) < least:
        if day is not None:
            return words.gettext("unchanged since {day}", day=words.day(day)), "plain"
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
    told = f"{'+' if change > 0 else '−'}{shown}"
    if day is not None:
        return words.gettext("{change} since {day}", change=told, day=words.day(day)), tone
    return words.gettext("{change} since last night", change=told), tone


def _render(headline: Headline, value: float, words: Words) -> str:
    if headline.unit == "share":
        return words.share(value)
    return words.duration(value) if headline.unit == "seconds" else words.number(value)


def find_interval(row: Mapping[str, Any]) -> Interval | None:
    """Find the interval of a share of journeys; None of a share of rows or events, which is a count and no sample."""
    if row["denominator_customer_count"] is None:
        return None
    squares = (row[name] for name in ("denominator_square_sum", "numerator_square_sum", "share_product_sum"))
    counts = row["denominator_customer_count"], row["denominator_count"], row["numerator_count"]
    return find_clustered_share_interval(ClusterSums(*counts, *squares))


def _render_cards(tables: Tables, context: SiteContext) -> list[Card]:
    words = context.words
    _ = words.gettext
    rows = {row["metric"]: row for row in tables["report.headline_metrics"].iter_rows(named=True)}
    earlier = find_earlier(tables, context)
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
            detail = (_("{part} of {total}", part=words.number(numerator), total=words.number(denominator)),)
            interval = find_interval(row)
            if interval is not None:
                detail = (*detail, _("95% interval {interval}", interval=words.interval(interval)))
        elif headline.unit == "seconds" and denominator:
            detail = (words.ngettext("over {count} converted journey", "over {count} converted journeys", denominator),)
        elif denominator:
            detail = (words.ngettext("of {count} row read", "of {count} rows read", denominator),)
        if value is not None:
            detail = (*detail, *_tell_more(headline.metric, rows, tables, context))
        changes = [
            render_change(headline, value, night.values[headline.metric], interval, words, night.day)
            for night in earlier
            if value is not None and night.values.get(headline.metric) is not None
        ]
        shown = NOTHING if value is None else _render(headline, value, words)
        cards.append(Card(words.translate(headline.label), shown, detail, tuple(changes), context.link(headline.link)))
    return cards


def _tell_more(
    metric: str, rows: Mapping[str, Mapping[str, Any]], tables: Tables, context: SiteContext
) -> Iterator[str]:
    """Tell how a headline number fits others of the site: customers without a journey, journeys not over yet."""
    words = context.words
    if metric == "customer_count" and "travelling_customer_count" in rows:
        yield words.gettext("{n} of them with a journey", n=words.number(rows["travelling_customer_count"]["value"]))
    moments = tables.get("analysis.classic_moments", pl.DataFrame())
    if metric == "converted_share" and not moments.is_empty():
        for over, reached in moments.filter(moment="purchase").select(OVER).iter_rows():
            if over:
                yield words.gettext(
                    "{share} of the {over} that are over", share=words.share(reached / over), over=words.number(over)
                )


def render_overview(tables: Tables, context: SiteContext) -> Content:
    """Fill the overview."""
    words = context.words
    _ = words.gettext
    cards = _render_cards(tables, context)
    findings = [*find_verdicts(tables, context), *find_findings(tables, context)]
    data: dict[str, object] = {}
    counted = {row["metric"]: int(row["value"] or 0) for row in tables["report.headline_metrics"].iter_rows(named=True)}
    days = tables.get("marts.daily_counts", pl.DataFrame())
    period, first, last = "day", NOTHING, NOTHING
    if not days.is_empty():
        columns = ("journey_started_count", "converted_count")
        period, counted_periods = count_periods(days, columns, context.minimum_cell)
        ordered = days["day"].sort()
        first, last = words.day(ordered[0]), words.day(ordered[-1])
        texts = [words.day(day) for day in counted_periods["day"]]
        names = (_("started"), _("reached a goal"))
        data["trend"] = draw_journey_trend(counted_periods, *names, texts, words.separators)
    evidence = (
        Evidence(
            _("Headline numbers"),
            "report.headline_metrics",
            counted.get("journey_count", 0),
            _("journeys"),
            _("counts; Wilson 95% interval by customer; exact median"),
        ),
        Evidence(
            _("Change since last night and last month"),
            "meta.metric_history",
            counted.get("journey_count", 0),
            _("journeys"),
            _("this night's value − that of the last night, and of the latest one 28 days or more before"),
        ),
        *(finding.evidence for finding in findings),
    )
    variables = {
        "cards": cards,
        "findings": findings,
        "has_trend": bool(data),
        "is_first_night": not any(card.changes for card in cards),
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
        "report.paths",
        "analysis.pain_points",
        "analysis.improvements",
        "analysis.pain_names",
        "analysis.key_moments",
        "analysis.classic_moments",
        "analysis.waits",
        "analysis.emotion_points",
        "analysis.segment_verdict",
    ),
    scripts=("vendor/plotly.min.js", "charts.js"),
    render=render_overview,
)
