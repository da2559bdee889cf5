"""Variants: whole paths by how many take them, how many convert and how they felt, and the map of some of them."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import polars as pl

from journeymine.site.explorer import name_segments
from journeymine.site.layout import find_rows, order_layers
from journeymine.site.map_models import RARE
from journeymine.site.map_slices import KINDS, round_seconds
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.path_data import count_journeys
from journeymine.site.small_groups import hide_small
from journeymine.site.words import mark
from journeymine.statistics.intervals import Interval

LISTED = 100
LISTED_OF_SLICE = 40
SLOWEST = 3
HAPPY = mark("happy path")
SLOW = mark("longest waiting")
SHOWN_STEPS = 12
"""Steps of a path that are written out; of a longer one the first nine and the last two."""
ALL = ("all", "all")
GRAINS = {"touchpoint": mark("Touchpoints"), "stage": mark("Stages")}
"""What the steps of a path are, the finer first."""
TELLING = 1 / 3
"""Share of the journeys that listed paths must make up for a grain to be shown first (choice); else the coarser is."""
_VARIANTS = "analysis.slice_variants"


def list_variants(
    tables: Tables, context: SiteContext, grain: str = "touchpoint", key: tuple[str, str] = ALL
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """List the most taken variants of at least minimum_cell customers, of all journeys or of a slice.

    Returns:
        Rows with rank, shares, conversion and valence with their intervals, and marks; and of how many journeys in
        total (total) how many took a path that is not listed (journey_count). A touchpoint of fewer than minimum_cell
        customers has no name.
    """
    kind, name = key
    minimum = context.minimum_cell
    total = count_journeys(tables) if key == ALL else _count_slices(tables)[key]
    listed = (
        tables[_VARIANTS]
        .filter(pl.col("customer_count") >= minimum, variant_grain=grain, slice_kind=kind, slice=name)
        .sort("journey_count", "variant_id", descending=[True, False])
        .head(LISTED if key == ALL else LISTED_OF_SLICE)
    )
    named = _read_stages(tables, context) if grain == "touchpoint" else None
    rows: list[dict[str, Any]] = []
    reached = 0
    for rank, row in enumerate(listed.iter_rows(named=True), 1):
        reached += row["journey_count"]
        path = [place if named is None or place in named else RARE for place in row["variant_path"]]
        is_told = hide_small(row["converted_count"], minimum) is not None
        is_felt = hide_small(row["felt_customer_count"], minimum) is not None and row["valence_low"] is not None
        rows.append(
            {
                "rank": rank,
                "parts": fold_path(path),
                "path": path,
                "step_count": len(path),
                "journey_count": row["journey_count"],
                "share": row["journey_count"] / total,
                "cumulative_share": reached / total,
                "converted_count": row["converted_count"],
                "conversion_share": round(row["conversion_share"], 3) if is_told else None,
                "interval": Interval(*(round(row[f"conversion_share_{end}"], 3) for end in ("low", "high")))
                if is_told
                else None,
                "median_seconds": round_seconds(row["median_seconds"]) if len(path) > 1 else None,
                "felt_count": row["felt_customer_count"],
                "felt": [round(row[f"valence{end}"], 2) for end in ("", "_low", "_high")] if is_felt else None,
                "marks": [],
            }
        )
    _mark(rows, minimum)
    return rows, {"journey_count": total - reached, "total": total}


def _read_stages(tables: Tables, context: SiteContext) -> dict[str, str]:
    """Return the stage of every touchpoint that may be named."""
    metrics = tables["marts.touchpoint_metrics"].filter(pl.col("customer_count") >= context.minimum_cell)
    return dict(zip(metrics["touchpoint"], metrics["stage"], strict=True))


def _count_slices(tables: Tables, minimum: int = 0) -> dict[tuple[str, str], int]:
    """Count the journeys of each slice of enough customers, in the order in which slices are offered."""
    found: list[tuple[int, int, tuple[str, str], int]] = []
    order = {kind: number for number, kind in enumerate(KINDS)}
    for table in ("marts.slices", "report.segment_slices"):
        for row in tables.get(table, pl.DataFrame()).iter_rows(named=True):
            if row["customer_count"] >= minimum:
                key = (row["slice_kind"], row["slice"])
                found.append((order.get(key[0], len(order)), row["slice_rank"], key, row["journey_count"]))
    return {key: count for _, _, key, count in sorted(found)}


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


def encode_variants(tables: Tables, context: SiteContext) -> dict[str, Any]:
    """Encode the listed variants of all journeys and of each slice for the table and the map.

    Returns:
        touchpoints with their places on the map, and after them the stages as places of their own; slices of each
        grain, all journeys first: grain, kind, name, journeys and rows [path, journeys, converted or None where few,
        conversion and its interval in thousandths, median seconds, customers who told how they felt, valence and its
        interval in hundredths, marks]; paths as numbers of touchpoints, by their number.
    """
    keys = [ALL, *_count_slices(tables, context.minimum_cell)]
    listed = [(grain, key, *list_variants(tables, context, grain, key)) for grain in GRAINS for key in keys]
    stage_of = _read_stages(tables, context)
    paths = [(grain, row) for grain, _, rows, _ in listed for row in rows]
    present = {stage_of.get(name, "") for grain, row in paths for name in row["path"] if grain == "touchpoint"}
    present |= {name for grain, row in paths for name in row["path"] if grain == "stage"}
    stages = [stage for stage in context.stages if stage in present] + sorted(present - set(context.stages) - {""})
    weights: dict[tuple[str, str], float] = {}
    for grain, row in paths:
        for pair in pairwise(row["path"] if grain == "touchpoint" else ()):
            weights[pair] = weights.get(pair, 0.0) + row["journey_count"]
    names = sorted({name for grain, row in paths for name in row["path"] if grain == "touchpoint"})
    layers = {name: stages.index(stage_of[name]) if name in stage_of else len(stages) for name in names}
    places = find_rows(order_layers(layers, weights))
    index = {("touchpoint", name): number for number, name in enumerate(names)}
    index |= {("stage", stage): number for number, stage in enumerate(stages, len(names))}
    numbers: dict[tuple[int, ...], int] = {}
    return {
        "stages": [*stages, ""] if ("touchpoint", RARE) in index else stages,
        "touchpoints": [
            *({"label": name, "stage": stage_of.get(name, ""), "row": places[name]} for name in names),
            *({"label": stage, "stage": stage, "row": 0, "isStage": True} for stage in stages),
        ],
        "minimum": context.minimum_cell,
        "slices": [
            {
                "grain": grain,
                "kind": kind,
                "name": name,
                "journeys": rest["total"],
                "rows": [
                    _encode_row(row, tuple(index[grain, place] for place in row["path"]), numbers, context.minimum_cell)
                    for row in rows
                ],
            }
            for grain, (kind, name), rows, rest in listed
            if rows or (kind, name) == ALL
        ],
        "paths": [list(path) for path in numbers],
    }


def _encode_row(
    row: dict[str, Any], path: tuple[int, ...], paths: dict[tuple[int, ...], int], minimum: int
) -> list[Any]:
    conversion, felt = row["interval"], row["felt"]
    return [
        paths.setdefault(path, len(paths)),
        row["journey_count"],
        hide_small(row["converted_count"], minimum),
        None if conversion is None else [round(1000 * share) for share in (row["conversion_share"], *conversion)],
        row["median_seconds"],
        hide_small(row["felt_count"], minimum),
        None if felt is None else [round(100 * valence) for valence in felt],
        row["marks"],
    ]


def choose_grain(tables: Tables, context: SiteContext) -> str:
    """Choose what to show first: the finest grain whose listed paths make up a third of the journeys."""
    for grain in GRAINS:
        _, rest = list_variants(tables, context, grain)
        if rest["total"] - rest["journey_count"] >= TELLING * rest["total"]:
            return grain
    return list(GRAINS)[-1]


def render_variants(tables: Tables, context: SiteContext) -> Content:
    """Fill the ranked list and the data of the map."""
    words = context.words
    _ = words.gettext
    grain = choose_grain(tables, context)
    rows, rest = list_variants(tables, context, grain)
    evidence = (
        Evidence(
            _("Variants and their shares"),
            _VARIANTS,
            rest["total"],
            _("journeys"),
            _(
                "journeys with exactly the same touchpoints in the same order, or the same stages however many steps "
                "are in each; shares are of all journeys of the slice"
            ),
        ),
        Evidence(
            _("Conversion and duration"),
            _VARIANTS,
            rest["total"] - rest["journey_count"],
            _("journeys"),
            _(
                "reached a goal / all of the variant, open ones included, Wilson 95% interval by customer; median from "
                "first to last step"
            ),
        ),
        Evidence(
            _("How customers felt"),
            _VARIANTS,
            sum(row["felt_count"] for row in rows),
            _("customers x variants"),
            _(
                "mean over customers of what they told during the journey or within the journey gap after it: ratings "
                "brought to -1..1, texts read by a model where there is none; 95% interval by Student's t"
            ),
        ),
    )
    data = encode_variants(tables, context)
    counts = _count_slices(tables, context.minimum_cell)
    slices = [(kind, [(name, n) for (own, name), n in counts.items() if own == kind]) for kind in KINDS]
    segments = name_segments(tables, words)
    variables = {
        "variants": rows,
        "rest": rest,
        "happy": HAPPY,
        "rare": RARE,
        "grains": GRAINS,
        "grain": grain,
        "kinds": KINDS,
        "slices": slices,
        "segments": segments,
        "valence": partial(words.decimal, digits=2, is_signed=True),
    }
    return Content(variables, evidence, {"variants": data})


PAGE = Page(
    name="variants",
    title="Variants",
    description="Whole paths, the most taken first: which of them reach a goal, and which keep customers waiting.",
    needed=(_VARIANTS, "report.first_path_links", "marts.touchpoint_metrics"),
    optional=("marts.slices", "report.segment_slices", "analysis.segments", "analysis.personas"),
    scripts=(
        "vendor/cytoscape.min.js",
        "download.js",
        "picture.js",
        "tables.js",
        "map/graph.js",
        "map/draw.js",
        "map/export.js",
        "map/variant_rows.js",
        "map/variants.js",
    ),
    render=render_variants,
)
