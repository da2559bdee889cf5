"""The pages of the site in the order of its navigation, and the function that writes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from journeymine.charts.figure import plotly_script
from journeymine.site import (
    attribution,
    emotion,
    explorer,
    friction,
    glossary,
    health,
    heatmaps,
    journey,
    moments,
    overview,
    pains,
    patterns,
    personas,
    planned,
    process_map,
    reading,
    scores,
    segments,
    stages,
    touchpoints,
    variants,
    voice,
    waiting,
)
from journeymine.site.page import Page, SiteContext, Tables
from journeymine.site.render import render_page, write_assets, write_shared
from journeymine.site.words import mark, read_words

GROUPS: tuple[tuple[str, tuple[Page, ...]], ...] = (
    (mark("Overview"), (overview.PAGE,)),
    (mark("Journeys"), (journey.PAGE, explorer.PAGE, process_map.PAGE, variants.PAGE, planned.PAGE, patterns.PAGE)),
    (
        mark("Touchpoints"),
        (
            stages.PAGE,
            touchpoints.PAGE,
            heatmaps.PAGE,
            waiting.PAGE,
            friction.PAGE,
            moments.PAGE,
            attribution.PAGE,
        ),
    ),
    (mark("Customers"), (emotion.PAGE, voice.PAGE, segments.PAGE, personas.PAGE, scores.PAGE)),
    (mark("Improve"), (pains.PAGE,)),
    (mark("Data"), (health.PAGE, reading.PAGE, glossary.PAGE)),
)
"""The navigation: a later page is a module with a PAGE and a place in one of these groups."""
PAGES: tuple[Page, ...] = tuple(page for _, pages in GROUPS for page in pages)


def find_tables() -> tuple[str, ...]:
    """Find the tables any page reads, sorted."""
    return tuple(sorted({table for page in PAGES for table in (*page.needed, *page.either, *page.optional)}))


def render_site(tables: Tables, context: SiteContext, folder: Path) -> tuple[str, ...]:
    """Write the site of one night: same tables and context, same bytes.

    Args:
        tables: Published tables by name; pages whose tables are missing or empty are left out, of links too.
        context: The project and the night.
        folder: Where the site goes; made if absent, files of the same name are replaced. The first language lies in
            it, each other one in a folder of its name.

    Returns:
        The file names of the pages written, the same in every language.
    """
    folder.mkdir(parents=True, exist_ok=True)
    versions = write_assets(folder, plotly_script())
    shown = tuple(page for page in PAGES if page.has_data(tables))
    groups = [(title, own) for title, pages in GROUPS if (own := [page for page in pages if page in shown])]
    context = replace(context, files=frozenset(page.file_name for page in shown))
    versions_of = [replace(context, words=read_words(language, context.timezone)) for language in context.languages]
    for page in shown:
        contents = [page.render(tables, version) for version in versions_of]
        shared = write_shared(folder, page, contents)
        for version, content in zip(versions_of, contents, strict=True):
            text = render_page(page, content, shown, version, versions, shared, groups)
            place = folder if not version.root() else folder / version.words.language
            place.mkdir(exist_ok=True)
            (place / page.file_name).write_text(text, encoding="utf-8")
    return tuple(page.file_name for page in shown)
