"""The landed folders of a source, as they stand in the warehouse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from journeymine.contracts.landed import FILE_DESCRIPTION, LandedFile, read_description
from journeymine.ingest.land import PARTIAL_SUFFIX


def read_landed_files(folder: Path, current: Mapping[str, LandedFile] | None = None) -> list[LandedFile]:
    """Return a source's landed files, also of files that are gone by now; of re-landed ones only the latest.

    A file whose last line had been cut, and that has grown since, is not among them.

    Args:
        folder: Where the source's landed folders are; it need not be there.
        current: Landed folder's name -> file, of those that are known to hold; they come before any other.
    """
    known = current or {}
    chosen: dict[tuple[str, str | None], LandedFile] = {}

    def rank(landed: LandedFile) -> tuple[bool, str, str]:
        return landed.folder.name in known, landed.landed_at, landed.mapping_hash

    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not (path / FILE_DESCRIPTION).is_file() or path.name.endswith(PARTIAL_SUFFIX):
            continue
        landed = known.get(path.name) or read_description(path)
        identity = (landed.file_hash, landed.table)
        other = chosen.get(identity)
        if other is None or rank(landed) > rank(other):
            chosen[identity] = landed
    torn = {(file_hash, landed.table) for landed in chosen.values() for file_hash in landed.torn_from}
    whole = chosen.keys() - torn
    return [chosen[identity] for identity in sorted(whole, key=lambda found: (found[0], found[1] or ""))]


def drop_outgrown(landed: Iterable[LandedFile]) -> list[LandedFile]:
    """Return a source's landed files without those of which a longer version was landed since."""
    files = list(landed)
    outgrown = {(file_hash, file.table) for file in files for file_hash in file.grown_from}
    return [file for file in files if (file.file_hash, file.table) not in outgrown]
