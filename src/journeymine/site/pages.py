"""The pages of the site in the order of its navigation, and the function that writes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from journeymine.charts.figure import plotly_script
from journeymine.site import (
    emotion,
    explorer,
    health,
    moments,
    overview,
    patterns,
    planned,
    process_map,
    scores,
    segments,
    stages,
    touchpoints,
    variants,
    waiting,
)
from journeymine.site.page import Page, SiteContext, Tables
from journeymine.site.render import render_page, write_assets

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    explorer.PAGE,
    process_map.PAGE,
    variants.PAGE,
    planned.PAGE,
    patterns.PAGE,
    stages.PAGE,
    touchpoints.PAGE,
    waiting.PAGE,
    emotion.PAGE,
    moments.PAGE,
    segments.PAGE,
    scores.PAGE,
    health.PAGE,
)
"""A later page is a module with a PAGE and a line here."""


def find_tables() -> tuple[str, ...]:
    """Find the tables any page reads, sorted."""
    return tuple(sorted({table for page in PAGES for table in (*page.needed, *page.optional)}))


def render_site(tables: Tables, context: SiteContext, folder: Path) -> tuple[str, ...]:
    """Write the site of one night: same tables and context, same bytes.

    Args:
        tables: Published tables by name; pages whose tables are missing or empty are left out, of links too.
        context: The project and the night.
        folder: Where the site goes; made if absent, files of the same name are replaced.

    Returns:
        The file names of the pages written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    versions = write_assets(folder, plotly_script())
    shown = tuple(page for page in PAGES if page.has_data(tables))
    context = replace(context, files=frozenset(page.file_name for page in shown))
    for page in shown:
        text = render_page(page, page.render(tables, context), shown, context, versions)
        (folder / page.file_name).write_text(text, encoding="utf-8")
    return tuple(page.file_name for page in shown)
