"""The pains, the delights and the plan of the published night as a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from journeymine.errors import SettingsError, WarehouseError
from journeymine.settings import Settings
from journeymine.site.pains import can_be_told
from journeymine.site.plan_sheets import tell_sheets
from journeymine.site.sheets import write_sheets
from journeymine.site.words import LANGUAGES, read_words
from journeymine.steps.export import check_ending, open_new, open_night
from journeymine.warehouse.exports import find_published
from journeymine.warehouse.frames import read_frame

PAINS, PLAN = "analysis.pain_points", "analysis.improvements"


def export_plan(settings: Settings, out: Path, language: str | None = None) -> str:
    """Write pains, delights and the plan as the sheets of an XLSX file. Returns one sentence.

    Rows of fewer customers than may be shown are left out, and so are changes measured on as few.

    Args:
        settings: The project.
        out: The file; it ends with .xlsx.
        language: Whose words headings, titles and questions are in (en, ru, pl); None: columns of the warehouse.

    Raises:
        SettingsError: The name does not end with .xlsx, or there is no such language.
        WarehouseError: Nothing has been published, or by a version that knew no pains.
    """
    check_ending(out, (".xlsx",))
    if language is not None and language not in LANGUAGES:
        raise SettingsError(f"there is no language '{language}'", where="--language", allowed=LANGUAGES)
    minimum = settings.privacy.minimum_cell
    with open_night(settings) as connection:
        if not {PAINS, PLAN} <= set(find_published(connection)):
            raise WarehouseError("the published night has no pains", next_action="Run a night: `journeymine run`.")
        pains = read_frame(connection, PAINS).filter(can_be_told(minimum)).sort("pain_rank")
        plan = read_frame(connection, PLAN).sort("improvement_index")
    measured = ["before_share", "after_share", "before_customer_count", "after_customer_count"]
    measured += [column for column in plan.columns if column.startswith("effect_change")]
    is_told = pl.min_horizontal("before_customer_count", "after_customer_count") >= minimum
    plan = plan.with_columns(pl.when(is_told).then(pl.col(column)).alias(column) for column in measured)
    sheets = {
        "Pains": pains.filter(pain_kind="pain"),
        "Delights": pains.filter(pain_kind="delight"),
        "Plan": plan,
    }
    if language is not None:
        sheets = tell_sheets(pains, plan, read_words(language, settings.project.timezone))
    with open_new(out) as part:
        write_sheets(part, sheets)
    counts = (frame.height for frame in sheets.values())
    return "{}: {} pains, {} delights, {} actions".format(out, *counts)
