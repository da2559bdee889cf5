"""What stands out, in plain words: each finding with its n and a link to where it can be seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from journeymine.site.page import Evidence, SiteContext, Tables
from journeymine.site.wording import render_duration, render_interval, render_number, render_share
from journeymine.statistics.intervals import find_wilson_interval

DROP_OFFS = 3
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
    """Find what stands out: the largest drop-offs, the most common ways to a goal, the slowest transition."""
    return [
        *_find_drop_offs(tables, context),
        *_find_converting_path(tables, context),
        *_find_last_steps(tables, context),
        *_find_slowest_transition(tables, context),
    ]


def _find_drop_offs(tables: Tables, context: SiteContext) -> list[Finding]:
    metrics = tables.get("marts.touchpoint_metrics", pl.DataFrame())
    if metrics.is_empty():
        return []
    worst = (
        metrics.filter(pl.col("customer_count") >= context.minimum_cell, pl.col("journey_count") >= SMALLEST_SAMPLE)
        .filter(pl.col("drop_off_count") >= context.minimum_cell)
        .sort("drop_off_count", "touchpoint", descending=[True, False])
        .head(DROP_OFFS)
    )
    evidence = Evidence(
        "Largest drop-offs",
        "marts.touchpoint_metrics",
        int(metrics["event_count"].sum()),
        "steps",
        "abandoned journeys by their last touchpoint; Wilson 95% interval",
    )
    found = []
    for row in worst.iter_rows(named=True):
        lost, seen = row["drop_off_count"], row["journey_count"]
        interval = render_interval(find_wilson_interval(lost, seen))
        found.append(
            Finding(
                "Drop-off",
                render_share(lost / seen),
                f"of journeys that come to “{row['touchpoint']}” end there without a goal.",
                f"{render_number(lost)} of {render_number(seen)} journeys · 95% interval {interval}",
                context.link("paths.html", d="before", a=row["touchpoint"]),
                evidence,
            )
        )
    return found


def _find_converting_path(tables: Tables, context: SiteContext) -> list[Finding]:
    variants = tables.get("report.top_variants", pl.DataFrame())
    if variants.is_empty():
        return []
    best = (
        variants.filter(pl.col("converted_count") >= context.minimum_cell)
        .sort("converted_count", "variant_id", descending=[True, False])
        .head(1)
    )
    evidence = Evidence(
        "Most common converting path",
        "report.top_variants",
        int(variants["journey_count"].sum()),
        "journeys on listed paths",
        "whole paths, repeats kept, counted by the journeys that reached a goal",
    )
    return [
        Finding(
            "Most common way to a goal",
            render_number(row["converted_count"]),
            f"journeys reached a goal by {' → '.join(row['touchpoints'])}.",
            f"half of them within {render_duration(row['median_seconds'])}",
            context.link("paths.html", d="after", a=row["touchpoints"][0], s="converted"),
            evidence,
        )
        for row in best.iter_rows(named=True)
    ]


def _find_last_steps(tables: Tables, context: SiteContext) -> list[Finding]:
    paths = tables.get("report.journey_paths", pl.DataFrame())
    if paths.is_empty():
        return []
    counted: Counter[tuple[str, ...]] = Counter()
    for touchpoints, count in paths.filter(status="converted").select("touchpoints", "journey_count").iter_rows():
        counted[tuple(name for name, _ in groupby(touchpoints))[-LAST_STEPS:]] += count
    total = sum(counted.values())
    if not total:
        return []
    steps, count = min(counted.items(), key=lambda item: (-item[1], item[0]))
    if count < context.minimum_cell:
        return []
    evidence = Evidence(
        "Most common last steps",
        "report.journey_paths",
        total,
        "journeys that reached a goal",
        f"the last {LAST_STEPS} touchpoints of each, repeats merged; Wilson 95% interval",
    )
    interval = render_interval(find_wilson_interval(count, total))
    return [
        Finding(
            "Last steps to a goal",
            render_share(count / total),
            f"of journeys that reached a goal ended with {' → '.join(steps)}.",
            f"{render_number(count)} of {render_number(total)} journeys · 95% interval {interval}",
            context.link("paths.html", d="before", a=steps[-1], s="converted", r="1"),
            evidence,
        )
    ]


def _find_slowest_transition(tables: Tables, context: SiteContext) -> list[Finding]:
    transitions = tables.get("marts.transitions", pl.DataFrame())
    if transitions.is_empty():
        return []
    slowest = (
        transitions.filter(pl.col("from_touchpoint") != pl.col("to_touchpoint"))
        .filter(pl.col("customer_count") >= max(context.minimum_cell, SMALLEST_SAMPLE))
        .sort("median_seconds", "from_touchpoint", "to_touchpoint", descending=[True, False, False])
        .head(1)
    )
    evidence = Evidence(
        "Slowest transition",
        "marts.transitions",
        int(transitions["transition_count"].sum()),
        "transitions",
        f"largest median among ways of {SMALLEST_SAMPLE} customers or more; from log bins, error up to 4.5%",
    )
    return [
        Finding(
            "Slowest transition",
            render_duration(row["median_seconds"]),
            f"is the median wait from “{row['from_touchpoint']}” to “{row['to_touchpoint']}”.",
            f"{render_number(row['transition_count'])} transitions, {render_number(row['customer_count'])} customers · "
            f"one in ten takes longer than {render_duration(row['p90_seconds'])}",
            context.link("paths.html", d="after", a=row["from_touchpoint"]),
            evidence,
        )
        for row in slowest.iter_rows(named=True)
    ]
