"""Patterns: what converting journeys hold more often, and the journeys that stand for the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.sections import Cell, Section, show_count, show_path, show_share, write_section
from journeymine.site.words import Words

SHOWN = 60
CERTAIN = 0.05
"""Patterns up to this q value are shown: of them one in twenty is expected to be chance."""


def list_patterns(patterns: pl.DataFrame, kind: str, title: str, note: str, minimum: int, words: Words) -> Section:
    """List the patterns of a kind that part the two groups; those of few customers are withheld."""
    _ = words.gettext
    found = patterns.filter((pl.col("pattern_kind") == kind) & (pl.col("q_value") <= CERTAIN)).sort("pattern_rank")
    is_shown = (
        (pl.col("least_customer_count") >= minimum)
        & ((pl.col("converted_count") == 0) | (pl.col("converted_count") >= minimum))
        & ((pl.col("abandoned_count") == 0) | (pl.col("abandoned_count") >= minimum))
    )
    shown = found.filter(is_shown)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in shown.head(SHOWN).iter_rows(named=True):
            yield (
                show_path(row["touchpoints"]),
                Cell(f"×{words.ratio(row['converting_lift'])}", row["converting_lift"]),
                Cell(_show_ends(row, words), row["converting_lift_low"]),
                Cell(
                    ("<" if row["q_value"] < 0.001 else "") + words.decimal(max(row["q_value"], 0.001), 3),
                    row["q_value"],
                ),
                show_count(row["converted_count"], words=words),
                show_count(row["abandoned_count"], words=words),
            )

    return write_section(
        kind.replace(" ", "-"),
        title,
        note,
        (_("Pattern"), _("Lift"), _("95% interval"), _("q"), _("Converting"), _("Abandoned")),
        rows(),
        withheld_count=found.height - shown.height,
    )


def _show_ends(row: dict[str, Any], words: Words) -> str:
    return f"×{words.ratio(row['converting_lift_low'])}–{words.ratio(row['converting_lift_high'])}"


def list_representatives(representatives: pl.DataFrame, minimum: int, words: Words) -> Section:
    """List the journeys that stand for others, with the share of all journeys near any of them."""
    _ = words.gettext
    ordered = representatives.sort("representative_rank")
    shown = ordered.filter(pl.col("least_customer_count") >= minimum)
    coverage = float(ordered["coverage_share"][0])
    return write_section(
        "representatives",
        _("Journeys that stand for the others"),
        _(
            "Real paths, loops collapsed, chosen so that the others are as like them as can be. "
            "{share} of all journeys are near one: they share about seven steps in ten, in order.",
            share=words.share(coverage),
        ),
        (_("Path"), _("Nearest to it"), _("Of these near"), _("Converted"), _("95% interval"), _("Mean distance")),
        (
            (
                show_path(row["touchpoints"]),
                show_count(row["journey_count"], words=words),
                show_count(row["near_count"], minimum, words),
                *show_share(row["converted_count"], row["journey_count"], minimum, words),
                Cell(words.decimal(row["mean_distance"], 2), row["mean_distance"]),
            )
            for row in shown.iter_rows(named=True)
        ),
        withheld_count=ordered.height - shown.height,
        warning=_("Coverage {share}, < 60%: these journeys stand for the smaller part.", share=words.share(coverage))
        if coverage < 0.6
        else "",
    )


def render_patterns(tables: Tables, context: SiteContext) -> Content:
    """Fill the lists of representatives and of patterns."""
    patterns, minimum, words = tables["analysis.patterns"], context.minimum_cell, context.words
    _ = words.gettext
    representatives = tables["analysis.representatives"]
    lift = _("Lift: the share of converting journeys that hold it / the share of abandoned ones; it is no cause.")
    sections = [
        list_representatives(representatives, minimum, words),
        list_patterns(patterns, "contiguous", _("One right after the other"), lift, minimum, words),
        list_patterns(patterns, "with gaps", _("In this order, others between"), lift, minimum, words),
    ]
    evidence = (
        Evidence(
            _("Representatives"),
            "analysis.representatives",
            int(representatives["journey_count"].sum()),
            _("journeys"),
            _("medoids of 1 - 2 LCS / (length + length); near: a distance of up to 0.3"),
        ),
        Evidence(
            _("Patterns"),
            "analysis.patterns",
            patterns.height,
            _("patterns compared and kept"),
            _(
                "two to four steps in at least 5% of journeys; Katz 95% interval, journeys of one customer taken as "
                "independent; q by Benjamini-Hochberg over all; shown up to q {certain}",
                certain=words.decimal(CERTAIN, 2),
            ),
        ),
    )
    return Content({"sections": sections}, evidence)


PAGE = Page(
    name="patterns",
    title="Patterns",
    description="Typical journeys, and what those that reach a goal have in common.",
    needed=("analysis.representatives", "analysis.patterns"),
    scripts=("download.js", "tables.js"),
    render=render_patterns,
)
