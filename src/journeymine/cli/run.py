"""`journeymine run` and `journeymine report`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from journeymine.cli.terminal import (
    AS_JSON,
    PROJECT,
    open_progress,
    read_project,
    write_count,
    write_json,
    write_time,
    write_warnings,
)

if TYPE_CHECKING:
    from journeymine.steps.night import NightResult

EXIT_WARNINGS = 3


def run(
    project: Path = PROJECT,
    full: bool = typer.Option(False, "--full", help="Rebuild every customer, touched or not."),
    as_of: str | None = typer.Option(
        None,
        "--as-of",
        metavar="TIME",
        help="The end of observation: later events are left out, and journeys are open or given up by it. ISO 8601: "
        "2026-11-21 (its first moment) or 2026-11-21T18:00+01:00; UTC without an offset. Default: the latest event.",
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Run the night: ingest, build, analyse, report, publish."""
    end = read_time(as_of) if as_of is not None else None
    settings = read_project(project)
    from journeymine.privacy.keyfile import read_key

    key = read_key(settings.key_file)
    from journeymine.steps.night import run_night

    with open_progress() as announce:
        result = run_night(settings, key, as_of=end, is_full=full, announce=announce)
    if as_json:
        write_json(_describe(result))
    else:
        _write_result(result)
    write_warnings(result.warnings)
    if result.warnings:
        raise typer.Exit(EXIT_WARNINGS)


def report(project: Path = PROJECT) -> None:
    """Render the published night's site again."""
    settings = read_project(project)
    from journeymine.steps.night import run_report

    with open_progress() as announce:
        run_report(settings, announce=announce)
    typer.echo(f"site      {settings.warehouse_folder / 'current' / 'site' / 'index.html'}")


def read_time(text: str) -> datetime:
    """Read an ISO 8601 time; without an offset it is UTC.

    Raises:
        SettingsError: It is no such time.
    """
    from journeymine.errors import SettingsError

    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(
            f"{text!r} is not a time",
            where="--as-of",
            next_action="Write it as 2026-11-21 or 2026-11-21T18:00+01:00.",
        ) from error
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _describe(result: NightResult) -> dict[str, object]:
    counts = {
        "new_file_count": result.new_file_count,
        "loaded_count": result.loaded_count,
        "rejected_count": result.rejected_count,
    }
    return {
        "is_published": result.is_published,
        "folder": str(result.folder),
        **asdict(result.record),
        **counts,
        "warnings": list(result.warnings),
    }


def _write_result(result: NightResult) -> None:
    record = result.record
    warehouse = result.folder.parent.parent
    if result.is_published:
        build = (
            "full build"
            if record.is_full_build
            else f"{write_count(record.touched_customer_count, 'customer')} touched"
        )
        typer.echo(f"night     {record.night_id} ({build})")
        typer.echo(
            f"rows      {result.loaded_count:,} loaded, {result.rejected_count:,} rejected "
            f"from {write_count(result.new_file_count, 'new file')}"
        )
    else:
        typer.echo(f"night     {record.night_id}, as before: nothing new, nothing published")
    typer.echo(f"as of     {write_time(record.as_of)}")
    typer.echo(f"database  {warehouse / 'current' / 'journeymine.duckdb'}")
    typer.echo(f"site      {warehouse / 'current' / 'site' / 'index.html'}")
