"""Files of the drops, appended to chunk by chunk; the same bytes whatever the chunks were."""

from __future__ import annotations

import zlib
from pathlib import Path

import polars as pl

GZIP_LEVEL = 6
_GZIP_FORMAT = 31
"""wbits of zlib for a gzip stream with the largest window; its header carries no name and no time."""
_PIECE = 1 << 20
"""Bytes handed to the compressor at a time: always the same cuts, so chunks leave no trace."""


class DropFile:
    """One file of one drop; its handle is open only while something is written."""

    def __init__(self, path: Path, header: str | None) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
        self._compressor = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, _GZIP_FORMAT) if path.suffix == ".gz" else None
        self._waiting = bytearray()
        if header is not None:
            self.append((header + "\n").encode())

    def append(self, content: bytes) -> None:
        """Add bytes to the end."""
        if self._compressor is None:
            self._write(content)
            return
        self._waiting += content
        whole = len(self._waiting) // _PIECE * _PIECE
        compressed = [
            self._compressor.compress(bytes(self._waiting[at : at + _PIECE])) for at in range(0, whole, _PIECE)
        ]
        del self._waiting[:whole]
        self._write(b"".join(compressed))

    def close(self) -> None:
        """Write what is still waiting; nothing can be added after it."""
        if self._compressor is not None:
            self._write(self._compressor.compress(bytes(self._waiting)) + self._compressor.flush())
            self._waiting.clear()

    def _write(self, content: bytes) -> None:
        if content:
            with self.path.open("ab") as file:
                file.write(content)


def encode_lines(lines: pl.Series) -> bytes:
    """Join lines, each ended by a line feed, as UTF-8."""
    return ("\n".join(lines.to_list()) + "\n").encode() if len(lines) else b""


class FileSet:
    """All files of a sample under one folder, opened as they are first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, DropFile] = {}

    def append(self, name: str, header: str | None, lines: pl.Series) -> None:
        """Add lines to a file, which starts with its header."""
        if name not in self._files:
            self._files[name] = DropFile(self.folder / name, header)
        self._files[name].append(encode_lines(lines))

    def close(self) -> None:
        """Finish every file."""
        for file in self._files.values():
            file.close()
