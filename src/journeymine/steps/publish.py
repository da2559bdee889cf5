"""Publish a finished night by one swap, so that readers see last night or this one and never half of either.

    warehouse/nights/20261122T013000Z/    journeymine.duckdb, site/, night.json
    warehouse/current -> nights/20261122T013000Z

A night's folder is private to the run until `current` points at it. `night.json` is written last: a folder without it
was left by a run that died, and the next run removes it.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from journeymine.errors import WarehouseError

NIGHTS = "nights"
CURRENT = "current"
DATABASE = "journeymine.duckdb"
SITE = "site"
RECORD = "night.json"

_REVISION = re.compile(r"-r\d+$")
_SECOND = timedelta(seconds=1)
_STAMP = "%Y%m%dT%H%M%SZ"
_NIGHT_ID = re.compile(r"(\d{8}T\d{6}Z)(?:-(\d+))?(?:-r(\d+))?")


@dataclass(frozen=True)
class NightRecord:
    """What night.json says of a finished night.

    `inputs_hash`, `settings_hash` and `code_hash` decide whether a later run has anything to do. Times are ISO, UTC.
    """

    night_id: str
    run_id: str
    started_at: str
    ended_at: str
    as_of: str
    is_as_of_given: bool
    is_full_build: bool
    touched_customer_count: int
    new_event_count: int
    inputs_hash: str
    settings_hash: str
    code_hash: str
    warnings: list[str] = field(default_factory=list)


def start_night(warehouse: Path, now: datetime) -> Path:
    """Make the empty folder of a new night.

    Args:
        warehouse: The warehouse folder.
        now: The run's start in UTC; names the night. Histories are told in the order of the names, so a night of the
            same second as the last, or of a clock that was set back since, is named the second after the last.
    """
    nights = warehouse / NIGHTS
    nights.mkdir(exist_ok=True)
    stamps = [name[1] for night in find_nights(warehouse) if (name := _NIGHT_ID.fullmatch(night.name))]
    free = max([now, *(datetime.strptime(f"{stamp}+0000", f"{_STAMP}%z") + _SECOND for stamp in stamps)])
    return _make_first_free(nights / f"{free + later * _SECOND:{_STAMP}}" for later in itertools.count())


def start_revision(warehouse: Path, night: Path) -> Path:
    """Make the folder for a night's rebuilt site, with the same database in it (a hard link where the disk can)."""
    base = warehouse / NIGHTS / _REVISION.sub("", night.name)
    later = itertools.count(_order(night)[2] + 1)
    revision = _make_first_free(base.with_name(f"{base.name}-r{number}") for number in later)
    try:
        (revision / DATABASE).hardlink_to(night / DATABASE)
    except OSError:  # a file system without hard links: the price is a copy
        shutil.copy2(night / DATABASE, revision / DATABASE)
    return revision


def find_current(warehouse: Path) -> Path | None:
    """Find the published night's folder; None when there is none, or when `current` points at nothing."""
    link = warehouse / CURRENT
    if not link.is_symlink():
        return None
    night = warehouse / link.readlink()
    return night if (night / RECORD).is_file() else None


def find_published(warehouse: Path) -> Path:
    """Find the published night's folder.

    Raises:
        WarehouseError: There is none.
    """
    current = find_current(warehouse)
    if current is None:
        raise WarehouseError(
            "nothing has been published yet", where=str(warehouse), next_action="Run `journeymine run` first."
        )
    return current


def find_nights(warehouse: Path) -> list[Path]:
    """Find every finished night, the latest first."""
    nights = warehouse / NIGHTS
    if not nights.is_dir():
        return []
    finished = [night for night in nights.iterdir() if (night / RECORD).is_file()]
    return sorted(finished, key=_order, reverse=True)


def read_record(night: Path) -> NightRecord:
    """Read a finished night's record.

    Raises:
        WarehouseError: night.json is damaged or of another version.
    """
    file = night / RECORD
    try:
        return NightRecord(**json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise WarehouseError(
            "the night's record cannot be read",
            where=str(file),
            next_action="Run `journeymine run --full`: it builds a new night beside it.",
        ) from error


def clear_leftovers(warehouse: Path) -> list[str]:
    """Remove what killed runs left: nights without a record, and half-made links. Returns the names removed."""
    link = warehouse / CURRENT
    shown = link.readlink().name if link.is_symlink() else None  # readers use it, with or without a record
    left = [night for night in _list(warehouse / NIGHTS) if not (night / RECORD).is_file() and night.name != shown]
    for night in left:
        shutil.rmtree(night)
    for link in warehouse.glob(f".{CURRENT}.*"):
        link.unlink()
    return [night.name for night in left]


def publish(warehouse: Path, night: Path, record: NightRecord) -> None:
    """Make `night` the current one.

    Everything is flushed to the disk, the record is written, then `current` is swapped by one rename.

    Raises:
        WarehouseError: The night is not whole, or `current` is not a link and cannot be swapped.
    """
    _check_whole(night)
    for path in _walk(night):
        _flush(path)
    _write_record(night, record)
    _flush(night)
    _flush(night.parent)
    _swap(warehouse, night)


def drop_old_nights(warehouse: Path, keep: int, spare: Path | None = None) -> list[str]:
    """Remove all but the last `keep` nights; the current one and `spare` (just replaced) always stay.

    Of a night whose site was rebuilt only the latest revision is kept. Returns the names removed.
    """
    current = find_current(warehouse)
    stay = {night for night in (current, spare) if night is not None}
    kept: set[str] = set()
    dropped = []
    for night in find_nights(warehouse):
        name = _REVISION.sub("", night.name)
        if night in stay or (name not in kept and len(kept) < keep):
            kept.add(name)
            continue
        dropped.append(_drop(night))
    return dropped


def drop_other_nights(warehouse: Path) -> list[str]:
    """Remove every night but the current one, whatever was meant to be kept. Returns the names removed."""
    current = find_current(warehouse)
    return [_drop(night) for night in find_nights(warehouse) if night != current]


def unpublish(warehouse: Path) -> None:
    """Remove every night, the current one too: there is nothing left to show."""
    (warehouse / CURRENT).unlink(missing_ok=True)
    _flush(warehouse)
    for night in find_nights(warehouse):
        _drop(night)


def _drop(night: Path) -> str:
    # Without its record a half-removed folder is a leftover, should this very removal be killed.
    (night / RECORD).unlink()
    shutil.rmtree(night)
    return night.name


def _make_first_free(folders: Iterable[Path]) -> Path:
    free = next(folder for folder in folders if not folder.exists())
    free.mkdir(mode=0o750)
    return free


def _swap(warehouse: Path, night: Path) -> None:
    link = warehouse / CURRENT
    if link.exists() and not link.is_symlink():
        raise WarehouseError(
            f"'{CURRENT}' is a folder, not a link, so a night cannot be published by one swap",
            where=str(link),
            next_action=f"Was the warehouse copied without its links? Remove '{CURRENT}' and run again.",
        )
    fresh = warehouse / f".{CURRENT}.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path(NIGHTS) / night.name)
    fresh.replace(link)
    _flush(warehouse)


def _check_whole(night: Path) -> None:
    database = night / DATABASE
    if not database.is_file():
        raise WarehouseError("the night has no database", where=str(database))
    if (night / f"{DATABASE}.wal").exists():
        raise WarehouseError("the night's database was not closed (its .wal file is still there)", where=str(database))
    if not (night / SITE / "index.html").is_file():
        raise WarehouseError("the night has no site", where=str(night / SITE))
    database.chmod(0o640)


def _write_record(night: Path, record: NightRecord) -> None:
    fresh = night / f".{RECORD}"
    fresh.write_text(json.dumps(asdict(record), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    _flush(fresh)
    fresh.replace(night / RECORD)


def _flush(path: Path) -> None:
    """Force a file's content, or a folder's names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield every file and folder below `folder`, then the folder itself."""
    yield from folder.rglob("*")
    yield folder


def _list(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _order(night: Path) -> tuple[str, int, int]:
    parts = _NIGHT_ID.fullmatch(night.name)
    return (parts[1], int(parts[2] or 1), int(parts[3] or 1)) if parts else (night.name, 0, 0)
