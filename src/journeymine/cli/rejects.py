"""`journeymine rejects`: rows that were not loaded, why, and another try at them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from journeymine.cli.run import EXIT_WARNINGS
from journeymine.cli.terminal import AS_JSON, PROJECT, open_progress, read_project, write_json, write_table

if TYPE_CHECKING:
    import polars as pl

SHOWN_ROWS = 50
SOURCE = typer.Option(None, "--source", help="Only of this source.")

app = typer.Typer(help="Rows that were not loaded: list them, or try their files again.", invoke_without_command=True)


@app.callback()
def rejects(
    context: typer.Context,
    project: Path = PROJECT,
    source: str | None = SOURCE,
    reason: str | None = typer.Option(None, "--reason", help="Only with a reason that holds this text."),
    by_reason: bool = typer.Option(False, "--by-reason", help="Count them by source and reason."),
    out: Path | None = typer.Option(
        None, "--out", "-o", help="Write all of them to this file; its ending names the format: .csv, .parquet."
    ),
    as_json: bool = AS_JSON,
) -> None:
    """List rejected rows, redacted, with every reason; `rejects retry` reads their files again."""
    if context.invoked_subcommand is not None:
        return
    from journeymine.errors import SettingsError
    from journeymine.steps.rejects import count_reasons, read_rejects

    if out is not None and out.suffix not in (".csv", ".parquet"):
        what = f"'{out.name}' does not say in which format to write"
        raise SettingsError(what, where="--out", allowed=(".csv", ".parquet"))
    found = read_rejects(read_project(project), source, reason)
    shown = count_reasons(found) if by_reason else found
    if out is not None:
        _write_file(shown, out)
        typer.echo(f"wrote  {out}: {shown.height:,} rows", err=True)
    elif as_json:
        write_json(shown.to_dicts())
    elif by_reason:
        write_table(shown.columns, shown.rows())
    else:
        _write_rows(found)


@app.command()
def retry(project: Path = PROJECT, source: str | None = SOURCE, as_json: bool = AS_JSON) -> None:
    """Read files with rejected rows again by today's settings; a file that is gone is named."""
    settings = read_project(project)
    from journeymine.privacy.keyfile import read_key
    from journeymine.steps.check import check_project
    from journeymine.steps.rejects import retry_rejects

    check_project(settings)
    with open_progress() as announce:
        retried = retry_rejects(settings, read_key(settings.key_file), source, announce)
    if as_json:
        write_json([{**asdict(file), "loaded_count": file.loaded_count} for file in retried])
    else:
        for file in retried:
            told = (
                file.problem or f"{file.loaded_count:,} of {file.rejected_before_count:,} rejected rows are loaded now"
            )
            typer.echo(f"{file.source}  {file.file_name}: {told}")
        if not retried:
            typer.echo("No row is rejected.")
        elif any(file.loaded_count for file in retried):
            typer.echo("`journeymine run` publishes them.")
    if any(file.problem for file in retried):
        raise typer.Exit(EXIT_WARNINGS)


def _write_rows(found: pl.DataFrame) -> None:
    rows = found.head(SHOWN_ROWS).select("source", "file_name", "line_number", "reasons", "line_text").rows()
    for source, file_name, line_number, reasons, line_text in rows:
        typer.echo(f"{source}  {file_name}:{line_number}  {'; '.join(reasons)}")
        typer.echo(f"    {line_text[:200]}")
    if not rows:
        typer.echo("No row is rejected.")
    elif found.height > SHOWN_ROWS:
        typer.echo(
            f"... and {found.height - SHOWN_ROWS:,} more; --out FILE writes them all, --by-reason counts.", err=True
        )


def _write_file(rows: pl.DataFrame, out: Path) -> None:
    import polars as pl

    from journeymine.warehouse.cells import neutralise_texts

    if out.suffix == ".parquet":
        rows.write_parquet(out)
        return
    lists = [name for name, kind in rows.schema.items() if isinstance(kind, pl.List)]
    neutralise_texts(rows.with_columns(pl.col(name).list.join("; ") for name in lists)).write_csv(out)
