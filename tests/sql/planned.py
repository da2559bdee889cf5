"""The analysis step of the planned journeys alone, on an open warehouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl

from journeymine.settings import Settings
from journeymine.steps.analyse import SEED, order_steps
from journeymine.steps.analyses import Analysis, Inputs, conformance, deviations
from journeymine.warehouse.build import NIGHT, build_models, read_as_of
from journeymine.warehouse.frames import read_frame, write_frame
from journeymine.warehouse.plan import read_inputs
from journeymine.warehouse.sqlfiles import Model, read_model_files, sql_folder

BASE = "core.journeys core.steps core.event_kinds core.scores core.customer_events core.touchpoints marts.variants"
_OWN = (
    *("planned_journeys", "planned_variants", "plan_sizes", "planned_outcomes", "conformance"),
    *("deviation_variants", "deviation_sums", "plan_sums"),
)


def hold_journeys(
    connection: Any, settings: Settings, *, last: dict[str, pl.DataFrame] | None = None, as_of: datetime | None = None
) -> list[str]:
    """Make the tables of the planned journeys in schema analysis; return what would be announced."""
    connection.execute(f"use {NIGHT}")
    models: list[Model] = [
        replace(model, inputs=read_inputs(connection, model))
        for model in read_model_files(sql_folder(), ("analysis",))
        if model.table.removeprefix("analysis.") in _OWN
    ]
    notes: list[str] = []
    for step in order_steps(models, (deviations.ANALYSIS, conformance.ANALYSIS)):
        if not isinstance(step, Analysis):
            build_models(connection, NIGHT, (step,))
            continue
        tables = {table: read_frame(connection, f"{NIGHT}.{table}") for table in step.inputs}
        outcome = step.run(Inputs(settings, as_of or read_as_of(connection), SEED, tables, last or {}))
        for table, frame in outcome.frames.items():
            write_frame(connection, f"{NIGHT}.{table}", frame)
        notes.extend(outcome.notes)
    return notes
