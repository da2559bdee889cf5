"""Make identity anew only for those whom tonight's rows may concern.

Who a customer is depends on the keys, objects and records that reach them through others: on their group, as
core.customer_groups keeps it from night to night. So the identity models are run, unchanged, on the landed key sets of
the groups that tonight's rows meet, in the catalog `kin`, and these customers' rows are replaced. sql/kin says who they
are and which landed rows are theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from journeymine.warehouse.build import NIGHT, build_model, open_catalog
from journeymine.warehouse.checks import check_key
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.delta import CHANGES
from journeymine.warehouse.plan import Plan
from journeymine.warehouse.sqlfiles import Model
from journeymine.warehouse.statements import check_name, count_rows, find_columns, run, run_file

KIN = "kin"
SOURCES = ("raw.key_sets", "raw.people", "raw.links")
APART = frozenset({"raw.notes"})
"""Landed rows that make nobody who they are: what is made of them is made anew."""
STATE = "core.customer_groups"
LARGEST_SHARE = 0.3
"""Beyond this share of all key sets it is no more work to make all of them anew."""


def find_identity_models(connection: Connection, plan: Plan) -> tuple[Model, ...]:
    """Find the shared models, in order, whose rows are made of a group's landed keys alone.

    They read landed keys, directly or through one another, and their rows can be told apart by customer or by key.
    """
    reached, others = set(SOURCES), set(APART)
    found = []
    for model in plan.shared:
        if not (reached | others) & set(model.inputs):
            continue
        is_told_apart = _is_internal(model) or _find_replacement(connection, model) is not None
        if is_told_apart and not others & set(model.inputs):
            reached.add(model.table)
            found.append(model)
        else:
            others.add(model.table)
    return tuple(found)


def rebuild_kin(connection: Connection, models: Sequence[Model], folder: Path) -> bool:
    """Bring the identity tables of the night up to tonight, for those alone whom tonight's rows concern.

    Args:
        connection: An open database with the catalogs night, where these tables are still last night's, and fresh,
            where core.identity_keys holds tonight's keys.
        models: What `find_identity_models` found.
        folder: The folder of the SQL files.

    Returns:
        Whether it was done; then changes.work.kin lists these customers. It is not done where too many are concerned,
        or last night kept no groups.
    """
    if not find_columns(connection, f"{NIGHT}.{STATE}"):
        return False
    with open_catalog(connection, KIN):
        run(connection, f"create schema {KIN}.work; create schema {KIN}.raw")
        run(connection, f"use {KIN}")
        _create(connection, "work.customers", folder / "kin" / "customers.sql")
        _create(connection, "work.key_sets", folder / "kin" / "key_sets.sql")
        limit = LARGEST_SHARE * count_rows(connection, f"{NIGHT}.core.key_set_customers")
        if count_rows(connection, f"{KIN}.work.key_sets") > limit:
            return False
        for table in SOURCES:
            _create(connection, table, folder / "kin" / f"{table.replace('.', '/')}.sql")
        made = {model.table for model in models} | set(SOURCES)
        for table in sorted({name for model in models for name in model.inputs} - made):
            run(connection, f"create schema if not exists {KIN}.{check_name(table.partition('.')[0])}")
            run(connection, f"create view {KIN}.{check_name(table)} as select * from {NIGHT}.{table}")
        for model in models:
            build_model(connection, KIN, model)
        everyone = f"select customer_id from {KIN}.work.customers union select customer_id from {KIN}.core.customers"
        run(connection, f"create table {CHANGES}.work.kin as {everyone}")
        for model in models:
            if not _is_internal(model):
                _replace(connection, model)
    return True


def _create(connection: Connection, table: str, file: Path) -> None:
    run_file(connection, file.read_text(encoding="utf-8"), file, f"create table {KIN}.{table} as")


def _replace(connection: Connection, model: Model) -> None:
    """Put tonight's rows of the customers concerned in place of last night's."""
    kept, made = f"{NIGHT}.{model.table}", f"{KIN}.{model.table}"
    replacement = _find_replacement(connection, model)
    run(connection, f"delete from {kept} as kept{replacement}")
    run(connection, f"insert into {kept} by name from {made}")
    check_key(connection, NIGHT, model, within=made)


def _is_internal(model: Model) -> bool:
    return model.kind == "scaffold" or model.table.startswith(("staging.", "previous."))


def _find_replacement(connection: Connection, model: Model) -> str | None:
    """Find which rows of a table are the customers' concerned, as the end of a DELETE; None if they cannot be told."""
    columns = find_columns(connection, f"{NIGHT}.{model.table}")
    if any(name.startswith("previous.") for name in model.inputs):
        return ""  # tells of tonight alone
    if "customer_id" in columns:
        return f" using {CHANGES}.work.kin as kin where kept.customer_id = kin.customer_id"
    if {"identity_kind", "identity_hash"} <= columns.keys():
        same = " and ".join(f"kept.{name} = kin.{name}" for name in ("identity_kind", "identity_hash"))
        return f" using {KIN}.core.identities as kin where {same}"
    return None
