"""`journeymine init`: a new project folder that says in itself how it is filled in, or that fits files at hand."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from journeymine.steps.propose import Proposal

EXAMPLES = ("map.example.toml", "plan.example.toml")


def init(
    folder: Path | None = typer.Argument(
        None, metavar="DIR", help="The project folder; made if it is not there.", show_default="this one with --from"
    ),
    further: list[Path] | None = typer.Argument(None, metavar="[FILE]...", help="Further files for --from."),
    name: str | None = typer.Option(None, "--name", help="What the project is called.", show_default="the folder's"),
    given: list[Path] | None = typer.Option(
        None, "--from", metavar="FILE", help="Propose settings that read this file, or folder of a vendor's export."
    ),
    time_format: list[str] | None = typer.Option(
        None, "--time-format", metavar="PATTERN", help="How the files of --from write times: %d/%m/%Y %H:%M."
    ),
) -> None:
    """Write a project folder, or what is missing in one.

    That is settings, touchpoint rules, a secret key and an overlay; nothing is overwritten.
    With --from FILE..., the settings are those that read the files: `journeymine run` is then the next command.
    """
    from journeymine.errors import SettingsError
    from journeymine.settings import SETTINGS_FILE, TOUCHPOINTS_FILE

    samples = [*(given or ()), *(further or ())]
    if given and folder is not None and folder.is_file():  # init --from one.csv two.csv
        folder, samples = None, [*given, folder, *(further or ())]
    if folder is None and not samples:
        raise SettingsError("say which folder is to be the project's", next_action="journeymine init DIR")
    if samples and not given:
        raise SettingsError("files are named without --from", next_action="journeymine init DIR --from FILE...")
    folder = folder or Path.cwd()
    if folder.exists() and not folder.is_dir():
        raise SettingsError("this is a file, not a folder", where=str(folder), next_action="The folder comes first.")
    templates = files("journeymine.cli") / "templates"
    title = name or folder.resolve().name or "My project"
    settings = (templates / SETTINGS_FILE).read_text(encoding="utf-8")
    settings = settings.replace('"My project"', json.dumps(title, ensure_ascii=False), 1)
    rules = (templates / TOUCHPOINTS_FILE).read_text(encoding="utf-8")
    proposal = None
    if samples:
        if (folder / SETTINGS_FILE).exists():
            raise SettingsError("there are settings already", where=str(folder / SETTINGS_FILE))
        proposal = _propose(folder, title, samples, settings, rules, tuple(time_format or ()))
        settings, rules = proposal.settings_text, proposal.rules_text
    is_new = _write_folder(folder, settings, rules)
    if proposal is not None:
        _tell_proposal(folder, proposal)
    elif is_new:
        typer.echo("")
        typer.echo(f"1. Open {folder / SETTINGS_FILE}: say where your files are and which columns they have.")
        typer.echo(f"2. journeymine check --project {folder}     tells what it finds in them; writes nothing.")
        typer.echo(f"3. journeymine run --project {folder}       builds the warehouse and the site.")


def _write_folder(folder: Path, settings: str, rules: str) -> bool:
    """Write what is missing in a project folder; tell whether its settings were."""
    from journeymine.privacy.keyfile import write_key
    from journeymine.settings import SETTINGS_FILE, TOUCHPOINTS_FILE

    folder.mkdir(parents=True, exist_ok=True)
    is_new = _write_missing(folder / SETTINGS_FILE, settings)
    if is_new:  # a project without rules has none on purpose
        _write_missing(folder / TOUCHPOINTS_FILE, rules)
    _write_missing(folder / ".gitignore", "journeymine.key\nwarehouse/\n.prefect/\n")
    overlay = folder / "overlay"
    overlay.mkdir(exist_ok=True)
    for name in EXAMPLES:
        _write_missing(overlay / name, (files("journeymine.cli") / "templates" / name).read_text(encoding="utf-8"))
    key = folder / "journeymine.key"
    if key.exists():
        typer.echo(f"kept   {key}")
    else:
        write_key(key)
        typer.echo(f"wrote  {key}: keep it safe and secret; with another key old and new events cannot be joined")
    return is_new


def _propose(
    folder: Path, title: str, samples: list[Path], settings: str, rules: str, time_format: tuple[str, ...]
) -> Proposal:
    from datetime import UTC, datetime

    from journeymine.errors import SettingsError
    from journeymine.settings import read_time_format
    from journeymine.steps.propose import propose_project

    try:
        patterns = tuple(map(read_time_format, time_format))
    except ValueError as error:
        raise SettingsError(str(error), where="--time-format") from error
    return propose_project(
        folder,
        title,
        samples,
        settings_template=settings,
        rules_template=rules,
        key=b"the hashes of a look are thrown away",
        now=datetime.now(UTC),
        time_format=patterns,
    )


def _tell_proposal(folder: Path, proposal: Proposal) -> None:
    from journeymine.cli.check import write_sources

    typer.echo("")
    write_sources(proposal.reports)
    for note in proposal.notes:
        typer.echo(f"note: {note}")
    typer.echo(f"Look over {folder / 'journeymine.toml'} and {folder / 'touchpoints.toml'}, which can be edited, then:")
    typer.echo(f"journeymine run --project {folder}")


def _write_missing(file: Path, content: str) -> bool:
    if file.exists():
        typer.echo(f"kept   {file}")
        return False
    file.write_text(content, encoding="utf-8")
    typer.echo(f"wrote  {file}")
    return True
