"""Scratch rows become the night's: sums added and subtracted, customers replaced."""

import pytest

from journeymine.errors import WarehouseError
from journeymine.warehouse.build import build_model, open_catalog
from journeymine.warehouse.merge import add_sums, append_rows, create_empty, replace_members


@pytest.fixture
def scratch(connection):
    with open_catalog(connection, "now"), open_catalog(connection, "before"):
        for name in ("now", "before"):
            connection.execute(f"create schema {name}.core; create schema {name}.work")
        yield connection


def write_counts(connection, catalog, *rows):
    connection.execute(
        f"create or replace table {catalog}.core.counts (place varchar, visit_count bigint, spent bigint)"
    )
    if rows:
        connection.executemany(f"insert into {catalog}.core.counts values (?, ?, ?)", rows)


def read_counts(connection):
    return connection.execute("from night.core.counts order by all").fetchall()


def test_old_share_is_subtracted_and_new_added(scratch, model):
    write_counts(scratch, "night", ("a", 5, 50), ("b", 2, 20), ("c", 9, 90))
    write_counts(scratch, "before", ("a", 1, 10), ("b", 2, 20))
    write_counts(scratch, "now", ("a", 3, 30), ("d", 1, -7))
    add_sums(scratch, model("core.counts", scope="additive", key=("place",)), plus="now", minus="before")
    assert read_counts(scratch) == [("a", 7, 70), ("c", 9, 90), ("d", 1, -7)]


def test_null_is_a_key_like_any_other(scratch, model):
    write_counts(scratch, "night", (None, 5, 50), ("a", 1, 1))
    write_counts(scratch, "before", (None, 5, 50))
    write_counts(scratch, "now", (None, 2, 20))
    add_sums(scratch, model("core.counts", scope="additive", key=("place",)), plus="now", minus="before")
    assert read_counts(scratch) == [("a", 1, 1), (None, 2, 20)]


def test_a_row_stays_while_one_of_its_sums_is_not_zero(scratch, model):
    write_counts(scratch, "night", ("a", 1, 50))
    write_counts(scratch, "before", ("a", 1, 40))
    write_counts(scratch, "now")
    add_sums(scratch, model("core.counts", scope="additive", key=("place",)), plus="now", minus="before")
    assert read_counts(scratch) == [("a", 0, 10)]


def test_all_rows_of_members_are_replaced_and_no_others(scratch, model):
    scratch.execute(
        "create table night.core.days as from (values (1, 'old'), (1, 'older'), (2, 'kept')) t(customer_id, day)"
    )
    scratch.execute("create table now.work.members as select unnest([1, 3])::bigint as customer_id")
    scratch.execute("create table now.core.days as from (values (1, 'new'), (3, 'new')) t(customer_id, day)")
    replace_members(scratch, "now", model("core.days", scope="customer"))
    assert scratch.execute("from night.core.days order by all").fetchall() == [(1, "new"), (2, "kept"), (3, "new")]


def test_buckets_append_to_an_empty_table_of_the_same_columns(scratch, model):
    write_counts(scratch, "now", ("a", 1, 1))
    days = model("core.counts", scope="customer")
    create_empty(scratch, "now", days)
    assert read_counts(scratch) == []
    append_rows(scratch, "now", days)
    append_rows(scratch, "now", days)
    assert len(read_counts(scratch)) == 2


@pytest.mark.parametrize("column", ["1.5 as amount", "1::hugeint as amount", "'x' as place"])
def test_sums_that_cannot_be_subtracted_exactly_are_refused(connection, model, column):
    sql = f"select 'a' as place, {column}" if "place" not in column else f"select {column}"
    with pytest.raises(WarehouseError, match="integer sums"):
        build_model(connection, "night", model("core.counts", sql, scope="additive", key=("place",)))


def test_a_row_of_zeros_is_no_row(connection, model):
    sql = "select * from (values ('a', 0::bigint), ('b', 1::bigint)) t(place, visit_count)"
    build_model(connection, "night", model("core.counts", sql, scope="additive", key=("place",)))
    assert connection.execute("from night.core.counts").fetchall() == [("b", 1)]
