"""The books of a file: every record is loaded or rejected with its reasons, and the counts must say so."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from journeymine.errors import SourceError
from journeymine.ingest.hiding import PersonalColumns, hide_cells, hide_values
from journeymine.ingest.readers import RawRows
from journeymine.ingest.repair import KEPT_BYTES
from journeymine.ingest.rules import NOT_AN_OBJECT
from journeymine.ingest.scan import find_format, open_bytes
from journeymine.ingest.staging import StagedOutput
from journeymine.warehouse.connection import Connection

KEPT_CHARACTERS = 2_000
"""Characters of a rejected line that are kept."""
NO_OUTPUT = "the mapping has no use for this row"


@dataclass(frozen=True)
class Rejected:
    """A record that was not loaded: where it starts, its redacted text, and every reason."""

    line_number: int
    line_text: str
    reasons: tuple[str, ...]


def find_rejected(
    connection: Connection,
    rows: RawRows,
    outputs: list[StagedOutput],
    path: Path,
    encoding: str,
    personal: PersonalColumns,
) -> list[Rejected]:
    """Collect lines the reader set aside and rows that broke a rule; make the table `bad_rows` of the latter."""
    parts = [
        f"select row_number, unnest(reasons) as reason from {staged.table} where reasons is not null"
        for staged in outputs
    ]
    if rows.is_json and not rows.is_view:
        parts.append(f"select rowid + 1, '{NOT_AN_OBJECT}' from raw where not is_object__")
    union = " union all ".join(parts) or "select null::bigint as row_number, null::varchar as reason where false"
    connection.execute(
        "create or replace temp table bad_rows as select row_number, list_sort(list_distinct(list(reason))) as reasons "
        f"from ({union}) as found(row_number, reason) group by row_number order by row_number"
    )
    rejected = [
        Rejected(bad.line_number, _hide(bad.content.decode("utf-8", errors="replace"), rows, personal), (bad.reason,))
        for bad in rows.bad_lines
    ]
    bad_rows = connection.execute("select row_number, reasons from bad_rows order by row_number").fetchall()
    if bad_rows:
        numbers = {_line_of(rows, row_number): tuple(reasons) for row_number, reasons in bad_rows}
        texts = _read_lines(connection, rows, set(numbers), path, encoding)
        rejected += [
            Rejected(number, _hide(texts.get(number, ""), rows, personal), reasons)
            for number, reasons in numbers.items()
        ]
    return sorted(rejected, key=lambda line: line.line_number)


def _line_of(rows: RawRows, row_number: int) -> int:
    if rows.line_of_row is not None:
        return rows.line_of_row[row_number - 1]
    return row_number + rows.header_count


def _read_lines(connection: Connection, rows: RawRows, numbers: set[int], path: Path, encoding: str) -> dict[int, str]:
    """Read the first physical line of each rejected record from the file itself."""
    if find_format(path) == "parquet":
        wanted = ", ".join(map(str, sorted(numbers)))
        numbered = "select row_number() over () as number, to_json(raw)::varchar as content from raw"
        found = connection.execute(f"select number, content from ({numbered}) where number in ({wanted})")
        return {int(number): str(text) for number, text in found.fetchall()}
    texts: dict[int, str] = {}
    with open_bytes(path) as file:
        if encoding.lower().replace("-", "").startswith("utf16"):
            lines = enumerate(
                (line.encode() for line in io.TextIOWrapper(file, encoding=encoding, newline="\n")), start=1
            )
            encoding = "utf-8"
        else:
            lines = enumerate(file, start=1)
        for number, line in lines:
            if number in numbers:
                texts[number] = line[:KEPT_BYTES].decode(encoding, errors="replace").rstrip("\r\n")
                if len(texts) == len(numbers):
                    break
    return texts


def _hide(text: str, rows: RawRows, personal: PersonalColumns) -> str:
    text = text.removeprefix("\ufeff").replace("\0", "\ufffd")
    shown = hide_cells(text, personal, rows.delimiter) if rows.delimiter else hide_values(text, personal)
    return shown[:KEPT_CHARACTERS]


def remove_rejected(connection: Connection, outputs: list[StagedOutput], *, has_skips: bool) -> None:
    """Take the rows of `bad_rows`, and those left out on purpose, from every staged output."""
    has_bad_rows = bool(_count(connection, "bad_rows"))
    for staged in outputs:
        if has_bad_rows:
            connection.execute(
                f"delete from {staged.rows_table} where {staged.row_number} in (select row_number from bad_rows)"
            )
        if has_skips:
            connection.execute(f"delete from {staged.rows_table} where skip_reason is not null")


def count_skipped(
    connection: Connection, rows: RawRows, outputs: list[StagedOutput], *, has_skips: bool
) -> dict[str, int]:
    """Count good rows that land nowhere, by reason."""
    if rows.is_view:
        return {}
    counts: dict[str, int] = {}
    if has_skips:
        found = connection.execute(
            "select skip_reason, count(*) from source where skip_reason is not null "
            "and row_number not in (select row_number from bad_rows) group by skip_reason order by skip_reason"
        ).fetchall()
        counts = {str(reason): int(count) for reason, count in found}
    # A row may yield several rows, also of its only output.
    used = [f"select distinct row_number from {staged.table}" for staged in outputs]
    union = " union ".join(used) or "select 1 where false"
    idle = rows.row_count - _count(connection, "bad_rows") - _count(connection, f"({union})") - sum(counts.values())
    if idle:
        counts[NO_OUTPUT] = idle
    return counts


def _count(connection: Connection, table: str) -> int:
    return int(connection.execute(f"select count(*) from {table}").fetchall()[0][0])


def check_books(
    connection: Connection,
    rows: RawRows,
    outputs: list[StagedOutput],
    rejected: list[Rejected],
    skipped_counts: dict[str, int],
    path: Path,
) -> None:
    """Hold what is staged against what was read.

    Raises:
        SourceError: A record is neither staged, nor skipped, nor rejected, or two rejections share a line.
    """
    bad_row_count = _count(connection, "bad_rows")
    if len({line.line_number for line in rejected}) != bad_row_count + len(rows.bad_lines):
        raise SourceError("the books do not balance: a line was rejected twice", where=path.name)
    skipped_count = sum(count for reason, count in skipped_counts.items() if reason != NO_OUTPUT)
    for staged in outputs:
        if staged.output.when or staged.output.each:
            continue
        staged_count = _count(connection, staged.table)
        if staged_count + skipped_count + bad_row_count != rows.row_count:
            raise SourceError(
                f"the books do not balance: {rows.row_count} rows were read, {staged_count} staged, {skipped_count} "
                f"left out, {bad_row_count} rejected",
                where=path.name,
            )
