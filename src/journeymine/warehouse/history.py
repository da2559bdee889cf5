"""Keep schema meta: what each night was built from and with, what its checks found, and its headline metrics.

meta.runs, meta.metric_history and meta.customer_merges grow night by night, are carried on, never pruned.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast

import polars as pl

from journeymine.settings import Settings
from journeymine.warehouse.checks import Finding
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import write_frame
from journeymine.warehouse.statements import find_tables, run

HEADLINE_TABLE = "report.headline_metrics"
"""Its columns metric and value are what metric_history keeps of a night."""

_TABLES = (
    """create table if not exists {catalog}.meta.runs (
        run_id varchar, night_id varchar, started_at timestamp, ended_at timestamp, as_of timestamp,
        is_as_of_given boolean, is_full_build boolean, touched_customer_count bigint, new_event_count bigint,
        settings_hash varchar, code_hash varchar, duckdb_version varchar
    )""",
    "create table if not exists {catalog}.meta.metric_history "
    "(night_id varchar, as_of timestamp, metric varchar, value double)",
    "create table if not exists {catalog}.meta.customer_merges "
    "(night_id varchar, as_of timestamp, former_customer_id bigint, customer_id bigint)",
    "create table if not exists {catalog}.meta.checks "
    "(check_name varchar, question varchar, level varchar, offending_count bigint, checked_at timestamp)",
)
_CARRIED = ("runs", "metric_history", "customer_merges")
MERGES_TABLE = "core.customer_merges"
"""Its rows tell of tonight; meta.customer_merges keeps those of every night."""


@dataclass(frozen=True)
class Run:
    """One row of meta.runs; times are UTC without a zone, as in every table."""

    run_id: str
    night_id: str
    started_at: datetime
    ended_at: datetime
    as_of: datetime
    is_as_of_given: bool
    is_full_build: bool
    touched_customer_count: int
    new_event_count: int
    settings_hash: str
    code_hash: str
    duckdb_version: str


def write_history_tables(
    connection: Connection, catalog: str, previous: str | None, forgotten: Collection[int] = ()
) -> None:
    """Make the tables of schema meta in a catalog that has none, with what a previous night's catalog hands on.

    Merges of customers who are `forgotten` are not handed on.
    """
    run(connection, f"create schema if not exists {catalog}.meta")
    for statement in _TABLES:
        run(connection, statement.format(catalog=catalog))
    if previous is not None:
        kept = find_tables(connection, previous)
        for table in (table for table in _CARRIED if f"meta.{table}" in kept):
            run(connection, f"insert into {catalog}.meta.{table} by name select * from {previous}.meta.{table}")
    if forgotten:
        numbers = ", ".join(f"{number:d}" for number in sorted(forgotten))
        is_theirs = f"customer_id in ({numbers}) or former_customer_id in ({numbers})"
        run(connection, f"delete from {catalog}.meta.customer_merges where {is_theirs}")


def read_last_run(connection: Connection, catalog: str) -> dict[str, str]:
    """Read what the night in a catalog was built with: settings_hash, code_hash, duckdb_version; empty if unknown."""
    columns = ("settings_hash", "code_hash", "duckdb_version")
    query = f"select {', '.join(columns)} from {catalog}.meta.runs order by night_id desc limit 1"
    rows = run(connection, query)
    return {column: str(value) for row in rows for column, value in zip(columns, row, strict=True)}


def read_last_end(connection: Connection, catalog: str) -> tuple[datetime, bool]:
    """Read the last night's end of observation, and whether it was given to that run."""
    query = f"select as_of, is_as_of_given from {catalog}.meta.runs order by night_id desc limit 1"
    [(as_of, is_given)] = run(connection, query)
    return cast(datetime, as_of), bool(is_given)


def write_settings(connection: Connection, catalog: str, settings: Settings) -> None:
    """Write meta.settings: the settings this night was built with, one row a setting, its value as JSON."""
    rows = sorted(_flatten("", settings.model_dump(mode="json")))
    frame = pl.DataFrame(rows, schema={"setting": pl.String, "value": pl.String}, orient="row")
    write_frame(connection, f"{catalog}.meta.settings", frame)


def write_findings(connection: Connection, catalog: str, findings: Iterable[Finding], now: datetime) -> None:
    """Write meta.checks: what tonight's checks found, in place of last night's."""
    run(connection, f"delete from {catalog}.meta.checks")
    for finding in findings:
        check = finding.check
        values = [check.name, check.question, check.level, finding.offending_count, now]
        run(connection, f"insert into {catalog}.meta.checks values (?, ?, ?, ?, ?)", values)


def write_run(connection: Connection, catalog: str, row: Run) -> None:
    """Add the night to meta.runs, and its headline metrics, where the models make them, to meta.metric_history."""
    values = asdict(row)
    names = ", ".join(values)
    marks = ", ".join("?" for _ in values)
    run(connection, f"insert into {catalog}.meta.runs ({names}) values ({marks})", list(values.values()))
    made = find_tables(connection, catalog)
    if MERGES_TABLE in made:
        run(
            connection,
            f"insert into {catalog}.meta.customer_merges (night_id, as_of, former_customer_id, customer_id) "
            f"select ?, ?, former_customer_id, customer_id from {catalog}.{MERGES_TABLE}",
            [row.night_id, row.as_of],
        )
    if HEADLINE_TABLE in made:
        run(
            connection,
            f"insert into {catalog}.meta.metric_history (night_id, as_of, metric, value) "
            f"select ?, ?, metric, value from {catalog}.{HEADLINE_TABLE}",
            [row.night_id, row.as_of],
        )


def _flatten(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield (setting, value) of nested tables, such as ('journeys.gap', '"2592000s"')."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _flatten(f"{name}.{key}" if name else str(key), inner)
    else:
        yield name, json.dumps(value, ensure_ascii=False)
