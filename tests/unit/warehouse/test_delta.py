"""What a night sees of the one before."""

from __future__ import annotations

from journeymine.warehouse.connection import open_database
from journeymine.warehouse.delta import LAST_NIGHT, list_previous
from journeymine.warehouse.sqlfiles import Model

READER = Model("core.customer_merges", "one row per merge", inputs=("previous.identities", "core.identities"))


def test_whoever_is_being_erased_is_not_seen_in_last_nights_tables() -> None:
    with open_database(None) as connection:
        connection.execute(f"attach ':memory:' as {LAST_NIGHT}; create schema {LAST_NIGHT}.core")
        connection.execute(f"create table {LAST_NIGHT}.core.identities as select unnest([7, 8]) as customer_id")
        seen = []
        for forgotten in ((), (7, 9)):
            (view,) = list_previous([READER], {"core.identities"}, forgotten)
            seen.append([number for (number,) in connection.execute(f"{view.sql} order by all").fetchall()])
    assert seen == [[7, 8], [8]]
