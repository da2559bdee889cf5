"""Rebuild only what a night changed: the tables of touched customers, and sums by difference.

The night's file begins as a copy of last night's. `arrivals` has brought in tonight's events and the shared tables
(identity, dimensions) have been made anew when this module goes on:

1. A customer is touched whose rows in a shared table differ from last night's, or whom sql/touched names: customers of
   new events, and those whose open journey ended because a day has passed.
2. The touched customers' tables are made in the scratch catalog `now`; `before` holds their old share of every sum.
3. Tables get the new rows in place of the old, sums get `now` added and `before` subtracted.
4. What is told of variants is told anew of those alone that the touched customers went or go through.

The result equals a full build. Where that cannot be promised `find_reason_for_full` says why, and a full build follows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from journeymine.errors import WarehouseError
from journeymine.warehouse.build import NIGHT, build_model, open_catalog
from journeymine.warehouse.checks import check_key
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.merge import add_sums, append_rows, replace_members
from journeymine.warehouse.plan import Plan
from journeymine.warehouse.scratch import build_members, cut_tables, open_members
from journeymine.warehouse.sqlfiles import Model
from journeymine.warehouse.statements import count_rows, find_columns, find_tables, run, run_file

LAST_NIGHT = "last_night"
CHANGES = "changes"
"""A scratch catalog: work.event_keys are the events new or replaced tonight, work.touched the touched customers."""
BEFORE, NOW, PARTS = "before", "now", "parts"

_WHEN = re.compile(r"--\s*when\s+([a-z_]+\.[a-z_]+)\s+changes\s*$", re.MULTILINE)


def find_reason_for_full(connection: Connection, plan: Plan, folder: Path) -> str | None:
    """Find what makes last night's customers' rows useless; None when a delta gives what a full build would.

    A shared table without customers, such as the touchpoints, may get rows for new kinds of events. If a row that was
    there last night is gone or differs, any customer may be touched.
    """
    explained = set(_read_explained(folder))
    for model in plan.shared:
        table = model.table
        if table not in plan.kept_inputs or model.scope == "event" or table in explained:
            continue
        columns = find_columns(connection, f"{NIGHT}.{table}")
        if find_columns(connection, f"{LAST_NIGHT}.{table}") != columns:
            return f"{table} was not kept last night"
        if not _find_owner(columns):
            count = count_rows(connection, f"(from {LAST_NIGHT}.{table} except from {NIGHT}.{table})")
            if count:
                return f"{count} rows of {table}, which all customers share, have changed"
    return None


def list_previous(models: Iterable[Model], kept: Collection[str], forgotten: Collection[int]) -> list[Model]:
    """List the views through which models see last night's tables: previous.TABLE shows core.TABLE as it was.

    Args:
        models: Models that may read such views, with their inputs.
        kept: The tables of last night's file; of others a view has no rows.
        forgotten: Customers who are being erased: a view has no rows of theirs.
    """
    numbers = ", ".join(f"{number:d}" for number in sorted(forgotten))
    others = f" where customer_id not in ({numbers})" if forgotten else ""
    read = {name for model in models for name in model.inputs if name.startswith("previous.")}
    previous = []
    for name in sorted(read):
        table = name.replace("previous.", "core.", 1)
        sql = f"select * from {LAST_NIGHT}.{table}{others}" if table in kept else f"select * from {table} limit 0"
        previous.append(Model(name, f"one row of last night's {table}", kind="view", sql=sql, inputs=(table,)))
    return previous


def write_touched(connection: Connection, plan: Plan, folder: Path, replaced: Collection[str] = ()) -> int:
    """Write changes.work.touched: every customer whose rows may differ from last night's.

    Args:
        connection: An open database with the catalogs night, last_night and changes.
        plan: All models.
        folder: The folder of the SQL files.
        replaced: Shared tables in which only rows of the customers in changes.work.kin were replaced.

    Returns:
        How many customers are touched.
    """
    kin = f"semi join {CHANGES}.work.kin using (customer_id)"
    run(connection, f"create or replace table {CHANGES}.work.found (customer_id bigint)")
    for model in plan.shared:
        if model.table in plan.customer_inputs and model.scope != "event":
            _find_differing(connection, model, among=kin if model.table in replaced else None)
    run(connection, f"use {CHANGES}")
    for file in sorted((folder / "touched").glob("*.sql")):
        run_file(connection, file.read_text(encoding="utf-8"), file, f"insert into {CHANGES}.work.found")
    distinct = f"select distinct customer_id from {CHANGES}.work.found where customer_id is not null"
    run(connection, f"create or replace table {CHANGES}.work.touched as {distinct}")
    return count_rows(connection, f"{CHANGES}.work.touched")


def rebuild_touched(connection: Connection, plan: Plan) -> None:
    """Bring the touched customers' rows, and what they add to each sum, up to tonight."""
    touched = f"from {CHANGES}.work.touched"
    sums = [model for model in plan.needed if model.scope == "additive"]
    with open_members(connection, BEFORE, touched):
        made = _with_views(plan, sums)
        read = {table for model in made for table in model.inputs} - {model.table for model in made}
        cut_tables(connection, BEFORE, (LAST_NIGHT, NIGHT), sorted(read))
        build_members(connection, BEFORE, made)
        with open_members(connection, NOW, touched):
            cut_tables(connection, NOW, (NIGHT,), plan.customer_inputs)
            build_members(connection, NOW, plan.needed)
            for model in plan.needed:
                if model.scope == "additive":
                    add_sums(connection, model, plus=NOW, minus=BEFORE)
                elif model.kind != "view":
                    replace_members(connection, NOW, model)
                    # only members have a member's rows: where the key names the customer, nobody else's can clash
                    is_theirs = "customer_id" in model.key
                    check_key(connection, *((NOW, model) if is_theirs else (NIGHT, model, f"{NOW}.{model.table}")))
            for model in plan.final:
                if model.scope == "variant":
                    _rebuild_variants(connection, model)


def _rebuild_variants(connection: Connection, model: Model) -> None:
    """Make anew those rows of a table of scope variant whose variants the touched customers went or go through."""
    key = "variant_key"
    met = (f"{catalog}.{table}" for table in model.inputs for catalog in (BEFORE, NOW))
    changed = " union ".join(f"select {key} from {table}" for table in met if key in find_columns(connection, table))
    with open_members(connection, PARTS, changed):
        cut_tables(connection, PARTS, (NIGHT,), model.inputs, by=key)
        build_model(connection, PARTS, model)
        run(connection, f"delete from {NIGHT}.{model.table} where {key} in (from {PARTS}.work.members)")
        append_rows(connection, PARTS, model)
        check_key(connection, NIGHT, model, within=f"{PARTS}.{model.table}")


def _with_views(plan: Plan, sums: list[Model]) -> tuple[Model, ...]:
    """Return the sums and the views they read, in order; their other inputs stand in last night's file."""
    needed = {model.table for model in sums}
    for model in reversed(plan.needed):
        if model.table in needed and model.scope != "customer":
            needed.update(model.inputs)
    return tuple(
        model for model in plan.needed if model.table in needed and (model.kind == "view" or model.scope == "additive")
    )


def _find_differing(connection: Connection, model: Model, among: str | None) -> None:
    """Find the customers of a shared table's rows that are not the same as last night; only `among` some can differ."""
    table = model.table
    owner = _find_owner(find_columns(connection, f"{NIGHT}.{table}"))
    if owner is None:
        return
    for one, other in ((LAST_NIGHT, NIGHT), (NIGHT, LAST_NIGHT)):
        some = among or ""
        differing = f"(select * from {one}.{table} {some} except all select * from {other}.{table} {some})"
        if owner == "customer_id":
            select = f"select customer_id from {differing}"
        else:
            owners = f"{one}.core.key_set_customers"
            select = f"select owners.customer_id from {differing} join {owners} as owners using ({owner})"
        run(connection, f"insert into {CHANGES}.work.found {select}")


def _find_owner(columns: dict[str, str]) -> str | None:
    return next((column for column in ("customer_id", "key_set_id") if column in columns), None)


def _read_explained(folder: Path) -> list[str]:
    """Read which tables' changes a file of sql/touched answers for, from its line `-- when TABLE changes`."""
    tables = []
    for file in sorted((folder / "touched").glob("*.sql")):
        said = _WHEN.findall(file.read_text(encoding="utf-8"))
        if not said:
            raise WarehouseError(
                "does not say which table's changes it answers for",
                where=f"{file}:1",
                next_action="Write a line such as `-- when core.observation changes`.",
            )
        tables += said
    return tables


@contextmanager
def open_last_night(connection: Connection, file: Path | None) -> Iterator[frozenset[str]]:
    """Attach last night's database, read-only, and yield the names of its tables; none when there is no such night."""
    if file is None:
        yield frozenset()
        return
    with open_catalog(connection, LAST_NIGHT, file, read_only=True):
        yield find_tables(connection, LAST_NIGHT)
