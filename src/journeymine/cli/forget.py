"""`journeymine forget`: erase a person for good."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer

from journeymine.cli.terminal import AS_JSON, PROJECT, open_progress, read_project, write_json, write_table

_HIDDEN = ("customer_ids", "file_names")
"""What is kept of an erasure only until it is completed."""


def forget(
    customer: str | None = typer.Argument(
        None,
        metavar="CUSTOMER",
        help="A customer_id, an e-mail address, or a key as kind:value (user_id:4711, phone:+48601234567).",
    ),
    project: Path = PROJECT,
    requested_by: str | None = typer.Option(
        None, "--by", help="Who asked for it, for the audit: a ticket number rather than a name."
    ),
    unknown: bool = typer.Option(
        False, "--unknown", help="If nobody is known by this key, see to it that whoever has it stays out."
    ),
    yes: bool = typer.Option(False, "--yes", "-y", help="Do not ask whether it is meant."),
    list_all: bool = typer.Option(False, "--list", help="List the erasures so far instead."),
    as_json: bool = AS_JSON,
) -> None:
    """Erase a person for good, from data and site.

    Landed files, every night kept and the site lose the person, and later deliveries of theirs stay erased. Your own
    source files are not touched: those that still hold the person are named.
    """
    settings = read_project(project)
    from journeymine.errors import SettingsError
    from journeymine.privacy.keyfile import read_key
    from journeymine.steps.forget import forget_customer, list_erasures, mark_unknown
    from journeymine.steps.person import UnknownCustomerError

    if list_all:
        rows = [
            {name: value for name, value in asdict(entry).items() if name not in _HIDDEN}
            for entry in list_erasures(settings)
        ]
        if as_json:
            write_json(rows)
        elif rows:
            write_table(list(rows[0]), [list(row.values()) for row in rows])
        else:
            typer.echo("Nobody was erased so far.")
        return
    if customer is None:
        raise SettingsError("whom to forget is not said", where="CUSTOMER", next_action="`journeymine forget --help`")
    if not yes:
        typer.confirm(
            "Everything of this person is erased for good, and no night before today is kept. Go on?", abort=True
        )
    key = read_key(settings.key_file)
    try:
        with open_progress() as announce:
            result = forget_customer(settings, key, customer, announce, requested_by=requested_by)
    except UnknownCustomerError:
        if not unknown:
            raise
        marked = mark_unknown(settings, key, customer, requested_by=requested_by)
        typer.echo(f"erasure  {marked.erasure_id}: nobody is known by that; rows that come with it will be erased")
        return
    erasure = result.erasure
    if as_json:
        told = {name: value for name, value in asdict(erasure).items() if name not in _HIDDEN} if erasure else None
        write_json({"erasure": told, "source_files": result.source_files, "overlay_count": result.overlay_count})
        return
    if erasure is None:
        typer.echo("Nothing more to erase.")
    else:
        typer.echo(
            f"erasure  {erasure.erasure_id}: {erasure.event_count:,} events and answers, "
            f"{erasure.person_record_count:,} records, {erasure.link_count:,} links, {erasure.rejected_count:,} "
            f"rejected lines of {erasure.landed_file_count} landed files"
        )
    if result.source_files:
        typer.echo("These rows were read from files of your own; where they are kept, they are yours to change:")
        for name in result.source_files:
            typer.echo(f"    {name}")
    if result.overlay_count:
        typer.echo(
            f"overlay/identity.toml names a key of this person in {result.overlay_count} entries; take them out."
        )
