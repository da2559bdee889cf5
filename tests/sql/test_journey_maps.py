"""sql/analysis/map_*: who is on a map, what they did in each stage over all their journeys, and queries that say so."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median

import polars as pl
import pytest

from journeymine.journeymap.behaviour import count_customers, list_channels, list_goals, list_owners, list_steps
from journeymine.journeymap.items import write_evidence, write_items
from journeymine.journeymap.metrics import list_metrics
from journeymine.journeymap.seeds import build_map_seeds
from journeymine.overlay import LANES
from journeymine.warehouse.build import NIGHT, build_models, write_seeds
from journeymine.warehouse.frames import read_frame, write_frame
from journeymine.warehouse.sqlfiles import read_model_file, sql_folder
from tests.sql.small_warehouse import make_settings

STAGES = ("see", "want", "buy", "use")
PLACES = {"Advert": "see", "Page": "want", "Cart": "buy", "Order": "buy", "App": "use", "Manual": "use"}
TABLES = " ".join(
    f"core.{table}"
    for table in ("journeys", "journey_steps", "journey_stages", "goal_steps", "touchpoints", "stages", "channels")
)
MODELS = (
    *("map_choices", "map_members", "map_groups", "map_customers", "map_visits", "map_touchpoints", "map_stays"),
    *("map_stage_bins", "map_stages", "map_channels", "map_owners", "map_goals", "map_costs"),
)


def write_settings(**more):
    rules = [
        {"name": name, "stage": stage, "channel": "app" if name == "App" else "web", "when": {"event_name": name}}
        for name, stage in PLACES.items()
    ]
    return make_settings(
        stages={"order": list(STAGES)},
        touchpoints={"touchpoint": rules},
        goals=[{"name": "bought", "touchpoint": "Order"}],
        owners={"Page": "shop team"},
        **more,
    )


def build(warehouse, events, settings=None, segments=(), lists=()):
    """Build the tables of maps; `segments` and `lists` hold (persona_id, number of the customer by first event)."""
    settings = settings or write_settings()
    built = warehouse.build(events, TABLES, settings=settings)
    ids = built.column("select customer_id from core.journey_steps group by all order by min(occurred_at), customer_id")
    members = pl.DataFrame(
        [(ids[number], name) for name, number in segments],
        schema={"customer_id": pl.Int64, "segment_id": pl.String},
        orient="row",
    )
    chosen = pl.DataFrame(
        [(name, ids[number]) for name, number in lists],
        schema={"persona_id": pl.String, "customer_id": pl.Int64},
        orient="row",
    )
    write_seeds(built.connection, {**build_map_seeds(settings), "seed.map_lists": chosen})
    write_frame(built.connection, f"{NIGHT}.analysis.segment_members", members)
    personas = pl.DataFrame({"persona_id": ["p01"], "segment_id": ["s1"]})
    write_frame(built.connection, f"{NIGHT}.analysis.personas", personas)
    for name in MODELS:
        model = read_model_file(sql_folder() / f"analysis/{name}.sql", f"analysis.{name}")
        build_models(built.connection, NIGHT, (model,))
    return built


JOURNEYS = """
    at         | user_id | event
    10:00      | anna    | Advert
    10:01      | anna    | Page
    10:02      | anna    | Order
    +2d 10:00  | anna    | App
    +40d 10:00 | anna    | Page
    11:00      | bob     | Cart
    11:01      | bob     | Page
    11:02      | bob     | Advert
    12:00      | cleo    | App
    12:30      | cleo    | Manual
"""


def test_a_customer_is_followed_through_journeys_one_after_the_other(warehouse):
    built = build(warehouse, JOURNEYS)
    rows = built.rows(
        "select stage, customer_count, continued_count, step_count from analysis.map_stages "
        "where persona_id = 'all' and scenario = 'all' order by stage"
    )
    assert rows == [("buy", 2, 1, 2), ("see", 2, 1, 2), ("use", 2, 0, 3), ("want", 2, 1, 3)]


def test_the_map_of_a_goal_is_of_those_who_reached_it_with_all_they_did(warehouse):
    built = build(warehouse, JOURNEYS)
    rows = built.rows(
        "select stage, customer_count, step_count from analysis.map_stages where scenario = 'bought' order by all"
    )
    assert rows == [("buy", 1, 1), ("see", 1, 1), ("use", 1, 1), ("want", 1, 2)]
    assert built.rows("select stage, goal, customer_count from analysis.map_goals where scenario = 'all'") == [
        ("buy", "bought", 1)
    ]


def test_a_segment_with_a_persona_is_that_persona_s_map_and_others_keep_their_name(warehouse):
    built = build(warehouse, JOURNEYS, segments=[("s1", 0), ("s1", 1), ("s2", 2)], lists=[("list-vip", 2)])
    rows = built.rows(
        "select persona_id, count(*) from analysis.map_customers where scenario = 'all' group by all order by all"
    )
    assert rows == [("all", 3), ("list-vip", 1), ("p01", 2), ("s2", 1)]
    assert built.rows("select count(distinct map_group) from analysis.map_members") == [(3,)]


def test_an_own_scenario_takes_the_place_of_those_of_goals(warehouse):
    settings = write_settings(scenarios=[{"name": "lamps", "product": "lamp"}])
    events = "at | user_id | event | product\n 10:00 | anna | Page | lamp\n 10:01 | bob | Page | vacuum"
    built = build(warehouse, events, settings)
    rows = built.rows("select scenario, sum(customer_count) from analysis.map_groups group by all order by all")
    assert rows == [("all", 2), ("lamps", 1)]


def draw_events(seed, customers=40):
    draws = random.Random(seed)
    rows = []
    for number in range(customers):
        at = datetime(2026, 1, 1) + timedelta(minutes=number)
        for _ in range(draws.randint(1, 9)):
            rows.append({"at": at, "user_id": f"u{number}", "event": draws.choice(list(PLACES))})
            at += timedelta(minutes=draws.choice([1, 30, 60 * 24 * 3, 60 * 24 * 45]), seconds=number)
    return rows


def test_counts_and_medians_equal_those_of_a_slow_plain_loop(warehouse):
    events = draw_events(7)
    built = build(warehouse, events)
    steps = defaultdict(list)
    for event in events:
        steps[event["user_id"]].append((event["at"], PLACES[event["event"]]))
    expected = {}
    for index, stage in enumerate(STAGES):
        came = [
            min(at for at, place in own if place == stage) for own in steps.values() if stage in {p for _, p in own}
        ]
        later = STAGES[index + 1 :]
        nexts = []
        for own in steps.values():
            here = [at for at, place in own if place == stage]
            after = [at for at, place in own if place in later and here and at >= min(here)]
            nexts += [(min(after) - min(here)).total_seconds()] if after else []
        expected[stage] = (len(came), len(nexts), median(nexts) if nexts else None)
    found = {
        row[0]: row[1:]
        for row in built.rows(
            "select stage, customer_count, continued_count, next_seconds, next_seconds_low, next_seconds_high "
            "from analysis.map_stages where persona_id = 'all' and scenario = 'all'"
        )
    }
    assert {stage: row[:2] for stage, row in found.items()} == {stage: row[:2] for stage, row in expected.items()}
    for stage, (_, _, middle) in expected.items():
        _, _, seconds, low, high = found[stage]
        assert (seconds is None) == (middle is None)
        if middle is not None:
            assert low * 0.91 <= middle <= high * 1.1
            assert low <= seconds <= high


@pytest.mark.parametrize("persona_id", ["all", "p01"])
def test_every_query_behind_a_cell_runs_as_it_is_and_returns_its_n(warehouse, persona_id):
    settings = write_settings(costs={"App": 2.5})
    built = build(warehouse, draw_events(3), settings, segments=[("s1", number) for number in range(0, 40, 2)])
    built.rows(
        "create schema if not exists marts; create table marts.contact_costs as "
        "select touchpoint, contact_cost_amount from seed.costs"
    )
    tables = {name: read_frame(built.connection, f"{NIGHT}.analysis.{name}") for name in MODELS}
    sizes = count_customers(tables["map_stages"])
    items = [
        *list_steps(tables["map_touchpoints"], sizes),
        *list_channels(tables["map_channels"], sizes),
        *list_owners(tables["map_owners"], sizes),
        *list_goals(tables["map_goals"], sizes),
        *list_metrics(tables["map_stages"], tables["map_costs"], sizes, last_stage=STAGES[-1]),
    ]
    rows = write_items(items, STAGES, LANES).filter(pl.col("persona_id") == persona_id)
    evidence = write_evidence(items, rows, (None, datetime(2026, 3, 1)))
    assert set(rows["lane"]) == {"steps", "channels", "owner", "goals", "metrics"}
    assert evidence.height == rows.height > 20
    for row in evidence.iter_rows(named=True):
        relation = built.connection.sql(row["source_query"])
        [found] = relation.fetchall()
        assert found[relation.columns.index("n")] == row["n"], row["source_query"]
