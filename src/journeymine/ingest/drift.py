"""How a file's columns differ from those of the files of its source that were landed before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from journeymine.contracts.landed import LandedFile


@dataclass(frozen=True)
class Drift:
    """Columns that no earlier file had, that the last one had and were read, and that the project names in vain."""

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass
class ColumnHistory:
    """The columns of a source's files so far, by table; files are noted in the order in which they landed."""

    _seen: dict[str | None, set[str]] = field(default_factory=dict)
    _read: dict[str | None, tuple[str, ...]] = field(default_factory=dict)

    def note_all(self, files: Iterable[LandedFile]) -> None:
        """Note files that were landed before."""
        for landed in sorted(files, key=lambda file: (file.landed_at, file.file_name)):
            self.note(landed)

    def note(self, landed: LandedFile) -> Drift:
        """Note a file, and say how it differs from those before it; the first of a table differs from none."""
        columns = (*landed.mapped_columns, *landed.unmapped_columns)
        if not columns:  # a file without rows says nothing of its columns
            return Drift(missing=landed.missing_columns)
        present = {name.lower() for name in columns}
        before = self._seen.get(landed.table)
        unseen = columns if before is not None else ()
        drift = Drift(
            new=tuple(name for name in unseen if name.lower() not in (before or ())),
            gone=tuple(name for name in self._read.get(landed.table, ()) if name.lower() not in present),
            missing=landed.missing_columns,
        )
        self._seen[landed.table] = (before or set()) | present
        self._read[landed.table] = landed.mapped_columns
        return drift
