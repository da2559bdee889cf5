"""The first step of a night: every source file that is new is landed; what cannot be read is refused, not fatal."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from journeymine.contracts.landed import FILE_DESCRIPTION, LandedFile, RefusedFile, read_description
from journeymine.errors import SourceError
from journeymine.ingest.land import PARTIAL_SUFFIX, find_landed, land_file, open_landing, remove_leftovers
from journeymine.ingest.lookups import create_lookups
from journeymine.ingest.mapping import apply_fields, hash_mapping, read_mapping
from journeymine.ingest.rules import choose_reading
from journeymine.ingest.scan import hash_file
from journeymine.ingest.sources import SourceFile, find_files
from journeymine.privacy.keyfile import check_fingerprint
from journeymine.settings import Settings, SourceSettings
from journeymine.steps.failures import is_of_warehouse
from journeymine.warehouse.connection import Connection, DatabaseError

LANDED_FOLDER = "landed"


@dataclass(frozen=True)
class IngestResult:
    """All landed files of the project, old and new, and what was refused this time."""

    landed: tuple[LandedFile, ...]
    refused: tuple[RefusedFile, ...]


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
    for name, source in settings.sources.items():
        landing = _SourceLanding(settings, name, source, key, run_id, now or datetime.now(UTC), announce)
        landing.land()
        landed += landing.read_landed()
        refused += landing.refused
    return IngestResult(tuple(landed), tuple(refused))


class _SourceLanding:
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
        self.run_id, self.announce = run_id, announce
        self.folder = settings.warehouse_folder / LANDED_FOLDER / name
        self.mapping = apply_fields(read_mapping(source.kind, f"[sources.{name}].kind"), source, name)
        self.reading = choose_reading(settings, name, now)
        self.current: dict[str, LandedFile] = {}
        self.refused: list[RefusedFile] = []
        self._files: dict[tuple[str, str], str] = {}

    def land(self) -> None:
        """Land what is new; a file or source that cannot be read is noted in `refused`."""
        try:
            files, unclaimed = find_files(self.settings.folder, self.name, self.source, self.mapping)
        except SourceError as error:
            self._refuse(self.source.path, error)
            return
        for entry in unclaimed:
            self.refused.append(entry)
            self.announce(f"{entry.file_name} is left out: {entry.reason}.")
        limits = self.settings.warehouse
        scratch = self.folder / f"scratch{PARTIAL_SUFFIX}"
        with open_landing(
            self.key, self.reading.timezone, memory_limit=limits.memory_limit, threads=limits.threads, folder=scratch
        ) as connection:
            create_lookups(connection, self.mapping, self.source, [(file.table.name, file.path) for file in files])
            for file in files:
                try:
                    self._land_file(connection, file)
                except (SourceError, DatabaseError, OSError) as error:
                    self._refuse(file.file_name, error)
        shutil.rmtree(scratch, ignore_errors=True)
        self._announce_new()

    def _land_file(self, connection: Connection, file: SourceFile) -> None:
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
        file_hash = hash_file(file.path)
        same = self._files.get((file_hash, file.table.name))
        if same is not None:
            self.announce(f"{file.file_name} holds the same bytes as {same}; they are loaded once.")
            return
        landed = find_landed(connection, self.folder, self.mapping, file.table, file_hash, mapping_hash)
        if landed is None:
            landed = land_file(
                connection,
                file,
                self.mapping,
                self.source,
                reading,
                folder=self.folder,
                file_hash=file_hash,
                mapping_hash=mapping_hash,
                run_id=self.run_id,
            )
        self._files[file_hash, file.table.name] = file.file_name
        self.current[landed.folder.name] = landed

    def _refuse(self, file_name: str, error: Exception) -> None:
        if is_of_warehouse(error, self.settings.warehouse_folder):
            raise error  # the next file would fare no better
        what = error.what if isinstance(error, SourceError) else str(error).splitlines()[0]
        next_action = error.next_action if isinstance(error, SourceError) else None
        self.refused.append(RefusedFile(self.name, file_name, what, next_action))
        self.announce(f"Refused {file_name} of source {self.name}: {what}.")

    def _announce_new(self) -> None:
        new = [file for file in self.current.values() if file.is_new]
        if new:
            loaded, rejected = (sum(getattr(file, name) for file in new) for name in ("loaded_count", "rejected_count"))
            files = "1 file" if len(new) == 1 else f"{len(new)} files"
            self.announce(f"Source {self.name}: {files} landed, {loaded:,} rows loaded, {rejected:,} rejected.")

    def read_landed(self) -> list[LandedFile]:
        """Return the source's landed files, also of files that are gone by now; of re-landed ones only the latest."""
        chosen: dict[tuple[str, str | None], LandedFile] = {}
        folders = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        for folder in folders:
            if not (folder / FILE_DESCRIPTION).is_file() or folder.name.endswith(PARTIAL_SUFFIX):
                continue
            landed = self.current.get(folder.name) or read_description(folder)
            identity = (landed.file_hash, landed.table)
            other = chosen.get(identity)
            if other is None or self._rank(landed) > self._rank(other):
                chosen[identity] = landed
        return [chosen[identity] for identity in sorted(chosen, key=lambda found: (found[0], found[1] or ""))]

    def _rank(self, landed: LandedFile) -> tuple[bool, str, str]:
        return landed.folder.name in self.current, landed.landed_at, landed.mapping_hash
