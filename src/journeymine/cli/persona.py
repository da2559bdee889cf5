"""`journeymine explain persona`: every claim of a card, with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

from journeymine.cli.terminal import write_json, write_table

if TYPE_CHECKING:
    from journeymine.settings import Settings


def write_persona(settings: Settings, asked: str, *, as_json: bool) -> None:
    """Write a persona's claims: a table of them, then the query behind each."""
    from journeymine.personas.markdown import write_plain
    from journeymine.steps.personas import find_persona

    found = find_persona(settings, asked)
    if as_json:
        write_json(write_plain(found.persona, found.evidence, settings.privacy.minimum_cell))
        return
    about = found.persona
    typer.echo(f"persona  {about['persona_id']}: {about['persona_name_by_people'] or about['persona_name']}")
    typer.echo(f"segment  {about['segment_id']}, {about['stability']}, {about['customer_count']:,} customers")
    typer.echo(f"medoid   customer {about['medoid_pseudonym']}")
    typer.echo("")
    numbers = ("value", "95% interval", "n", "lift", "q")
    write_table(
        ("", "section", "claim", *numbers, "kind", "table"),
        [_tell(row, settings.privacy.minimum_cell) for row in found.evidence],
        right=numbers,
    )
    typer.echo("\nQueries: each gives value and n of its claim")
    for row in found.evidence:
        if row["source_query"]:
            typer.echo(f"{row['claim_index']:>4}  {row['source_query']}")


def _tell(row: Mapping[str, Any], minimum_cell: int) -> tuple[object, ...]:
    from journeymine.personas.markdown import is_small

    unit = row["value_unit"]
    interval = None
    if row["value_low"] is not None and row["value_high"] is not None:
        interval = f"{_show(row['value_low'], unit)} to {_show(row['value_high'], unit)}"
    return (
        row["claim_index"],
        row["section"],
        row["claim"],
        None if row["value"] is None else _show(row["value"], unit),
        interval,
        f"<{minimum_cell}" if is_small(row, minimum_cell) else row["n"] or None,
        None if row["lift"] is None else f"{row['lift']:.2f}",
        _show_q_value(row["q_value"]),
        row["evidence_kind"] if row["is_evidenced"] else None,
        row["source_table"],
    )


def _show_q_value(value: float | None) -> str | None:
    from journeymine.personas.markdown import SMALLEST_Q

    if value is None:
        return None
    return f"{value:.3f}" if value >= SMALLEST_Q else f"<{SMALLEST_Q}"


def _show(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value:.1%}"
    if unit == "seconds":
        from journeymine.site.wording import render_duration

        return render_duration(value)
    text = f"{value:,.2f}".removesuffix(".00")
    return f"{text} days" if unit == "days" else text
