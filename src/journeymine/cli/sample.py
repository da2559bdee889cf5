"""`journeymine sample`: files of an invented company, with the truth beside them."""

from __future__ import annotations

from pathlib import Path

import typer

from journeymine.cli.terminal import open_progress


def sample(
    out: Path = typer.Option(..., "--out", help="The folder to write into; made if it is not there."),
    customers: int = typer.Option(2000, "--customers", min=1, help="How many customers the company has."),
    days: int = typer.Option(120, "--days", min=1, help="How many days are written."),
    drops: int = typer.Option(2, "--drops", min=1, help="In how many nights they are delivered, the last ones by day."),
    seed: int = typer.Option(7, "--seed", help="The same seed writes the same files."),
) -> None:
    """Write the files of an invented company.

    They have the shapes of real vendors' exports, and the truth is planted in them.
    """
    from journeymine.sample import write_sample

    with open_progress() as announce:
        summary = write_sample(out, customers=customers, days=days, drops=drops, seed=seed, announce=announce)
    typer.echo(f"Wrote {summary.lines['line_count'].sum():,} lines to {out}.")
    typer.echo(f"{out / 'EXPECTED.md'} says what a right run finds.")
