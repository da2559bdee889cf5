"""Some customers' rows in a catalog of their own, so that the models run on them unchanged.

The catalog holds `work.members` (customer_id) and, under the names the models use, what they read: tables with a
customer_id cut down to the members, and everything else, such as core.event_rows, whole. Models reach a customer's
events by joining a table with a customer_id, so they see the members' events alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from journeymine.errors import WarehouseError
from journeymine.warehouse.build import NIGHT, build_model, open_catalog
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.sqlfiles import Model
from journeymine.warehouse.statements import check_name, count_rows, find_columns, run

MEMBERS_TABLE = "core.customers"
"""Every customer there is; a bucket is a part of them."""


@contextmanager
def open_members(connection: Connection, name: str, members: str) -> Iterator[None]:
    """Open a scratch catalog in memory for the customers, or the variants, that a SELECT returns.

    Args:
        connection: An open database.
        name: The catalog's name.
        members: A SELECT of customer_id or variant_key, each once.
    """
    with open_catalog(connection, name):
        run(connection, f"create schema {name}.work")
        run(connection, f"create table {name}.work.members as {members}")
        yield


def cut_tables(
    connection: Connection, name: str, sources: Iterable[str], tables: Iterable[str], by: str = "customer_id"
) -> None:
    """Show tables in a scratch catalog: those with a customer_id cut down to its members, the others whole.

    Args:
        connection: An open database.
        name: The scratch catalog.
        sources: Catalogs to take a table from; the first that has it is taken.
        tables: What the models read, as schema.table.
        by: The column of work.members, if not the customer_id.
    """
    places = tuple(sources)
    for table in tables:
        found = ((place, find_columns(connection, f"{place}.{table}")) for place in places)
        source, columns = next((place, columns) for place, columns in found if columns)
        run(connection, f"create schema if not exists {name}.{check_name(table.partition('.')[0])}")
        whole = f"{source}.{check_name(table)}"
        if by in columns:
            cut = f"select * from {whole} semi join {name}.work.members using ({by})"
            run(connection, f"create table {name}.{table} as {cut}")
        else:
            run(connection, f"create view {name}.{table} as select * from {whole}")


def select_bucket(bucket: int, bucket_count: int) -> str:
    """Write the SELECT of a bucket's customers."""
    rows = f"select distinct customer_id from {NIGHT}.{MEMBERS_TABLE}"
    return f"{rows} where customer_id % {int(bucket_count)} = {int(bucket)}"


def build_members(connection: Connection, name: str, models: Iterable[Model]) -> None:
    """Make the members' own tables in their scratch catalog.

    Raises:
        WarehouseError: A table of scope customer has rows of somebody who is no member: its SELECT makes customers'
            rows of something else than customers' rows.
    """
    for model in models:
        build_model(connection, name, model)
        if model.scope != "customer" or model.kind == "view":
            continue
        count = count_rows(connection, f"{name}.{model.table} anti join {name}.work.members using (customer_id)")
        if count:
            raise WarehouseError(
                f"{model.table}: {count} rows belong to customers whose events were not read",
                where=str(model.file or model.table),
                next_action="Join core.key_set_customers or a table of scope customer, or use `scope: all`.",
            )
