"""Landing: one source file becomes a folder of Parquet that appears at once, named by the hash of its bytes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from journeymine.contracts.landed import LandedFile, write_description
from journeymine.errors import SourceError
from journeymine.ingest.columns import FileColumns
from journeymine.ingest.dimensions import count_keyless, create_event_kinds, create_key_sets
from journeymine.ingest.erase import erase_rows, list_rejected_keys, write_rejected_keys
from journeymine.ingest.growth import find_growth
from journeymine.ingest.hiding import find_personal
from journeymine.ingest.lookups import LOOKED_UP_FILE, create_looked_up, hash_answers
from journeymine.ingest.mapping import Mapping, Table, quote_text
from journeymine.ingest.readers import RawRows, read_rows
from journeymine.ingest.reconcile import Rejected, check_books, count_skipped, find_rejected, remove_rejected
from journeymine.ingest.redaction import redact_texts
from journeymine.ingest.rules import ReadingRules
from journeymine.ingest.sources import SourceFile
from journeymine.ingest.staging import StagedOutput, create_source, stage_output
from journeymine.ingest.tables import write_tables
from journeymine.privacy.keyfile import hash_setup
from journeymine.privacy.redact import redact_text
from journeymine.settings import SourceSettings
from journeymine.warehouse.connection import Connection, DatabaseError, open_database

PARTIAL_SUFFIX = ".partial"


@dataclass(frozen=True)
class StagedFile:
    """A file read and staged on a connection: what can be written, and what was set aside."""

    rows: RawRows
    outputs: list[StagedOutput]
    rejected: list[Rejected]
    skipped_counts: dict[str, int]
    unusable_key_counts: dict[str, int]
    unmapped: tuple[str, ...]
    mapped: tuple[str, ...]
    absent: tuple[str, ...]
    kinds: dict[str, str]
    rejected_keys: pl.DataFrame

    @property
    def loaded_count(self) -> int:
        """Rows that were read and broke no rule."""
        return self.rows.line_count - self.rows.header_count - len(self.rejected)


@contextmanager
def open_landing(
    key: bytes,
    timezone: str,
    *,
    memory_limit: str | None = None,
    threads: int | None = None,
    folder: Path | None = None,
) -> Iterator[Connection]:
    """Open a database in memory that is ready to hash identifiers and to read times in `timezone`."""
    inner, outer = hash_setup(key)
    with open_database(None, memory_limit=memory_limit, threads=threads, temp_folder=folder) as connection:
        connection.execute("set variable hash_inner = ?::blob", [inner])
        connection.execute("set variable hash_outer = ?::blob", [outer])
        connection.execute(
            "set variable content_secret = sha256(getvariable('hash_outer') || "
            "unhex(sha256(getvariable('hash_inner') || encode('row content'))))"
        )
        connection.execute(f"set TimeZone = '{timezone}'")
        # A list of five or more values in a projection would become a join, which is slower and keeps no order: rows
        # are numbered by the order in which they are stored.
        connection.execute("set disabled_optimizers = 'in_clause'")
        # Nothing here outlives the connection: compacting tables half way costs as much as reading the file.
        connection.execute("set checkpoint_threshold = '1TB'")
        yield connection


def stage_file(
    connection: Connection, path: Path, mapping: Mapping, table: Table, source: SourceSettings, reading: ReadingRules
) -> StagedFile:
    """Read one file and stage everything it yields; nothing is written.

    Raises:
        SourceError: The file as a whole is refused: unreadable, wrong encoding, a required column is missing, or its
            books do not balance.
    """
    outputs: list[StagedOutput] = []
    try:
        rows = read_rows(connection, path, table, source, mapping.format, as_view=_is_simple(table))
        columns, outputs = _stage_outputs(connection, rows, table, reading, path)
        is_whole = not rows.is_view or all(_count_rows(connection, staged) == rows.row_count for staged in outputs)
    except DatabaseError:
        is_whole = False
    if not is_whole:
        # A line that DuckDB stumbles over, or one it passed over: the careful way finds out which.
        rows = read_rows(connection, path, table, source, mapping.format, is_careful=True)
        columns, outputs = _stage_outputs(connection, rows, table, reading, path)
    rejected = find_rejected(connection, rows, outputs, path, source.encoding, find_personal(columns))
    rejected_keys = list_rejected_keys(connection, rows, outputs, reading)
    remove_rejected(connection, outputs, has_skips=bool(table.skip))
    skipped = count_skipped(connection, rows, outputs, has_skips=bool(table.skip))
    check_books(connection, rows, outputs, rejected, skipped, path)
    unusable = create_key_sets(connection, outputs, reading)
    keyless_count = count_keyless(connection, outputs)
    if keyless_count:
        skipped["no key that can be used"] = keyless_count
    kinds = {
        staged.table: create_event_kinds(connection, staged, reading.source) for staged in outputs if staged.is_event
    }
    return StagedFile(
        rows,
        outputs,
        rejected,
        skipped,
        unusable,
        tuple(dict.fromkeys(map(redact_text, columns.unmapped))),
        columns.mapped,
        columns.absent,
        kinds,
        rejected_keys,
    )


def _is_simple(table: Table) -> bool:
    """Tell whether a table's rows can be staged as they stream by: one output that every row yields."""
    if len(table.outputs) != 1 or table.skip or table.uses:
        return False
    return table.outputs[0].when is None and table.outputs[0].each is None


def _stage_outputs(
    connection: Connection, rows: RawRows, table: Table, reading: ReadingRules, path: Path
) -> tuple[FileColumns, list[StagedOutput]]:
    columns = FileColumns(connection, table, rows.columns)
    if rows.columns:
        columns.check(path.name)
    create_source(connection, columns, rows)
    if not rows.columns:
        return columns, []
    outputs = [
        stage_output(connection, columns, output, index, rows, reading)
        for index, output in enumerate(table.outputs)
        if columns.can_yield(output)
    ]
    return columns, outputs


def _count_rows(connection: Connection, staged: StagedOutput) -> int:
    return int(connection.execute(f"select count(*) from {staged.rows_table}").fetchall()[0][0])


def land_file(
    connection: Connection,
    file: SourceFile,
    mapping: Mapping,
    source: SourceSettings,
    reading: ReadingRules,
    *,
    folder: Path,
    file_hash: str,
    stamp: tuple[int, int],
    mapping_hash: str,
    run_id: str,
    known: Sequence[LandedFile] = (),
) -> LandedFile:
    """Land one file under `folder` (warehouse/landed/SOURCE); the landed folder appears whole or not at all.

    Rows of those who are forgotten are taken out before it appears. `known` are the source's landed files, of which
    this may be a longer version. `stamp` is what the file had before `file_hash` was made.

    Raises:
        SourceError: See `stage_file`; or somebody wrote to the file meanwhile.
    """
    staged = stage_file(connection, file.path, mapping, file.table, source, reading)
    if file.table.uses:
        create_looked_up(connection, file.table)
        mapping_hash = mapping_hash[:8] + hash_answers(connection, mapping, "looked_up")
    target = folder / f"{file_hash}-{mapping_hash}"
    partial = folder / (target.name + PARTIAL_SUFFIX)
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    write_tables(connection, staged.outputs, staged.kinds, staged.rejected, partial, reading, file_hash, run_id)
    write_rejected_keys(connection, staged.rejected_keys, partial)
    if reading.redactor.tools:
        redact_texts(connection, partial, reading.redactor)
    erased = erase_rows(connection, partial, reading.suppressed)
    if file.table.uses:
        path = quote_text(str(partial / LOOKED_UP_FILE))
        connection.execute(f"copy looked_up to {path} (format parquet, compression zstd)")
    landed_table = file.table.name if mapping.is_folder else None
    if file.read_stamp() != stamp:
        raise SourceError(
            "was written to while it was read",
            where=file.file_name,
            next_action="The next night reads it. Better write under a name that ends in .tmp, and rename when done.",
        )
    growth = find_growth(file, landed_table, known)
    landed = LandedFile(
        source=reading.source,
        kind=mapping.kind,
        table=landed_table,
        file_name=file.file_name,
        file_hash=file_hash,
        mapping_hash=mapping_hash,
        line_count=staged.rows.line_count,
        header_count=staged.rows.header_count,
        loaded_count=staged.loaded_count,
        rejected_count=len(staged.rejected),
        landed_at=reading.landed_at.isoformat() + "Z",
        run_id=run_id,
        unmapped_columns=staged.unmapped,
        mapped_columns=staged.mapped,
        missing_columns=staged.absent,
        skipped_counts=staged.skipped_counts,
        unusable_key_counts=staged.unusable_key_counts,
        erased_count=erased.total_count,
        byte_count=0 if file.span else file.path.stat().st_size,
        grown_from=growth.grown_from,
        torn_from=growth.torn_from,
        redaction=reading.redactor.fingerprint,
        version=file.version,
        span=file.span.write() if file.span else {},
        folder=target,
        is_new=True,
    )
    write_description(landed, partial)
    if file.span:
        _sync(partial)  # a database goes on from here: unlike a file, it may not have these rows tomorrow
    partial.rename(target)
    if file.span:
        _sync(folder)
    return landed


def _sync(folder: Path) -> None:
    """See to it that a folder and its files outlast a loss of power."""
    for path in (*(path for path in folder.iterdir() if path.is_file()), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_leftovers(folder: Path) -> int:
    """Remove what a killed run left half written; return how many folders."""
    leftovers = [path for path in folder.glob(f"*/*{PARTIAL_SUFFIX}") if path.is_dir()]
    for path in leftovers:
        shutil.rmtree(path, ignore_errors=True)
    return len(leftovers)
