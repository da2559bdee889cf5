"""A first look at a file's bytes: its hash, its lines, and whether they are text in the stated encoding."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from journeymine.errors import SourceError

CHUNK_BYTES = 4 << 20
BUFFER_BYTES = 64_000_000
_LINE_END = ord("\n")
_PROBED_ENCODINGS = ("utf-8", "utf-16", "cp1250", "cp1251", "cp1252", "iso8859-2", "koi8-r", "latin-1")
_ONE_BYTE = {codecs.lookup(name).name for name in _PROBED_ENCODINGS[2:]}
_COMPRESSED = {".gz": "gzip", ".zst": "zstd"}


@dataclass(frozen=True)
class Scan:
    """What the bytes of a file say, independent of any parser; counts are of decompressed bytes."""

    byte_count: int
    newline_count: int
    ends_with_newline: bool
    has_null_byte: bool
    has_start_of_heading: bool
    has_byte_order_mark: bool
    is_utf8: bool

    @property
    def physical_line_count(self) -> int:
        """Lines as an editor counts them: a last line without its line end is one too."""
        return self.newline_count + (0 if self.ends_with_newline or self.byte_count == 0 else 1)


def hash_file(path: Path) -> str:
    """Return the SHA-256 (hex) of a file's bytes as they lie on disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def reader_options(path: Path, max_line_bytes: int, *, in_one: bool = False) -> str:
    """Return options of DuckDB's CSV reader: how a file is decompressed and how many bytes are taken at a time.

    Large buffers make an ordered table a third cheaper. A compressed file, or one that is read `in_one`, is read by
    one thread, which can always read it: at unlucky buffer borders the parallel reader gives up. Names of folders are
    read here (sources.py): by itself DuckDB would lay them over the file's own columns.
    """
    compression = find_compression(path)
    parallel = "false" if compression or in_one else "true"
    buffer_bytes = max(2 * max_line_bytes, BUFFER_BYTES)
    return (
        f"max_line_size = {max_line_bytes}, buffer_size = {buffer_bytes}, parallel = {parallel}, "
        f"compression = '{compression or 'none'}', hive_partitioning = false"
    )


def find_compression(path: Path) -> str | None:
    """Return "gzip", "zstd" or None by the file's name."""
    return _COMPRESSED.get(path.suffix.lower())


def find_format(path: Path) -> str | None:
    """Return "csv", "tsv", "jsonl" or "parquet" by the file's name without its compression suffix."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in _COMPRESSED:
        suffixes.pop()
    names = {".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
    names |= {".json": "jsonl", ".parquet": "parquet", ".pq": "parquet"}
    return names.get(suffixes[-1]) if suffixes else None


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading, decompressed.

    Raises:
        SourceError: The file cannot be read, or there is no reader for its compression.
    """
    compression = find_compression(path)
    try:
        if compression == "gzip":
            with gzip.open(path, "rb") as compressed:
                yield cast(BinaryIO, compressed)
        elif compression == "zstd":
            with _open_zstd(path) as compressed:
                yield compressed
        else:
            with path.open("rb") as file:
                yield file
    except (OSError, EOFError) as error:
        raise SourceError(f"cannot be read: {error}", where=path.name) from error


@contextmanager
def _open_zstd(path: Path) -> Iterator[BinaryIO]:
    program = shutil.which("zstd")
    if program is None:
        raise SourceError("needs the program zstd to be read", where=path.name, next_action="Install zstd, or use .gz.")
    process = subprocess.Popen([program, "-dcq", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        yield cast(BinaryIO, process.stdout)
        if process.stdout.read(1):
            return  # only the beginning was wanted: the program waits to write on and will never end by itself
        message = process.stderr.read().decode(errors="replace").strip()
        if process.wait() != 0:
            raise OSError(message or "broken zstd stream")
    finally:
        process.stdout.close()
        process.stderr.close()
        process.terminate()
        process.wait()


def scan_bytes(path: Path) -> Scan:
    """Read a file once and count what a parser's result is held against.

    Raises:
        SourceError: The file cannot be read or decompressed to its end.
    """
    byte_count = newline_count = 0
    has_null = has_heading = has_mark = False
    is_utf8 = True
    last = b""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open_bytes(path) as file:
        while chunk := file.read(CHUNK_BYTES):
            if byte_count == 0:
                has_mark = chunk.startswith(codecs.BOM_UTF8)
            byte_count += len(chunk)
            # Four times as fast as counting in the bytes, which begins anew after each line.
            newline_count += int(np.count_nonzero(np.frombuffer(chunk, dtype=np.uint8) == _LINE_END))
            has_null = has_null or b"\0" in chunk
            has_heading = has_heading or b"\x01" in chunk
            if is_utf8 and not (chunk.isascii() and not decoder.getstate()[0]):
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
            last = chunk[-1:]
    if is_utf8 and decoder.getstate()[0]:
        is_utf8 = False
    return Scan(byte_count, newline_count, last == b"\n", has_null, has_heading, has_mark, is_utf8)


def check_encoding(path: Path, encoding: str, scan: Scan) -> bool:
    """Refuse a file that is not text in the stated encoding, and name one that would work.

    Returns:
        Whether all of it is such text; if not, it is UTF-8 but for some lines, which must be told one by one.

    Raises:
        SourceError: The encoding is unknown, or the bytes are not valid in it.
    """
    try:
        codec = codecs.lookup(encoding)
    except LookupError:
        raise SourceError(
            f"unknown encoding {encoding!r}", where=path.name, next_action="Write one such as utf-8, cp1250, utf-16."
        ) from None
    if codec.name in ("utf-8", "utf-8-sig", "ascii"):
        wide = _find_wide(path) if scan.is_utf8 and scan.has_null_byte else None
        if wide is not None:
            raise SourceError(f"is not {encoding} text", where=path.name, next_action=_advise(wide))
        if scan.is_utf8 or _is_mostly_utf8(path):
            return scan.is_utf8
    elif codec.name in _ONE_BYTE and scan.is_utf8 and not _decodes(path, "ascii"):
        # Nearly any bytes are text in these; but what is UTF-8 beyond ASCII is so on purpose.
        raise SourceError(f"is UTF-8 text, not {encoding}", where=path.name, next_action=_advise("utf-8"))
    elif _decodes(path, codec.name):
        return True
    working = [name for name in _PROBED_ENCODINGS if name != codec.name and _decodes(path, name)]
    if working and not _has_utf16_mark(path):
        working = [name for name in working if name != "utf-16"]
    hint = _advise(_rank(path, working)) if working else None
    raise SourceError(f"is not {encoding} text", where=path.name, next_action=hint)


def find_encoding(path: Path) -> str:
    """Guess the encoding of a text file: UTF-8 unless its bytes say otherwise.

    Raises:
        SourceError: It is text in none of the encodings that are known.
    """
    scan = scan_bytes(path)
    wide = _find_wide(path) if scan.is_utf8 and scan.has_null_byte else None
    if wide is not None or scan.is_utf8 or _is_mostly_utf8(path):
        return wide or "utf-8"
    working = [name for name in _PROBED_ENCODINGS if _decodes(path, name)]
    if not _has_utf16_mark(path):
        working = [name for name in working if name != "utf-16"]
    if not working:
        raise SourceError("is text in no encoding that is known", where=path.name)
    return _rank(path, working)


def _advise(encoding: str) -> str:
    return f"Set encoding = {encoding!r} for this source."


def _find_wide(path: Path) -> str | None:
    """Return the UTF-16 encoding of a text without a mark, whose Latin letters are half NUL bytes, else None."""
    with open_bytes(path) as file:
        start = file.read(4096)
    half = len(start) // 2
    for name, nulls in (("utf-16-le", start[1::2]), ("utf-16-be", start[0::2])):
        if nulls.count(b"\0") > half * 0.6 and _decodes(path, name):
            return name
    return None


def _is_mostly_utf8(path: Path) -> bool:
    """Tell whether more lines are UTF-8 beyond ASCII than are none: another encoding would spoil each of those."""
    balance = 0
    with open_bytes(path) as file:
        for line in file:
            if not line.isascii():
                balance += 1 if is_utf8(line) else -1
    return balance > 0


def is_utf8(text: bytes) -> bool:
    """Tell whether bytes are text in UTF-8."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _has_utf16_mark(path: Path) -> bool:
    with open_bytes(path) as file:
        return file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with open_bytes(path) as file:
        try:
            while chunk := file.read(CHUNK_BYTES):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _rank(path: Path, encodings: list[str]) -> str:
    """Choose the encoding in which the non-ASCII characters look most like letters of words."""
    if encodings[0] in ("utf-8", "utf-16"):
        return encodings[0]
    with open_bytes(path) as file:
        sample = file.read(CHUNK_BYTES)
    scores = {name: _read_score(sample.decode(name, errors="replace")) for name in encodings}
    return max(encodings, key=lambda name: (scores[name], -encodings.index(name)))


_USUAL_LETTERS = set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻабвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґäöüßÄÖÜéèêàâçñáíúôîřščžýůěť€–—„”“’«»№")


def _read_score(text: str) -> int:
    """Count usual letters; a capital after a small letter is what wrong Cyrillic code pages look like."""
    score = 0
    before = " "
    for character in text:
        if ord(character) > 127:
            score += 2 if character in _USUAL_LETTERS else -2
            if character.isupper() and before.islower():
                score -= 3
        before = character
    return score
