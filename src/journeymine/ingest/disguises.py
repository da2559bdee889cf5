"""Files that are not what their name says: told what they are, not read as garbage."""

from __future__ import annotations

import shlex
from collections.abc import Collection
from pathlib import Path

from journeymine.errors import SourceError
from journeymine.ingest.scan import open_bytes

_LOOKED_AT_BYTES = 500_000
_SAVE = "Save each sheet as CSV."
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive", f"{_SAVE} Unpack an archive."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", _SAVE),
    (b"\x1f\x8b", "compressed with gzip", "End its name in .gz."),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard", "End its name in .zst."),
    (b"PAR1\x15", "Parquet", "End its name in .parquet."),
    (b"SQLite format 3\0", "an SQLite database", "Give the source a query."),
    (b"%PDF-", "a PDF", "Ask for an export as CSV."),
)
_PAGES = (b"<!doctype html", b"<html")


def check_is_text(path: Path) -> None:
    """Refuse a file whose first bytes say that it is no delimited text and no JSON lines, whatever it is called.

    Raises:
        SourceError: It is something else, or its lines end in a way in which none could be told from the next.
    """
    with open_bytes(path) as file:
        start = file.read(_LOOKED_AT_BYTES)
    for beginning, what, next_action in _BEGINNINGS:
        if start.startswith(beginning):
            raise SourceError(f"is {what}, not text", where=path.name, next_action=next_action)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGES):
        raise SourceError("is a web page", where=path.name, next_action="Whoever fetches it may need to log in first.")
    if b"\r" in start and b"\n" not in start:
        raise SourceError(
            "ends its lines with carriage returns alone",
            where=path.name,
            next_action=f"Save it anew as CSV UTF-8, or: tr '\\r' '\\n' < {write_names(path, path.suffix)}",
        )


def write_names(path: Path, suffix: str = ".jsonl") -> str:
    """Return, for a command, a file's name and that of a new file beside it."""
    return f"{shlex.quote(path.name)} > {shlex.quote(f'new-{path.stem}{suffix}')}"


def check_is_lines(keys: Collection[str], path: Path) -> None:
    """Refuse JSON that is not written an object a line.

    Args:
        keys: What is known of the keys of its lines.
        path: The file.

    Raises:
        SourceError: It is one list, or its objects go over several lines.
    """
    with open_bytes(path) as file:
        start = file.read(_LOOKED_AT_BYTES).removeprefix(b"\xef\xbb\xbf").lstrip()
    first, _, rest = (part.strip() for part in start.partition(b"\n"))
    is_list = start[:1] == b"[" and start[1:].lstrip()[:1] == b"{"
    # Written an element a line, the last one would pass for a line of its own.
    if is_list and (not keys or first == b"["):
        raise SourceError(
            "is one JSON list, not a JSON object a line",
            where=path.name,
            next_action=f"Write its elements as lines: jq -c '.[]' {write_names(path)}",
        )
    if first == b"{" and rest[:1] == b'"':
        raise SourceError(
            "is JSON over several lines, not a JSON object a line",
            where=path.name,
            next_action=f"Write each object as a line: jq -c . {write_names(path)}",
        )
