"""The order of models, and what is refused before anything runs."""

from pathlib import Path

import pytest

from journeymine.errors import WarehouseError
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.plan import Plan, read_plan
from journeymine.warehouse.sqlfiles import Model

RAW = ("raw.events",)


def model(table, sql, scope="all", kind="table"):
    return Model(table, "one row per thing", ("thing",), scope, kind, sql=sql, file=Path(f"{table}.sql"))


def read(*models: Model) -> Plan:
    with open_database(None) as connection:
        return read_plan(connection, models, RAW)


def test_a_table_comes_after_what_it_reads():
    plan = read(
        model("core.c", "select * from core.b"),
        model("core.b", "select * from core.a"),
        model("core.a", "select * from raw.events"),
    )
    assert [each.table for each in plan.models] == ["core.a", "core.b", "core.c"]


def test_inputs_are_found_in_subqueries_and_common_table_expressions():
    plan = read(
        model("core.a", "select 1 as x"),
        model("core.b", "select 1 as x"),
        model("core.c", "select 1 as x"),
        model(
            "core.d",
            "with k as (select x from core.a) select x, (select max(x) from core.b) as y from k, range(2) "
            "where exists (select 1 from core.c where core.c.x = k.x)",
        ),
    )
    assert plan.models[-1].inputs == ("core.a", "core.b", "core.c")


def test_recursion_reads_no_table_of_its_own():
    plan = read(
        model("core.a", "select 1 as x"),
        model(
            "core.b",
            "with recursive k(x) using key (x) as (select x from core.a union select k.x + 1 from k "
            "anti join recurring.k as r on r.x = k.x + 1 where k.x < 5) select x from k",
        ),
    )
    assert plan.models[-1].inputs == ("core.a",)


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("select * from core.evnts", "reads core.evnts"),
        ("select * from raw.event", "Did you mean raw.events"),
        ("select * from events", "schema.table"),
        ("select * from night.core.events", "schema.table"),
        ("select * from read_csv('x.csv')", "read_csv()"),
        ("select 1; select 2", "several statements"),
        ("select from where", "parsed"),
        ("drop table core.x", "parsed"),
    ],
)
def test_what_a_model_may_not_read_is_refused_and_names_the_file(sql, word):
    with pytest.raises(WarehouseError) as caught:
        read(model("core.a", sql))
    assert word in str(caught.value)
    assert "core.a.sql" in str(caught.value.where)


def test_syntax_error_carries_its_line():
    with pytest.raises(WarehouseError) as caught:
        read(model("core.a", "-- one row\nselect 1\nfrom from"))
    assert caught.value.where == "core.a.sql:3"


def test_a_circle_is_told_in_reading_order():
    with pytest.raises(WarehouseError, match="circle"):
        read(model("core.a", "select * from core.b"), model("core.b", "select * from core.a"))


def test_models_are_split_into_shared_per_customer_and_final():
    plan = read(
        model("core.who", "select * from raw.events"),
        model("core.steps", "select * from core.who", "customer"),
        model("core.step_names", "select * from core.steps", kind="view"),
        model("marts.bins", "select * from core.step_names", "additive"),
        model("marts.transitions", "select * from marts.bins"),
    )
    assert [each.table for each in plan.shared] == ["core.who"]
    assert [each.table for each in plan.per_customer] == ["core.steps", "core.step_names", "marts.bins"]
    assert [each.table for each in plan.final] == ["marts.transitions"]
    assert plan.customer_inputs == ("core.who",)


@pytest.mark.parametrize("scope", ["all", "additive"])
def test_a_customers_table_cannot_read_what_all_customers_make(scope):
    with pytest.raises(WarehouseError, match="all customers' rows"):
        read(
            model("core.steps", "select * from raw.events", "customer"),
            model("marts.totals", "select * from core.steps", scope),
            model("marts.shares", "select * from marts.totals", "customer"),
        )


def test_what_is_told_of_variants_reads_customers_tables_and_what_must_not_change():
    plan = read(
        model("core.names", "select * from raw.events"),
        model("core.journeys", "select * from raw.events", "customer"),
        model("marts.variants", "select * from core.journeys, core.names", "variant"),
    )
    assert plan.kept_inputs == ("core.names", "raw.events")
    with pytest.raises(WarehouseError, match="made anew every night"):
        read(
            model("core.journeys", "select * from raw.events", "customer"),
            model("marts.totals", "select * from core.journeys"),
            model("marts.variants", "select * from marts.totals", "variant"),
        )


def test_a_view_may_not_read_a_variable():
    with pytest.raises(WarehouseError, match="variable"):
        read(model("core.a", "select getvariable('as_of') as x", kind="view"))
