"""Which columns an expression reads, which of them a file has, and what becomes of the columns nobody maps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from journeymine.errors import SourceError
from journeymine.ingest.mapping import REQUIRED_FIELDS, Output, Table, quote_name, quote_text
from journeymine.ingest.personal import is_personal
from journeymine.privacy.redact import redact_text
from journeymine.warehouse.connection import Connection

_REFERENCES: dict[str, frozenset[str]] = {}
_DEFAULTS: dict[str, bool] = {}
"""What is found out about an expression is so for every file: of many small ones it took half of the time."""


def find_references(connection: Connection, expression: str) -> frozenset[str]:
    """Return the column names an SQL expression reads (lower case)."""
    if expression not in _REFERENCES:
        _REFERENCES[expression] = _parse_references(connection, expression)
    return _REFERENCES[expression]


def _parse_references(connection: Connection, expression: str) -> frozenset[str]:
    text = connection.execute("select json_serialize_sql(?)", [f"select {expression}"]).fetchall()[0][0]
    document = json.loads(text)
    if document.get("error"):
        raise ValueError(f"not SQL: {expression}: {document.get('error_message')}")
    found: set[str] = set()
    parameters: set[str] = set()
    _walk(document["statements"][0]["node"], found, parameters)
    return frozenset(name.lower() for name in found - parameters)


def _walk(node: Any, found: set[str], parameters: set[str]) -> None:
    if isinstance(node, dict):
        if node.get("class") == "COLUMN_REF":
            found.add(node["column_names"][0])
        if node.get("class") == "LAMBDA":
            left = node["lhs"]
            for part in [left, *left.get("children", [])]:
                parameters.update(part.get("column_names", ())[:1])
        for value in node.values():
            _walk(value, found, parameters)
    elif isinstance(node, list):
        for value in node:
            _walk(value, found, parameters)


class FileColumns:
    """The columns of one file, seen through a table's mapping.

    Args:
        connection: Any open connection; it parses expressions.
        table: The mapping of the file's table.
        header: Column names of the file.
    """

    def __init__(self, connection: Connection, table: Table, header: tuple[str, ...]) -> None:
        self.table = table
        self.header = header
        self._named = {name.lower() for name in table.mapped_by_project}
        self._connection = connection
        self._references: dict[str, frozenset[str]] = {}
        self._renames = {name.lower(): expression for name, expression in table.renames.items()}
        self._lets = {name.lower(): expression for name, expression in table.let.items()}
        self._lets |= {name.lower(): use["by"] for name, use in table.uses.items()}
        self.aliases = self._find_aliases()
        there = {name.lower() for name in header}
        self.nested = self._find_nested(there)
        self.partition = {name: value for name, value in table.partition.items() if name.lower() not in there}
        self._present = {name.lower() for name in (*header, *self.aliases, *self.partition, *self.nested)}

    def _find_aliases(self) -> dict[str, str]:
        """Return column name that expressions know -> column of the file, for those that differ only in spelling."""
        if not self.table.is_loose:
            return {}
        spelled = {name.replace("_", "").lower(): name for name in reversed(self.header)}
        exact = {name.lower() for name in self.header}
        wanted = set().union(*(self.references(text) for text in self.table.expressions))
        wanted |= {name.lower() for name in (*self.table.required, *self.table.leave_out)}
        found = {name: spelled.get(name.replace("_", "")) for name in sorted(wanted - exact)}
        return {name: column for name, column in found.items() if column is not None}

    def _find_nested(self, there: set[str]) -> dict[str, tuple[str, str]]:
        """Return the names such as "user.id" a project gives -> the column of JSON, and the path in it."""
        found: dict[str, tuple[str, str]] = {}
        for name in self.table.mapped_by_project:
            column, dot, inner = name.partition(".")
            if dot and inner and name.lower() not in there and column.lower() in there:
                path = ".".join(f'"{part}"' for part in inner.replace('"', "").split("."))
                found[name.lower()] = (column, f"$.{path}")
        return found

    def find_parents(self, names: Iterable[str]) -> set[str]:
        """Return the columns of JSON (lower case) that some of the names look into."""
        return {self.nested[name][0].lower() for name in names if name in self.nested}

    def references(self, expression: str) -> frozenset[str]:
        """Return the file columns an expression reads, those of computed columns included (lower case)."""
        if expression not in self._references:
            found = set(find_references(self._connection, expression))
            for name in [name for name in found if name in self._lets]:
                found.discard(name)
                found |= self.references(self._lets[name])
            for name in [name for name in found if name in self._renames]:
                found.discard(name)
                found |= find_references(self._connection, self._renames[name])
            found.discard("item")
            self._references[expression] = frozenset(found)
        return self._references[expression]

    def has_any(self, expression: str) -> bool:
        """Tell whether an expression reads a column the file has, is a constant, or has a value without its columns."""
        references = self.references(expression)
        if not references or references & self._present or "item" in expression:
            return True
        return self._has_value_anyway(expression)

    def _has_value_anyway(self, expression: str) -> bool:
        """Tell whether an expression has a value where all the columns it reads are missing (a default)."""
        names = find_references(self._connection, expression)
        if names & (self._lets.keys() | {name.lower() for name in self.table.types}):
            return False
        if expression not in _DEFAULTS:
            nulls = ", ".join(f"null::varchar as {quote_name(name)}" for name in sorted(names))
            found = self._connection.execute(f"select ({expression})::varchar from (select {nulls})").fetchall()
            _DEFAULTS[expression] = found[0][0] is not None and found[0][0] != ""
        return _DEFAULTS[expression]

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns that expressions read and the file lacks; they are read as null."""
        wanted: set[str] = set()
        for expression in (*self.table.expressions, *self.table.renames.values()):
            wanted |= self.references(expression)
        typed = {name.lower() for name in self.table.types}
        return tuple(sorted(wanted - self._present - typed))

    @property
    def absent(self) -> tuple[str, ...]:
        """Columns that the project names and the file lacks, as they are written there."""
        return tuple(name for name in self.table.mapped_by_project if name.lower() not in self._present)

    @property
    def mapped(self) -> tuple[str, ...]:
        """Columns of the file that an expression reads, in file order."""
        left = set(self.unmapped)
        return tuple(name for name in self.header if name not in left)

    @property
    def unmapped(self) -> tuple[str, ...]:
        """Columns of the file that no expression reads, in file order."""
        if not self.table.outputs:
            return ()  # The whole table is left out on purpose.
        read: set[str] = {name.lower() for name in (*self.table.leave_out, *self.aliases.values())}
        for expression in self.table.expressions:
            read |= self.references(expression)
        # What is below a column of JSON stays in props with it, unless somebody's key is there.
        keys = [text for output in self.table.outputs for text in output.keys.values()]
        read |= self.find_parents(set().union(*(self.references(text) for text in keys)))
        return tuple(name for name in self.header if name.lower() not in read)

    @property
    def kept_unmapped(self) -> tuple[str, ...]:
        """Unmapped columns that go to props: all whose name is not personal, those of folder names included."""
        read = set().union(*(self.references(text) for text in self.table.expressions)) if self.partition else set()
        folders = tuple(name for name in self.partition if name.lower() not in read)
        return tuple(name for name in (*self.unmapped, *folders) if not is_personal(name))

    def check(self, file_name: str) -> None:
        """Refuse a file that lacks a column its mapping cannot do without.

        Raises:
            SourceError: A required column, every column of a required field, or every key the project names is missing.
        """
        has = f"It has: {redact_text(', '.join(self.header))}." if self.header else "It has no columns."
        for name in self.table.required:
            if not self.references(quote_name(name)) <= self._present:
                raise SourceError(f"lacks the column {quote_text(name)}", where=file_name, next_action=has)
        self._check_keys(file_name, has)
        for output in self.table.outputs[:1]:
            for name in REQUIRED_FIELDS[output.contract]:
                expression = output.fields.get(name)
                if expression is None or not self.has_any(expression):
                    named = [
                        column for column in self.absent if expression and column.lower() in self.references(expression)
                    ]
                    lacks = f": it lacks {quote_text(named[0])}" if named else ""
                    raise SourceError(
                        f"has no column for {name}{lacks}",
                        where=file_name,
                        next_action=f'{has} Name one in the source\'s fields: fields = {{ {name} = "COLUMN" }}.',
                    )
            if output.contract in ("people", "keys") and not self.present_keys(output):
                raise SourceError("has no column with an identity key", where=file_name, next_action=has)

    def _check_keys(self, file_name: str, has: str) -> None:
        """Refuse a file that has none of the identity columns that the project names: its rows would be nobody's."""
        keys = [text for output in self.table.outputs[:1] for text in output.keys.values()]
        named = [text for text in keys if self.references(text) & self._named]
        if named and not any(self.has_any(text) for text in named):
            missing = ", ".join(quote_text(name) for name in self.absent)
            raise SourceError(f"lacks the columns that say who it was: {missing}", where=file_name, next_action=has)

    def can_yield(self, output: Output) -> bool:
        """Tell whether the file has what an output needs; a table's further outputs may stay away."""
        required = REQUIRED_FIELDS[output.contract]
        has_fields = all(name in output.fields and self.has_any(output.fields[name]) for name in required)
        has_each = output.each is None or self.has_any(output.each)
        return (
            has_fields and has_each and (output.contract not in ("people", "keys") or bool(self.present_keys(output)))
        )

    def present_fields(self, output: Output) -> dict[str, str]:
        """Return the contract fields of an output that this file can fill."""
        return {name: text for name, text in output.fields.items() if self.has_any(text)}

    def present_keys(self, output: Output) -> dict[str, str]:
        """Return the identity keys of an output that this file can fill."""
        return {kind: text for kind, text in output.keys.items() if self.has_any(text)}
