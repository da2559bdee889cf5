"""`journeymine export`: the published night's journeys, models and tables as files for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from journeymine.cli.terminal import PROJECT, open_progress, read_project

app = typer.Typer(help="Files for other tools: event logs, process models, tables.", no_args_is_help=True)
FOLDER = typer.Option(..., "--out", "-o", help="The folder to write into.")


class Form(StrEnum):
    """How tables are written."""

    CSV = "csv"
    PARQUET = "parquet"


@app.command()
def xes(
    out: Path = typer.Option(..., "--out", "-o", help="The file to write: .xes or .xes.gz."), project: Path = PROJECT
) -> None:
    """Write every journey as a trace of its steps (XES)."""
    settings = read_project(project)
    from journeymine.steps.export import export_xes

    typer.echo(f"wrote  {export_xes(settings, out)}", err=True)


@app.command()
def ocel(
    out: Path = typer.Option(..., "--out", "-o", help="The file to write: .json or .sqlite."), project: Path = PROJECT
) -> None:
    """Write every step with the customer, visit, order or ticket it concerns (OCEL 2.0)."""
    settings = read_project(project)
    from journeymine.steps.export import export_ocel

    typer.echo(f"wrote  {export_ocel(settings, out)}", err=True)


@app.command()
def models(out: Path = FOLDER, project: Path = PROJECT) -> None:
    """Write the mined process models and the planned journeys as PNML and BPMN."""
    settings = read_project(project)
    from journeymine.steps.export import export_models

    for told in export_models(settings, out):
        typer.echo(f"wrote  {told}", err=True)


@app.command()
def plan(
    file: Path = typer.Argument(..., metavar="FILE", help="The file to write: .xlsx."),
    language: str | None = typer.Option(
        None, "--language", help="Headings and words in en, ru or pl; without it, columns as the warehouse has them."
    ),
    project: Path = PROJECT,
) -> None:
    """Write pains, delights and the improvement plan as a spreadsheet (XLSX)."""
    settings = read_project(project)
    from journeymine.steps.export_plan import export_plan

    typer.echo(f"wrote  {export_plan(settings, file, language)}", err=True)


@app.command("map")
def journey_map(
    name: str = typer.Argument(..., metavar="MAP", help="Whose: all, a persona such as p01, or a list of customers."),
    to: Path = typer.Option(
        ..., "--to", "-o", help="The file to write: .html, .pdf, .png, .svg, .xlsx, .csv, .mmd or .json."
    ),
    scenario: str = typer.Option("all", "--scenario", "-s", help="all, a goal, or the name of one of [[scenarios]]."),
    language: str | None = typer.Option(None, "--language", "-l", help="en, ru or pl; else the reports' first."),
    project: Path = PROJECT,
) -> None:
    """Write a journey map: page, picture, spreadsheet, whiteboard cards (CSV), Mermaid, or JSON with its evidence."""
    settings = read_project(project)
    from journeymine.steps.export_map import export_map

    typer.echo(f"wrote  {export_map(settings, name, to, scenario, language)}", err=True)


@app.command()
def persona(
    name: str = typer.Argument(..., metavar="PERSONA", help="Its id, such as p01, or its name."),
    to: Path = typer.Option(..., "--to", "-o", help="The file to write: .md, .json, .pdf or .png."),
    project: Path = PROJECT,
) -> None:
    """Write a persona's card: Markdown, JSON, or, with a Chromium on the machine, PDF or PNG."""
    settings = read_project(project)
    from journeymine.steps.personas import export_persona

    typer.echo(f"wrote  {export_persona(settings, name, to)}", err=True)


@app.command()
def audience(
    segment: str = typer.Argument(..., metavar="SEGMENT", help="A segment, such as s1, or a persona, such as p01."),
    file: Path = typer.Argument(..., metavar="FILE", help="The file to write: .csv or .parquet."),
    project: Path = PROJECT,
) -> None:
    """Write the customers of a segment or persona, with the columns that [personas].audience_columns allows."""
    settings = read_project(project)
    from journeymine.steps.audience import export_audience

    typer.echo(f"wrote  {export_audience(settings, segment, file)}", err=True)


@app.command()
def tables(
    out: Path = FOLDER,
    form: Form = typer.Option(Form.PARQUET, "--format", "-f", help="How tables are written."),
    table: list[str] = typer.Option([], "--table", "-t", help="Only this one; may be given several times."),
    project: Path = PROJECT,
) -> None:
    """Write every published table as a file of its own."""
    settings = read_project(project)
    from journeymine.steps.export import export_tables

    with open_progress() as announce:
        export_tables(settings, out, form.value, tuple(table), lambda told: announce(f"wrote  {told}"))
