"""`journeymine explain`: why a customer is one customer, and what a persona is made of."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from journeymine.cli.terminal import AS_JSON, PROJECT, read_project, write_json, write_table
from journeymine.errors import SettingsError


class Subject(StrEnum):
    """What can be explained."""

    CUSTOMER = "customer"
    PERSONA = "persona"


def explain(
    subject: str = typer.Argument(metavar="customer|persona", help="What is explained."),
    customer: str | None = typer.Argument(
        None,
        metavar="NAME",
        show_default=False,
        help="A customer: an id of tonight or an earlier night, or a key as kind:hash. A persona: its id or name.",
    ),
    project: Path = PROJECT,
    as_json: bool = AS_JSON,
) -> None:
    """Show why a customer is one, or what makes a persona.

    Of a customer: each key with the reason, time and source of its link. Of a persona: each claim with its n, interval,
    q value, table and query.
    """
    if subject not in tuple(Subject) or customer is None:
        name = customer or (subject if subject not in tuple(Subject) else "NAME")
        is_key = ":" in name or name.isdigit()
        kind = subject if subject in tuple(Subject) else Subject.CUSTOMER if is_key else Subject.PERSONA
        raise SettingsError(
            "say of what kind it is, and its name", where="explain", next_action=f"journeymine explain {kind} {name}"
        )
    settings = read_project(project)
    if subject == Subject.PERSONA:
        from journeymine.cli.persona import write_persona

        write_persona(settings, customer, as_json=as_json)
        return
    from journeymine.steps.explain import explain_customer

    found = explain_customer(settings, customer)
    if as_json:
        frames = ("chain", "refusals", "merges", "accounts", "overlay")
        content = {name: getattr(found, name).to_dicts() for name in frames}
        write_json({subject: found.customer_id, "asked": found.asked_id, **content})
        return
    if found.asked_id != found.customer_id:
        typer.echo(f"{customer} belongs to customer {found.customer_id}.")
    typer.echo(f"customer  {found.customer_id}: {found.chain.height} keys")
    typer.echo("")
    write_table(
        ("key", "seen first", "linked to", "reason", "probability", "linked at", "sources", "rows"),
        [
            (
                f"{row['identity_kind']}:{row['identity_hash']}",
                row["first_seen_at"],
                row["linked_to"],
                row["link_reason"],
                row["link_probability"],
                row["linked_at"],
                ", ".join(row["sources"]),
                row["row_count"] or None,
            )
            for row in found.chain.iter_rows(named=True)
        ],
    )
    for title, frame in (
        ("Not trusted to link", found.refusals),
        ("Merges since the first night", found.merges),
        ("Accounts", found.accounts),
        ("Written by hand in overlay/identity.toml", found.overlay),
    ):
        if not frame.is_empty():
            typer.echo(f"\n{title}")
            write_table(frame.columns, frame.rows())
