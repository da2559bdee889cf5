"""One persona of the published night: its evidence to read, its card as a file, and templates for what people know."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from journeymine.errors import SettingsError, find_nearest
from journeymine.overlay import PERSONA_FILE
from journeymine.personas.markdown import render_markdown, write_plain
from journeymine.settings import Settings
from journeymine.site.pages import render_site
from journeymine.site.personas import PAGE
from journeymine.steps.browser import draw_page, find_browser
from journeymine.steps.export import check_ending, open_new, open_night
from journeymine.steps.report import read_tables
from journeymine.warehouse.connection import Connection, open_database
from journeymine.warehouse.frames import read_frame, read_query

ENDINGS = (".md", ".json", ".pdf", ".png")
TEMPLATE_FILE = PERSONA_FILE.with_name("personas.new.toml")
TABLES = ("analysis.persona_verdict", "analysis.persona_ids", "analysis.personas", "analysis.persona_evidence")
_ALONE = "<style>.top, .skip, .headline, .method, body > footer, main > section { display: none !important; }</style>"
_HEAD = """# Personas without an entry in personas.toml. Written anew every night, so do not write here: copy a table to
# personas.toml and fill in what you know. Nobody but you writes to that file.
"""


@dataclass(frozen=True)
class PersonaFound:
    """One persona: its row of analysis.personas, and its claims in their order."""

    persona: dict[str, Any]
    evidence: list[dict[str, Any]]


def find_persona(settings: Settings, asked: str) -> PersonaFound:
    """Find a persona of the published night, by its id or by a name.

    Raises:
        SettingsError: There is no such persona tonight; the error says what became of it, or why there are none.
        WarehouseError: Nothing has been published.
    """
    with open_night(settings) as connection:
        tables = _read_tables(connection)
    return _pick(tables, asked)


def _read_tables(connection: Connection) -> dict[str, pl.DataFrame]:
    names = read_query(connection, "select table_schema || '.' || table_name as name from information_schema.tables")
    missing = set(TABLES) - set(names["name"])
    if missing:
        raise SettingsError(
            f"the published night has no {min(missing)}", where="PERSONA", next_action="Run a night: `journeymine run`."
        )
    return {table: read_frame(connection, table) for table in TABLES}


def _pick(tables: dict[str, pl.DataFrame], asked: str) -> PersonaFound:
    personas, verdict = tables["analysis.personas"], tables["analysis.persona_verdict"].row(0, named=True)
    if verdict["is_refused"]:
        raise SettingsError(f"there are no personas tonight: {verdict['refusal_reason']}", where=asked)
    for row in personas.iter_rows(named=True):
        if asked in (row["persona_id"], row["persona_name"], row["persona_name_by_people"]):
            own = tables["analysis.persona_evidence"].filter(pl.col("persona_id") == row["persona_id"])
            return PersonaFound(row, own.sort("claim_index").to_dicts())
    book = tables["analysis.persona_ids"].filter(pl.col("persona_id") == asked)
    if not book.is_empty():
        was = book.row(0, named=True)
        what = f"{asked} is {was['persona_status']} tonight: {was['persona_note'] or 'its segment is not stable.'}"
        raise SettingsError(what, where=asked)
    names = sorted(personas["persona_id"])
    nearest = find_nearest(asked, names)
    hint = f"Did you mean '{nearest}'?" if nearest else None
    raise SettingsError(f"there is no persona '{asked}'", where="PERSONA", allowed=names, next_action=hint)


def export_persona(settings: Settings, asked: str, out: Path) -> str:
    """Write a persona's card: Markdown, JSON, or by a Chromium PDF or PNG, as the file's name says. Returns a sentence.

    Raises:
        SettingsError: There is no such persona, the name has another ending, or there is no Chromium.
        WarehouseError: Nothing has been published.
    """
    check_ending(out, ENDINGS)
    if out.suffix in (".pdf", ".png"):
        find_browser()
    found = find_persona(settings, asked)
    with open_new(out) as part:
        if out.suffix == ".md":
            part.write_text(render_markdown(found.persona, found.evidence), encoding="utf-8")
        elif out.suffix == ".json":
            plain = write_plain(found.persona, found.evidence, settings.privacy.minimum_cell)
            part.write_text(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        else:
            _draw(settings, found.persona["persona_id"], part, out.suffix)
    return f"{out}: {found.persona['persona_id']}, {found.persona['customer_count']:,} customers"


def _draw(settings: Settings, persona_id: str, part: Path, ending: str) -> None:
    """Draw the card alone, as the page of personas shows it; the browser knows formats by the ending of a name."""
    own = (*PAGE.needed, *PAGE.optional)
    with open_night(settings) as connection:
        night, context = read_tables(connection, settings, own)
    tables = {name: night[name] for name in own if name in night}
    one = pl.col("persona_id") == persona_id
    tables |= {name: tables[name].filter(one) for name in ("analysis.personas", "analysis.persona_evidence")}
    tables["analysis.persona_ids"] = tables["analysis.persona_ids"].clear()
    with tempfile.TemporaryDirectory(prefix="journeymine-") as folder:
        render_site(tables, replace(context, languages=context.languages[:1]), Path(folder))
        page = Path(folder) / PAGE.file_name
        page.write_text(page.read_text(encoding="utf-8").replace("</head>", f"{_ALONE}</head>"), encoding="utf-8")
        drawn = Path(folder) / f"card{ending}"
        draw_page(page, drawn)
        part.write_bytes(drawn.read_bytes())


def write_persona_templates(settings: Settings, database: Path, announce: Callable[[str], None]) -> None:
    """Write a template for each persona that nobody wrote of yet, to overlay/personas.new.toml.

    Args:
        settings: The project.
        database: A night's database.
        announce: Called with one sentence, if there is a persona without an entry; else the file is gone.
    """
    with open_database(database, read_only=True, memory_limit=settings.warehouse.memory_limit) as connection:
        query = "select persona_id, persona_name, customer_count from analysis.personas order by persona_id"
        personas = read_query(connection, query)
    new = personas.filter(~pl.col("persona_id").is_in(list(settings.persona_overlay.persona)))
    file = settings.folder / TEMPLATE_FILE
    text = _HEAD + "".join(_write_template(row) for row in new.iter_rows(named=True))
    try:
        if new.is_empty():
            file.unlink(missing_ok=True)
            return
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        announce(f"Templates for personas could not be written to {TEMPLATE_FILE}: {error.strerror}.")
        return
    announce(f"Personas without words of yours: {new.height}. Templates are in {TEMPLATE_FILE}.")


def _write_template(row: dict[str, Any]) -> str:
    return (
        f"\n# {row['persona_name']}: {row['customer_count']:,} customers\n[persona.{row['persona_id']}]\n"
        '# name = ""\n# portrait = ""\n# goals = [""]\n# fears = { confirmed = [""], rejected = [""] }\n'
        '# notes = [""]\n# by = ""\n# on = 2026-01-31\n'
    )
