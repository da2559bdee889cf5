"""Which files a source has, and which table of its kind each one holds."""

from __future__ import annotations

import fnmatch
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from journeymine.contracts.landed import RefusedFile
from journeymine.errors import SourceError
from journeymine.ingest.databases import Span
from journeymine.ingest.mapping import Mapping, Table, list_kinds, read_mapping
from journeymine.ingest.refusals import NO_PERMISSION
from journeymine.ingest.scan import hash_file
from journeymine.settings import SourceSettings

_COMPRESSED = (".gz", ".zst")
_IGNORED = (
    ".*",
    "*~",
    "*.tmp",
    "*.part",
    "*.partial",
    "_SUCCESS",
    "*.crc",
    "SOURCE.txt",
    "LICENSE*",
    "README*",
    "lost+found",
)
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
"""What others write for null in the name of a folder."""


class Remote(Protocol):
    """A file that lies elsewhere."""

    def open_copy(self) -> AbstractContextManager[Path]:
        """Copy it here for as long as it is needed."""


@dataclass(frozen=True)
class SourceFile:
    """A file of a source, its name relative to the project, and the table it holds.

    `path` is where it can be read; of one that lies elsewhere (`remote`) only once it has been opened. `version` is
    what a store of objects calls its content; an extract of a database knows its `span` and, unread, its hash.
    """

    path: Path
    file_name: str
    table: Table
    content_hash: str | None = None
    remote: Remote | None = None
    version: str | None = None
    span: Span | None = None
    is_cut: bool = False

    @contextmanager
    def open(self) -> Iterator[SourceFile]:
        """Yield the file as one that can be read here, which it may be no longer than this lasts."""
        if self.remote is None:
            yield self
        else:
            with self.remote.open_copy() as path:
                yield replace(self, path=path, remote=None)

    def find_hash(self) -> str:
        """Return the SHA-256 (hex) of its bytes and of what the names of its folders add to them."""
        return self.complete_hash(self.content_hash or hash_file(self.path))

    def read_stamp(self) -> tuple[int, int]:
        """Return what changes when somebody writes to the file: its size, and when it was written to last."""
        found = self.path.stat()
        return found.st_size, found.st_mtime_ns

    def complete_hash(self, file_hash: str) -> str:
        """Return a hash of bytes with what the names of the file's folders add to them."""
        if not self.table.partition:
            return file_hash
        return hashlib.sha256(f"{file_hash}{sorted(self.table.partition.items())!r}".encode()).hexdigest()


def find_files(
    project: Path, name: str, source: SourceSettings, mapping: Mapping
) -> tuple[tuple[SourceFile, ...], tuple[RefusedFile, ...]]:
    """Find a source's files in name order; folders that may not be read come back as refused, as do files of no table.

    Raises:
        SourceError: The path matches nothing.
    """
    assert source.path is not None
    where = f"[sources.{name}].path"
    matches = _find_matches(project, source.path)
    closed = _find_closed(project, source.path, matches)
    if not matches and not closed:
        raise SourceError(f"nothing matches {source.path!r}", where=where, next_action=f"Looked in {project}.")
    candidates: list[tuple[Path, Sequence[str]]] = []
    for match in matches:
        if match.is_dir():
            inner = sorted(path for path in match.rglob("*") if path.is_file())
            candidates += [(path, path.relative_to(match).parts[:-1]) for path in inner]
        else:
            candidates.append((match, ()))
    found: list[SourceFile] = []
    refused = [RefusedFile(name, _name_within(project, folder), NO_PERMISSION) for folder in closed]
    for path, folders in candidates:
        file_name = _name_within(project, path)
        claimed = claim_file(path, folders, name, file_name, mapping)
        if isinstance(claimed, SourceFile):
            found.append(claimed)
        elif claimed is not None:
            refused.append(claimed)
    if not found and not refused:
        raise SourceError(f"{source.path!r} holds no files", where=where)
    return tuple(found), tuple(refused)


def claim_file(
    path: Path, folders: Sequence[str], name: str, file_name: str, mapping: Mapping
) -> SourceFile | RefusedFile | None:
    """Say which table a file holds, with what the names of its folders say (day=2026-11-22).

    Args:
        path: The file, or the name of an object.
        folders: Folders between the source's own folder and the file.
        name: The source.
        file_name: What people are told it is called.
        mapping: The source's mapping.

    Returns:
        The file; why it is refused, if no table claims it; None if it is none of the source's: a temporary file, or one
        of a folder within its folder.
    """
    partition = _read_partition(folders)
    if partition is None or _is_ignored(path):
        return None
    table = _find_table(path, mapping)
    if table is None:
        reason = f"no table of the kind {mapping.kind!r} is read from a file of this name"
        return RefusedFile(name, file_name, reason, "Move it away, or ask for it to be mapped.")
    return SourceFile(path, file_name, replace(table, partition=partition) if partition else table)


def _read_partition(folders: Iterable[str]) -> dict[str, str | None] | None:
    """Read folder names such as day=2026-11-22; None if one of them is not of this form."""
    partition: dict[str, str | None] = {}
    for folder in folders:
        key, sign, value = folder.partition("=")
        if not key or not sign:
            return None
        partition[unquote(key)] = None if value == _NO_VALUE else unquote(value)
    return partition


def find_kind(folder: Path) -> str | None:
    """Return the kind of source whose tables' files lie in a folder: at least two of them, and most of the files."""
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and not _is_ignored(path)]
    counts: dict[str, int] = {}
    for kind in list_kinds():
        mapping = read_mapping(kind)
        if mapping.is_folder:
            counts[kind] = sum(_find_table(path, mapping) is not None for path in files)
    best = max(counts, key=lambda kind: counts[kind], default=None)
    return best if best is not None and counts[best] >= max(2, len(files) / 2) else None


def _find_matches(project: Path, pattern: str) -> list[Path]:
    anchor, parts = _split(project, pattern)
    if not parts:
        return [anchor] if anchor.is_dir() else []
    return sorted(path for path in anchor.glob(str(Path(*parts))) if not _is_ignored(path))


def _find_closed(project: Path, pattern: str, matches: Iterable[Path]) -> list[Path]:
    """Find folders on the way to a pattern, or within its matches, that may not be read: a search passes them over."""
    anchor, parts = _split(project, pattern)
    ways = {way for end in range(1, len(parts)) for way in anchor.glob(str(Path(*parts[:end])))}
    whole = {match for match in matches if match.is_dir()}
    inner = {Path(folder, name) for match in whole for folder, names, _ in os.walk(match) for name in names}
    return sorted(
        folder
        for folder in ways | whole | inner
        if folder.is_dir() and not _is_ignored(folder) and not os.access(folder, os.R_OK | os.X_OK, effective_ids=True)
    )


def _split(project: Path, pattern: str) -> tuple[Path, tuple[str, ...]]:
    """Split a pattern into the folder it begins in and its parts; those of ".", which is that folder, are none."""
    path = Path(pattern)
    anchor = Path(path.anchor) if path.is_absolute() else project
    return anchor, path.relative_to(path.anchor).parts


def _name_within(project: Path, path: Path) -> str:
    return str(path.relative_to(project)) if path.is_relative_to(project) else str(path)


def _is_ignored(path: Path) -> bool:
    return any(fnmatch.fnmatch(path.name, pattern) for pattern in _IGNORED)


def _stem(path: Path) -> str:
    name = path.name.lower()
    for suffix in _COMPRESSED:
        name = name.removesuffix(suffix)
    return name


def _find_table(path: Path, mapping: Mapping) -> Table | None:
    if not mapping.is_folder:
        return mapping.tables[0]
    stem = _stem(path)
    for table in mapping.tables:
        if any(fnmatch.fnmatch(stem, pattern) for pattern in table.files):
            return table
    return None
