"""Where a source's files come from: the project's disk, an object store, or a database that is asked tonight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from journeymine.contracts.landed import LandedFile, RefusedFile
from journeymine.ingest.databases import Span
from journeymine.ingest.extracts import open_extract
from journeymine.ingest.mapping import Mapping
from journeymine.ingest.objects import SCHEME, find_objects
from journeymine.ingest.sources import SourceFile, find_files
from journeymine.settings import SourceSettings
from journeymine.warehouse.connection import Connection

Found = tuple[tuple[SourceFile, ...], tuple[RefusedFile, ...]]


@contextmanager
def open_files(
    connection: Connection,
    project: Path,
    name: str,
    source: SourceSettings,
    mapping: Mapping,
    landed: Sequence[LandedFile],
    now: datetime,
    *,
    folder: Path | None = None,
    again: Span | None = None,
    limit: int | None = None,
) -> Iterator[Found]:
    """Yield a source's files, and those of a folder kind that no table claims; extracts last as long as this does.

    Args:
        connection: The connection the files will be landed on.
        project: The project folder.
        name: The source's name.
        source: Its settings.
        mapping: Its mapping.
        landed: What was landed of it; a database is read on from there.
        now: The landing time (UTC).
        folder: Where copies of what lies elsewhere take their space.
        again: Of a database, read this span once more and no other.
        limit: Of a database, read at most so many rows.

    Raises:
        SourceError: The source as a whole cannot be read.
    """
    if source.query is not None:
        opened = open_extract(
            connection,
            project,
            name,
            source,
            mapping.tables[0],
            landed,
            now,
            folder=folder,
            again=again,
            limit=limit,
        )
        with opened as file:
            yield (() if file is None else (file,)), ()
    elif source.path is not None and source.path.startswith(SCHEME):
        yield find_objects(name, source, mapping, folder)
    else:
        yield find_files(project, name, source, mapping)
