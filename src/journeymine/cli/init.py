"""`journeymine init`: a new project folder that says in itself how it is filled in."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import typer


def init(
    folder: Path = typer.Argument(metavar="DIR", help="The project folder; made if it is not there."),
    name: str | None = typer.Option(None, "--name", help="What the project is called.", show_default="the folder's"),
) -> None:
    """Write a new project folder: settings, touchpoint rules, a secret key, a place for what people know."""
    from journeymine.errors import SettingsError
    from journeymine.privacy.keyfile import write_key
    from journeymine.settings import SETTINGS_FILE, TOUCHPOINTS_FILE

    taken = [file for file in (SETTINGS_FILE, TOUCHPOINTS_FILE) if (folder / file).exists()]
    if taken:
        raise SettingsError(
            f"there is already a {taken[0]}",
            where=str(folder / taken[0]),
            next_action="`init` overwrites nothing: name a new folder, or edit the file that is there.",
        )
    if folder.exists() and not folder.is_dir():
        raise SettingsError("this is a file, not a folder", where=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    templates = files("journeymine.cli") / "templates"
    title = json.dumps(name or folder.resolve().name or "My project", ensure_ascii=False)
    settings = (templates / SETTINGS_FILE).read_text(encoding="utf-8").replace('"My project"', title, 1)
    (folder / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    rules = (templates / TOUCHPOINTS_FILE).read_text(encoding="utf-8")
    (folder / TOUCHPOINTS_FILE).write_text(rules, encoding="utf-8")
    (folder / "overlay").mkdir(exist_ok=True)
    key = folder / "journeymine.key"
    if not key.exists():
        write_key(key)
    if not (folder / ".gitignore").exists():
        (folder / ".gitignore").write_text("journeymine.key\nwarehouse/\n.prefect/\n", encoding="utf-8")
    typer.echo(f"Wrote a new project to {folder}.")
    typer.echo(f"1. Open {folder / SETTINGS_FILE}: say where your files are and which columns they have.")
    typer.echo(f"2. journeymine check --project {folder}     tells what it finds in them; nothing is written.")
    typer.echo(f"3. journeymine run --project {folder}       builds the warehouse and the site.")
    typer.echo(f"Keep {key} safe and secret: without it new files cannot be joined with old ones.")
