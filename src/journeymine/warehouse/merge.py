"""Bring scratch catalogs' rows into the night's tables: appended, replaced customer by customer, or added up."""

from __future__ import annotations

from collections.abc import Iterable

from journeymine.warehouse.build import NIGHT, find_sums
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.sqlfiles import Model
from journeymine.warehouse.statements import run


def create_empty(connection: Connection, name: str, model: Model) -> None:
    """Make the night's table, without rows, of the same columns as a scratch catalog's."""
    schema = model.table.partition(".")[0]
    run(connection, f"create schema if not exists {NIGHT}.{schema}")
    run(connection, f"create or replace table {NIGHT}.{model.table} as from {name}.{model.table} limit 0")


def append_rows(connection: Connection, name: str, model: Model) -> None:
    """Add a scratch catalog's rows to the night's table."""
    run(connection, f"insert into {NIGHT}.{model.table} from {name}.{model.table}")


def replace_members(connection: Connection, name: str, model: Model) -> None:
    """Replace, in the night's table, all rows of the members of a scratch catalog by its rows."""
    members = f"select customer_id from {name}.work.members"
    run(connection, f"delete from {NIGHT}.{model.table} where customer_id in ({members})")
    append_rows(connection, name, model)


def add_sums(connection: Connection, model: Model, plus: Iterable[str] = (), minus: Iterable[str] = ()) -> None:
    """Add and subtract scratch catalogs' sums to and from the night's; integers, so the result is exact.

    A row whose every sum comes to 0 is gone: a build from nothing would not have it either.
    """
    table = f"{NIGHT}.{model.table}"
    sums = find_sums(connection, table, model)
    key = ", ".join(model.key)
    parts = [f"select {key}, {', '.join(sums)} from {table}"]
    parts += [f"select {key}, {', '.join(sums)} from {name}.{model.table}" for name in plus]
    parts += [f"select {key}, {', '.join(f'-{column}' for column in sums)} from {name}.{model.table}" for name in minus]
    added = ", ".join(f"sum({column})::{type_} as {column}" for column, type_ in sums.items())
    run(
        connection,
        f"create or replace table {table} as select {key}, {added} from ({' union all '.join(parts)}) "
        f"group by {key} having {' or '.join(f'sum({column}) <> 0' for column in sums)}",
    )
