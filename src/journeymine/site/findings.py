"""What stands out in the journeys, in plain words: each finding with its n and a link to where it can be seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from journeymine.site.drop_off import DropOff, find_drop_off
from journeymine.site.page import Evidence, SiteContext, Tables
from journeymine.site.words import Words
from journeymine.statistics.intervals import Interval, find_wilson_interval

DROP_OFFS = 1
LAST_STEPS = 4
SMALLEST_SAMPLE = 30
"""Journeys or transitions a finding must rest on (choice); below it a rank is noise."""


@dataclass(frozen=True)
class Finding:
    """One sentence with its figure, what it rests on, and where to look."""

    kind: str
    figure: str
    sentence: str
    detail: str
    link: str
    evidence: Evidence


def find_findings(tables: Tables, context: SiteContext) -> list[Finding]:
    """Find what stands out: the largest drop-off, the most common ways to a goal, the slowest transition."""
    return [
        *_find_drop_offs(tables, context),
        *_find_converting_path(tables, context),
        *_find_last_steps(tables, context),
        *(() if "analysis.waits" in tables else _find_slowest_transition(tables, context)),
    ]


def list_drop_offs(metrics: pl.DataFrame, minimum: int) -> list[tuple[str, DropOff]]:
    """List the touchpoints at which journeys left, where enough came and the drop-off may be told, by name."""
    enough = metrics.filter(pl.col("customer_count") >= minimum, pl.col("journey_count") >= SMALLEST_SAMPLE)
    found = [
        (row["touchpoint"], find_drop_off(row, minimum)) for row in enough.sort("touchpoint").iter_rows(named=True)
    ]
    return [(touchpoint, drop_off) for touchpoint, drop_off in found if drop_off and drop_off.left_count]


def tell_share(count: int, total: int, interval: Interval, words: Words) -> str:
    """Tell a share of journeys by its counts and its interval."""
    return words.ngettext(
        "{part} of {count} journey · 95% interval {interval}",
        "{part} of {count} journeys · 95% interval {interval}",
        total,
        part=words.number(count),
        interval=words.interval(interval),
    )


def _find_drop_offs(tables: Tables, context: SiteContext) -> list[Finding]:
    metrics = tables.get("marts.touchpoint_metrics", pl.DataFrame())
    if metrics.is_empty():
        return []
    words = context.words
    _ = words.gettext
    listed = list_drop_offs(metrics, context.minimum_cell)
    worst = sorted(listed, key=lambda found: -found[1].left_count)[:DROP_OFFS]
    evidence = Evidence(
        _("Most journeys lost"),
        "marts.touchpoint_metrics",
        int(metrics["event_count"].sum()),
        _("steps"),
        _("abandoned journeys by their last touchpoint, of those not open there; Wilson 95% interval by customer"),
    )
    found = []
    for touchpoint, drop_off in worst:
        lost, seen = drop_off.left_count, drop_off.decided_count
        found.append(
            Finding(
                _("Most journeys lost"),
                words.number(lost),
                words.ngettext(
                    "journey ends at “{touchpoint}” without a goal, more than anywhere else.",
                    "journeys end at “{touchpoint}” without a goal, more than anywhere else.",
                    lost,
                    touchpoint=touchpoint,
                ),
                _("{share} of those that come there", share=words.share(drop_off.share))
                + " · "
                + tell_share(lost, seen, drop_off.interval, words),
                context.link("paths.html", d="before", a=touchpoint),
                evidence,
            )
        )
    return found


def _find_converting_path(tables: Tables, context: SiteContext) -> list[Finding]:
    variants = tables.get("report.top_variants", pl.DataFrame())
    if variants.is_empty():
        return []
    words = context.words
    _ = words.gettext
    best = (
        variants.filter(pl.col("converted_count") >= context.minimum_cell)
        .sort("converted_count", "variant_id", descending=[True, False])
        .head(1)
    )
    evidence = Evidence(
        _("Most common converting path"),
        "report.top_variants",
        int(variants["journey_count"].sum()),
        _("journeys on listed paths"),
        _("whole paths, repeats kept, counted by the journeys that reached a goal"),
    )
    return [
        Finding(
            _("Most common way to a goal"),
            words.number(row["converted_count"]),
            words.ngettext(
                "journey reached a goal by {path}.",
                "journeys reached a goal by {path}.",
                row["converted_count"],
                path=" → ".join(row["touchpoints"]),
            ),
            _("half of them within {time}", time=words.duration(row["median_seconds"]))
            if len(row["touchpoints"]) > 1  # one step takes no time
            else "",
            context.link("paths.html", d="after", a=row["touchpoints"][0], s="converted"),
            evidence,
        )
        for row in best.iter_rows(named=True)
    ]


def _find_last_steps(tables: Tables, context: SiteContext) -> list[Finding]:
    paths = tables.get("report.paths", pl.DataFrame())
    if paths.is_empty():
        return []
    words = context.words
    _ = words.gettext
    counted: Counter[tuple[str, ...]] = Counter()
    converted = paths.filter(path_unit="journey", status="converted")
    for touchpoints, count in converted.select("touchpoints", "path_count").iter_rows():
        counted[tuple(name for name, _ in groupby(touchpoints))[-LAST_STEPS:]] += count
    total = sum(counted.values())
    if not total:
        return []
    steps, count = min(counted.items(), key=lambda item: (-item[1], item[0]))
    if count < context.minimum_cell:
        return []
    evidence = Evidence(
        _("Most common last steps"),
        "report.paths",
        total,
        _("journeys that reached a goal"),
        _("the last {steps} touchpoints of each, repeats merged; Wilson 95% interval", steps=LAST_STEPS),
    )
    return [
        Finding(
            _("Last steps to a goal"),
            words.share(count / total),
            _("of journeys that reached a goal ended with {path}.", path=" → ".join(steps)),
            tell_share(count, total, find_wilson_interval(count, total), words),
            context.link("paths.html", d="before", a=steps[-1], s="converted", r="1"),
            evidence,
        )
    ]


def _find_slowest_transition(tables: Tables, context: SiteContext) -> list[Finding]:
    transitions = tables.get("marts.transitions", pl.DataFrame())
    if transitions.is_empty():
        return []
    words = context.words
    _ = words.gettext
    slowest = (
        transitions.filter(pl.col("from_touchpoint") != pl.col("to_touchpoint"))
        .filter(pl.col("customer_count") >= max(context.minimum_cell, SMALLEST_SAMPLE))
        .sort("median_seconds", "from_touchpoint", "to_touchpoint", descending=[True, False, False])
        .head(1)
    )
    evidence = Evidence(
        _("Slowest transition"),
        "marts.transitions",
        int(transitions["transition_count"].sum()),
        _("transitions"),
        _(
            "largest median among ways of {least} customers or more; from log bins, error up to 4.5%",
            least=SMALLEST_SAMPLE,
        ),
    )
    return [
        Finding(
            _("Slowest transition"),
            words.duration(row["median_seconds"]),
            _(
                "is the median wait from “{first}” to “{next}”.",
                first=row["from_touchpoint"],
                next=row["to_touchpoint"],
            ),
            _(
                "{transitions} transitions, {customers} customers · one in ten takes longer than {time}",
                transitions=words.number(row["transition_count"]),
                customers=words.number(row["customer_count"]),
                time=words.duration(row["p90_seconds"]),
            ),
            context.link("paths.html", d="after", a=row["from_touchpoint"]),
            evidence,
        )
        for row in slowest.iter_rows(named=True)
    ]
