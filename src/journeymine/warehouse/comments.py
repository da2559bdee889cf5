"""Tell every client what a table and a column mean: comments from the headers and the glossary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from journeymine.contracts.glossary import Column
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.sqlfiles import Model
from journeymine.warehouse.statements import run, write_text

_GIVEN = {
    "raw.files": "One row per landed file.",
    "raw.rejected": "One row per refused row of a landed file, kept redacted, with every reason.",
    "meta.runs": "One row per night, this one and those before it.",
    "meta.settings": "One row per setting this night was built with; its value is written as JSON.",
    "meta.checks": "One row per check of this night, with how many rows it found.",
    "meta.refused_files": "One row per file, or whole source, that this night had to do without.",
    "meta.customer_merges": "One row per customer who went into another, of every night there was.",
    "meta.data_dictionary": "One row per column of a published table, with the comments the database itself holds.",
    "meta.metric_history": "One row per night and headline metric; only ever added to.",
}
"""Tables that no model makes."""
_DICTIONARY = """create or replace view {catalog}.meta.data_dictionary as
select
    columns.schema_name || '.' || columns.table_name as dictionary_table,
    columns.column_name as dictionary_column,
    any_value(columns.column_index)::integer as column_index,
    any_value(columns.data_type) as column_type,
    any_value(columns.comment) as column_meaning,
    any_value(coalesce(tables.comment, views.comment)) as row_meaning,
from duckdb_columns() as columns
left join duckdb_tables() as tables
    on columns.schema_name = tables.schema_name and columns.table_name = tables.table_name
left join duckdb_views() as views
    on columns.schema_name = views.schema_name and columns.table_name = views.view_name
where not columns.internal and columns.schema_name in ('raw', 'core', 'marts', 'analysis', 'report', 'meta')
group by columns.schema_name, columns.table_name, columns.column_name"""
"""No model either: models may not read through functions. A client may have attached several nights; one is told."""


def write_comments(
    connection: Connection, catalog: str, models: Iterable[Model], glossary: Mapping[str, Column]
) -> None:
    """Comment the tables and views of a catalog, and their columns; meta.data_dictionary lists the comments.

    Args:
        connection: An open database.
        catalog: Where the tables are; what is not there, such as a dropped staging view, is passed over.
        models: Tables by their headers.
        glossary: What each column name means.
    """
    run(connection, _DICTIONARY.format(catalog=catalog))
    comments = _GIVEN | {model.table: model.comment for model in models}
    tables = run(
        connection,
        "select schema_name, table_name, 'table' from duckdb_tables() where database_name = $1 and not internal "
        "union all "
        "select schema_name, view_name, 'view' from duckdb_views() where database_name = $1 and not internal",
        [catalog],
    )
    statements = [
        f"comment on {kind} {catalog}.{schema}.{table} is {write_text(comments[f'{schema}.{table}'])}"
        for schema, table, kind in tables
        if f"{schema}.{table}" in comments
    ]
    columns = run(
        connection,
        "select schema_name, table_name, column_name from duckdb_columns() where database_name = ? and not internal "
        "and comment is null",
        [catalog],
    )
    statements += [
        f"comment on column {catalog}.{schema}.{table}.{column} is {write_text(_explain(glossary[str(column)]))}"
        for schema, table, column in columns
        if str(column) in glossary
    ]
    if statements:  # one text: parsing and committing a thousand statements one by one takes longer
        run(connection, "; ".join(["begin transaction", *statements, "commit"]))


def _explain(column: Column) -> str:
    return f"{column.meaning} Unit: {column.unit}." if column.unit else column.meaning
