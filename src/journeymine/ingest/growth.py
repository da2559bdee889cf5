"""Recognise a file that has grown: its first bytes are all of what was landed under its name before.

The rows landed then stay, and each is known again by its id; but their lines are those of the longer file, and are
counted there alone. A last line that had been cut in the middle was never a line: what was landed with it is set aside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from journeymine.contracts.landed import LandedFile
from journeymine.ingest.scan import find_compression
from journeymine.ingest.sources import SourceFile

_PIECE_BYTES = 1 << 20
_LINE_ENDS = b"\r\n"


@dataclass(frozen=True)
class Growth:
    """The hashes of landed files that a file begins with, and of those among them whose last line was cut."""

    grown_from: tuple[str, ...] = ()
    torn_from: tuple[str, ...] = ()


def find_growth(file: SourceFile, table: str | None, known: Iterable[LandedFile]) -> Growth:
    """Find which landed files of the same name and table a file begins with.

    Args:
        file: A file that can be read; an extract of a database has no bytes that could grow.
        table: Its table as it is landed, None where the kind has only one.
        known: The source's landed files.
    """
    if file.content_hash is not None or file.span is not None:
        return Growth()
    size = file.path.stat().st_size
    earlier = [
        landed
        for landed in known
        if (landed.file_name, landed.table) == (file.file_name, table) and 0 < landed.byte_count < size
    ]
    begins = _hash_beginnings(file.path, {landed.byte_count for landed in earlier})
    grown = [landed for landed in earlier if landed.file_hash == file.complete_hash(begins[landed.byte_count])]
    torn = [landed for landed in grown if _is_torn(file.path, landed.byte_count)]
    return Growth(*(tuple(sorted(landed.file_hash for landed in found)) for found in (grown, torn)))


def _hash_beginnings(path: Path, sizes: Iterable[int]) -> dict[int, str]:
    """Return for each number of bytes the SHA-256 (hex) of that many first bytes of a file; it is read once."""
    digest = hashlib.sha256()
    hashes: dict[int, str] = {}
    with path.open("rb") as file:
        for size in sorted(sizes):
            while (missing := size - file.tell()) > 0:
                piece = file.read(min(missing, _PIECE_BYTES))
                if not piece:
                    break  # it shrank while it was read: no hash will be the same
                digest.update(piece)
            hashes[size] = digest.hexdigest()
    return hashes


def _is_torn(path: Path, byte_count: int) -> bool:
    if find_compression(path):
        return False
    with path.open("rb") as file:
        file.seek(byte_count - 1)
        last, following = file.read(1), file.read(1)
    return last not in _LINE_ENDS and following not in _LINE_ENDS
