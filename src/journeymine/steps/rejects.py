"""Rejected rows: which there are and why, and another try at their files once the reason is mended."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from journeymine.contracts.landed import LandedFile
from journeymine.errors import SettingsError, find_nearest
from journeymine.ingest.shelf import drop_outgrown, read_landed_files
from journeymine.ingest.sweep import finish_swaps
from journeymine.privacy.keyfile import check_fingerprint
from journeymine.settings import Settings
from journeymine.steps.failures import explain_failures
from journeymine.steps.ingest import LANDED_FOLDER, SourceLanding
from journeymine.steps.lock import open_lock

SCHEMA: dict[str, type[pl.DataType] | pl.DataType] = {
    "source": pl.String,
    "file_name": pl.String,
    "file_hash": pl.String,
    "line_number": pl.Int64,
    "reasons": pl.List(pl.String),
    "line_text": pl.String,
    "landed_at": pl.String,
    "run_id": pl.String,
}


@dataclass(frozen=True)
class RetriedFile:
    """A file with rejected rows after another try; `problem` says why there was none."""

    source: str
    file_name: str
    rejected_before_count: int
    rejected_count: int
    problem: str | None = None

    @property
    def loaded_count(self) -> int:
        """Rows that were rejected before and are loaded now."""
        return self.rejected_before_count - self.rejected_count


def read_rejects(settings: Settings, source: str | None = None, reason: str | None = None) -> pl.DataFrame:
    """Read the rejected rows of all landed files, redacted as they are kept.

    Args:
        settings: The project.
        source: Only of this source.
        reason: Only those with a reason that holds this text, in whatever case.

    Returns:
        One row per rejected line, by source, file and line; the columns of SCHEMA.

    Raises:
        SettingsError: There is no such source.
    """
    frames = [pl.DataFrame(schema=SCHEMA)]
    for name in _choose_sources(settings, source):
        for landed in _find_rejecting(settings, name):
            rows = pl.read_parquet(landed.path("rejected"))
            told = [pl.lit(landed.file_name).alias("file_name"), pl.lit(landed.landed_at).alias("landed_at")]
            frames.append(rows.with_columns(told).select(list(SCHEMA)).cast(pl.Schema(SCHEMA)))
    rejects = pl.concat(frames).sort("source", "file_name", "file_hash", "line_number")
    if reason is None:
        return rejects
    has_reason = pl.element().str.to_lowercase().str.contains(reason.lower(), literal=True)
    return rejects.filter(pl.col("reasons").list.eval(has_reason).list.any())


def count_reasons(rejects: pl.DataFrame) -> pl.DataFrame:
    """Count rejected rows by source and reason, the most frequent first; a row with two reasons counts for each.

    Args:
        rejects: Columns source, file_name, line_number, reasons.
    """
    return (
        rejects.explode("reasons")
        .group_by("source", pl.col("reasons").alias("reason"))
        .agg(
            pl.len().alias("rejected_count"),
            pl.col("file_name").n_unique().alias("file_count"),
            pl.concat_str("file_name", pl.lit(":"), "line_number").first().alias("example"),
        )
        .sort("rejected_count", "source", "reason", descending=[True, False, False])
    )


def retry_rejects(
    settings: Settings,
    key: bytes,
    source: str | None,
    announce: Callable[[str], None],
    *,
    now: datetime | None = None,
) -> tuple[RetriedFile, ...]:
    """Read every file with rejected rows again, by today's settings; the next night publishes what is loaded.

    Args:
        settings: The project.
        key: The hashing key.
        source: Only files of this source.
        announce: Receives one sentence per event of interest.
        now: The landing time (UTC); the clock's when None.

    Raises:
        SettingsError: There is no such source, or its kind or fields are wrong.
        LockedError: A run holds the warehouse.
        KeyFileError: The key is not the one the files were hashed with.
    """
    sources = _choose_sources(settings, source)
    warehouse = settings.warehouse_folder
    if not (warehouse / LANDED_FOLDER).is_dir():
        return ()
    started_at = now or datetime.now(UTC)
    run_id = f"retry-{started_at:%Y%m%dT%H%M%SZ}.{secrets.token_hex(4)}"
    retried: list[RetriedFile] = []
    with explain_failures(warehouse), open_lock(warehouse, "rejects retry") as lock:
        check_fingerprint(key, warehouse / LANDED_FOLDER)
        finish_swaps(warehouse / LANDED_FOLDER)
        for name in sources:
            lock.write_step(f"retry {name}")
            rejecting = _find_rejecting(settings, name)
            if not rejecting:
                continue
            landing = SourceLanding(settings, name, settings.sources[name], key, run_id, started_at, announce)
            problems = landing.land_again(rejecting)
            after = {(file.file_hash, file.table): file for file in landing.current.values()}
            for landed in rejecting:
                again = after.get((landed.file_hash, landed.table), landed)
                problem = problems.get((landed.file_hash, landed.table))
                counts = (landed.rejected_count, again.rejected_count)
                retried.append(RetriedFile(name, landed.file_name, *counts, problem))
        lock.write_outcome("retried")
    return tuple(retried)


def _choose_sources(settings: Settings, source: str | None) -> tuple[str, ...]:
    if source is None:
        return tuple(settings.sources)
    if source not in settings.sources:
        nearest = find_nearest(source, settings.sources)
        hint = f"Did you mean {nearest!r}?" if nearest else None
        raise SettingsError(f"there is no source {source!r}", allowed=tuple(settings.sources), next_action=hint)
    return (source,)


def _find_rejecting(settings: Settings, source: str) -> list[LandedFile]:
    folder = settings.warehouse_folder / LANDED_FOLDER / source
    return [file for file in drop_outgrown(read_landed_files(folder)) if file.rejected_count]
