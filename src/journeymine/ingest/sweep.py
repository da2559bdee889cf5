"""Go through all landed files to take out rows of those who are forgotten, or to redact texts by rules that have grown.

Killed anywhere, it can be done again: a landed folder is copied into `warehouse/erasing`, rewritten there, and put in
the place of the former one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from journeymine.contracts.landed import FILE_DESCRIPTION, LandedFile, read_description, write_description
from journeymine.ingest.erase import ErasedRows, count_rows, erase_rows
from journeymine.ingest.land import PARTIAL_SUFFIX
from journeymine.ingest.redaction import count_unredacted, redact_texts
from journeymine.privacy.erasures import Suppressed
from journeymine.privacy.redactors import Redactor
from journeymine.warehouse.connection import Connection

ERASING_FOLDER = "erasing"


def count_landed(
    connection: Connection, root: Path, suppressed: Suppressed
) -> tuple[ErasedRows, tuple[LandedFile, ...]]:
    """Count what `sweep_landed` would take out, and list the landed files that hold it.

    Args:
        connection: Opened by `open_landing`.
        root: The folder of all landed files; those of sources that are no longer read are among them.
        suppressed: Whose rows.
    """
    total, holding = ErasedRows(), []
    for landed in _list_landed(root):
        found = count_rows(connection, landed.folder, suppressed)
        if found:
            total += found
            holding.append(landed)
    return total, tuple(holding)


def sweep_landed(connection: Connection, root: Path, suppressed: Suppressed) -> int:
    """Take the rows of those who are suppressed out of every landed file; return how many files were rewritten.

    Args:
        connection: Opened by `open_landing`.
        root: The folder of all landed files.
        suppressed: Whose rows.
    """
    finish_swaps(root)
    _, holding = count_landed(connection, root, suppressed)

    def erase(landed: LandedFile, fresh: Path) -> LandedFile:
        erased = erase_rows(connection, fresh, suppressed)
        return replace(landed, erased_count=landed.erased_count + erased.total_count)

    for landed in holding:
        _rewrite(root, landed, erase)
    finish_swaps(root)
    return len(holding)


def redact_landed(connection: Connection, root: Path, redactor: Redactor) -> int:
    """Redact the texts of every landed file that was redacted otherwise; return how many files were rewritten.

    Args:
        connection: Opened by `open_landing`.
        root: The folder of all landed files.
        redactor: How texts are redacted now.
    """
    older = [landed for landed in _list_landed(root) if landed.redaction != redactor.fingerprint]
    if not older:
        return 0
    finish_swaps(root)

    def redact(landed: LandedFile, fresh: Path) -> LandedFile:
        redact_texts(connection, fresh, redactor)
        return replace(landed, redaction=redactor.fingerprint)

    count = 0
    for landed in older:
        if count_unredacted(connection, landed.folder, redactor):
            _rewrite(root, landed, redact)
            count += 1
        else:
            write_description(replace(landed, redaction=redactor.fingerprint), landed.folder)
    finish_swaps(root)
    return count


def _rewrite(root: Path, landed: LandedFile, change: Callable[[LandedFile, Path], LandedFile]) -> None:
    """Put a changed copy of a landed folder in its place; `change` gives what the copy's file.json says."""
    fresh = root.with_name(ERASING_FOLDER) / landed.folder.relative_to(root)
    fresh.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(landed.folder, fresh)
    write_description(change(landed, fresh), fresh)
    for path in (*sorted(fresh.iterdir()), fresh):
        _flush(path)
    former = landed.folder.with_name(landed.folder.name + PARTIAL_SUFFIX)
    shutil.rmtree(former, ignore_errors=True)
    landed.folder.rename(former)
    fresh.rename(landed.folder)
    shutil.rmtree(former)


def finish_swaps(root: Path) -> None:
    """Put rewritten folders in their places where the former ones are gone; remove the others, which are made anew."""
    erasing = root.with_name(ERASING_FOLDER)
    for fresh in sorted(erasing.glob("*/*")):
        place = root / fresh.relative_to(erasing)
        if place.exists():
            shutil.rmtree(fresh)
        else:
            fresh.rename(place)
    for former in root.glob(f"*/*{PARTIAL_SUFFIX}"):
        shutil.rmtree(former)
    if erasing.is_dir():
        shutil.rmtree(erasing)


def _list_landed(root: Path) -> Iterator[LandedFile]:
    for description in sorted(root.glob(f"*/*/{FILE_DESCRIPTION}")):
        if not description.parent.name.endswith(PARTIAL_SUFFIX):
            yield read_description(description.parent)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
