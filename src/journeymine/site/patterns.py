"""Patterns: what converting journeys hold more often, and the journeys that stand for the others."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.sections import Cell, Section, show_count, show_path, show_share, write_section
from journeymine.site.wording import render_share

SHOWN = 60
CERTAIN = 0.05
"""Patterns up to this q value are shown: of them one in twenty is expected to be chance."""


def list_patterns(patterns: pl.DataFrame, kind: str, title: str, note: str, minimum: int) -> Section:
    """List the patterns of a kind that part the two groups; those of few customers are withheld."""
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
                Cell(f"{row['converting_lift']:.2f}×", row["converting_lift"]),
                Cell(f"{row['converting_lift_low']:.2f}–{row['converting_lift_high']:.2f}", row["converting_lift_low"]),
                Cell("<0.001" if row["q_value"] < 0.001 else f"{row['q_value']:.3f}", row["q_value"]),
                show_count(row["converted_count"]),
                show_count(row["abandoned_count"]),
            )

    return write_section(
        kind.replace(" ", "-"),
        title,
        note,
        ("Pattern", "Lift", "95% interval", "q", "Converting", "Abandoned"),
        rows(),
        withheld_count=found.height - shown.height,
    )


def list_representatives(representatives: pl.DataFrame, minimum: int) -> Section:
    """List the journeys that stand for others, with the share of all journeys near any of them."""
    ordered = representatives.sort("representative_rank")
    shown = ordered.filter(pl.col("least_customer_count") >= minimum)
    coverage = float(ordered["coverage_share"][0])
    return write_section(
        "representatives",
        "Journeys that stand for the others",
        "Real paths, loops collapsed, chosen so that the others are as like them as can be. "
        f"{render_share(coverage)} of all journeys are near one: they share about seven steps in ten, in order.",
        ("Path", "Nearest to it", "Of these near", "Converted", "95% interval", "Mean distance"),
        (
            (
                show_path(row["touchpoints"]),
                show_count(row["journey_count"]),
                show_count(row["near_count"], minimum),
                *show_share(row["converted_count"], row["journey_count"], minimum),
                Cell(f"{row['mean_distance']:.2f}", row["mean_distance"]),
            )
            for row in shown.iter_rows(named=True)
        ),
        withheld_count=ordered.height - shown.height,
        warning=f"Coverage {render_share(coverage)}, < 60%: these journeys stand for the smaller part."
        * (coverage < 0.6),
    )


def render_patterns(tables: Tables, context: SiteContext) -> Content:
    """Fill the lists of representatives and of patterns."""
    patterns, minimum = tables["analysis.patterns"], context.minimum_cell
    representatives = tables["analysis.representatives"]
    lift = "Lift: the share of converting journeys that hold it / the share of abandoned ones; it is no cause."
    sections = [
        list_representatives(representatives, minimum),
        list_patterns(patterns, "contiguous", "One right after the other", lift, minimum),
        list_patterns(patterns, "with gaps", "In this order, others between", lift, minimum),
    ]
    evidence = (
        Evidence(
            "Representatives",
            "analysis.representatives",
            int(representatives["journey_count"].sum()),
            "journeys",
            f"medoids of 1 - 2 LCS / (length + length); {representatives['coverage_note'][0]}",
        ),
        Evidence(
            "Patterns",
            "analysis.patterns",
            patterns.height,
            "patterns compared and kept",
            "two to four steps in at least 5% of journeys; Katz 95% interval, q by Benjamini-Hochberg over all; "
            f"shown up to q {CERTAIN}",
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
