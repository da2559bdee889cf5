"""The third step of a night: what Python finds in the warehouse's counts, and the SQL that reads what it found.

Analyses and the models of sql/analysis are put in one order by what they read; models of sql/report that read an
analysis are made here, the others by the build.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from graphlib import TopologicalSorter
from pathlib import Path

import polars as pl

from journeymine.contracts.glossary import read_glossary
from journeymine.errors import WarehouseError
from journeymine.settings import Settings
from journeymine.steps.analyses import ANALYSES, Analysis, Inputs
from journeymine.steps.models import build_seeds
from journeymine.steps.own_maps import LISTS, add_own_lanes, read_map_lists
from journeymine.steps.publish import DATABASE
from journeymine.warehouse.build import NIGHT, build_models, open_catalog, read_as_of, write_seeds, write_variables
from journeymine.warehouse.checks import check_key
from journeymine.warehouse.comments import write_comments
from journeymine.warehouse.connection import Connection, open_database
from journeymine.warehouse.delta import LAST_NIGHT, open_last_night
from journeymine.warehouse.finish import write_macros
from journeymine.warehouse.frames import read_frame, write_frame
from journeymine.warehouse.plan import find_late, read_inputs
from journeymine.warehouse.sqlfiles import Model, read_model_files, sql_folder
from journeymine.warehouse.statements import find_columns, run

SEED = 20_240_229
"""Where every random draw of a night starts; the same every night, so that unchanged data give unchanged tables."""

Announce = Callable[[str], None]
Step = Model | Analysis


def analyse(
    database: Path,
    settings: Settings,
    announce: Announce,
    *,
    previous: Path | None = None,
    forgotten: Collection[int] = (),
    key: bytes | None = None,
) -> tuple[str, ...]:
    """Run every analysis on the night's database and write its tables beside the marts.

    Args:
        database: The night's database, built and closed.
        settings: The project.
        announce: Called with one plain sentence per event of interest.
        previous: The folder of the night now published, if any; analyses that must stay stable read it.
        forgotten: Customers who are being erased: an analysis does not see what last night had of them.
        key: The project's key; without it no file of customers can be read for a map.

    Returns:
        A warning for each SELECT or file of the project's own that failed.

    Raises:
        WarehouseError: A model failed, or a table does not keep what its header says.
    """
    limits, folder = settings.warehouse, sql_folder()
    spill = database.with_name("spill")
    with (
        open_database(None, memory_limit=limits.memory_limit, threads=limits.threads, temp_folder=spill) as connection,
        open_last_night(connection, previous / DATABASE if previous else None) as published,
        open_catalog(connection, NIGHT, database),
    ):
        run(connection, f"use {NIGHT}")
        as_of = read_as_of(connection)
        write_variables(connection, {"as_of": as_of})
        lists, warnings = read_map_lists(connection, settings, key)
        write_seeds(connection, {**build_seeds(settings), LISTS: lists})
        models = read_late_models(connection, folder)
        for step in order_steps(models, ANALYSES):
            if isinstance(step, Model):
                build_models(connection, NIGHT, (step,))
                continue
            read = Inputs(
                settings=settings,
                as_of=as_of,
                seed=SEED,
                tables={table: read_frame(connection, f"{NIGHT}.{table}") for table in step.inputs},
                last={
                    table: _leave_out(read_frame(connection, f"{LAST_NIGHT}.{table}"), forgotten)
                    for table, columns in step.last_inputs.items()
                    if table in published and set(columns) <= set(find_columns(connection, f"{LAST_NIGHT}.{table}"))
                },
                is_erasing=bool(forgotten),
            )
            outcome = step.run(read)
            _write_tables(connection, step, outcome.frames)
            for note in (*outcome.notes, *outcome.warnings):
                announce(note)
            warnings += outcome.warnings
        warnings += add_own_lanes(connection, settings, as_of)
        for model in models:
            if model.kind == "scaffold":
                run(connection, f"drop {model.relation} {NIGHT}.{model.table}")
        run(connection, f"drop schema {NIGHT}.seed cascade")
        write_macros(connection, NIGHT, folder / "macros" / "analysis")
        made = (*models, *(table for analysis in ANALYSES for table in analysis.tables))
        write_comments(connection, NIGHT, made, read_glossary(folder / "columns"))
        run(connection, f"checkpoint {NIGHT}")
    return warnings


def read_late_models(connection: Connection, folder: Path) -> tuple[Model, ...]:
    """Read the models that need an analysis first: those of sql/analysis, and those that read one of them."""
    models = [replace(model, inputs=read_inputs(connection, model)) for model in read_model_files(folder)]
    late = find_late(models)
    return tuple(model for model in models if model.table in late)


def order_steps(models: Sequence[Model], analyses: Sequence[Analysis]) -> tuple[Step, ...]:
    """Put models and analyses in an order in which each comes after those whose tables it reads.

    Raises:
        WarehouseError: A table of schema analysis is read that nothing makes, or made twice.
    """
    steps: list[Step] = [*models, *analyses]
    makers: dict[str, Step] = {}
    for step in steps:
        for table in (step.table,) if isinstance(step, Model) else (model.table for model in step.tables):
            if table in makers:
                raise WarehouseError(f"{table} is made twice")
            makers[table] = step
    order: TopologicalSorter[str] = TopologicalSorter()
    names = {_name(step): step for step in steps}
    for name, step in names.items():
        unknown = [table for table in step.inputs if table.startswith("analysis.") and table not in makers]
        if unknown:
            raise WarehouseError(f"reads {unknown[0]}, which nothing makes", where=name, allowed=sorted(makers))
        order.add(name, *(_name(makers[table]) for table in step.inputs if table in makers))
    return tuple(names[name] for name in order.static_order())


def _name(step: Step) -> str:
    return step.table if isinstance(step, Model) else step.name


def _leave_out(frame: pl.DataFrame, forgotten: Collection[int]) -> pl.DataFrame:
    if not forgotten or "customer_id" not in frame.columns:
        return frame
    return frame.filter(~pl.col("customer_id").is_in(list(forgotten)).fill_null(value=False))


def _write_tables(connection: Connection, analysis: Analysis, frames: Mapping[str, pl.DataFrame]) -> None:
    if set(frames) != {model.table for model in analysis.tables}:
        raise WarehouseError(f"made other tables than it declares: {', '.join(sorted(frames))}", where=analysis.name)
    for model in analysis.tables:
        write_frame(connection, f"{NIGHT}.{model.table}", frames[model.table])
        check_key(connection, NIGHT, model)
