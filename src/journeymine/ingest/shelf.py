"""The landed folders of a source, as they stand in the warehouse."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from journeymine.contracts.landed import FILE_DESCRIPTION, LandedFile, read_description
from journeymine.ingest import mapping as mappings
from journeymine.ingest.land import PARTIAL_SUFFIX
from journeymine.ingest.lookups import LOOKED_UP_FILE, hash_answers
from journeymine.ingest.rules import IN_THE_FUTURE
from journeymine.warehouse.connection import Connection


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


def find_landed(
    connection: Connection,
    folder: Path,
    names: Sequence[str],
    mapping: mappings.Mapping,
    table: mappings.Table,
    file_hash: str,
    mapping_hash: str,
) -> LandedFile | None:
    """Return the landed file with these bytes and this mapping, if its lookups would answer the same today.

    `names` are those in `folder`, sorted: to list thousands of folders anew for each file would take minutes.
    """
    prefix = f"{file_hash}-{mapping_hash[:8] if table.uses else mapping_hash}"
    same = names[bisect_left(names, prefix) : bisect_right(names, prefix + chr(127))]
    tries = [folder / name for name in same if not name.endswith(PARTIAL_SUFFIX)]
    if not table.uses:
        # A retry of its rejected rows has landed it once more, under a later name.
        whole = [path for path in tries if (path / FILE_DESCRIPTION).is_file()]
        return read_description(whole[-1]) if whole else None
    for target in tries:
        looked_up = target / LOOKED_UP_FILE
        if not looked_up.is_file():
            continue
        answers = hash_answers(connection, mapping, f"read_parquet({mappings.quote_text(str(looked_up))})")
        if target.name == f"{file_hash}-{mapping_hash[:8]}{answers}":
            return read_description(target)
    return None


def is_from_the_future(landed: LandedFile) -> bool:
    """Tell whether rows of a landed file were rejected for a time that had not come yet; such rows may be tried again.

    Files whose rows are looked up in others are named by the answers, and are not tried again by themselves.
    """
    if not landed.rejected_count or (landed.folder / LOOKED_UP_FILE).is_file():
        return False
    reasons = pl.read_parquet(landed.path("rejected"), columns=["reasons"])["reasons"].explode()
    return bool(reasons.str.ends_with(IN_THE_FUTURE).any())
