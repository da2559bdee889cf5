"""`journeymine hash`: how a value is written in the project's tables."""

from __future__ import annotations

from pathlib import Path

import typer

from journeymine.cli.terminal import PROJECT, read_project


def hash_values(
    values: list[str] = typer.Argument(
        metavar="KIND:VALUE...", help="Such as email:anna@example.org or ip:203.0.113.7."
    ),
    project: Path = PROJECT,
) -> None:
    """Print the hash of identifiers, as tables know them."""
    settings = read_project(project)
    from journeymine.errors import SettingsError
    from journeymine.ingest.rules import read_email_rules
    from journeymine.privacy.hashing import hash_identifier
    from journeymine.privacy.keyfile import read_key
    from journeymine.settings import IDENTITY_KINDS

    kinds = (*IDENTITY_KINDS, "ip")
    key, rules = read_key(settings.key_file), read_email_rules(settings)
    for text in values:
        kind, _, value = text.partition(":")
        if kind not in kinds:
            raise SettingsError(f"{text!r} does not begin with a kind and a colon", allowed=kinds)
        hashed = hash_identifier(kind, value, key, phone_region=settings.project.phone_region, email_rules=rules)
        if hashed is None:
            raise SettingsError(f"{value!r} cannot be the {kind} of one person")
        typer.echo(f"{kind}:{hashed}" if kind != "ip" else hashed)
