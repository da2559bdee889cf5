"""The first rows of a file that nobody has described, as texts by column."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journeymine.errors import SourceError
from journeymine.ingest.mapping import Table
from journeymine.ingest.readers import read_rows
from journeymine.ingest.sampling import open_sample
from journeymine.settings import SourceSettings
from journeymine.warehouse.connection import Connection

JUDGED_ROWS = 2_000


@dataclass(frozen=True)
class Sample:
    """Column names, and the values of each that are not null."""

    names: tuple[str, ...]
    values: dict[str, list[str]]

    def filled(self, name: str) -> list[str]:
        """Return a column's values that are not blank."""
        return [value for value in self.values[name] if value and value.strip()]


def read_sample(connection: Connection, path: Path, encoding: str, columns: tuple[str, ...]) -> Sample:
    """Read a file's first rows; the table `raw` is overwritten.

    Raises:
        SourceError: It cannot be read.
    """
    source = SourceSettings(kind="events", path=path.name, encoding=encoding, columns=columns)
    with open_sample(path, encoding) as (sample, _):
        rows = read_rows(connection, sample, Table("sniffed", (), ()), source, None)
        if rows.bad_lines and not rows.row_count:
            first = rows.bad_lines[0]
            raise SourceError(f"has no row that can be read; line {first.line_number}: {first.reason}", where=path.name)
        found = connection.execute(f"select * from raw limit {JUDGED_ROWS}")
        names = [column[0] for column in found.description]
        lists = list(zip(*found.fetchall(), strict=True)) or [()] * len(names)
    if not rows.columns:
        raise SourceError("has no row that can be read", where=path.name)
    values = {
        name: [str(value) for value in column if value is not None] for name, column in zip(names, lists, strict=True)
    }
    return Sample(rows.columns, {name: values[name] for name in rows.columns})


def open_objects(sample: Sample) -> Sample:
    """Return a sample in which a column of JSON objects is the columns of what they hold, as `fields` names them."""
    values: dict[str, list[str]] = {}
    for name in sample.names:
        filled = sample.filled(name)
        if not filled or not all(value.startswith("{") for value in filled):
            values[name] = sample.values[name]
            continue
        for value in filled:
            for key, inner in _read_object(value).items():
                if inner is not None and not isinstance(inner, dict | list):
                    values.setdefault(f"{name}.{key}", []).append(str(inner))
    return Sample(tuple(values), values)


def _read_object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
