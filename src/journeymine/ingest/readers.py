"""Readers: one source file becomes the temporary table `raw`, every column a text, rows in file order.

The fast way is DuckDB's own parser. Its result counts only if no line was refused and the rows add up with the
line ends counted in the bytes; otherwise the file goes the careful way (repair.py).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from journeymine.errors import SourceError
from journeymine.ingest import json_lines
from journeymine.ingest.mapping import Table, quote_name, quote_text
from journeymine.ingest.repair import (
    MAX_FIELD_BYTES,
    MAX_LINE_BYTES,
    BadLine,
    Repair,
    find_bad_csv_lines,
    find_bad_json_lines,
    open_private_copy,
)
from journeymine.ingest.scan import Scan, check_encoding, find_compression, find_format, open_bytes, scan_bytes
from journeymine.settings import SourceSettings
from journeymine.warehouse.connection import Connection, DatabaseError


@dataclass(frozen=True)
class RawRows:
    """What is in the table `raw`, and what is not.

    `line_of_row[i]` is the line the i-th row of `raw` starts at; None means row i is line i + 1 + header_count.
    """

    columns: tuple[str, ...]
    row_count: int
    header_count: int
    bad_lines: tuple[BadLine, ...] = ()
    line_of_row: tuple[int, ...] | None = None
    is_json: bool = False

    @property
    def line_count(self) -> int:
        """Records and header lines of the file."""
        return self.header_count + self.row_count + len(self.bad_lines)


def read_rows(
    connection: Connection, path: Path, table: Table, source: SourceSettings, format_name: str | None
) -> RawRows:
    """Read one file into the temporary table `raw`.

    Raises:
        SourceError: The file as a whole cannot be read: missing, empty, wrong encoding, no header, no such format.
    """
    format_name = format_name or find_format(path)
    if format_name is None:
        raise SourceError(
            "is of no format that can be read",
            where=path.name,
            allowed=(".csv", ".tsv", ".jsonl", ".parquet", "and .gz or .zst after .csv, .tsv, .jsonl"),
        )
    for name in ("raw", "lines"):
        connection.execute(f"drop table if exists {name}")
    try:
        if path.stat().st_size == 0:
            raise SourceError("is empty", where=path.name)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=path.name) from error
    if format_name == "parquet":
        return _read_parquet(connection, path)
    scan = scan_bytes(path)
    if scan.byte_count == 0:
        raise SourceError("is empty", where=path.name)
    check_encoding(path, source.encoding, scan)
    with _open_text(path, source.encoding, scan) as (text_path, text_scan):
        if format_name == "jsonl":
            return _read_json_lines(connection, text_path, table, text_scan)
        delimiter = source.delimiter or ("\t" if format_name == "tsv" else None)
        return _read_csv(connection, text_path, text_scan, delimiter, path.name)


@contextmanager
def _open_text(path: Path, encoding: str, scan: Scan) -> Iterator[tuple[Path, Scan]]:
    """Yield a path whose bytes are UTF-8: the file itself, or a private copy turned into it."""
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig"):
        yield path, scan
        return
    with open_private_copy() as (copy, copy_path), open_bytes(path) as file:
        decoded = io.TextIOWrapper(file, encoding=encoding, newline="")
        while text := decoded.read(1 << 20):
            copy.write(text.encode("utf-8"))
        copy.flush()
        yield copy_path, scan_bytes(copy_path)


def _read_parquet(connection: Connection, path: Path) -> RawRows:
    source = f"read_parquet({quote_text(str(path))})"
    try:
        described = connection.execute(f"describe select * from {source}").fetchall()
        nested = ("STRUCT", "MAP", "LIST")
        columns = ", ".join(
            (
                f"to_json({quote_name(name)})::varchar as {quote_name(name)}"
                if kind.startswith(nested) or kind.endswith("]")
                else f"{quote_name(name)}::varchar as {quote_name(name)}"
            )
            for name, kind, *_ in described
        )
        connection.execute(f"create temp table raw as select {columns} from {source}")
    except DatabaseError as error:
        raise SourceError(f"is no readable Parquet file: {_first_line(error)}", where=path.name) from error
    row_count = _count_rows(connection, "raw")
    return RawRows(tuple(row[0] for row in described), row_count, header_count=0)


def _read_json_lines(connection: Connection, path: Path, table: Table, scan: Scan) -> RawRows:
    bad_lines: tuple[BadLine, ...] = ()
    line_of_row: tuple[int, ...] | None = None
    is_clean = not scan.has_null_byte and not scan.has_start_of_heading
    if is_clean:
        try:
            json_lines.read_lines(connection, path)
            is_clean = json_lines.count_readable_lines(connection) == scan.physical_line_count
        except DatabaseError:
            is_clean = False
    if not is_clean:
        connection.execute("drop table if exists lines")
        with open_bytes(path) as file, open_private_copy() as (copy, copy_path):
            repair = find_bad_json_lines(_skip_mark(file), copy)
            json_lines.read_lines(connection, copy_path)
        _check_repaired(connection, "lines", repair, path)
        bad_lines, line_of_row = tuple(repair.bad_lines), tuple(repair.record_lines)
    columns = json_lines.read_columns(connection, table)
    return RawRows(columns, _count_rows(connection, "raw"), 0, bad_lines, line_of_row, is_json=True)


def _read_csv(connection: Connection, path: Path, scan: Scan, delimiter: str | None, file_name: str) -> RawRows:
    header, header_count, delimiter = _read_header(path, delimiter, file_name)
    plain = RawRows(header, 0, header_count)
    if not scan.has_null_byte and header_count == 1:
        try:
            # A line so long that one of its fields may be too long goes the careful way, too.
            _load_csv(connection, path, header, delimiter, skip=1, max_line_bytes=MAX_FIELD_BYTES)
            row_count = _count_rows(connection, "raw")
            if row_count + header_count == scan.physical_line_count:
                return replace(plain, row_count=row_count)
        except DatabaseError:
            pass  # Not every line is well formed; the careful way says which.
        connection.execute("drop table if exists raw")
    with open_bytes(path) as file, open_private_copy() as (copy, copy_path):
        lines = iter(_skip_mark(file))
        for _ in range(header_count):
            next(lines)
        repair = find_bad_csv_lines(lines, copy, len(header), delimiter.encode())
        _load_csv(connection, copy_path, header, delimiter, skip=0, max_line_bytes=2 * MAX_LINE_BYTES)
    _check_repaired(connection, "raw", repair, path)
    # The careful way counts from the first line after the header.
    bad = tuple(replace(line, line_number=line.line_number + header_count) for line in repair.bad_lines)
    starts = tuple(number + header_count for number in repair.record_lines)
    return replace(plain, row_count=len(starts), bad_lines=bad, line_of_row=starts)


def _load_csv(
    connection: Connection, path: Path, header: tuple[str, ...], delimiter: str, *, skip: int, max_line_bytes: int
) -> None:
    columns = ", ".join(f"{quote_text(name)}: 'VARCHAR'" for name in header)
    compression = find_compression(path) or "none"
    connection.execute(
        f"create temp table raw as select * from read_csv({quote_text(str(path))}, columns = {{{columns}}}, "
        f"auto_detect = false, header = false, skip = {skip}, delim = {quote_text(delimiter)}, quote = '\"', "
        f"escape = '\"', max_line_size = {max_line_bytes}, compression = '{compression}')"
    )


def _read_header(path: Path, delimiter: str | None, file_name: str) -> tuple[tuple[str, ...], int, str]:
    """Return column names, the physical lines the header takes, and the delimiter."""
    with open_bytes(path) as file:
        start = file.read(MAX_FIELD_BYTES)
    text = start.decode("utf-8-sig", errors="replace")
    first_line = text.split("\n", 1)[0]
    if not first_line.strip():
        raise SourceError("has no header: its first line is blank", where=file_name)
    if delimiter is None:
        candidates = ",;\t|"
        delimiter = max(candidates, key=lambda mark: (first_line.count(mark), -candidates.index(mark)))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = next(rows)
    except (csv.Error, StopIteration) as error:
        raise SourceError(f"has no readable header: {error}", where=file_name) from error
    header: list[str] = []
    taken: set[str] = set()
    for position, name in enumerate(names, start=1):
        unique = name.strip() or f"column_{position}"
        while unique.lower() in taken:
            unique = f"{unique}_{position}"
        taken.add(unique.lower())
        header.append(unique)
    return tuple(header), rows.line_num, delimiter


def _skip_mark(file: BinaryIO) -> Iterator[bytes]:
    for number, line in enumerate(file):
        yield line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line


def _check_repaired(connection: Connection, table: str, repair: Repair, path: Path) -> None:
    row_count = _count_rows(connection, table)
    if row_count != len(repair.record_lines):
        raise SourceError(
            f"the books do not balance: {len(repair.record_lines)} good records were found, {row_count} were read",
            where=path.name,
        )


def _count_rows(connection: Connection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchall()[0]
    return int(row[0])


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
