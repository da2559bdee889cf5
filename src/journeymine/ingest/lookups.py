"""Small reference tables from a source's own files (who is an agent, what a stage is called), for its mapping.

All files of the source are read for them, whatever order they came in, so that the result does not depend on it. A
landed file remembers (hashed) which keys it looked up: it is landed anew only when one of them means something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from journeymine.errors import SourceError
from journeymine.ingest.columns import FileColumns
from journeymine.ingest.mapping import Mapping, Table, quote_name, quote_text
from journeymine.ingest.readers import read_rows
from journeymine.ingest.staging import typed_sql
from journeymine.privacy.hashing import hashed_sql
from journeymine.settings import SourceSettings
from journeymine.warehouse.connection import Connection, DatabaseError

LOOKED_UP_FILE = "looked_up.parquet"
"""Beside the landed tables: lookup, key_hash of every key the file's rows were looked up by."""


def create_lookups(
    connection: Connection, mapping: Mapping, source: SourceSettings, files: Sequence[tuple[str, Path]]
) -> None:
    """Make the table `lookup_NAME` (key, value, key_hash) for each lookup, from all files of its table.

    A file that cannot be read is left to landing, which refuses it. Where a key has several values, the one with
    the highest rank holds.

    Args:
        connection: The connection the files are landed on.
        mapping: The source's mapping.
        source: Encoding and delimiter of its files.
        files: Table name and path of every file of the source.
    """
    for name in mapping.lookups:
        connection.execute(f"create or replace temp table all_{name} (key varchar, value varchar, rank varchar)")
    for table in mapping.tables:
        wanted = {name: lookup for name, lookup in mapping.lookups.items() if lookup.table == table.name}
        if not wanted:
            continue
        for path in sorted(path for table_name, path in files if table_name == table.name):
            try:
                rows = read_rows(connection, path, table, source, mapping.format)
            except (SourceError, DatabaseError, OSError):
                continue  # Landing meets the same file and refuses it with its reason.
            columns = FileColumns(connection, table, rows.columns)
            present = {column.lower() for column in (*rows.columns, *columns.aliases)}
            typed = {column.lower() for column in table.types}
            raw = f"(select {typed_sql(columns)} from raw)" if typed and not rows.is_json else "raw"
            for name, lookup in wanted.items():
                asked = set().union(*(columns.references(text) for text in lookup.expressions))
                absent = sorted(asked - present - typed)
                extra = "".join(f", null::varchar as {quote_name(column)}" for column in absent)
                extra += "".join(
                    f", {quote_name(column)} as {quote_name(known)}" for known, column in columns.aliases.items()
                )
                connection.execute(
                    f"insert into all_{name} select {lookup.key}, {lookup.value}, {lookup.rank} "
                    f"from (select *{extra} from {raw}) where ({lookup.key}) is not null and ({lookup.when})"
                )
    for name in mapping.lookups:
        connection.execute(
            f"create or replace temp table lookup_{name} as "
            f"select key, value, {hashed_sql('lookup', 'key')} as key_hash "
            "from (select key, arg_max(value, (coalesce(rank, ''), coalesce(value, ''))) as value "
            f"from all_{name} group by key)"
        )
        connection.execute(f"drop table all_{name}")


def create_looked_up(connection: Connection, table: Table) -> None:
    """Make the table `looked_up` (lookup, key_hash): what the rows of `raw` ask of the lookups."""
    parts = [
        f"select distinct {quote_text(use['lookup'])} as lookup, {hashed_sql('lookup', use['by'])} as key_hash "
        f"from source where ({use['by']}) is not null"
        for use in table.uses.values()
    ]
    connection.execute(f"create or replace temp table looked_up as {' union '.join(parts)} order by lookup, key_hash")


def hash_answers(connection: Connection, mapping: Mapping, looked_up: str) -> str:
    """Return 8 hex characters of what the lookups answer today to the keys in `looked_up` (a table or a file).

    Two files that ask the same and are answered the same get the same characters.
    """
    answers = " union all ".join(
        f"select {quote_text(name)} as lookup, key_hash, value from lookup_{name}" for name in mapping.lookups
    )
    found = connection.execute(
        "select md5(coalesce(string_agg(asked.lookup || chr(31) || asked.key_hash || chr(31) || "
        "coalesce(answers.value, chr(30)), chr(29) order by asked.lookup, asked.key_hash), '')) "
        f"from {looked_up} as asked left join ({answers}) as answers "
        "on asked.lookup = answers.lookup and asked.key_hash = answers.key_hash"
    ).fetchall()
    return str(found[0][0])[:8]
