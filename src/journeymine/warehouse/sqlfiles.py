"""Read the model files: one plain SELECT a file, with its grain, key and scope in the first lines.

    sql/core/sessions.sql makes core.sessions:

    -- one row per session
    -- key: session_id
    -- scope: customer

A model is a `Model` whether SQL or Python makes its rows; the runner treats both alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Literal, cast, get_args

import polars as pl

from journeymine.errors import WarehouseError, find_nearest

LAYERS = ("staging", "core", "marts", "analysis", "report")
"""Schemas whose tables are made by SELECT files, in the order data flow."""

Scope = Literal["all", "event", "customer", "additive", "variant"]
"""What a model needs to see to make some of its rows.

- all: everything; it is made anew every night.
- event: every landed row of an event_key, which it has as a column.
- customer: every event of a customer, whose customer_id it has as a column.
- additive: like customer, but its rows are sums over customers, which can be added and subtracted.
- variant: every row of a variant_key, which it has as a column, in the customers' tables and sums that it reads.
"""
Kind = Literal["table", "view", "scaffold"]
"""A scaffold is a table that only the build needs; it is dropped before publication, as all of staging is."""

_HEADER = re.compile(r"--\s*(key|scope|kind|nullable)\s*:\s*(.*?)\s*$")
_GRAIN = re.compile(r"--\s*(one row\b.*?)\s*$")
_COMMENT = re.compile(r"--\s?(.*?)\s*$")


@dataclass(frozen=True)
class Model:
    """One table or view of the warehouse, and how its rows are made.

    `nullable` are the columns of `key` that may be null. A model made by Python has `make` (one polars frame for each
    of `inputs`, in their order, to one frame) and no `sql`; with `needs_database` it is given an empty database before
    them. A model file's inputs are read from its SQL.
    """

    table: str
    grain: str
    key: tuple[str, ...] = ()
    scope: Scope = "all"
    kind: Kind = "table"
    nullable: frozenset[str] = frozenset()
    notes: str = ""
    sql: str = ""
    file: Path | None = None
    inputs: tuple[str, ...] = ()
    needs_database: bool = False
    make: Callable[..., pl.DataFrame] | None = field(default=None, compare=False)

    @property
    def relation(self) -> Literal["table", "view"]:
        """What DuckDB calls it."""
        return "view" if self.kind == "view" else "table"

    @property
    def is_per_customer(self) -> bool:
        """Whether its rows can be made from some customers' rows alone."""
        return self.scope in ("customer", "additive")

    @property
    def comment(self) -> str:
        """What a client shows beside the name: the grain, then the file's notes."""
        grain = self.grain[0].upper() + self.grain[1:] + "."
        return f"{grain} {self.notes}".strip()


def sql_folder() -> Path:
    """Return the folder of the SQL files: in the installed package, else in the checkout."""
    package = Path(str(files("journeymine")))
    installed = package / "_sql"
    return installed if installed.is_dir() else package.parents[1] / "sql"


def read_model_files(folder: Path, layers: tuple[str, ...] = LAYERS) -> tuple[Model, ...]:
    """Read every model file below `folder`, in the order of layers and names.

    Raises:
        WarehouseError: A header is missing or says something that is not allowed; carries file and line.
    """
    return tuple(
        read_model_file(file, f"{layer}.{file.stem}")
        for layer in layers
        for file in sorted((folder / layer).glob("*.sql"))
    )


def read_model_file(file: Path, table: str) -> Model:
    """Read one model file; see `read_model_files`."""
    sql = file.read_text(encoding="utf-8").rstrip().rstrip(";")
    lines = list(_read_comment_lines(sql))
    grain = _GRAIN.match(lines[0]) if lines else None
    if grain is None:
        raise WarehouseError(
            "the first line must say the grain",
            where=f"{file}:1",
            next_action="Write what one row is, such as `-- one row per session`.",
        )
    said: dict[str, str] = {}
    notes = []
    for number, line in enumerate(lines[1:], 2):
        header = _HEADER.match(line)
        if header is None:
            comment = _COMMENT.match(line)
            notes.append(comment[1] if comment else "")
            continue
        if header[1] in said:
            raise WarehouseError(f"'{header[1]}' is said twice", where=f"{file}:{number}")
        said[header[1]] = _check_header(header[1], header[2], f"{file}:{number}")
    key = _split(said.get("key", ""))
    if not key:
        raise WarehouseError(
            "the key is missing",
            where=f"{file}:2",
            next_action="Name the columns of one row, as in `-- key: session_id`.",
        )
    return Model(
        table=table,
        grain=grain[1].rstrip("."),
        key=key,
        scope=cast(Scope, said.get("scope", "all")),
        kind=cast(Kind, said.get("kind", "table")),
        nullable=frozenset(_split(said.get("nullable", ""))),
        notes=" ".join(" ".join(notes).split()),
        sql=sql,
        file=file,
    )


def _read_comment_lines(sql: str) -> Iterator[str]:
    for line in sql.splitlines():
        if not line.startswith("--"):
            return
        yield line


def _check_header(name: str, value: str, where: str) -> str:
    allowed = {"scope": get_args(Scope), "kind": get_args(Kind)}.get(name)
    if allowed is not None and value not in allowed:
        nearest = find_nearest(value, allowed)
        raise WarehouseError(
            f"{name} cannot be {value!r}",
            where=where,
            allowed=allowed,
            next_action=f"Did you mean '{nearest}'?" if nearest else None,
        )
    if allowed is None and not all(re.fullmatch(r"[a-z_][a-z0-9_]*", column) for column in _split(value)):
        raise WarehouseError(f"{value!r} is no list of columns", where=where)
    return value


def _split(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())
