"""The path explorer: every journey's steps as a Sankey that the reader turns, filters and takes away."""

from __future__ import annotations

import polars as pl

from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.path_data import encode_paths
from journeymine.site.small_groups import hide_small

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
            "report.journey_paths",
            drawn,
            _("journeys"),
            _(
                "journeys grouped by touchpoints in order, goal, end and channel of the first step; counted in the "
                "browser"
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
    return Content(variables, evidence, {"paths": paths})


PAGE = Page(
    name="paths",
    title="Paths",
    description="Where customers go, step by step: choose a start or an end, filter, click.",
    needed=("report.journey_paths", "report.first_path_links", "marts.touchpoint_metrics"),
    optional=("report.top_variants",),
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
