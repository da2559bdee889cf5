from __future__ import annotations

from journeymine.contracts.glossary import Column
from journeymine.warehouse.comments import write_comments
from journeymine.warehouse.connection import Connection

GLOSSARY = {"wait_seconds": Column("wait_seconds", "marts", "DOUBLE", "How long.", "seconds")}


def test_the_dictionary_lists_what_the_database_itself_says(connection: Connection) -> None:
    catalog = str(connection.execute("select current_database()").fetchall()[0][0])
    for schema in ("marts", "staging", "meta"):
        connection.execute(f"create schema {schema}")
    connection.execute("create table marts.waits (wait_seconds double, other integer)")
    connection.execute("create table staging.rows (line integer)")
    write_comments(connection, catalog, (), GLOSSARY)
    assert connection.execute(
        "select dictionary_column, column_index, column_type, column_meaning from meta.data_dictionary "
        "where dictionary_table not like 'meta.%' order by column_index"
    ).fetchall() == [("wait_seconds", 1, "DOUBLE", "How long. Unit: seconds."), ("other", 2, "INTEGER", None)]
    rows = connection.execute(
        "select distinct row_meaning from meta.data_dictionary where dictionary_table = 'meta.data_dictionary'"
    ).fetchall()
    assert rows == [("One row per column of a published table, with the comments the database itself holds.",)]
