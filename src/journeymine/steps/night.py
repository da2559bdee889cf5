"""One night from the first file to the published site; the command line and the Prefect flow run these same steps."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from journeymine.errors import SourceError, WarehouseError
from journeymine.settings import Settings, hash_settings
from journeymine.steps import publish as publishing
from journeymine.steps.analyse import analyse
from journeymine.steps.build import BuildResult, build
from journeymine.steps.check import check_project
from journeymine.steps.erase import complete_erasures, erase_pending, redact_again
from journeymine.steps.failures import explain_failures
from journeymine.steps.ingest import IngestResult, ingest
from journeymine.steps.lock import Lock, open_lock
from journeymine.steps.own_maps import list_own_files
from journeymine.steps.personas import write_persona_templates
from journeymine.steps.publish import NightRecord
from journeymine.steps.report import explain_other_program, report
from journeymine.warehouse.sqlfiles import sql_folder

Announce = Callable[[str], None]


@dataclass(frozen=True)
class Night:
    """What every step of one run needs to know; `folder` is private to the run until it is published.

    `previous` is the night now published, if any; `as_of` is None for the latest accepted occurred_at. `forgotten` are
    customers who are being erased: the night is a full one, and no other is kept.
    """

    settings: Settings
    key: bytes
    run_id: str
    started_at: datetime
    folder: Path
    previous: Path | None
    as_of: datetime | None
    is_full: bool
    announce: Announce
    lock: Lock
    forgotten: frozenset[int] = frozenset()

    @property
    def warehouse(self) -> Path:
        """The warehouse folder."""
        return self.settings.warehouse_folder


@dataclass(frozen=True)
class NightResult:
    """How a run ended: `is_published` is False when nothing was new; `record` is of the night now published."""

    folder: Path
    record: NightRecord
    is_published: bool
    new_file_count: int
    loaded_count: int
    rejected_count: int
    warnings: tuple[str, ...]


def run_night(
    settings: Settings, key: bytes, *, as_of: datetime | None = None, is_full: bool = False, announce: Announce
) -> NightResult:
    """Run the steps in order: ingest, build, analyse, report, publish.

    Args:
        settings: The project.
        key: The key that identifiers are hashed with.
        as_of: The end of observation (UTC); the latest accepted occurred_at when None.
        is_full: Rebuild every customer, whether touched or not.
        announce: Called with one plain sentence per event of interest.

    Raises:
        LockedError: Another run holds the warehouse.
        JourneymineError: A step failed; the night that was published before still is.
    """
    with open_night(settings, key, as_of=as_of, is_full=is_full, announce=announce) as night:
        ingested = ingest_night(night)
        if not has_news(night, ingested):
            return skip_night(night, ingested)
        built = build_night(night, ingested)
        built = analyse_night(night, built)
        report_night(night, built)
        return publish_night(night, ingested, built)


@contextmanager
def open_night(
    settings: Settings,
    key: bytes,
    *,
    as_of: datetime | None = None,
    is_full: bool = False,
    announce: Announce,
    command: str = "run",
    prepare: Callable[[Lock], None] = lambda _: None,
) -> Iterator[Night]:
    """Hold the lock, clear what killed runs left, and make the night's folder; it is removed if it is not published.

    What `prepare` does comes once the lock is held, before anything else; an erasure that waits to be completed is.

    Raises:
        SettingsError: Sources, rules or goals name something there is not; nothing was started.
        LockedError: Another run holds the warehouse.
        WarehouseError: The warehouse folder cannot be written, or the disk is full.
    """
    check_project(settings)
    warehouse = settings.warehouse_folder
    with explain_failures(warehouse):
        warehouse.mkdir(parents=True, exist_ok=True)
        with open_lock(warehouse, command) as lock, explain_failures(warehouse):
            prepare(lock)
            forgotten = erase_pending(settings, key, announce)
            is_redacted = redact_again(settings, announce)
            for name in publishing.clear_leftovers(warehouse):
                announce(f"Removed the unfinished night {name} of a run that died.")
            started_at = datetime.now(UTC)
            folder = publishing.start_night(warehouse, started_at)
            run_id = f"{folder.name}.{secrets.token_hex(4)}"
            previous = publishing.find_current(warehouse)
            try:
                is_full = is_full or bool(forgotten) or is_redacted
                yield Night(
                    settings, key, run_id, started_at, folder, previous, as_of, is_full, announce, lock, forgotten
                )
            finally:
                if not (folder / publishing.RECORD).is_file():
                    shutil.rmtree(folder, ignore_errors=True)


def ingest_night(night: Night) -> IngestResult:
    """Land what is new; files landed before are known by their content.

    Raises:
        SourceError: No source gave a single file, now or before.
    """
    night.lock.write_step("ingest")
    ingested = ingest(night.settings, night.key, night.run_id, night.announce)
    if not ingested.landed:
        raise SourceError(
            "\n".join(("there is nothing to build from", *_warnings_of(ingested))),
            next_action="`journeymine check` tells what it finds where.",
        )
    return ingested


def has_news(night: Night, ingested: IngestResult) -> bool:
    """Say whether a build could give anything else than the night now published."""
    if night.is_full or night.previous is None:
        return True
    record = publishing.read_record(night.previous)
    known = (record.inputs_hash, record.settings_hash, record.code_hash)
    if known != (hash_inputs(ingested, night.settings), hash_settings(night.settings), hash_program()):
        return True
    if night.as_of is None:
        return record.is_as_of_given
    return night.as_of != datetime.fromisoformat(record.as_of)


def skip_night(night: Night, ingested: IngestResult) -> NightResult:
    """End a run that found nothing new; nothing is published."""
    if night.previous is None:
        raise WarehouseError("there is no night to keep", where=str(night.warehouse))
    record = publishing.read_record(night.previous)
    night.announce(f"Nothing new since night {record.night_id}: nothing was published.")
    night.lock.write_outcome("nothing new")
    return _sum_up(night.previous, record, ingested, _warnings_of(ingested), is_published=False)


def build_night(night: Night, ingested: IngestResult) -> BuildResult:
    """Build and check the night's database."""
    night.lock.write_step("build")
    given = (night.settings, ingested.landed, night.folder, night.previous, night.run_id, night.as_of, night.is_full)
    return build(*given, night.announce, forgotten=night.forgotten, refused=ingested.refused)


def analyse_night(night: Night, built: BuildResult) -> BuildResult:
    """Write the tables that Python makes from frames; what a project's own queries failed at joins the warnings."""
    night.lock.write_step("analyse")
    given = (built.database, night.settings, night.announce)
    warnings = analyse(*given, previous=night.previous, forgotten=night.forgotten, key=night.key)
    return replace(built, warnings=(*built.warnings, *warnings))


def report_night(night: Night, built: BuildResult) -> None:
    """Render the night's site."""
    night.lock.write_step("report")
    report(built.database, night.settings, night.folder / publishing.SITE, night.announce)


def publish_night(night: Night, ingested: IngestResult, built: BuildResult) -> NightResult:
    """Swap `current` to this night, then drop the nights beyond those kept."""
    night.lock.write_step("publish")
    warnings = (*_warnings_of(ingested), *built.warnings)
    record = NightRecord(
        night_id=night.folder.name,
        run_id=night.run_id,
        started_at=night.started_at.isoformat(timespec="seconds"),
        ended_at=datetime.now(UTC).isoformat(timespec="seconds"),
        as_of=built.as_of.isoformat(),
        is_as_of_given=night.as_of is not None,
        is_full_build=built.is_full_build,
        touched_customer_count=built.touched_customer_count,
        new_event_count=built.new_event_count,
        inputs_hash=hash_inputs(ingested, night.settings),
        settings_hash=hash_settings(night.settings),
        code_hash=hash_program(),
        warnings=list(warnings),
    )
    publishing.publish(night.warehouse, night.folder, record)
    night.announce(f"Published night {record.night_id}.")
    if night.forgotten:
        complete_erasures(night.warehouse, night.announce)
    for name in publishing.drop_old_nights(night.warehouse, night.settings.warehouse.keep_nights, night.previous):
        night.announce(f"Removed the folder of night {name}, which is beyond those kept or was rendered anew since.")
    write_persona_templates(night.settings, night.folder / publishing.DATABASE, night.announce)
    night.lock.write_outcome("published")
    return _sum_up(night.folder, record, ingested, warnings, is_published=True)


def run_report(settings: Settings, *, announce: Announce) -> Path:
    """Render the published night's site anew and publish it by the same swap, beside the same database.

    Raises:
        WarehouseError: Nothing has been published yet, or by a program whose tables were others.
    """
    warehouse = settings.warehouse_folder
    publishing.find_published(warehouse)
    with explain_failures(warehouse), open_lock(warehouse, "report") as lock, explain_failures(warehouse):
        current = publishing.find_published(warehouse)
        for name in publishing.clear_leftovers(warehouse):
            announce(f"Removed the unfinished night {name} of a run that died.")
        lock.write_step("report")
        folder = publishing.start_revision(warehouse, current)
        try:
            with explain_other_program(is_other=publishing.read_record(current).code_hash != hash_program()):
                report(folder / publishing.DATABASE, settings, folder / publishing.SITE, announce)
            publishing.publish(warehouse, folder, publishing.read_record(current))
        finally:
            if not (folder / publishing.RECORD).is_file():
                shutil.rmtree(folder, ignore_errors=True)
        publishing.drop_old_nights(warehouse, settings.warehouse.keep_nights, current)
        lock.write_outcome("reported")
        return folder


def hash_inputs(ingested: IngestResult, settings: Settings) -> str:
    """Return the SHA-256 (hex) of the set of landed files, however they arrived, of the overlay, lexicons and rules."""
    names = sorted(f"{file.source}/{file.file_hash}-{file.mapping_hash}" for file in ingested.landed)
    names += [str(entry) for entry in settings.identity_overlay.list_entries()]
    overlays = ("persona", "map", "plan", "signal", "topic")
    names += [getattr(settings, f"{overlay}_overlay").model_dump_json() for overlay in overlays]
    names += [f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in list_own_files(settings)]
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def hash_program() -> str:
    """Return the SHA-256 (hex) of every file that can change a table or a page: modules, SQL, mappings, templates."""
    digest = hashlib.sha256()
    for root in (Path(str(files("journeymine"))), sql_folder()):
        for file in sorted(root.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _warnings_of(ingested: IngestResult) -> tuple[str, ...]:
    refused = tuple(
        f"{refused.file_name} ({refused.source}) was refused: {refused.reason}"
        + (f". {refused.next_action}" if refused.next_action else "")
        for refused in ingested.refused
    )
    return refused + ingested.drift


def _sum_up(
    folder: Path, record: NightRecord, ingested: IngestResult, warnings: tuple[str, ...], *, is_published: bool
) -> NightResult:
    new = [file for file in ingested.landed if file.is_new]
    return NightResult(
        folder=folder,
        record=record,
        is_published=is_published,
        new_file_count=len(new),
        loaded_count=sum(file.loaded_count for file in new),
        rejected_count=sum(file.rejected_count for file in new),
        warnings=warnings,
    )
