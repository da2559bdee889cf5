"""One journey map of the published night as a file: page, picture, spreadsheet, cards, diagram, or data."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from journeymine.contracts.map_file import write_map
from journeymine.errors import SettingsError, find_nearest
from journeymine.settings import Settings
from journeymine.site.journey import EVIDENCE, MAP, MAPS, PAGE, render_journey
from journeymine.site.journey_names import PERSONAS
from journeymine.site.map_cards import list_cards, list_sheets, write_mermaid
from journeymine.site.map_picture import draw_map
from journeymine.site.page import SiteContext
from journeymine.site.pages import render_site
from journeymine.site.sheets import write_sheets
from journeymine.site.single_file import fold_page
from journeymine.site.words import LANGUAGES, read_words
from journeymine.steps.browser import draw_page, find_browser
from journeymine.steps.export import check_ending, open_new, open_night
from journeymine.steps.report import read_tables

ENDINGS = (".html", ".pdf", ".png", ".svg", ".xlsx", ".csv", ".mmd", ".json")
_ALONE = ".top, .skip, body > footer"
"""What leads to other pages: a file of its own goes without it, and without the choice among maps it does not hold."""


@dataclass(frozen=True)
class _Map:
    """The tables of a night with this one map in them, and what pages say of the night."""

    tables: dict[str, pl.DataFrame]
    context: SiteContext


def export_map(settings: Settings, asked: str, out: Path, scenario: str = "all", language: str | None = None) -> str:
    """Write one journey map in the format that the file's name says. Returns one sentence.

    Items of fewer customers than may be shown are in no format. A PDF or PNG needs a Chromium on the machine.

    Args:
        settings: The project.
        asked: Whose map: `all`, a persona's id or name, or the name of a list of customers.
        out: The file: .html, .pdf, .png, .svg, .xlsx, .csv (cards for whiteboards), .mmd (Mermaid) or .json.
        scenario: `all`, a goal, or the name of one of [[scenarios]].
        language: en, ru or pl; None: the first of the project's reports.

    Raises:
        SettingsError: There is no such map, format or language, or no Chromium.
        WarehouseError: Nothing has been published.
    """
    check_ending(out, ENDINGS)
    if language is not None and language not in LANGUAGES:
        raise SettingsError(f"there is no language '{language}'", where="--language", allowed=LANGUAGES)
    if out.suffix in (".pdf", ".png"):
        find_browser()
    found = _find_map(settings, asked, scenario, language)
    with open_new(out) as part:
        if out.suffix in (".html", ".pdf", ".png"):
            _write_page(found, part, out.suffix)
        else:
            _write_file(found, part, out.suffix)
    about = found.tables[MAPS].row(0, named=True)
    return f"{out}: {about['persona_id']}, {about['scenario']}, {about['customer_count']:,} customers"


def _find_map(settings: Settings, asked: str, scenario: str, language: str | None) -> _Map:
    with open_night(settings) as connection:
        night, context = read_tables(connection, settings, (*PAGE.needed, *PAGE.optional))
    tables = {name: night[name] for name in (*PAGE.needed, *PAGE.optional) if name in night}
    if MAPS not in tables:
        raise SettingsError("the published night has no journey maps", next_action="Run a night: `journeymine run`.")
    told = tables[MAPS].filter(pl.col("customer_count") >= context.minimum_cell)
    persona_id = _find_persona(tables, told, asked)
    scenarios = told.filter(persona_id=persona_id)["scenario"].to_list()
    if scenario not in scenarios:
        raise _refuse("scenario", scenario, scenarios, "--scenario")
    chosen = (pl.col("persona_id") == persona_id) & (pl.col("scenario") == scenario)
    shown = (pl.col("source") == "human") | (pl.col("n") == 0) | (pl.col("n") >= context.minimum_cell)
    items = tables[MAP].filter(chosen, shown)
    tables[MAPS], tables[MAP] = told.filter(chosen), items
    tables[EVIDENCE] = tables[EVIDENCE].filter(pl.col("evidence_id").is_in(items["evidence_id"].unique().to_list()))
    chosen_language = language or context.languages[0]
    words = read_words(chosen_language, context.timezone)
    return _Map(tables, replace(context, languages=(chosen_language,), words=words))


def _find_persona(tables: dict[str, pl.DataFrame], told: pl.DataFrame, asked: str) -> str:
    ids = told["persona_id"].unique(maintain_order=True).to_list()
    if asked in ids:
        return asked
    if PERSONAS in tables:
        for row in tables[PERSONAS].iter_rows(named=True):
            if asked in (row["persona_name"], row["persona_name_by_people"]) and row["persona_id"] in ids:
                return str(row["persona_id"])
    raise _refuse("map", asked, ids, "MAP")


def _refuse(what: str, asked: str, names: list[str], where: str) -> SettingsError:
    nearest = find_nearest(asked, names)
    hint = f"Did you mean '{nearest}'?" if nearest else None
    return SettingsError(f"there is no {what} '{asked}'", where=where, allowed=names, next_action=hint)


def _write_page(found: _Map, part: Path, ending: str) -> None:
    with tempfile.TemporaryDirectory(prefix="journeymine-") as folder:
        render_site(found.tables, found.context, Path(folder))
        page = Path(folder) / PAGE.file_name
        controls = ".jmap-controls .fields > label" if ending == ".html" else ".jmap-controls"
        page.write_text(fold_page(page, hidden=f"{_ALONE}, {controls}"), encoding="utf-8")
        if ending != ".html":
            drawn = Path(folder) / f"map{ending}"
            draw_page(page, drawn, width=1800)
            page = drawn
        part.write_bytes(page.read_bytes())


def _write_file(found: _Map, part: Path, ending: str) -> None:
    tables, words = found.tables, found.context.words
    if ending == ".json":
        part.write_text(write_map(found.context.stages, *(tables[name] for name in (MAPS, MAP, EVIDENCE))), "utf-8")
        return
    maps = render_journey(tables, found.context).variables["maps"]
    assert isinstance(maps, list)
    (drawn,) = maps
    if ending == ".svg":
        part.write_text(draw_map(drawn, words), encoding="utf-8")
    elif ending == ".mmd":
        part.write_text(write_mermaid(drawn, words), encoding="utf-8")
    elif ending == ".csv":
        list_cards(drawn, words).write_csv(part, include_bom=True)
    else:
        write_sheets(part, list_sheets(drawn, tables[EVIDENCE], words))
