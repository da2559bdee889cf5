"""`journeymine query`: one question to the published night, on a connection that can change nothing."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from journeymine.cli.terminal import PROJECT, read_project, write_table

if TYPE_CHECKING:
    import polars as pl

SHOWN_ROWS = 100


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def query(
    question: str = typer.Argument(metavar="SQL|FILE", help="A SELECT, or a file that holds one."),
    project: Path = PROJECT,
    output: Format = typer.Option(None, "--format", "-f", help="How rows are written.", show_default="table"),
    out: Path | None = typer.Option(
        None, "--out", "-o", help="Write to this file; its ending names the format: .csv, .json, .parquet."
    ),
    as_json: bool = typer.Option(False, "--json", help="The same as --format json."),
) -> None:
    """Ask the published night a question in SQL.

    Nothing can be changed and no other file read.
    """
    settings = read_project(project)
    form = _find_format(output, out, as_json=as_json)
    sql = _read_question(question)
    from journeymine.errors import SettingsError, WarehouseError
    from journeymine.steps.publish import DATABASE, find_published
    from journeymine.warehouse.connection import DatabaseError, open_locked
    from journeymine.warehouse.frames import read_answer

    night = find_published(settings.warehouse_folder)
    try:
        with open_locked(night / DATABASE, memory_limit=settings.warehouse.memory_limit) as connection:
            rows = read_answer(connection, sql, is_flat=form in {Format.TABLE, Format.CSV})
    except DatabaseError as error:
        raise WarehouseError(
            f"the query was refused: {error}",
            where=question if _is_file(question) else None,
            next_action='Tables and columns, with what they mean: `journeymine query "from meta.data_dictionary"`.',
        ) from error
    if rows is None:
        raise SettingsError(
            "this asks for no rows", where=question if _is_file(question) else "SQL", next_action="Write a SELECT."
        )
    _write(rows, form, out)


def _find_format(output: Format | None, out: Path | None, *, as_json: bool) -> Format:
    from journeymine.errors import SettingsError

    endings = {".csv": Format.CSV, ".json": Format.JSON, ".parquet": Format.PARQUET}
    if as_json and output not in (None, Format.JSON):
        raise SettingsError(f"--json and --format {output} ask for two formats", where="--format")
    if as_json:
        return Format.JSON
    if output is not None:
        form = output
    elif out is None:
        form = Format.TABLE
    elif out.suffix in endings:
        form = endings[out.suffix]
    else:
        raise SettingsError(
            f"'{out.name}' does not say in which format to write", where="--out", allowed=sorted(endings)
        )
    if form is Format.PARQUET and out is None and sys.stdout.isatty():
        raise SettingsError("Parquet is not for a terminal", where="--format", next_action="Name a file with --out.")
    return form


def _is_file(question: str) -> bool:
    try:
        return Path(question).is_file()
    except (OSError, ValueError):  # too long for a file name, or with a null in it: SQL
        return False


def _read_question(question: str) -> str:
    from journeymine.errors import SettingsError

    if _is_file(question):
        try:
            return Path(question).read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise SettingsError("the file is no text in UTF-8", where=question) from error
    if question.endswith(".sql"):
        raise SettingsError("there is no such file", where=question)
    return question


def _write(rows: pl.DataFrame, form: Format, out: Path | None) -> None:
    from journeymine.warehouse.cells import neutralise_texts

    target = out if out is not None else sys.stdout.buffer
    if form is Format.PARQUET:
        rows.write_parquet(target)
    elif form is Format.CSV:
        neutralise_texts(rows).write_csv(target)
    elif form is Format.JSON and out is not None:
        out.write_text(rows.write_json() + "\n", encoding="utf-8")
    elif form is Format.JSON:
        typer.echo(rows.write_json())
    elif out is not None:
        neutralise_texts(rows).write_csv(out, separator="\t")
    else:
        write_table(rows.columns, rows.head(SHOWN_ROWS).rows())
        if rows.height > SHOWN_ROWS:
            typer.echo(f"... and {rows.height - SHOWN_ROWS} more rows; --format csv prints them all.", err=True)
