"""Bring scratch catalogs' rows into the night's tables: appended, replaced customer by customer, or added up."""

from __future__ import annotations

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


def add_sums(connection: Connection, model: Model, plus: str, minus: str | None = None) -> None:
    """Add a scratch catalog's sums to the night's, and subtract another's; integers, so the result is exact.

    Only rows whose sums change are written. A row whose every sum comes to 0 is gone: a build from nothing would not
    have it either.
    """
    table = f"{NIGHT}.{model.table}"
    change, result = f"{plus}.work.change", f"{plus}.work.result"
    sums = find_sums(connection, table, model)
    key = ", ".join(model.key)
    some = " or ".join(f"sum({column}) <> 0" for column in sums)
    added = ", ".join(f"sum({column})::{type_} as {column}" for column, type_ in sums.items())
    parts = f"select {key}, {', '.join(sums)} from {plus}.{model.table}"
    if minus is not None:
        parts += f" union all select {key}, {', '.join(f'-{column}' for column in sums)} from {minus}.{model.table}"
    run(
        connection,
        f"create or replace table {change} as select {key}, {added} from ({parts}) group by {key} having {some}",
    )
    same = " and ".join(f"kept.{column} is not distinct from changed.{column}" for column in model.key)
    kept = f"select {', '.join(f'kept.{name}' for name in (*model.key, *sums))} from {table} as kept"
    both = f"{kept} semi join {change} as changed on {same} union all select {key}, {', '.join(sums)} from {change}"
    run(
        connection,
        f"create or replace table {result} as select {key}, {added} from ({both}) group by {key} having {some}",
    )
    run(connection, f"delete from {table} as kept using {change} as changed where {same}")
    run(connection, f"insert into {table} by name from {result}")
