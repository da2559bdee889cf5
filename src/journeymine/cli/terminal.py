"""What the command line prints: progress on a terminal, plain lines elsewhere, JSON where a machine reads."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

if TYPE_CHECKING:
    from journeymine.settings import Settings

Announce = Callable[[str], None]

PROJECT = typer.Option(
    Path(),
    "--project",
    "-p",
    envvar="JOURNEYMINE_PROJECT",
    help="The project folder, which holds journeymine.toml.",
    show_default="this folder",
)
AS_JSON = typer.Option(False, "--json", help="Print the result as JSON, for a machine to read.")


def read_project(project: Path) -> Settings:
    """Read the project's settings."""
    from journeymine.settings import read_settings

    return read_settings(project if project.parts else Path.cwd())  # an error names a folder, not "."


@contextmanager
def open_progress() -> Iterator[Announce]:
    """Give a function that tells what happens: a live line with the time on a terminal, plain lines elsewhere.

    Everything goes to standard error, so that standard output holds the result only.
    """
    if not sys.stderr.isatty():
        yield lambda sentence: typer.echo(sentence, err=True)
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Starting", total=None)
        began = time.monotonic()

        def announce(sentence: str) -> None:
            progress.console.print(f"{time.monotonic() - began:7.1f} s  {sentence}", markup=False, highlight=False)
            progress.update(task, description=sentence)

        yield announce


def write_json(content: object) -> None:
    """Print one JSON document."""
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False, default=str))


def write_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: Iterable[str] = ()) -> None:
    """Print a table, its numbers and the columns named in `right` to the right; None is shown as an empty cell."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    content, right = [tuple(row) for row in rows], frozenset(right)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        is_number = any(row[index] is not None for row in content) and all(
            isinstance(row[index], int | float | Decimal | None) and not isinstance(row[index], bool) for row in content
        )
        side: Literal["left", "right"] = "right" if is_number or column in right else "left"
        table.add_column(Text(column), justify=side, overflow="fold")
    for row in content:
        table.add_row(*(Text(_write_cell(value)) for value in row))
    # A pipe has no width: let nothing be cut or folded there.
    Console(width=None if sys.stdout.isatty() else 10_000, highlight=False).print(table)


def write_count(count: int, singular: str, plural: str | None = None) -> str:
    """Write a count with its noun.

    >>> [write_count(1, "file"), write_count(1200, "file")]
    ['1 file', '1,200 files']
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def write_time(text: str) -> str:
    """Write a moment as people read it, in UTC.

    >>> write_time("2026-11-22T01:30:06+01:00")
    '2026-11-22 00:30 UTC'
    """
    return f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def write_warnings(warnings: Iterable[str]) -> None:
    """Print warnings to standard error."""
    for warning in warnings:
        typer.echo(f"warning: {warning}", err=True)


def write_error(error: Exception) -> int:
    """Print what went wrong, where and what to do; return the exit code."""
    from journeymine.errors import JourneymineError

    if isinstance(error, JourneymineError):
        typer.echo(f"error: {error}", err=True)
        return error.exit_code
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        typer.echo(f"error: {where}{error.strerror or error}", err=True)
        return 1
    typer.echo(
        f"error: {type(error).__name__}: {error}\n"
        "This is not a failure we expected. Run it again with JOURNEYMINE_DEBUG=1 to see where it arose.",
        err=True,
    )
    return 1


def _write_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        is_large = value.is_integer() or abs(value) >= 1000
        return f"{value:.1f}".removesuffix(".0") if is_large else f"{value:.4g}"
    return str(value)
