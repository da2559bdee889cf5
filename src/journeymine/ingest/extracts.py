"""An extract: what a query gives tonight, as one file that never has a name of its own on disk.

It is landed like any file, so the same rules, hashes and books hold. How far it was read is written in the landed
file's description, which appears together with its rows: a reading that dies half way leaves the watermark where it
was, and is simply done again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from journeymine.contracts.landed import LandedFile
from journeymine.errors import SourceError
from journeymine.ingest.databases import Database, Mark, Span, hash_query, read_span
from journeymine.ingest.mapping import Table, quote_name, quote_text
from journeymine.ingest.postgres import SCHEMES, open_postgres
from journeymine.ingest.repair import open_named_copy
from journeymine.ingest.sources import SourceFile
from journeymine.ingest.sqlite import open_sqlite
from journeymine.settings import SourceSettings
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import open_frame


@contextmanager
def open_extract(
    connection: Connection,
    project: Path,
    name: str,
    source: SourceSettings,
    table: Table,
    landed: Sequence[LandedFile],
    now: datetime,
    *,
    folder: Path | None = None,
    again: Span | None = None,
    limit: int | None = None,
) -> Iterator[SourceFile | None]:
    """Yield what a source's query gives from its watermark on as a Parquet file of texts; None if that is nothing.

    Args:
        connection: The connection it will be landed on; its tables `extract` are overwritten.
        project: The project folder, in which an SQLite database is looked for.
        name: The source's name.
        source: Its settings, with a query.
        table: What the query's rows are.
        landed: What was landed of the source; the furthest span of the same query says where to begin.
        now: A watermark a day or more beyond it is not believed.
        folder: Where the nameless file is kept while it is needed.
        again: Read this span once more, and no other.
        limit: At most so many rows: a sample.

    Raises:
        SourceError: The database cannot be reached or read, or the query is wrong.
    """
    with _open_database(project, name, source, now) as database:
        span = again or _find_span(database, source, landed, is_sample=limit is not None)
        row_count = _read_rows(connection, database, span, again.end if again else None, limit)
    if not row_count:
        yield None
        return
    with open_named_copy("extract.parquet", folder) as (_, path):
        connection.execute(
            f"copy (select * from extract order by all) to {quote_text(str(path))} "
            "(format parquet, compression zstd, use_tmp_file false)"
        )
        content_hash = _hash_rows(connection)
        connection.execute("drop table extract")
        is_cut = limit is not None and row_count == limit
        place = source.path or "query"
        yield SourceFile(
            path, f"{name}: {place}", table, content_hash=content_hash, span=span if not limit else None, is_cut=is_cut
        )


def _open_database(project: Path, name: str, source: SourceSettings, now: datetime) -> AbstractContextManager[Database]:
    assert source.query is not None
    if source.path is not None:
        return open_sqlite(project / source.path, source.query, source.watermark, now)
    assert source.uri_env is not None
    where = f"[sources.{name}].uri_env"
    uri = os.environ.get(source.uri_env, "")
    if not uri:
        raise SourceError(
            f"the environment variable {source.uri_env} is not set",
            where=where,
            next_action="It holds the address of the database, which no file of the project may.",
        )
    if uri.partition("://")[0] not in SCHEMES:
        allowed = ("postgresql://USER:PASSWORD@HOST:PORT/DATABASE",)
        raise SourceError(f"{source.uri_env} holds no address that can be read", where=where, allowed=allowed)
    return open_postgres(uri, source.query, source.watermark)


def _find_span(database: Database, source: SourceSettings, landed: Sequence[LandedFile], *, is_sample: bool) -> Span:
    """Say what to read: above the furthest end of the same query less its overlap, else everything."""
    query = hash_query(source)
    spans = [span for file in landed if (span := read_span(file.span)) is not None and span.query == query]
    last = max(spans, key=lambda span: span.number, default=None)
    number = last.number + 1 if last else 1
    if source.watermark is None:
        return Span(query, number, None, None)
    start: Mark
    if last is not None and last.end is not None:
        start = database.step_back(last.end)
    else:
        start = database.find_start() if source.watermark.start is None else source.watermark.start
    if is_sample:
        return Span(query, number, start, None)
    end = database.find_end(start)
    return Span(query, number, start, end if end is not None else last.end if last else None)


def _read_rows(connection: Connection, database: Database, span: Span, end: Mark | None, limit: int | None) -> int:
    """Fill the table `extract`, all columns texts; return how many rows it has."""
    names = database.find_columns()
    if len({name.lower() for name in names}) != len(names):
        raise SourceError(f"the query gives two columns of one name: {', '.join(names)}")
    connection.execute(
        f"create or replace temp table extract ({', '.join(f'{quote_name(name)} varchar' for name in names)})"
    )
    row_count = 0
    for frame in database.read(span.start, end, limit):
        with open_frame(connection, frame) as rows:
            connection.execute(f"insert into extract select * from {rows}")
        row_count += frame.height
    return row_count


def _hash_rows(connection: Connection) -> str:
    """Return a hash (64 hex characters) of the rows of `extract` that no order of them changes.

    It is keyed: nobody can test a guess about somebody against an extract of a single row.
    """
    row = "getvariable('content_secret') || to_json(extract)::varchar"
    sums = ", ".join(f"sum(md5_number_{half}({row})::hugeint)::varchar" for half in ("lower", "upper"))
    columns = [str(found[0]) for found in connection.execute("describe extract").fetchall()]
    found = connection.execute(f"select count(*), {sums} from extract").fetchall()[0]
    return hashlib.sha256(repr((columns, found)).encode()).hexdigest()
