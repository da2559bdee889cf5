"""Variants of journeys and slices: what journeys are one, how customers felt in them, and where slices end."""

from __future__ import annotations

from typing import Any

import pytest

from journeymine.mining.variants import judge_variants
from journeymine.warehouse.build import NIGHT
from journeymine.warehouse.frames import read_frame
from journeymine.warehouse.sqlfiles import sql_folder
from tests.sql.small_warehouse import make_settings

SETTINGS = make_settings(
    goals=[{"name": "purchase", "touchpoint": "Order"}],
    touchpoints={
        "touchpoint": [
            {"name": name, "stage": stage, "channel": "web", "when": {"event_name": name.lower()}}
            for name, stage in (("Ad", "awareness"), ("Post", "awareness"), ("Page", "consideration"), ("Order", "use"))
        ]
    },
)
READ = "core.journeys core.steps core.journey_paths core.touchpoint_names marts.variants marts.slices core.texts"
MODELS = (
    *("analysis.sliced_journeys", "analysis.journey_feelings", "analysis.journey_variants"),
    *("analysis.variant_journeys", "analysis.variant_sums", "report.segment_slices", "report.segment_transitions"),
    *("report.slice_ends", "report.touchpoint_quotes"),
)
JOURNEYS = """
at          | event | user_id
10:00       | ad    | anna
10:01       | ad    | anna
10:05       | page  | anna
10:10       | order | anna
10:00       | ad    | bob
10:03       | page  | bob
10:10       | order | bob
10:00       | post  | cleo
10:07       | page  | cleo
10:00       | ad    | dora
+60d 10:00  | ad    | dora
+60d 10:02  | page  | dora
"""


@pytest.fixture
def built(warehouse) -> Any:
    built = warehouse.build(JOURNEYS, READ, settings=SETTINGS)
    for schema in ("analysis", "report"):
        built.rows(f"create schema if not exists {schema}")
    people = "select customer_id, min(occurred_at) as first_at from core.steps group by customer_id"
    built.rows(
        "create table analysis.segment_members as select customer_id, "
        f"if(row_number() over (order by customer_id) <= 2, 's1', 's2') as segment_id from ({people})"
    )
    # Who had a goal answered at once that all was well, and a year later something else.
    built.rows(
        "create table analysis.feelings as "
        "select customer_id, ended_at as occurred_at, 0.5 as valence, 'Order' as touchpoint, "
        "'t' || customer_id as text_id, 'reported' as valence_source from core.journeys where goal is not null "
        "union all select customer_id, ended_at + interval 365 day, -1.0, 'Order', 'late', 'reported' "
        "from core.journeys"
    )
    for table in MODELS:
        built.rows(
            f"create table {table} as {(sql_folder() / table.replace('.', '/')).with_suffix('.sql').read_text()}"
        )
    return built


def test_steps_in_a_row_in_one_stage_are_one_step_of_a_stage_variant(built) -> None:
    rows = built.rows(
        "select variant_path, size, total from analysis.variant_sums "
        "where variant_grain = 'stage' and slice_kind = 'all' order by size desc, variant_path"
    )
    assert rows == [
        (["awareness", "consideration"], 2, 0),
        (["awareness", "consideration", "use"], 2, 2),
        (["awareness"], 1, 0),
    ]
    exact = built.rows(
        "select variant_path, size from analysis.variant_sums "
        "where variant_grain = 'touchpoint' and slice_kind = 'all' and total > 0 order by variant_path"
    )
    assert exact == [(["Ad", "Ad", "Page", "Order"], 1), (["Ad", "Page", "Order"], 1)]


def test_variants_of_every_slice_hold_each_of_its_journeys_once(built) -> None:
    rows = built.rows(
        "select slice_kind, slice, sum(size)::int from analysis.variant_sums where variant_grain = 'touchpoint' "
        "group by all order by all"
    )
    journeys = {(kind, name): count for kind, name, count in rows}
    assert journeys["all", "all"] == 5
    assert journeys["status", "converted"] == 2
    assert journeys["segment", "s1"] + journeys["segment", "s2"] == 5


def test_how_customers_felt_is_of_their_journeys_and_soon_after(built) -> None:
    frame = judge_variants(read_frame(built.connection, f"{NIGHT}.analysis.variant_sums"))
    told = frame.filter(variant_grain="stage", slice_kind="all").sort("variant_rank", "variant_path")
    felt = {
        tuple(row["variant_path"]): (row["felt_customer_count"], row["valence"], row["conversion_share"])
        for row in told.iter_rows(named=True)
    }
    assert felt[("awareness", "consideration", "use")] == (2, 0.5, 1.0)
    assert felt[("awareness", "consideration")] == (0, None, 0.0)


def test_conversion_of_a_variant_is_as_sure_as_its_customers_are_many(built) -> None:
    sums = read_frame(built.connection, f"{NIGHT}.analysis.variant_sums").head(1)
    alone, repeated = (
        judge_variants(
            sums.with_columns(
                customer_count=20,
                size=20 * n,
                total=5 * n,
                squares=20.0 * n * n,
                total_squares=5.0 * n * n,
                products=5.0 * n * n,
            )
        ).row(0, named=True)
        for n in (1, 10)
    )
    assert repeated["journey_count"] == 10 * alone["journey_count"]
    assert repeated["conversion_share_low"] <= alone["conversion_share_low"] + 1e-9
    assert repeated["conversion_share_high"] >= alone["conversion_share_high"] - 1e-9


def test_a_segment_is_a_slice_with_its_own_ways_waits_and_ends(built) -> None:
    slices = built.rows("select slice, journey_count, customer_count from report.segment_slices order by slice")
    assert sum(count for _, count, _ in slices) == 5
    assert [customers for *_, customers in slices] == [2, 2]
    ways = built.rows(
        "select sum(transition_count)::int from report.segment_transitions where from_touchpoint = 'Ad' "
        "and to_touchpoint = 'Page'"
    )
    assert ways == [(3,)]
    [(median,)] = built.rows(
        "select median(median_seconds) from report.segment_transitions where from_touchpoint = 'Post'"
    )
    assert median == 420
    ends = built.rows(
        "select touchpoint, sum(drop_off_count)::int, sum(still_open_count)::int from report.slice_ends "
        "where slice_kind = 'segment' group by all order by all"
    )
    assert ends == [("Ad", 1, 0), ("Page", 1, 1)]


def test_a_touchpoint_is_quoted_at_its_best_and_its_worst(built) -> None:
    built.rows("drop view if exists core.texts")
    built.rows(
        "create or replace table core.texts as select * from (values ('a', 'All went well and fast, thank you'), "
        "('b', 'I waited for three weeks, alas'), ('c', 'Nobody answered me, not even once'), ('d', 'ok')) "
        "as t (text_id, text) cross join (select 'crm' as source, null::varchar as record_id)"
    )
    built.rows(
        "create or replace table analysis.feelings as select 'Order' as touchpoint, 'reported' as valence_source, * "
        "from (values ('a', 0.6), ('b', -0.5), ('c', -0.9), ('d', 1.0)) as f (text_id, valence)"
    )
    text = (sql_folder() / "report" / "touchpoint_quotes.sql").read_text()
    assert built.rows(f"select text_id, valence::double from ({text}) order by valence desc") == [
        ("a", 0.6),
        ("c", -0.9),
    ]
