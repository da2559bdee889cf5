"""The path explorer: every journey's steps as a Sankey that the reader turns, filters and takes away."""

from __future__ import annotations

import polars as pl

from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.path_data import encode_paths
from journeymine.site.small_groups import hide_small
from journeymine.site.words import Words

LISTED_VARIANTS = 25


def list_variants(variants: pl.DataFrame, journey_count: int, minimum: int) -> tuple[list[dict[str, object]], int]:
    """List the most common whole paths of at least `minimum` journeys, and how many journeys took another one."""
    listed = (
        variants.filter(pl.col("journey_count") >= minimum)
        .sort("journey_count", "variant_id", descending=[True, False])
        .head(LISTED_VARIANTS)
    )
    rows = list(listed.iter_rows(named=True))
    for row in rows:
        if row["step_count"] == 1:  # a single moment has no length
            row["median_seconds"] = None
        if hide_small(row["converted_count"], minimum) is None:
            row["conversion_share"] = None
    return rows, journey_count - int(listed["journey_count"].sum())


def name_segments(tables: Tables, words: Words) -> dict[str, str]:
    """Name each segment by its persona where it has one, else by what sets it apart."""
    names: dict[str, str] = {}
    if "analysis.segments" in tables:
        names |= {row["segment_id"]: row["segment_label"] for row in tables["analysis.segments"].iter_rows(named=True)}
    if "analysis.personas" in tables:
        for row in tables["analysis.personas"].iter_rows(named=True):
            names[row["segment_id"]] = row["persona_name_by_people"] or row[f"persona_name_{words.language}"]
    return {segment: f"{segment} · {name}" if name else segment for segment, name in sorted(names.items())}


def render_explorer(tables: Tables, context: SiteContext) -> Content:
    """Fill the explorer: compact paths for its scripts, and the most common whole paths as a table."""
    _ = context.words.gettext
    paths = encode_paths(tables, context)
    drawn, total = paths["drawnCount"], paths["journeyCount"]
    assert isinstance(drawn, int)
    assert isinstance(total, int)
    variants: list[dict[str, object]] = []
    rest = 0
    if "report.top_variants" in tables:
        variants, rest = list_variants(tables["report.top_variants"], total, context.minimum_cell)
    evidence = (
        Evidence(
            _("Paths and their links"),
            "report.paths",
            drawn,
            _("journeys"),
            _(
                "journeys grouped by touchpoints in order, goal, end, channel of the first step, month, segment, "
                "product and business unit; counted in the browser"
            ),
        ),
        Evidence(
            _("First steps of all journeys"), "marts.path_links", total, _("journeys"), _("counts by step, from and to")
        ),
        Evidence(
            _("Most common whole paths"),
            "report.top_variants",
            total,
            _("journeys"),
            _("journeys with exactly the same steps"),
        ),
    )
    variables = {"drawn_count": drawn, "journey_count": total, "variants": variants, "rest_count": rest}
    segments = name_segments(tables, context.words)
    return Content(variables, evidence, {"paths": paths, "segments": segments})


PAGE = Page(
    name="paths",
    title="Paths",
    description="Where customers go, step by step: choose a start or an end, filter, click.",
    needed=("report.paths", "report.first_path_links", "marts.touchpoint_metrics"),
    optional=("report.top_variants", "analysis.segments", "analysis.personas"),
    scripts=(
        "download.js",
        "picture.js",
        "explorer/state.js",
        "explorer/paths.js",
        "explorer/layout.js",
        "explorer/draw.js",
        "explorer/words.js",
        "explorer/explorer.js",
    ),
    render=render_explorer,
)
