"""Small reference tables from a source's own files (who is an agent, what a stage is called), for its mapping."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from journeymine.errors import SourceError
from journeymine.ingest.columns import FileColumns
from journeymine.ingest.mapping import Mapping, quote_name
from journeymine.ingest.readers import read_rows
from journeymine.settings import SourceSettings
from journeymine.warehouse.connection import Connection, DatabaseError


def create_lookups(
    connection: Connection, mapping: Mapping, source: SourceSettings, files: Sequence[tuple[str, Path]]
) -> None:
    """Make the table `lookup_NAME` (key, value) for each lookup, from all files of its table.

    All files of the source are read, whatever order they came in; a file that cannot be read is left to landing,
    which refuses it. Where a key has several values, the last by the lookup's own `rank` holds.

    Args:
        files: Table name and path of every file of the source.
    """
    for name, lookup in mapping.lookups.items():
        target = f"lookup_{name}"
        connection.execute(
            f"create or replace temp table {target}_all (key varchar, value varchar, rank varchar)"
        )
        table = next(table for table in mapping.tables if table.name == lookup.table)
        for path in sorted(path for table_name, path in files if table_name == lookup.table):
            try:
                rows = read_rows(connection, path, table, source, mapping.format)
            except (SourceError, DatabaseError):
                continue  # Landing meets the same file and refuses it with its reason.
            columns = FileColumns(connection, table, rows.columns)
            wanted = set().union(*(columns.references(text) for text in lookup.expressions))
            absent = [quote_name(column) for column in sorted(wanted - {column.lower() for column in rows.columns})]
            extra = "".join(f", null::varchar as {column}" for column in absent)
            connection.execute(
                f"insert into {target}_all select {lookup.key}, {lookup.value}, {lookup.rank} "
                f"from (select *{extra} from raw) where {lookup.key} is not null and ({lookup.when})"
            )
        connection.execute(
            f"create or replace temp table {target} as select key, arg_max(value, (coalesce(rank, ''), coalesce(value, ''))) "
            f"as value from {target}_all group by key"
        )


def hash_lookups(connection: Connection, mapping: Mapping) -> str:
    """Return a hash of all lookups' content: files land anew when a lookup they may use has changed."""
    hashes = []
    for name in sorted(mapping.lookups):
        found = connection.execute(
            f"select md5(coalesce(string_agg(key || chr(31) || coalesce(value, ''), chr(30) order by key), '')) "
            f"from lookup_{name}"
        ).fetchall()
        hashes.append(f"{name}:{found[0][0]}")
    return ";".join(hashes)
