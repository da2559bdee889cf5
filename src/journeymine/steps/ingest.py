"""The first step of a night: every source file that is new is landed; what cannot be read is refused, not fatal."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from journeymine.contracts.landed import LandedFile, RefusedFile
from journeymine.errors import SourceError
from journeymine.ingest.compared import choose_mapping
from journeymine.ingest.databases import Span, read_span
from journeymine.ingest.drift import ColumnHistory, Drift
from journeymine.ingest.land import PARTIAL_SUFFIX, land_file, open_landing, remove_leftovers
from journeymine.ingest.lookups import create_lookups
from journeymine.ingest.mapping import hash_mapping
from journeymine.ingest.origins import Found, open_files
from journeymine.ingest.refusals import refuse_file
from journeymine.ingest.rules import choose_reading
from journeymine.ingest.scan import find_format
from journeymine.ingest.shelf import find_landed, is_from_the_future, read_landed_files
from journeymine.ingest.sources import SourceFile
from journeymine.privacy.erasures import read_suppressed
from journeymine.privacy.keyfile import check_fingerprint
from journeymine.settings import Settings, SourceSettings
from journeymine.steps.failures import is_of_warehouse
from journeymine.warehouse.connection import Connection, DatabaseError

LANDED_FOLDER = "landed"


@dataclass(frozen=True)
class IngestResult:
    """All landed files of the project, old and new, what was refused this time, and what columns are missed."""

    landed: tuple[LandedFile, ...]
    refused: tuple[RefusedFile, ...]
    drift: tuple[str, ...] = ()


def ingest(
    settings: Settings, key: bytes, run_id: str, announce: Callable[[str], None], *, now: datetime | None = None
) -> IngestResult:
    """Land every new file of every source.

    Args:
        settings: The project.
        key: The hashing key.
        run_id: Written beside what is landed.
        announce: Receives one sentence per event of interest.
        now: The landing time (UTC); the clock's when None.

    Raises:
        KeyFileError: The key is not the one earlier files were hashed with.
        SettingsError: A source's kind or fields are wrong.
    """
    root = settings.warehouse_folder / LANDED_FOLDER
    root.mkdir(parents=True, exist_ok=True)
    check_fingerprint(key, root)
    remove_leftovers(root)
    landed: list[LandedFile] = []
    refused: list[RefusedFile] = []
    drift: list[str] = []
    for name, source in settings.sources.items():
        landing = SourceLanding(settings, name, source, key, run_id, now or datetime.now(UTC), announce)
        landing.land()
        landed += landing.read_landed()
        refused += landing.refused
        drift += landing.drift
    return IngestResult(tuple(landed), tuple(refused), tuple(drift))


class SourceLanding:
    """Lands one source's files and remembers what was landed now, found landed, or refused."""

    def __init__(
        self,
        settings: Settings,
        name: str,
        source: SourceSettings,
        key: bytes,
        run_id: str,
        now: datetime,
        announce: Callable[[str], None],
    ) -> None:
        self.settings, self.name, self.source, self.key = settings, name, source, key
        self.run_id, self.now, self.announce = run_id, now, announce
        self.folder = settings.warehouse_folder / LANDED_FOLDER / name
        self.mapping = choose_mapping(settings, name)
        suppressed = read_suppressed(settings.warehouse_folder, key)
        self.reading = replace(choose_reading(settings, name, now), suppressed=suppressed)
        self.current: dict[str, LandedFile] = {}
        self.refused: list[RefusedFile] = []
        self.drift: list[str] = []
        self._columns = ColumnHistory()
        self._files: dict[tuple[str, str], str] = {}
        self._copies: list[str] = []
        self._known = read_landed_files(self.folder)
        self._names = sorted(path.name for path in self.folder.iterdir()) if self.folder.is_dir() else []
        self._versions: dict[tuple[str, str | None], str] = {
            (file.file_name, file.version): file.file_hash for file in self._known if file.version
        }

    def land(self) -> None:
        """Land what is new; a file or source that cannot be read is noted in `refused`."""
        self._columns.note_all(self._known)
        with self._open() as connection:
            try:
                with self._open_files(connection) as (files, unclaimed):
                    for entry in unclaimed:
                        self.refused.append(entry)
                        self.announce(f"{entry.file_name} is left out: {entry.reason}.")
                    self._land_files(connection, files)
            except (SourceError, DatabaseError, OSError) as error:
                self._refuse(self.source.place, error)
        self._announce_new()

    def _land_files(self, connection: Connection, files: Sequence[SourceFile]) -> None:
        self._create_lookups(connection, files)
        for file in files:
            try:
                self._land_file(connection, file)
            except (SourceError, DatabaseError, OSError) as error:
                self._refuse(file.file_name, error)

    def land_again(self, rejecting: Sequence[LandedFile]) -> dict[tuple[str, str | None], str]:
        """Land files that have rejected rows once more; return (file_hash, table) -> why that was not possible."""
        problems: dict[tuple[str, str | None], str] = {}
        with self._open() as connection:
            if self.source.query is not None:
                # An extract is no file that lies somewhere: each span is asked for again.
                for landed in rejecting:
                    problems |= self._land_found(connection, [landed], read_span(landed.span))
            else:
                problems |= self._land_found(connection, rejecting, None)
        return problems

    def _land_found(
        self, connection: Connection, rejecting: Sequence[LandedFile], again: Span | None
    ) -> dict[tuple[str, str | None], str]:
        problems: dict[tuple[str, str | None], str] = {}
        try:
            with self._open_files(connection, again) as (files, _):
                self._create_lookups(connection, files)
                by_hash = {(self._find_hash(file), file.table.name): file for file in files}
                for landed in rejecting:
                    identity = (landed.file_hash, landed.table)
                    file = by_hash.get((landed.file_hash, landed.table or self.mapping.tables[0].name))
                    if file is None:
                        place = "file is gone or changed" if self.source.query is None else "database holds other rows"
                        problems[identity] = f"the {place}: its {landed.rejected_count:,} rows stay rejected"
                        continue
                    try:
                        self._land_file(connection, file, rejecting=landed)
                    except (SourceError, DatabaseError, OSError) as error:
                        self._refuse(file.file_name, error)
                        problems[identity] = f"refused: {self.refused[-1].reason}"
        except SourceError as error:
            return {(landed.file_hash, landed.table): error.what for landed in rejecting}
        return problems

    def _find_hash(self, file: SourceFile) -> str:
        known = self._versions.get((file.file_name, file.version))
        if known is not None:
            return known
        with file.open() as here:
            return here.find_hash()

    def _open_files(self, connection: Connection, again: Span | None = None) -> AbstractContextManager[Found]:
        return open_files(
            connection,
            self.settings.folder,
            self.name,
            self.source,
            self.mapping,
            self._known,
            self.now,
            folder=self._scratch,
            again=again,
        )

    def _create_lookups(self, connection: Connection, files: Sequence[SourceFile]) -> None:
        wanted = {lookup.table for lookup in self.mapping.lookups.values()}
        with ExitStack() as copies:
            here = [copies.enter_context(file.open()) for file in files if file.table.name in wanted]
            create_lookups(connection, self.mapping, self.source, [(file.table.name, file.path) for file in here])

    @property
    def _scratch(self) -> Path:
        return self.folder / f"scratch{PARTIAL_SUFFIX}"

    @contextmanager
    def _open(self) -> Iterator[Connection]:
        """Open a database that is ready to land the source's files."""
        limits, folder = self.settings.warehouse, self._scratch
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with open_landing(
                self.key, self.reading.timezone, memory_limit=limits.memory_limit, threads=limits.threads, folder=folder
            ) as connection:
                yield connection
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _land_file(self, connection: Connection, file: SourceFile, *, rejecting: LandedFile | None = None) -> None:
        reading = self.reading
        mapping_hash = hash_mapping(
            file.table,
            self.source,
            self.name,
            reading.timezone,
            reading.currency,
            reading.spelling,
            reading.limits.model_dump_json(),
        )
        known = self._versions.get((file.file_name, file.version))
        if known is not None and rejecting is None:
            landed = find_landed(connection, self.folder, self._names, self.mapping, file.table, known, mapping_hash)
            if landed is not None and (known, file.table.name) not in self._files:
                self._note_landed(file, known, landed)  # the store says that it is the same: it need not be fetched
                return
        with file.open() as here:
            self._land_bytes(connection, here, mapping_hash, rejecting)

    def _note_landed(self, file: SourceFile, file_hash: str, landed: LandedFile) -> None:
        self._files[file_hash, file.table.name] = file.file_name
        self.current[landed.folder.name] = landed

    def _land_bytes(
        self, connection: Connection, file: SourceFile, mapping_hash: str, rejecting: LandedFile | None
    ) -> None:
        stamp, file_hash = file.read_stamp(), file.find_hash()
        same = self._files.get((file_hash, file.table.name))
        if same is not None:
            self._copies.append(f"{file.file_name} of {same}")
            return
        landed = find_landed(connection, self.folder, self._names, self.mapping, file.table, file_hash, mapping_hash)
        if landed is not None and landed == rejecting and is_from_the_future(landed):
            # The same mapping, but time has passed: what lay in the future may not do so any more.
            mapping_hash, landed = f"{mapping_hash}.{self.reading.landed_at:%Y%m%d%H%M%S}", None
        if landed is None:
            landed = land_file(
                connection,
                file,
                self.mapping,
                self.source,
                self.reading,
                folder=self.folder,
                file_hash=file_hash,
                stamp=stamp,
                mapping_hash=mapping_hash,
                run_id=self.run_id,
                known=self._known,
            )
        self._note_landed(file, file_hash, landed)
        if landed.is_new and rejecting is None:
            self._tell_drift(file, self._columns.note(landed))

    def _tell_drift(self, file: SourceFile, drift: Drift) -> None:
        if drift.new:
            self.announce(
                f"{file.file_name} has new columns: {', '.join(drift.new)}; what no field names stays in props."
            )
        lost = [f"no longer has the column {name!r}" for name in drift.gone if name not in drift.missing]
        lost += [f"lacks the column {name!r} that the fields of its source name" for name in drift.missing]
        told = [f"{file.file_name} ({self.name}) {what}; it is null there" for what in lost]
        if (find_format(file.path) or self.mapping.format) == "jsonl":
            for sentence in told:  # a key that no line has is nothing unusual
                self.announce(f"{sentence}.")
        else:
            self.drift += told

    def _refuse(self, file_name: str, error: Exception) -> None:
        if is_of_warehouse(error, self.settings.warehouse_folder):
            raise error  # the next file would fare no better
        self.refused.append(refuse_file(self.name, file_name, error))
        self.announce(f"Refused {file_name} of source {self.name}: {self.refused[-1].reason}.")

    def _announce_new(self) -> None:
        new = [file for file in self.current.values() if file.is_new]
        if new:
            loaded, rejected = (sum(getattr(file, name) for file in new) for name in ("loaded_count", "rejected_count"))
            files = "1 file" if len(new) == 1 else f"{len(new)} files"
            self.announce(f"Source {self.name}: {files} landed, {loaded:,} rows loaded, {rejected:,} rejected.")
        if self._copies:  # in one line: those of earlier nights are among them
            told = f"copies are loaded once: {len(self._copies)}, such as {self._copies[-1]}"
            self.announce(f"Source {self.name}: {told}.")

    def read_landed(self) -> list[LandedFile]:
        """Return the source's landed files, also of files that are gone by now; of re-landed ones only the latest."""
        return read_landed_files(self.folder, self.current)
