"""The landed folders of a source, as they stand in the warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from journeymine.contracts.landed import FILE_DESCRIPTION, LandedFile, read_description
from journeymine.ingest.land import PARTIAL_SUFFIX


def read_landed_files(folder: Path, current: Mapping[str, LandedFile] | None = None) -> list[LandedFile]:
    """Return a source's landed files, also of files that are gone by now; of re-landed ones only the latest.

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
    return [chosen[identity] for identity in sorted(chosen, key=lambda found: (found[0], found[1] or ""))]
