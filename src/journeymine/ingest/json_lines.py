"""JSON lines: each line is read as one text, so that a line that is no JSON is seen and kept."""

from __future__ import annotations

import json
from pathlib import Path

from journeymine.ingest.mapping import Table, quote_name, quote_text
from journeymine.ingest.repair import MAX_JSON_LINE_BYTES
from journeymine.ingest.scan import reader_options
from journeymine.warehouse.connection import Connection


def read_lines(connection: Connection, path: Path, *, as_view: bool, in_one: bool = False) -> None:
    """Make `lines` (column `line`) of a file's lines, in file order: a temporary table, or a view over the file."""
    source = quote_text(str(path))
    connection.execute(
        f"create temp {'view' if as_view else 'table'} lines as select line from read_csv({source}, "
        "columns = {'line': 'VARCHAR'}, auto_detect = false, header = false, delim = chr(1), quote = '', escape = '', "
        f"{reader_options(path, MAX_JSON_LINE_BYTES, in_one=in_one)})"
    )


def find_keys(connection: Connection) -> tuple[dict[str, tuple[str, ...]], int]:
    """Return the keys that any line of `lines` has, sorted, and how many lines hold something.

    Keys that differ only in case are one, since DuckDB's column names do not tell them apart: it is called as most
    lines call it, and beside it are its other spellings.
    """
    # Grouped as text, which is cheaper than lists are, with a line of each group to ask for its keys.
    connection.execute(
        "create or replace temp table key_groups as select any_value(line) as example, count(line) as line_count, "
        "bool_and(keys is not null and starts_with(line, '{')) as is_plain from "
        "(select line, try(json_keys(line))::varchar as keys from lines) group by keys"
    )
    total = connection.execute("select coalesce(sum(line_count), 0)::bigint from key_groups").fetchall()[0][0]
    found = connection.execute(
        "select name from (select unnest(list_distinct(try(json_keys(example)))) as name, line_count from key_groups) "
        "where name <> '' group by name order by sum(line_count) desc, name"
    ).fetchall()
    spellings: dict[str, tuple[str, ...]] = {}
    for (name,) in found:
        spellings[name.lower()] = (*spellings.get(name.lower(), ()), name)
    return {same[0]: same[1:] for same in sorted(spellings.values())}, int(total)


def create_raw(connection: Connection, table: Table, keys: dict[str, tuple[str, ...]], *, as_view: bool) -> None:
    """Make `raw` of `lines`: a column per key, the line itself as `line__`, and `is_object__`.

    Call `find_keys` before, which knows whether all lines are objects. A line that is none has no keys. Columns are
    texts, unless the mapping gives a key a type; nested keys that no line has are there all the same, with their type,
    for expressions that look into them.
    """
    named = [*keys, *(key for key in table.types if key not in keys)] if keys else []
    kind = "view" if as_view else "table"
    if not named:
        connection.execute(f"create temp {kind} raw as select line as line__, false as is_object__ from lines")
        return
    plain = [key for key in named if key not in table.types]
    shape = {key: table.types[key] for key in named if key in table.types}
    values = {key: f"texts[{number}]" for number, key in enumerate(plain, start=1)}
    values |= {key: f"record.{quote_name(key)}" for key in shape}
    columns = ", ".join(
        f"{_coalesce_sql(values[key], key, table, keys.get(key, ()))} as {quote_name(key)}" for key in named
    )
    is_plain = connection.execute("select bool_and(is_plain) from key_groups").fetchall()[0][0]
    # A list of texts is made in two thirds of the time that a record of them takes.
    texts = f"json_extract_string(line, [{', '.join(quote_text(_write_path(key)) for key in plain)}]::varchar[])"
    texts = texts if is_plain else f"try({texts})"
    record = f", {_record_sql(shape)} as record" if shape else ""
    is_object = "texts is not null and (starts_with(line, '{') or starts_with(ltrim(line), '{'))"
    is_object = "true" if is_plain else is_object  # every line has been found to be one
    connection.execute(
        f"create temp {kind} raw as select line as line__, {is_object} as is_object__, {columns} "
        f"from (select line, {texts} as texts{record} from lines)"
    )


def _record_sql(shape: dict[str, object]) -> str:
    return f"try(json_transform(line, {quote_text(json.dumps(shape))}))"


def _write_path(key: str) -> str:
    """Return where a line's key is, for DuckDB."""
    return f'$."{key}"' if key.isidentifier() else "/" + key.replace("~", "~0").replace("/", "~1")


def _coalesce_sql(value: str, key: str, table: Table, spellings: tuple[str, ...]) -> str:
    """Return SQL for a key's value, else for that under another spelling of it."""
    others = [
        f"{_record_sql({name: table.types[key]})}.{quote_name(name)}"
        if key in table.types
        else f"try(json_extract_string(line, {quote_text(_write_path(name))}))"
        for name in spellings
    ]
    return f"coalesce({', '.join([value, *others])})" if others else value
