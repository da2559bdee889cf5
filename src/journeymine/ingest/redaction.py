"""Redact the texts of a landed file, again when the rules have grown or for the first time by a project's own tools."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from journeymine.ingest.mapping import quote_text
from journeymine.privacy.redact import redacted_sql
from journeymine.privacy.redactors import Redactor
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import open_frame, read_query

TEXTS = {"feedback": "text", "notes": "text", "rejected": "line_text"}
"""Landed tables with running text, and its column."""


def redact_texts(connection: Connection, folder: Path, redactor: Redactor) -> int:
    """Redact the texts of a landed folder in place; return how many distinct ones changed.

    Args:
        connection: Opened by `open_landing`.
        folder: A landed folder that nobody reads yet.
        redactor: How texts are redacted.
    """
    return sum(_redact(connection, folder, table, redactor) for table in TEXTS)


def count_unredacted(connection: Connection, folder: Path, redactor: Redactor) -> int:
    """Count the distinct texts of a landed folder that `redact_texts` would change."""
    return sum(_list_changes(connection, folder, table, redactor).height for table in TEXTS)


def _list_changes(connection: Connection, folder: Path, table: str, redactor: Redactor) -> pl.DataFrame:
    path, column = folder / f"{table}.parquet", TEXTS[table]
    if not path.is_file():
        return pl.DataFrame(schema={"before": pl.String, "after": pl.String})
    shown = "before" if redactor.tools else redacted_sql("before")
    given = f"select distinct {column} as before from read_parquet({quote_text(str(path))}) where {column} is not null"
    found = read_query(connection, f"select before, {shown} as after from ({given}) order by before")
    if redactor.tools:
        found = found.with_columns(after=pl.Series(redactor.redact(found["before"].to_list()), dtype=pl.String))
    return found.filter(pl.col("before") != pl.col("after"))


def _redact(connection: Connection, folder: Path, table: str, redactor: Redactor) -> int:
    changes = _list_changes(connection, folder, table, redactor)
    if changes.is_empty():
        return 0
    path, column = folder / f"{table}.parquet", TEXTS[table]
    fresh = path.with_suffix(".fresh")
    with open_frame(connection, changes) as changed:
        connection.execute(
            f"copy (select rows.* replace (coalesce(changed.after, rows.{column}) as {column}) "
            f"from read_parquet({quote_text(str(path))}) as rows left join {changed} as changed "
            f"on rows.{column} = changed.before) to {quote_text(str(fresh))} (format parquet, compression zstd)"
        )
    fresh.replace(path)
    return changes.height
