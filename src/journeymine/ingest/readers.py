"""Readers: one source file becomes the temporary table `raw`, every column a text, rows in file order.

The fast way is DuckDB's own parser. Its result counts only if no line was refused and the rows add up with the
line ends counted in the bytes; otherwise the file goes the careful way (repair.py).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from journeymine.errors import SourceError
from journeymine.ingest import json_lines
from journeymine.ingest.disguises import check_is_lines, check_is_text
from journeymine.ingest.layout import Layout, find_layout
from journeymine.ingest.mapping import Table, quote_name, quote_text
from journeymine.ingest.refusals import tell_error
from journeymine.ingest.repair import (
    MAX_FIELD_BYTES,
    MAX_LINE_BYTES,
    BadLine,
    Repair,
    find_bad_csv_lines,
    find_bad_json_lines,
    open_private_copy,
)
from journeymine.ingest.scan import (
    Scan,
    check_encoding,
    find_format,
    open_bytes,
    reader_options,
    scan_bytes,
)
from journeymine.settings import SourceSettings
from journeymine.warehouse.connection import Connection, DatabaseError

SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".ods")


@dataclass(frozen=True)
class RawRows:
    """What is in the table `raw`, and what is not.

    If `is_view`, `raw` is read anew by whoever selects from it, `row_count` is what the line ends promise, and
    whoever reads it must count. `line_of_row[i]` is the line the i-th row of `raw` starts at; None means that rows
    and lines go together, header first. Only lines of cells have a `delimiter`.
    """

    columns: tuple[str, ...]
    row_count: int
    header_count: int
    bad_lines: tuple[BadLine, ...] = ()
    line_of_row: tuple[int, ...] | None = None
    is_json: bool = False
    is_view: bool = False
    delimiter: str | None = None

    @property
    def line_count(self) -> int:
        """Records and header lines of the file."""
        return self.header_count + self.row_count + len(self.bad_lines)


def read_rows(
    connection: Connection,
    path: Path,
    table: Table,
    source: SourceSettings,
    format_name: str | None,
    *,
    as_view: bool = False,
    is_careful: bool = False,
) -> RawRows:
    """Make `raw` of one file: a temporary table, or, where `as_view` allows it and the file looks whole, a view.

    Args:
        connection: An open connection.
        path: The file.
        table: Its mapping; JSON keys may have types there.
        source: Encoding and delimiter.
        format_name: "csv", "tsv", "jsonl" or "parquet", for a file whose name tells none.
        as_view: Rows may be read as they stream by.
        is_careful: The fast way has failed already.

    Raises:
        SourceError: The file as a whole cannot be read: missing, empty, wrong encoding, no header, no such format.
    """
    format_name = find_format(path) or format_name
    if format_name is None:
        raise SourceError(
            "is of no format that can be read",
            where=path.name,
            allowed=(".csv", ".tsv", ".jsonl", ".parquet", "and .gz or .zst after .csv, .tsv, .jsonl"),
            next_action=_tell_other_way(path.suffix.lower()),
        )
    _drop(connection, "raw")
    _drop(connection, "lines")
    try:
        if path.stat().st_size == 0:
            raise SourceError("is empty", where=path.name)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=path.name) from error
    if format_name == "parquet":
        return _read_parquet(connection, path, as_view=as_view and not is_careful)
    check_is_text(path)
    scan = scan_bytes(path)
    if scan.byte_count == 0:
        raise SourceError("is empty", where=path.name)
    is_careful = not check_encoding(path, source.encoding, scan) or is_careful
    with _open_text(path, source.encoding, scan) as (text_path, text_scan):
        way = _Way(as_view=as_view and text_path == path and not is_careful, is_careful=is_careful)
        if format_name == "jsonl":
            return _read_json_lines(connection, text_path, table, text_scan, way)
        delimiter = source.delimiter or ("\t" if format_name == "tsv" else None)
        layout = _find_layout(text_path, delimiter, source.columns, path.name)
        return replace(_read_csv(connection, text_path, text_scan, layout, way), delimiter=layout.delimiter)


def _find_layout(path: Path, delimiter: str | None, columns: tuple[str, ...], file_name: str) -> Layout:
    with open_bytes(path) as file:
        start = file.read(MAX_FIELD_BYTES)
    return find_layout(start.decode("utf-8-sig", errors="replace"), delimiter, columns, file_name)


@dataclass(frozen=True)
class _Way:
    as_view: bool
    is_careful: bool


def _tell_other_way(suffix: str) -> str | None:
    if suffix in SPREADSHEETS:
        return "Save each sheet as CSV."
    if suffix in (".sqlite", ".sqlite3", ".db", ".db3"):
        return 'A table of SQLite is read by a source that asks for it: path = "FILE", query = "select * from TABLE".'
    return None


def _drop(connection: Connection, name: str) -> None:
    """Drop a temporary table or view, whichever it is."""
    found = connection.execute(
        "select table_type from information_schema.tables where table_name = ? and table_catalog = 'temp'", [name]
    ).fetchall()
    for (kind,) in found:
        connection.execute(f"drop {'view' if kind == 'VIEW' else 'table'} {name}")


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


def _read_parquet(connection: Connection, path: Path, *, as_view: bool) -> RawRows:
    source = f"read_parquet({quote_text(str(path))}, hive_partitioning = false)"
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
        kind = "view" if as_view else "table"
        connection.execute(f"create temp {kind} raw as select {columns} from {source}")
        row_count = _count_rows(connection, "raw")
    except DatabaseError as error:
        raise SourceError(f"is no readable Parquet file: {tell_error(error)}", where=path.name) from error
    return RawRows(tuple(row[0] for row in described), row_count, header_count=0, is_view=as_view)


def _read_json_lines(connection: Connection, path: Path, table: Table, scan: Scan, way: _Way) -> RawRows:
    line_count = scan.physical_line_count
    if not (way.is_careful or scan.has_null_byte or scan.has_start_of_heading):
        try:
            json_lines.read_lines(connection, path, as_view=way.as_view)
            keys, readable_count = json_lines.find_keys(connection)
            if readable_count == line_count:
                check_is_lines(keys, path)
                as_view = way.as_view and bool(keys)
                json_lines.create_raw(connection, table, keys, as_view=as_view)
                return RawRows(tuple(keys), line_count, 0, is_json=True, is_view=as_view)
        except DatabaseError:
            pass  # Not every line can be read; the careful way says which.
        _drop(connection, "lines")
    with open_bytes(path) as file, open_private_copy() as (copy, copy_path):
        repair = find_bad_json_lines(_skip_mark(file), copy)
        json_lines.read_lines(connection, copy_path, as_view=False, in_one=True)
    _check_repaired(connection, "lines", repair, path)
    keys, _ = json_lines.find_keys(connection)
    check_is_lines(keys, path)
    json_lines.create_raw(connection, table, keys, as_view=False)
    lines = tuple(repair.record_lines)
    return RawRows(tuple(keys), len(lines), 0, tuple(repair.bad_lines), lines, is_json=True)


def _read_csv(connection: Connection, path: Path, scan: Scan, layout: Layout, way: _Way) -> RawRows:
    header, header_count, delimiter = layout.header, layout.header_count, layout.delimiter
    plain = RawRows(header, scan.physical_line_count - header_count, header_count)
    if not (way.is_careful or scan.has_null_byte or header_count > 1):
        # A line so long that one of its fields may be too long goes the careful way, too.
        rows = _csv_sql(path, header, delimiter, skip=header_count, max_line_bytes=MAX_FIELD_BYTES)
        if way.as_view:
            connection.execute(f"create temp view raw as select * from {rows}")
            return replace(plain, is_view=True)
        try:
            connection.execute(f"create temp table raw as select * from {rows}")
            if _count_rows(connection, "raw") == plain.row_count:
                return plain
        except DatabaseError:
            pass  # Not every line is well formed; the careful way says which.
        _drop(connection, "raw")
    with open_bytes(path) as file, open_private_copy() as (copy, copy_path):
        lines = iter(_skip_mark(file))
        for _ in range(header_count):
            next(lines)
        repair = find_bad_csv_lines(lines, copy, len(header), delimiter.encode())
        rows = _csv_sql(copy_path, header, delimiter, skip=0, max_line_bytes=2 * MAX_LINE_BYTES, in_one=True)
        connection.execute(f"create temp table raw as select * from {rows}")
    _check_repaired(connection, "raw", repair, path)
    # The careful way counts from the first line after the header.
    bad = tuple(replace(line, line_number=line.line_number + header_count) for line in repair.bad_lines)
    starts = tuple(number + header_count for number in repair.record_lines)
    return replace(plain, row_count=len(starts), bad_lines=bad, line_of_row=starts)


def _csv_sql(
    path: Path, header: tuple[str, ...], delimiter: str, *, skip: int, max_line_bytes: int, in_one: bool = False
) -> str:
    columns = ", ".join(f"{quote_text(name)}: 'VARCHAR'" for name in header)
    return (
        f"read_csv({quote_text(str(path))}, columns = {{{columns}}}, auto_detect = false, header = false, "
        f"skip = {skip}, delim = {quote_text(delimiter)}, quote = '\"', escape = '\"', "
        f"{reader_options(path, max_line_bytes, in_one=in_one)})"
    )


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
