"""Models see the members' rows alone."""

import pytest

from journeymine.errors import WarehouseError
from journeymine.warehouse.scratch import build_members, cut_tables, open_members


@pytest.fixture
def company(connection):
    connection.execute("create table core.owners as select i as event_key, i % 3 as customer_id from range(9) t(i)")
    connection.execute("create table core.event_rows as select i as event_key, i * 10 as amount from range(9) t(i)")
    return connection


def test_tables_with_customers_are_cut_and_others_shown_whole(company):
    with open_members(company, "bucket", "select 1 as customer_id"):
        cut_tables(company, "bucket", ("night",), ("core.owners", "core.event_rows"))
        assert company.execute("select event_key from bucket.core.owners order by all").fetchall() == [(1,), (4,), (7,)]
        assert company.execute("select count(*) from bucket.core.event_rows").fetchall() == [(9,)]


def test_a_model_runs_on_the_members_rows(company, model):
    rows = "core.owners join core.event_rows using (event_key)"
    sql = f"select customer_id, sum(amount)::bigint as amount from {rows} group by all"
    with open_members(company, "bucket", "select 1 as customer_id"):
        cut_tables(company, "bucket", ("night",), ("core.owners", "core.event_rows"))
        build_members(company, "bucket", [model("core.totals", sql, "customer", ("customer_id",))])
        assert company.execute("from bucket.core.totals").fetchall() == [(1, 120)]


def test_rows_of_strangers_are_refused(company, model):
    sql = "select event_key % 2 as customer_id, event_key from core.event_rows"
    with open_members(company, "bucket", "select 1 as customer_id"):
        cut_tables(company, "bucket", ("night",), ("core.event_rows",))
        with pytest.raises(WarehouseError, match="5 rows belong to customers"):
            build_members(company, "bucket", [model("core.totals", sql, "customer", ("event_key",))])
