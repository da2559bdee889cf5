"""What a refused line may show: every cell that is, or could be, somebody's identifier is masked before it is kept.

A line that broke a rule has its cells where the header says. A line that could not be read may have lost or gained
cells, so that each of them may stand some places away from its own.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass

from journeymine.contracts.landed import COMPARED_FIELDS
from journeymine.ingest.columns import FileColumns
from journeymine.ingest.layout import is_nameless
from journeymine.ingest.mapping import Output
from journeymine.ingest.personal import is_free_text, is_personal
from journeymine.privacy.redact import redact_text

HIDDEN = "[hidden]"
_IDENTIFYING_FIELDS = ("from_id", "to_id", "respondent", *COMPARED_FIELDS)

_JSON_VALUE = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:\s*)("(?:[^"\\]|\\.)*(?:"|$)|\[.*|\{.*|[^,{}\[\]"\s]+)', re.DOTALL)
"""A name and its value; of a list or an object that is to be hidden, nobody can tell where it ends in a torn line."""


@dataclass(frozen=True)
class PersonalColumns:
    """A file's columns, and which of the columns its mapping reads tell who somebody is (as `_spell` writes them)."""

    header: tuple[str, ...]
    hidden: frozenset[str]
    shown: frozenset[str]

    def hides(self, name: str) -> bool:
        """Tell whether a column, or a name within a JSON value, must not be shown."""
        spelled = _spell(name)
        is_told = is_personal(name) or is_free_text(name) or is_nameless(name)
        return spelled in self.hidden or (is_told and spelled not in self.shown)


def find_personal(columns: FileColumns) -> PersonalColumns:
    """Find which columns of a file hold identity keys, or are personal by their name and mapped to nothing else."""
    keys: set[str] = set()
    others: set[str] = set()
    for output in columns.table.outputs:
        for expression in _list_identifying(output):
            keys |= columns.references(expression)
        for group in (output.fields, output.traits, output.props):
            for name, expression in group.items():
                if name not in _IDENTIFYING_FIELDS:
                    others |= columns.references(expression)
    keys |= columns.find_parents(keys)
    hidden = frozenset(map(_spell, keys))
    return PersonalColumns(columns.header, hidden, frozenset(map(_spell, others)) - hidden)


def _spell(name: str) -> str:
    return name.replace("_", "").lower()


def _list_identifying(output: Output) -> list[str]:
    """List the expressions of an output that tell who somebody is; a ticket or deal (`object`) is nobody."""
    keys = [expression for kind, expression in output.keys.items() if kind != "object"]
    return keys + [output.fields[name] for name in _IDENTIFYING_FIELDS if name in output.fields]


def hide_cells(text: str, personal: PersonalColumns, delimiter: str) -> str:
    """Return a line of a CSV file without the cells in which something personal may stand, and otherwise redacted."""
    one_line = text.replace("\r", " ").replace("\n", " ")
    cells = next(csv.reader([one_line], delimiter=delimiter), [])
    lost, gained = max(0, len(personal.header) - len(cells)), max(0, len(cells) - len(personal.header))
    masked: set[int] = set()
    for place, name in enumerate(personal.header):
        if personal.hides(name):
            masked.update(range(place - lost, place + gained + 1))
    if not masked and not any(map(_is_json, cells)):
        return redact_text(text)
    shown = (HIDDEN if place in masked and cell else _show_cell(cell, personal) for place, cell in enumerate(cells))
    return delimiter.join(_quote(cell, delimiter) for cell in shown)


def _show_cell(cell: str, personal: PersonalColumns) -> str:
    return redact_text(_hide_named(cell, personal) if _is_json(cell) else cell)


def _is_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def hide_values(text: str, personal: PersonalColumns) -> str:
    """Return a JSON line without the values of personal names, and otherwise redacted; what is no object is hidden."""
    if text.lstrip("\ufeff \t")[:1] != "{":
        return HIDDEN if text.strip() else text
    return redact_text(_hide_named(text, personal))


def _hide_named(text: str, personal: PersonalColumns) -> str:
    """Hide what stands under personal names, in texts that are JSON themselves, too."""
    parts: list[str] = []
    position = 0
    while match := _JSON_VALUE.search(text, position):
        name, colon, value = match.groups()
        if not personal.hides(name):
            parts.append(text[position : match.start(3)])
            position = match.start(3)  # a value may hold names of its own
            if value[:1] == '"' and _is_json(value[1:]):
                parts.append(_hide_within(value, personal))
                position = match.end()
            continue
        is_shown = value in ("null", '""')
        parts.append(text[position : match.start()] + f'"{name}"{colon}' + (value if is_shown else f'"{HIDDEN}"'))
        position = match.end()
    return "".join(parts) + text[position:]


def _hide_within(value: str, personal: PersonalColumns) -> str:
    """Hide in a text of JSON, quoted as JSON; all of one that is torn."""
    try:
        inner = json.loads(value)
    except ValueError:
        inner = HIDDEN
    return json.dumps(_hide_named(inner, personal), ensure_ascii=False)


def _quote(cell: str, delimiter: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if delimiter in cell or '"' in cell else cell
