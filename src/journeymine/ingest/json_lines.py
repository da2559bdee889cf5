"""JSON lines: each line is read as one text, so that a line that is no JSON is seen and kept."""

from __future__ import annotations

import json
from pathlib import Path

from journeymine.ingest.mapping import Table, quote_name, quote_text
from journeymine.ingest.repair import MAX_JSON_LINE_BYTES
from journeymine.ingest.scan import find_compression
from journeymine.warehouse.connection import Connection


def read_lines(connection: Connection, path: Path) -> None:
    """Read a file's lines into the temporary table `lines` (column `line`), in file order."""
    compression = find_compression(path) or "none"
    connection.execute(
        f"create temp table lines as select line from read_csv({quote_text(str(path))}, columns = {{'line': 'VARCHAR'}}, "
        f"auto_detect = false, header = false, delim = chr(1), quote = '', escape = '', "
        f"max_line_size = {MAX_JSON_LINE_BYTES}, compression = '{compression}')"
    )


def count_readable_lines(connection: Connection) -> int:
    """Count lines that hold something and are not too long."""
    query = f"select count(*) from lines where line is not null and strlen(line) <= {MAX_JSON_LINE_BYTES}"
    return int(connection.execute(query).fetchall()[0][0])


def read_columns(connection: Connection, table: Table) -> tuple[str, ...]:
    """Turn `lines` into `raw`: one column per key found in any line; return the keys.

    The line itself is `line__`. A line that is no JSON object has no keys: `is_object__` is false. Columns are texts,
    unless the mapping gives a key a type (nested records).
    """
    # `and` does not shield json_type from a line that is no JSON; `case` does.
    is_object = "case when json_valid(line) then json_type(line) = 'OBJECT' else false end"
    found = connection.execute(
        f"select distinct unnest(keys) as key from (select distinct case when {is_object} then json_keys(line) end as keys "
        "from lines) order by key"
    ).fetchall()
    keys: list[str] = []
    for (key,) in found:
        if key and key.lower() not in {known.lower() for known in keys}:
            keys.append(key)
    # Nested keys that no line has are there all the same, with their type, for expressions that look into them.
    named = [*keys, *(key for key in table.types if key not in keys)]
    shape = {key: table.types.get(key, "VARCHAR") for key in named}
    if not keys:
        connection.execute("create temp table raw as select line as line__, false as is_object__ from lines")
        return ()
    record = f"case when is_object then json_transform(line, {quote_text(json.dumps(shape))}) end"
    columns = ", ".join(f"record.{quote_name(key)} as {quote_name(key)}" for key in named)
    connection.execute(
        f"create temp table raw as select line as line__, is_object as is_object__, {columns} "
        f"from (select *, {record} as record from (select line, {is_object} as is_object from lines))"
    )
    return tuple(keys)
