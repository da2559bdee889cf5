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
    """Write a project folder, or what is missing in one: settings, touchpoint rules, a secret key, an overlay."""
    from journeymine.errors import SettingsError
    from journeymine.privacy.keyfile import write_key
    from journeymine.settings import SETTINGS_FILE, TOUCHPOINTS_FILE

    if folder.exists() and not folder.is_dir():
        raise SettingsError("this is a file, not a folder", where=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    templates = files("journeymine.cli") / "templates"
    title = json.dumps(name or folder.resolve().name or "My project", ensure_ascii=False)
    settings = (templates / SETTINGS_FILE).read_text(encoding="utf-8").replace('"My project"', title, 1)
    is_new = _write_missing(folder / SETTINGS_FILE, settings)
    if is_new:  # a project without rules has none on purpose
        _write_missing(folder / TOUCHPOINTS_FILE, (templates / TOUCHPOINTS_FILE).read_text(encoding="utf-8"))
    _write_missing(folder / ".gitignore", "journeymine.key\nwarehouse/\n.prefect/\n")
    (folder / "overlay").mkdir(exist_ok=True)
    key = folder / "journeymine.key"
    if key.exists():
        typer.echo(f"kept   {key}")
    else:
        write_key(key)
        typer.echo(f"wrote  {key}: keep it safe and secret; with another key old and new events cannot be joined")
    if is_new:
        typer.echo("")
        typer.echo(f"1. Open {folder / SETTINGS_FILE}: say where your files are and which columns they have.")
        typer.echo(f"2. journeymine check --project {folder}     tells what it finds in them; writes nothing.")
        typer.echo(f"3. journeymine run --project {folder}       builds the warehouse and the site.")


def _write_missing(file: Path, content: str) -> bool:
    if file.exists():
        typer.echo(f"kept   {file}")
        return False
    file.write_text(content, encoding="utf-8")
    typer.echo(f"wrote  {file}")
    return True
