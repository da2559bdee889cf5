"""Build the night's database: from landed Parquet to the published tables, checked, in one file that stands alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from journeymine.contracts.glossary import read_glossary
from journeymine.contracts.landed import LandedFile, RefusedFile
from journeymine.scale.buckets import build_buckets
from journeymine.scale.local import map_buckets
from journeymine.settings import Settings, hash_settings
from journeymine.steps.models import build_seeds, hash_build_code, read_models
from journeymine.steps.publish import DATABASE
from journeymine.warehouse import arrivals, delta, finish, history, raw
from journeymine.warehouse.build import (
    NIGHT,
    build_models,
    open_catalog,
    read_as_of,
    write_seeds,
    write_variables,
)
from journeymine.warehouse.checks import Finding, read_checks, run_checks, stop_on_findings
from journeymine.warehouse.comments import write_comments
from journeymine.warehouse.connection import Connection, open_database, read_engine_version
from journeymine.warehouse.delta import CHANGES, LAST_NIGHT, open_last_night
from journeymine.warehouse.plan import Plan
from journeymine.warehouse.refusals import write_refused_files
from journeymine.warehouse.scratch import MEMBERS_TABLE
from journeymine.warehouse.sqlfiles import sql_folder
from journeymine.warehouse.statements import count_rows, run

Announce = Callable[[str], None]


@dataclass(frozen=True)
class BuildResult:
    """The night's database, and how it was built; `as_of` is UTC, `warnings` are what checks found."""

    database: Path
    as_of: datetime
    is_full_build: bool
    touched_customer_count: int
    new_event_count: int
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Work:
    """What the parts of one build share; `last_night` is the previous night's database, if there is one."""

    connection: Connection
    plan: Plan
    seeds: dict[str, pl.DataFrame]
    landed: Sequence[LandedFile]
    folder: Path
    database: Path
    last_night: Path | None
    bucket_count: int
    announce: Announce
    forgotten: Collection[int]
    refused: Sequence[RefusedFile] = ()


@dataclass(frozen=True)
class _Outcome:
    """How the customers' tables came about."""

    is_full_build: bool
    touched_customer_count: int
    new_event_count: int


def build(
    settings: Settings,
    landed: Sequence[LandedFile],
    night: Path,
    previous: Path | None,
    run_id: str,
    as_of: datetime | None,
    is_full: bool,
    announce: Announce,
    *,
    folder: Path | None = None,
    forgotten: Collection[int] = (),
    refused: Sequence[RefusedFile] = (),
) -> BuildResult:
    """Build the night's database; customers untouched since the previous night keep their rows.

    Args:
        settings: The project.
        landed: All landed files, old and new.
        night: The night's folder; everything is written in it.
        previous: The folder of the night now published, if any; it is only read.
        run_id: The run, as in meta.runs.
        as_of: The end of observation (UTC); the latest accepted occurred_at when None.
        is_full: Rebuild every customer.
        announce: Called with one plain sentence per event of interest.
        folder: The folder of the SQL files; the package's own when None.
        forgotten: Customers who are being erased: every customer is rebuilt, and nothing of theirs is handed on.
        refused: Files that this run had to do without.

    Raises:
        WarehouseError: A model failed, or there is no event at all.
        CheckError: A key, or a check that guards publication, does not hold.
    """
    started_at = _now()
    folder = folder or sql_folder()
    database, spill = night / DATABASE, night / "spill"
    limits = settings.warehouse
    with open_database(None, memory_limit=limits.memory_limit, threads=limits.threads, temp_folder=spill) as connection:
        run(connection, "set preserve_insertion_order = false")  # no model relies on it, and it costs memory
        run(connection, "set checkpoint_threshold = '1TB'")  # once, at the end: each one looks at every table
        run(connection, "set disabled_compression_methods = 'bitpacking'")  # a tenth of a build for a third of the file
        end = as_of.astimezone(UTC).replace(tzinfo=None) if as_of else None
        write_variables(connection, {"as_of": end})
        last_night = previous / DATABASE if previous else None
        with open_last_night(connection, last_night) as kept:
            seeds = build_seeds(settings)
            plan = read_models(connection, folder, seeds, kept, forgotten)
            work = _Work(
                connection=connection,
                plan=plan,
                seeds=seeds,
                landed=landed,
                folder=folder,
                database=database,
                last_night=last_night,
                bucket_count=limits.buckets,
                announce=announce,
                forgotten=forgotten,
                refused=refused,
            )
            hashes = {
                "settings_hash": hash_settings(settings),
                "code_hash": hash_build_code(folder),
                "duckdb_version": read_engine_version(),
            }
            reason = "--full was asked for" if is_full else _find_reason(work, hashes, end)
            outcome = _build_full(work, reason) if reason else _build_delta(work)
            with open_catalog(connection, NIGHT, database):
                latest = read_as_of(connection)
                row = history.Run(
                    run_id=run_id,
                    night_id=night.name,
                    started_at=started_at,
                    ended_at=_now(),
                    as_of=latest,
                    is_as_of_given=end is not None,
                    is_full_build=outcome.is_full_build,
                    touched_customer_count=outcome.touched_customer_count,
                    new_event_count=outcome.new_event_count,
                    **hashes,
                )
                findings = _finish(work, row, settings)
    finish.close_file(database)
    shutil.rmtree(spill, ignore_errors=True)
    warnings = tuple(finding.tell() for finding in findings if finding.offending_count)
    return BuildResult(
        database=database,
        as_of=latest.replace(tzinfo=UTC),
        is_full_build=outcome.is_full_build,
        touched_customer_count=outcome.touched_customer_count,
        new_event_count=outcome.new_event_count,
        warnings=warnings,
    )


_HASHED = {
    "settings_hash": "the settings or rules",
    "code_hash": "the program",
    "duckdb_version": "the version of DuckDB",
}
"""What each hash that a night is remembered by stands for."""


def _find_reason(work: _Work, hashes: dict[str, str], end: datetime | None) -> str | None:
    """Find why every customer must be rebuilt; None when last night's rows can be kept."""
    if work.last_night is None:
        return "there is no earlier night"
    last = history.read_last_run(work.connection, LAST_NIGHT)
    changed = [name for name, value in hashes.items() if last.get(name) != value]
    if changed:
        return f"{' and '.join(_HASHED[name] for name in changed)} changed since last night"
    known = raw.find_known_files(work.connection, LAST_NIGHT)
    gone = known - {_identify(file) for file in work.landed}
    if gone:
        return f"{len(gone)} files that last night was built from are no longer landed"
    last_end, was_given = history.read_last_end(work.connection, LAST_NIGHT)
    seen = [file for file in work.landed if _identify(file) in known]
    if (end is not None or was_given) and raw.has_events_between(work.connection, seen, last_end, end):
        return "observation ends at another moment, with events between it and last night's"
    return None


def _build_full(work: _Work, reason: str) -> _Outcome:
    """Build every table from landed rows."""
    work.announce(f"Building all customers, since {reason}.")
    connection, plan = work.connection, work.plan
    with open_catalog(connection, NIGHT, work.database):
        history.write_history_tables(connection, NIGHT, LAST_NIGHT if work.last_night else None, work.forgotten)
        raw.write_raw_tables(connection, NIGHT, work.landed)
        raw.write_raw_views(connection, NIGHT, work.landed)
        raw.check_events(connection, NIGHT)
        write_seeds(connection, work.seeds)
        build_models(connection, NIGHT, plan.shared)
        if work.bucket_count == 1:
            build_models(connection, NIGHT, plan.per_customer)
        else:
            build_buckets(connection, plan, work.bucket_count, map_buckets)
        build_models(connection, NIGHT, plan.final)
        customer_count = count_rows(connection, f"{NIGHT}.{MEMBERS_TABLE}")
        event_count = count_rows(connection, f"{NIGHT}.{arrivals.EVENT_TABLE}")
    return _Outcome(is_full_build=True, touched_customer_count=customer_count, new_event_count=event_count)


def _build_delta(work: _Work) -> _Outcome:
    """Build on last night's file; fall back to a full build where the result could differ from one."""
    connection, plan = work.connection, work.plan
    known = raw.find_known_files(connection, LAST_NIGHT)
    arrived = [file for file in work.landed if _identify(file) not in known]
    if work.last_night is not None:
        shutil.copyfile(work.last_night, work.database)
    with open_catalog(connection, NIGHT, work.database), open_catalog(connection, CHANGES):
        run(connection, f"create schema {CHANGES}.work")
        run(connection, f"drop schema if exists {NIGHT}.analysis cascade")  # of last night's numbers
        raw.write_raw_tables(connection, NIGHT, arrived)
        raw.write_raw_views(connection, NIGHT, work.landed)
        write_seeds(connection, work.seeds)
        came = arrivals.build_shared(connection, plan, arrived, work.folder)
        reason = delta.find_reason_for_full(connection, plan, work.folder)
        if reason is None:
            touched_count = delta.write_touched(connection, plan, work.folder, came.replaced)
            work.announce(
                f"Building {touched_count} customers touched by {came.event_count} new events of {len(arrived)} files."
            )
            delta.rebuild_touched(connection, plan)
            build_models(connection, NIGHT, (model for model in plan.per_customer if model.kind == "view"))
            build_models(connection, NIGHT, (model for model in plan.final if model.scope != "variant"))
            return _Outcome(is_full_build=False, touched_customer_count=touched_count, new_event_count=came.event_count)
    work.database.unlink()
    return _build_full(work, reason)


def _finish(work: _Work, row: history.Run, settings: Settings) -> tuple[Finding, ...]:
    """Check the night, tell what its tables mean, and make the file stand alone."""
    connection, plan = work.connection, work.plan
    run(connection, f"use {NIGHT}")
    findings = run_checks(connection, read_checks(work.folder))
    stop_on_findings(findings)
    history.write_findings(connection, NIGHT, findings, row.ended_at)
    write_refused_files(connection, NIGHT, work.refused)
    history.write_settings(connection, NIGHT, settings)
    history.write_run(connection, NIGHT, row)
    finish.write_macros(connection, NIGHT, work.folder / "macros")
    finish.drop_scaffold(connection, NIGHT, plan.models, keep=plan.customer_inputs)
    glossary = read_glossary(work.folder / "columns")
    write_comments(connection, NIGHT, plan.models, glossary)
    run(connection, f"checkpoint {NIGHT}")
    return findings


def _identify(file: LandedFile) -> tuple[str, str, str]:
    return (file.source, file.file_hash, file.mapping_hash)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
