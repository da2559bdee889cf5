"""Keep which files a night had to do without, and why."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from journeymine.contracts.landed import RefusedFile
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import write_frame


def write_refused_files(connection: Connection, catalog: str, refused: Iterable[RefusedFile]) -> None:
    """Make meta.refused_files anew: one row per file, or whole source, that was refused this time."""
    rows = [(file.source, file.file_name, file.reason, file.next_action) for file in refused]
    schema = dict.fromkeys(("source", "file_name", "reason", "next_action"), pl.String)
    write_frame(connection, f"{catalog}.meta.refused_files", pl.DataFrame(rows, schema=schema, orient="row"))
