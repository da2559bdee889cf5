"""What leaves a published night for other tools: event logs, process models, tables."""

from __future__ import annotations

import gzip
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Literal, TextIO

from journeymine.errors import SettingsError, find_nearest
from journeymine.mining.ocel import write_ocel_json, write_ocel_sqlite
from journeymine.mining.plan_files import render_plan
from journeymine.mining.xes import write_xes
from journeymine.settings import Settings
from journeymine.steps.publish import DATABASE, find_published
from journeymine.warehouse import exports
from journeymine.warehouse.connection import Connection, open_database
from journeymine.warehouse.frames import read_query
from journeymine.warehouse.statements import count_rows

XES_ENDINGS = (".xes", ".xes.gz")
OCEL_ENDINGS = (".json", ".jsonocel", ".sqlite")
MODEL_FILES = "analysis.model_files"

Form = Literal["csv", "parquet"]


def export_xes(settings: Settings, out: Path) -> str:
    """Write all journeys as XES; a name that ends with .gz is compressed. Returns one sentence.

    Raises:
        SettingsError: The name has another ending.
        WarehouseError: Nothing has been published.
    """
    check_ending(out, XES_ENDINGS)
    with (
        open_night(settings) as connection,
        open_new(out) as part,
        _open_text(part, is_compressed=out.name.endswith(".gz")) as file,
    ):
        journeys, steps = write_xes(exports.stream_rows(connection, exports.read_export("xes_steps")), file)
    return f"{out}: {journeys:,} journeys, {steps:,} steps"


def export_ocel(settings: Settings, out: Path) -> str:
    """Write all steps of journeys as OCEL 2.0, JSON or SQLite by the name's ending. Returns one sentence.

    Raises:
        SettingsError: The name has another ending.
        WarehouseError: Nothing has been published.
    """
    check_ending(out, OCEL_ENDINGS)
    with open_night(settings) as connection, open_new(out) as part:
        exports.write_exported_events(connection)
        objects_sql = exports.read_export("ocel_objects")

        def read_objects() -> Iterator[dict[str, Any]]:
            return exports.stream_rows(connection, objects_sql)

        def read_events() -> Iterator[dict[str, Any]]:
            return exports.stream_rows(connection, f"from {exports.EVENTS_TABLE}")

        touchpoints, record_types = exports.find_types(connection)
        kinds = ["customer", "session", *record_types]
        if out.suffix == ".sqlite":
            with closing(sqlite3.connect(part)) as database:
                write_ocel_sqlite(touchpoints, kinds, read_objects, read_events, database)
        else:
            with part.open("w", encoding="utf-8") as file:
                write_ocel_json(touchpoints, kinds, read_objects, read_events, file)
        count = count_rows(connection, exports.EVENTS_TABLE)
    return f"{out}: {count:,} events of {len(touchpoints)} types, objects of {len(kinds)} types"


def export_models(settings: Settings, folder: Path) -> list[str]:
    """Write every mined model and every planned journey as PNML and BPMN into a folder. Returns a sentence a file."""
    with open_night(settings) as connection:
        has_files = MODEL_FILES in exports.find_published(connection)
        mined = read_query(connection, f"from {MODEL_FILES} order by all").to_dicts() if has_files else []
    folder.mkdir(parents=True, exist_ok=True)
    texts = {_name_model(row): row["content"] for row in mined}
    for number, plan in enumerate(settings.planned, 1):
        plain = re.sub(r"\W+", "_", plan.name).strip("_") or str(number)
        for ending, text in render_plan(plan, f"plan_{number}").items():
            texts[f"plan_{number}_{plain}.{ending}"] = text
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [f"{folder / name}" for name in texts]


def _name_model(row: dict[str, Any]) -> str:
    """Name a model's file: that of a slice begins with the slice; an earlier version's night has none."""
    is_of_all = row.get("slice_kind", "all") == "all"
    place = "" if is_of_all else re.sub(r"\W+", "_", f"{row['slice_kind']}_{row['slice']}_")
    return f"{place}{row['model']}.{row['format']}"


def export_tables(
    settings: Settings, folder: Path, form: Form, tables: tuple[str, ...], announce: Callable[[str], None]
) -> list[str]:
    """Write published tables as files, SCHEMA.TABLE.csv or .parquet, into a folder. Returns a sentence a table.

    Args:
        settings: The project.
        folder: Made if absent; files of the same name are replaced.
        form: csv or parquet.
        tables: Only these; all where none is named.
        announce: Called with each file as it is written.

    Raises:
        SettingsError: There is no such table.
        WarehouseError: Nothing has been published.
    """
    written = []
    with open_night(settings) as connection:
        published = exports.find_published(connection)
        unknown = next((table for table in tables if table not in published), None)
        if unknown is not None:
            nearest = find_nearest(unknown, published)
            hint = f"Did you mean '{nearest}'?" if nearest else None
            raise SettingsError(f"there is no table '{unknown}'", where="--table", next_action=hint)
        folder.mkdir(parents=True, exist_ok=True)
        for table in tables or published:
            file = folder / f"{table}.{form}"
            with open_new(file) as part:
                count = exports.copy_table(connection, table, part, form)
            written.append(f"{file}: {count:,} rows")
            announce(written[-1])
    return written


@contextmanager
def open_night(settings: Settings) -> Iterator[Connection]:
    """Open the published night, to be read only.

    Raises:
        WarehouseError: Nothing has been published.
    """
    night = find_published(settings.warehouse_folder)
    limits = settings.warehouse
    with open_database(
        night / DATABASE, read_only=True, memory_limit=limits.memory_limit, threads=limits.threads
    ) as connection:
        yield connection


@contextmanager
def open_new(out: Path) -> Iterator[Path]:
    """Give a file beside `out` to write to, which takes its place when all went well and is gone when it did not."""
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.part")
    part.unlink(missing_ok=True)
    try:
        yield part
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _open_text(path: Path, *, is_compressed: bool) -> TextIO:
    if is_compressed:
        return gzip.open(path, "wt", encoding="utf-8")
    return path.open("w", encoding="utf-8")


def check_ending(out: Path, endings: tuple[str, ...]) -> None:
    """Check that a file's name ends as its format does.

    Raises:
        SettingsError: It ends otherwise.
    """
    if not out.name.endswith(endings):
        raise SettingsError("its ending does not say in which format to write", where=str(out), allowed=endings)
