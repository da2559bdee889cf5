"""Variants: whole paths by how many take them, how many convert and how long they last, and the map of some of them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import polars as pl

from journeymine.site.layout import order_layers
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.process_map import RARE
from journeymine.site.small_groups import hide_small
from journeymine.site.words import mark
from journeymine.statistics.intervals import find_wilson_interval

LISTED = 100
SLOWEST = 3
HAPPY = mark("happy path")
SLOW = mark("longest waiting")
SHOWN_STEPS = 12
"""Steps of a path that are written out; of a longer one the first nine and the last two."""


def list_variants(tables: Tables, context: SiteContext) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """List the most taken variants of at least minimum_cell customers.

    Returns:
        Rows with rank, shares, conversion with its interval and marks; and of how many journeys in total (total) how
        many took a path that is not listed (journey_count). A touchpoint of fewer than minimum_cell customers has no
        name.
    """
    variants = tables["report.top_variants"]
    minimum = context.minimum_cell
    total = _count_journeys(tables)
    listed = (
        variants.filter(pl.col("customer_count") >= minimum)
        .sort("journey_count", "variant_id", descending=[True, False])
        .head(LISTED)
    )
    named = _read_stages(tables, context)
    rows: list[dict[str, Any]] = []
    reached = 0
    for rank, row in enumerate(listed.iter_rows(named=True), 1):
        count, converted = row["journey_count"], hide_small(row["converted_count"], minimum)
        reached += count
        path = [name if name in named else RARE for name in row["touchpoints"]]
        rows.append(
            {
                "rank": rank,
                "parts": fold_path(path),
                "touchpoints": path,
                "step_count": row["step_count"],
                "journey_count": count,
                "share": count / total,
                "cumulative_share": reached / total,
                "converted_count": row["converted_count"],
                "conversion_share": None if converted is None else converted / count,
                "interval": None if converted is None else find_wilson_interval(converted, count),
                "median_seconds": row["median_seconds"] if row["step_count"] > 1 else None,
                "marks": [],
            }
        )
    _mark(rows, minimum)
    return rows, {"journey_count": total - reached, "total": total}


def _read_stages(tables: Tables, context: SiteContext) -> dict[str, str]:
    """Return the stage of every touchpoint that may be named."""
    metrics = tables["marts.touchpoint_metrics"].filter(pl.col("customer_count") >= context.minimum_cell)
    return dict(zip(metrics["touchpoint"], metrics["stage"], strict=True))


def _count_journeys(tables: Tables) -> int:
    links = tables["report.first_path_links"]
    return int(links.filter(pl.col("step_index") == 1)["journey_count"].sum())


def _mark(rows: list[dict[str, Any]], minimum: int) -> None:
    """Mark the variant most journeys took to a goal, and those that last longest."""
    converting = [row for row in rows if row["converted_count"] >= minimum]
    if converting:
        max(converting, key=lambda row: (row["converted_count"], -row["rank"]))["marks"].append(HAPPY)
    lasting = sorted(
        (row for row in rows if row["median_seconds"]), key=lambda row: (-row["median_seconds"], row["rank"])
    )
    for row in lasting[: min(SLOWEST, (len(lasting) + 1) // 2)]:  # never the faster half
        row["marks"].append(SLOW)


def fold_path(touchpoints: list[str]) -> list[tuple[str, int]]:
    """Fold a path for reading: repeats become one part with their number, the middle of a long path a part "".

    >>> fold_path(["Page", "Page", "Cart"])
    [('Page', 2), ('Cart', 1)]
    """
    parts: list[tuple[str, int]] = []
    for name in touchpoints:
        if parts and parts[-1][0] == name:
            parts[-1] = (name, parts[-1][1] + 1)
        else:
            parts.append((name, 1))
    if len(parts) <= SHOWN_STEPS:
        return parts
    hidden = sum(count for _, count in parts[9:-2])
    return [*parts[:9], ("", hidden), *parts[-2:]]


def encode_variants(rows: list[dict[str, Any]], tables: Tables, context: SiteContext) -> dict[str, Any]:
    """Encode the listed variants for the map: touchpoints with their places, paths as their indices."""
    stage_of = _read_stages(tables, context)
    present = {stage_of.get(name, "") for row in rows for name in row["touchpoints"]}
    stages = [stage for stage in context.stages if stage in present] + sorted(present - set(context.stages) - {""})
    names = sorted({name for row in rows for name in row["touchpoints"]})
    layers = {name: stages.index(stage_of[name]) if name in stage_of else len(stages) for name in names}
    weights: dict[tuple[str, str], float] = {}
    for row in rows:
        for pair in pairwise(row["touchpoints"]):
            weights[pair] = weights.get(pair, 0.0) + row["journey_count"]
    places = {name: place for group in order_layers(layers, weights).values() for place, name in enumerate(group)}
    index = {name: number for number, name in enumerate(names)}
    return {
        "stages": [*stages, ""] if RARE in index else stages,
        "touchpoints": [{"label": name, "stage": stage_of.get(name, ""), "row": places[name]} for name in names],
        "variants": [
            {
                "path": [index[name] for name in row["touchpoints"]],
                "journeys": row["journey_count"],
            }
            for row in rows
        ],
    }


def render_variants(tables: Tables, context: SiteContext) -> Content:
    """Fill the ranked list and the data of the map."""
    words = context.words
    _ = words.gettext
    rows, rest = list_variants(tables, context)
    evidence = (
        Evidence(
            _("Variants and their shares"),
            "report.top_variants",
            rest["total"],
            _("journeys"),
            _("journeys with exactly the same touchpoints in the same order; shares are of all journeys"),
        ),
        Evidence(
            _("Conversion and duration"),
            "report.top_variants",
            rest["total"] - rest["journey_count"],
            _("journeys"),
            _(
                "reached a goal / all of the variant, open ones included, Wilson 95% interval; median from first to "
                "last step"
            ),
        ),
    )
    variables = {"variants": rows, "rest": rest, "happy": HAPPY, "rare": RARE}
    return Content(variables, evidence, {"variants": encode_variants(rows, tables, context)})


PAGE = Page(
    name="variants",
    title="Variants",
    description="Whole paths, the most taken first: which of them reach a goal, and which keep customers waiting.",
    needed=("report.top_variants", "report.first_path_links", "marts.touchpoint_metrics"),
    scripts=(
        "vendor/cytoscape.min.js",
        "download.js",
        "picture.js",
        "tables.js",
        "map/graph.js",
        "map/draw.js",
        "map/export.js",
        "map/variants.js",
    ),
    render=render_variants,
)
