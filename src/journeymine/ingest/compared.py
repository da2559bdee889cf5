"""How a project reads a source: by its kind and the project's fields, with what people are compared by if wanted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from journeymine.configuration import find_line
from journeymine.contracts.landed import COMPARED_FIELDS
from journeymine.ingest.fields import apply_fields
from journeymine.ingest.mapping import Mapping, Output, Table, read_mapping
from journeymine.settings import SETTINGS_FILE, Settings


def choose_mapping(settings: Settings, source_name: str) -> Mapping:
    """Return how a source's columns become contract columns in this project.

    Raises:
        SettingsError: The kind or a field is wrong.
    """
    source = settings.sources[source_name]
    where = find_line(settings.folder / SETTINGS_FILE, ("sources", source_name, "kind"))
    kind = read_mapping(source.kind, where)
    mapping = apply_fields(kind, source, source_name)
    return mapping if settings.identity.likeness else leave_out_compared(mapping, source.fields)


def leave_out_compared(mapping: Mapping, named: Collection[str]) -> Mapping:
    """Return a mapping that reads nothing to compare people by, but what the project itself has named.

    A column that the project names as somebody's name stays known as that: it goes nowhere, not even to props.

    Args:
        mapping: The mapping of a source.
        named: The names that the project's `fields` give.
    """
    dropped = set(COMPARED_FIELDS) - set(named)

    def strip(output: Output) -> Output:
        if output.contract != "people":
            return output
        return replace(output, fields={name: text for name, text in output.fields.items() if name not in dropped})

    def strip_all(table: Table) -> Table:
        return replace(table, outputs=tuple(map(strip, table.outputs)))

    return replace(mapping, tables=tuple(map(strip_all, mapping.tables)))
