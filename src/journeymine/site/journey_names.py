"""What a journey map calls otherwise than tables do: stages, touchpoints, plans, pains, personas; and their actions."""

from __future__ import annotations

from typing import Any

import polars as pl

from journeymine.improve.words import write_title
from journeymine.site.journey_items import Actions
from journeymine.site.page import SiteContext, Tables
from journeymine.site.pains import list_improvements
from journeymine.site.words import Words

NAMES, PLAN_STEPS = "analysis.map_names", "analysis.plan_steps"
PAINS, PERSONAS, IMPROVEMENTS = "analysis.pain_points", "analysis.personas", "analysis.improvements"


def find_names(tables: Tables, words: Words) -> dict[str, str]:
    """Find what is shown in place of a name of tables: the customer's voice, and titles of pains in the language."""
    shown = {row[1]: row[2] for row in read_table(tables, NAMES).iter_rows() if row[0] == words.language}
    for row in read_table(tables, PLAN_STEPS).iter_rows(named=True):
        shown[row["planned_step"]] = f" {words.gettext('or')} ".join(
            shown.get(touchpoint, touchpoint) for touchpoint in row["touchpoints"]
        )
    for row in read_table(tables, PAINS).iter_rows(named=True):
        key = (row["pain_kind"], row["pain_source"], row["pain_subject"], row["touchpoint"])
        shown[row["title"]] = write_title(key, words.translate, row["subject_words"])
    return shown


def find_audiences(tables: Tables, words: Words) -> dict[str, str]:
    """Find what personas are called in the language: by people, else by what sets them apart."""
    found = read_table(tables, PERSONAS).iter_rows(named=True)
    return {row["persona_id"]: row["persona_name_by_people"] or row[f"persona_name_{words.language}"] for row in found}


def find_actions(tables: Tables, context: SiteContext) -> Actions:
    """Find what the plan does about each pain that was found tonight; what people dropped is left out."""
    plan = read_table(tables, IMPROVEMENTS)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in [] if plan.is_empty() else list_improvements(plan, read_table(tables, PAINS), context):
        if row["improvement_status"] != "dropped":
            found.setdefault(row["title"], []).append(row)
    return found


def read_table(tables: Tables, name: str) -> pl.DataFrame:
    """Read a table that a night may be without: an empty one then."""
    return tables.get(name, pl.DataFrame())
