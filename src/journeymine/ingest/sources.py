"""Which files a source has, and which table of its kind each one holds."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from pathlib import Path

from journeymine.contracts.landed import RefusedFile
from journeymine.errors import SourceError
from journeymine.ingest.mapping import Mapping, Table, list_kinds, read_mapping
from journeymine.settings import SourceSettings

_COMPRESSED = (".gz", ".zst")
_IGNORED = (".*", "*~", "*.tmp", "*.part", "*.partial", "_SUCCESS", "*.crc", "SOURCE.txt", "LICENSE*", "README*")


@dataclass(frozen=True)
class SourceFile:
    """A file of a source, its name relative to the project, and the table it holds."""

    path: Path
    file_name: str
    table: Table


def find_files(
    project: Path, name: str, source: SourceSettings, mapping: Mapping
) -> tuple[tuple[SourceFile, ...], tuple[RefusedFile, ...]]:
    """Find a source's files in name order; files of a folder kind that no table claims come back as refused.

    Raises:
        SourceError: The path matches nothing.
    """
    where = f"[sources.{name}].path"
    matches = _find_matches(project, source.path)
    if not matches:
        raise SourceError(f"nothing matches {source.path!r}", where=where, next_action=f"Looked in {project}.")
    found: list[SourceFile] = []
    refused: list[RefusedFile] = []
    candidates: list[Path] = []
    for match in matches:
        if match.is_dir():
            candidates += sorted(path for path in match.iterdir() if path.is_file() and not _is_ignored(path))
        else:
            candidates.append(match)
    for path in candidates:
        file_name = _name_within(project, path)
        table = _find_table(path, mapping)
        if table is not None:
            found.append(SourceFile(path, file_name, table))
        else:
            reason = f"no table of the kind {mapping.kind!r} is read from a file of this name"
            refused.append(RefusedFile(name, file_name, reason, "Move it away, or ask for it to be mapped."))
    if not found and not refused:
        raise SourceError(f"{source.path!r} holds no files", where=where)
    return tuple(found), tuple(refused)


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
    if Path(pattern).is_absolute():
        anchor = Path(Path(pattern).anchor)
        pattern = str(Path(pattern).relative_to(anchor))
    else:
        anchor = project
    pattern = pattern.rstrip("/")
    if pattern in ("", "."):
        return [anchor] if anchor.is_dir() else []
    return sorted(path for path in anchor.glob(pattern) if not _is_ignored(path))


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
