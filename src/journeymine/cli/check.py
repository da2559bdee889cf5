"""`journeymine check`: is the project ready for a night? Reads settings and files, writes nothing."""

from __future__ import annotations

from pathlib import Path

import typer

from journeymine.cli.terminal import AS_JSON, PROJECT, read_project


def check(project: Path = PROJECT, as_json: bool = AS_JSON) -> None:
    """Check settings, key and every source's files, and tell what is in them; nothing is written."""
    settings = read_project(project)
    from journeymine.privacy.keyfile import read_key

    read_key(settings.key_file)
    typer.echo(f"{len(settings.sources)} sources")
