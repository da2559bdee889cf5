"""Bring the events of newly landed files into last night's tables, without reading the others again.

An event may arrive in several copies, on several nights; which copy is kept is for the model to say. So models of scope
event are run, unchanged, on the copies of some event_keys: of those that came tonight, in the catalog `fresh`, and,
where an event was known already, of all its copies ever landed, in `contested`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from journeymine.contracts.landed import LandedFile
from journeymine.warehouse.build import NIGHT, build_model, build_models, open_catalog
from journeymine.warehouse.checks import check_key
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.delta import CHANGES
from journeymine.warehouse.kin import find_identity_models, rebuild_kin
from journeymine.warehouse.plan import Plan
from journeymine.warehouse.raw import write_raw_views
from journeymine.warehouse.sqlfiles import Model
from journeymine.warehouse.statements import check_name, count_rows, find_columns, run

FRESH, CONTESTED = "fresh", "contested"
EVENT_TABLE = "core.event_rows"
LIKELY_TABLE, CODE_TABLE = "core.likely_records", "raw.person_codes"


@dataclass(frozen=True)
class Arrivals:
    """How many events are new or differ, and in which shared tables only some customers' rows were replaced."""

    event_count: int
    replaced: frozenset[str]


def build_shared(connection: Connection, plan: Plan, landed: Sequence[LandedFile], folder: Path) -> Arrivals:
    """Make the night's shared tables: events by what arrived, identity for whom it concerns, all others anew.

    Args:
        connection: An open database with the catalogs night, last_night and changes.
        plan: All models.
        landed: The files that last night's build has not seen.
        folder: The folder of the SQL files.

    Returns:
        What arrived; changes.work.event_keys lists the events.
    """
    events = [model for model in plan.shared if model.scope == "event"]
    identity = find_identity_models(connection, plan)
    done = {model.table for model in events}
    with open_catalog(connection, FRESH):
        write_raw_views(connection, FRESH, landed)
        before = [model for model in _find_upstream(plan, events) if model.table not in done]
        # Who is like whom is made of all people's records, and stands as it is if none of them came.
        likely = _find_upstream(plan, [model for model in plan.shared if model.table == LIKELY_TABLE])
        if count_rows(connection, f"{FRESH}.{CODE_TABLE}"):
            before += likely
        done.update(model.table for model in likely)
        build_models(connection, NIGHT, before)
        count = add_events(connection, plan, events)
        done.update(model.table for model in before)
        keys = [model for model in identity if model.table == "core.identity_keys"]
        _build_apart(connection, _find_upstream(plan, keys), FRESH)
        is_narrow = bool(keys) and rebuild_kin(connection, identity, folder)
        replaced = frozenset(model.table for model in identity) if is_narrow else frozenset()
    build_models(connection, NIGHT, (model for model in plan.shared if model.table not in done | replaced))
    return Arrivals(count, replaced)


def add_events(connection: Connection, plan: Plan, models: Sequence[Model]) -> int:
    """Bring the events of the catalog fresh into the night's tables of scope event.

    Args:
        connection: An open database with the catalogs night, changes and fresh, which holds tonight's landed rows.
        plan: All models.
        models: Those of scope event, in order.

    Returns:
        How many events are new or differ; changes.work.event_keys lists them.
    """
    run(connection, f"create or replace table {CHANGES}.work.event_keys (event_key bigint)")
    _build_apart(connection, _find_upstream(plan, models), FRESH)
    known = f"select event_key from {FRESH}.{EVENT_TABLE} semi join {NIGHT}.{EVENT_TABLE} using (event_key)"
    run(connection, f"create table {FRESH}.contested as {known}")
    unknown = f"anti join {FRESH}.contested using (event_key)"
    _note_keys(connection, f"select event_key from {FRESH}.{EVENT_TABLE} {unknown}")
    for model in models:
        _insert(connection, model, f"{FRESH}.{model.table} {unknown}")
    if count_rows(connection, f"{FRESH}.contested"):
        _settle_contested(connection, plan, models)
    for model in models:
        changed = f"(select * from {NIGHT}.{model.table} semi join {CHANGES}.work.event_keys using (event_key))"
        check_key(connection, NIGHT, model, within=changed)
    return count_rows(connection, f"{CHANGES}.work.event_keys")


def _settle_contested(connection: Connection, plan: Plan, models: Sequence[Model]) -> None:
    """Make the rows of events that were known already from all their landed copies, and note which rows differ."""
    with open_catalog(connection, CONTESTED):
        run(connection, f"create schema {CONTESTED}.raw")
        for table in ("events", "feedback"):
            copies = f"select * from {NIGHT}.raw.{table} semi join {FRESH}.contested using (event_key)"
            run(connection, f"create table {CONTESTED}.raw.{table} as {copies}")
        _build_apart(connection, _find_upstream(plan, models), CONTESTED)
        for model in models:
            settled, kept = f"{CONTESTED}.{model.table}", f"{NIGHT}.{model.table}"
            old = f"select * from {kept} semi join {FRESH}.contested using (event_key)"
            differing = (
                f"(select * from {settled} except all {old}) union all ({old} except all select * from {settled})"
            )
            keys = f"select distinct event_key from ({differing})"
            run(connection, f"create or replace table {CONTESTED}.differing as {keys}")
            run(connection, f"delete from {kept} where event_key in (from {CONTESTED}.differing)")
            _insert(connection, model, f"{settled} semi join {CONTESTED}.differing using (event_key)")
            _note_keys(connection, f"from {CONTESTED}.differing anti join {CHANGES}.work.event_keys using (event_key)")


def _find_upstream(plan: Plan, models: Sequence[Model]) -> list[Model]:
    """Find some shared models and all that they are made of, in order."""
    needed = {model.table for model in models}
    for model in reversed(plan.shared):
        if model.table in needed:
            needed.update(model.inputs)
    return [model for model in plan.shared if model.table in needed]


def _build_apart(connection: Connection, models: Sequence[Model], name: str) -> None:
    """Make tables in a scratch catalog of the landed rows that it holds; what else they read is the night's."""
    made = {model.table for model in models}
    for table in sorted({table for model in models for table in model.inputs} - made):
        if not find_columns(connection, f"{name}.{table}"):
            run(connection, f"create schema if not exists {name}.{check_name(table.partition('.')[0])}")
            run(connection, f"create view {name}.{check_name(table)} as select * from {NIGHT}.{table}")
    for model in models:
        build_model(connection, name, model)


def _insert(connection: Connection, model: Model, rows: str) -> None:
    run(connection, f"insert into {NIGHT}.{model.table} by name select * from {rows}")


def _note_keys(connection: Connection, keys: str) -> None:
    run(connection, f"insert into {CHANGES}.work.event_keys {keys}")
