"""The careful way through a damaged text file: every bad line is set aside by its number, the rest is kept.

DuckDB reads clean files by itself. Only a file that it could not read whole, or whose lines do not add up, comes
here: each physical line is looked at, a quote that is never closed costs its own line and no other, and what is left
is written to a private copy that DuckDB then reads.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from journeymine.ingest.scan import is_utf8

MAX_FIELD_BYTES = 500_000
"""A longer field is a broken export, not a value; its line is rejected."""
MAX_LINE_BYTES = 8_000_000
MAX_JSON_LINE_BYTES = 1_000_000
KEPT_BYTES = 4_000
"""Bytes of a bad line that are kept for people to look at."""

BLANK = "the line is blank"
NULL_BYTE = "the line has a NUL byte"
NOT_UTF8 = "the line is not UTF-8 text"
UNTERMINATED = "a quote is opened and never closed, or text follows a closing quote (write one in a field twice)"
CARRIAGE_RETURN = "a lone carriage return outside quotes"
CARRIAGE_RETURN_IN_JSON = "a lone carriage return"
TOO_LONG = f"a field is longer than {MAX_FIELD_BYTES:,} bytes"


@dataclass(frozen=True)
class BadLine:
    """A physical line that cannot be read, its 1-based number, its first bytes and why."""

    line_number: int
    content: bytes
    reason: str


@dataclass
class Repair:
    """What the careful way found: bad lines, and the line number each good record starts at."""

    bad_lines: list[BadLine] = field(default_factory=list)
    record_lines: list[int] = field(default_factory=list)


@contextmanager
def open_private_copy(folder: Path | None = None) -> Iterator[tuple[BinaryIO, Path]]:
    """Open a temporary file that no other user can open; where the system allows it, it never has a name.

    Yields the open file and a path under which DuckDB can read what was written to it (flush first). It takes its
    space in `folder`, if there is one.
    """
    by_descriptor = Path(f"/proc/{os.getpid()}/fd")
    if by_descriptor.is_dir():
        with tempfile.TemporaryFile(dir=folder) as file:
            yield file, by_descriptor / str(file.fileno())
        return
    handle, name = tempfile.mkstemp(prefix="journeymine-", dir=folder)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def open_named_copy(name: str, folder: Path | None = None) -> Iterator[tuple[BinaryIO, Path]]:
    """Open a private file under a path that ends with `name`, which tells readers its format."""
    with open_private_copy(folder) as (file, content), tempfile.TemporaryDirectory(prefix="journeymine-") as links:
        link = Path(links) / name
        link.symlink_to(content)
        yield file, link


def find_bad_json_lines(source: Iterator[bytes], target: BinaryIO) -> Repair:
    """Copy each line of a JSON lines file that can be handed to a parser; set blank and unreadable ones aside."""
    repair = Repair()
    for number, line in enumerate(source, start=1):
        line = line.rstrip(b"\r\n")
        reason = None
        if not line.strip():
            reason = BLANK
        elif b"\0" in line:
            reason = NULL_BYTE
        elif not is_utf8(line):
            reason = NOT_UTF8
        elif b"\r" in line:
            reason = CARRIAGE_RETURN_IN_JSON
        elif b"\x01" in line:
            reason = "the line has a control byte (0x01)"
        elif len(line) > MAX_JSON_LINE_BYTES:
            reason = f"the line is longer than {MAX_JSON_LINE_BYTES:,} bytes"
        if reason:
            repair.bad_lines.append(BadLine(number, line[:KEPT_BYTES], reason))
        else:
            target.write(line + b"\n")
            repair.record_lines.append(number)
    target.flush()
    return repair


def find_bad_csv_lines(source: Iterator[bytes], target: BinaryIO, column_count: int, delimiter: bytes) -> Repair:
    """Copy each good record of a CSV file (header lines not among them); set every other line aside.

    Args:
        source: Physical lines with their line ends; the first is line 1 and is the header's.
        target: Receives good records, one line feed after each; line breaks inside quotes stay as they are.
        column_count: Fields a record must have.
        delimiter: One byte.
    """
    reader = _CsvRepair(target, column_count, delimiter)
    reader.read(source)
    target.flush()
    return reader.repair


class _CsvRepair:
    def __init__(self, target: BinaryIO, column_count: int, delimiter: bytes) -> None:
        self.target, self.column_count, self.delimiter = target, column_count, delimiter
        self.repair = Repair()
        escaped = re.escape(delimiter)
        quoted = rb'"(?:[^"]|"")*"'
        plain = rb'(?:[^"\r\n' + escaped + rb"][^\r\n" + escaped + rb"]*)?"
        self.field = re.compile(rb"(" + quoted + rb"|" + plain + rb")(?:" + escaped + rb"|\Z)")
        # Possessive parts: a damaged line must not send the matcher back and forth for minutes.
        one = rb"(?>" + quoted + rb"|" + plain + rb")"
        self.whole = re.compile(one + rb"(?:" + escaped + one + rb")*+")
        self.opened = re.compile(rb"(?:" + one + escaped + rb')*+"(?>(?:[^"]|"")*)')

    def read(self, source: Iterator[bytes]) -> None:
        waiting: deque[tuple[int, bytes]] = deque()
        numbered = enumerate(source, start=1)
        while True:
            item = waiting.popleft() if waiting else next(numbered, None)
            if item is None:
                return
            number, line = item
            reason = self._judge(number, line, numbered, waiting)
            if reason:
                self.repair.bad_lines.append(BadLine(number, line.rstrip(b"\r\n")[:KEPT_BYTES], reason))

    def _judge(
        self, number: int, line: bytes, numbered: Iterator[tuple[int, bytes]], waiting: deque[tuple[int, bytes]]
    ) -> str | None:
        """Write the record that starts here and return None, or return why its first line is bad."""
        text = line.rstrip(b"\r\n") if line.endswith((b"\n", b"\r")) else line
        if not text.strip():
            return BLANK
        if b'"' not in text:
            return self._write(number, text, text.count(self.delimiter) + 1)
        if self.whole.fullmatch(text):
            return self._write(number, text, self._count_fields(text))
        if not self.opened.fullmatch(text):
            return CARRIAGE_RETURN if b"\r" in text and not self.opened.match(text) else UNTERMINATED
        return self._read_on(number, line, numbered, waiting)

    def _read_on(
        self, number: int, line: bytes, numbered: Iterator[tuple[int, bytes]], waiting: deque[tuple[int, bytes]]
    ) -> str | None:
        """Join the lines of a record whose quoted field goes on; give them back when it does not work out."""
        parts = [line]
        size = len(line)
        taken: list[tuple[int, bytes]] = []
        reason: str | None = UNTERMINATED
        while size <= MAX_FIELD_BYTES:
            item = waiting.popleft() if waiting else next(numbered, None)
            if item is None:
                break
            taken.append(item)
            parts.append(item[1])
            size += len(item[1])
            if b'"' not in item[1]:
                continue
            text = b"".join(parts).rstrip(b"\r\n")
            if self.whole.fullmatch(text):
                reason = self._write(number, text, self._count_fields(text))
                if reason is None:
                    return None
                # Too few or too many fields: more likely a stray quote than a record over many lines.
                reason = UNTERMINATED
                break
            if not self.opened.fullmatch(text):
                break
        waiting.extendleft(reversed(taken))
        return reason

    def _count_fields(self, text: bytes) -> int:
        count = 0
        position = 0
        while match := self.field.match(text, position):
            count += 1
            position = match.end()
            if match.end(1) == len(text):
                break
        return count

    def _write(self, number: int, text: bytes, field_count: int) -> str | None:
        if b"\0" in text:
            return NULL_BYTE
        if not is_utf8(text):
            return NOT_UTF8
        if field_count == self.column_count + 1 and text.endswith(self.delimiter):
            text, field_count = text[: -len(self.delimiter)], self.column_count  # DuckDB's parser lets it pass, too
        if field_count != self.column_count:
            return f"expected {self.column_count} columns, found {field_count}"
        if len(text) > MAX_LINE_BYTES:
            return f"the line is longer than {MAX_LINE_BYTES:,} bytes"
        if len(text) > MAX_FIELD_BYTES and max(map(len, self.field.findall(text))) > MAX_FIELD_BYTES:
            return TOO_LONG
        if b"\r" in text and b"\r" in re.sub(rb'"(?:[^"]|"")*"', b"", text):
            return CARRIAGE_RETURN
        self.target.write(text + b"\n")
        self.repair.record_lines.append(number)
        return None
