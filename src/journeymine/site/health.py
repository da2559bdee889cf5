"""Data health: what came in, what was rejected and why, what is not identified or not mapped, which checks spoke."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from journeymine.site.identity_health import IDENTITY_TABLES, describe_identity
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.wording import NOTHING
from journeymine.site.words import Words, mark

LISTED = 200
"""Rows of a list at most; the page says how many more there are."""
SET_APART_REASONS = {
    "bot": mark("a machine, by its user agent"),
    "internal": mark("the company’s own, by its address"),
    "too_fast": mark("too many events in an hour"),
    "no_consent": mark("without consent to being profiled"),
}


def _list_sources(sources: pl.DataFrame, as_of: datetime, words: Words) -> list[dict[str, object]]:
    rows = []
    for row in sources.sort("source").iter_rows(named=True):
        latest = row["latest_occurred_at"]
        row["age"] = NOTHING if latest is None else words.duration(max(0.0, (as_of - latest).total_seconds()))
        row["header_count"] = row["line_count"] - row["loaded_count"] - row["rejected_count"]
        row["rejected_share"] = row["rejected_count"] / row["line_count"] if row["line_count"] else None
        rows.append(row)
    return rows


def render_health(tables: Tables, context: SiteContext) -> Content:
    """Fill the health page from whatever of its tables exists."""
    words = context.words
    _ = words.gettext
    sources = tables["marts.source_health"]
    nothing = pl.DataFrame()
    unmapped = tables.get("marts.unmapped_events", nothing)
    reasons = tables.get("report.rejected_reasons", nothing)
    checks = tables.get("meta.checks", nothing)
    refused = tables.get("meta.refused_files", nothing)
    if not unmapped.is_empty():
        unmapped = unmapped.sort("event_count", "source", "event_name", descending=[True, False, False])
    if not reasons.is_empty():
        reasons = reasons.sort("rejected_count", "source", "reason", descending=[True, False, False])
    if not checks.is_empty():
        checks = checks.sort("offending_count", "check_name", descending=[True, False])
    evidence = [
        Evidence(
            _("Rows in, loaded and rejected"),
            "marts.source_health",
            int(sources["line_count"].sum()),
            _("lines of files"),
            _("per file: lines - header lines = loaded + rejected"),
        ),
        Evidence(
            _("Reasons of rejection"),
            "report.rejected_reasons",
            int(sources["rejected_count"].sum()),
            _("rows"),
            _("a row may have several reasons"),
        ),
    ]
    identity, identity_evidence = describe_identity(tables, context.minimum_cell, words)
    evidence += identity_evidence
    if not refused.is_empty():
        evidence.append(
            Evidence(
                _("Files refused whole"),
                "meta.refused_files",
                refused.height,
                _("files"),
                _("what this night went without"),
            )
        )
    if not unmapped.is_empty():
        evidence.append(
            Evidence(
                _("Events without a rule"),
                "marts.unmapped_events",
                int(unmapped["event_count"].sum()),
                _("events"),
                _("no rule of touchpoints.toml matches"),
            )
        )
    apart = tables.get("marts.set_apart", nothing)
    if not apart.is_empty():
        apart = apart.sort("source", "set_apart_reason")
        count = int(apart["event_count"].sum())
        evidence.append(
            Evidence(_("Events set apart"), "marts.set_apart", count, _("events"), _("counted, and in no journey"))
        )
    variables = {
        "apart": list(apart.iter_rows(named=True)),
        "apart_reasons": SET_APART_REASONS,
        "minimum_cell": context.minimum_cell,
        "has_apart_table": "marts.set_apart" in tables,
        "sources": _list_sources(sources, context.as_of, words),
        **identity,
        "refused": list(refused.iter_rows(named=True)),
        "has_refused_table": "meta.refused_files" in tables,
        "reasons": list(reasons.head(LISTED).iter_rows(named=True)),
        "unmapped": list(unmapped.head(LISTED).iter_rows(named=True)),
        "unmapped_more": max(0, unmapped.height - LISTED),
        "checks": list(checks.iter_rows(named=True)),
        "has_unmapped_table": "marts.unmapped_events" in tables,
        "has_checks_table": "meta.checks" in tables,
    }
    return Content(variables, tuple(evidence))


PAGE = Page(
    name="health",
    title="Data health",
    description="What came in, what was rejected, what is not known.",
    needed=("marts.source_health",),
    optional=(
        "marts.set_apart",
        *("report.rejected_reasons", "marts.unmapped_events", "meta.checks", "meta.refused_files"),
        *IDENTITY_TABLES,
    ),
    scripts=("download.js", "tables.js"),
    render=render_health,
)
