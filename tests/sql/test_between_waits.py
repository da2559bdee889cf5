"""Waits between two named stages or touchpoints, by obvious loops over the steps of every journey and customer."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from datetime import datetime, timedelta

import polars as pl

from journeymine.mining.waiting import find_waits_between
from journeymine.warehouse.build import NIGHT
from journeymine.warehouse.frames import read_frame
from journeymine.warehouse.sqlfiles import sql_folder
from tests.sql.small_warehouse import make_settings

STAGE_OF = {"Ad": "awareness", "Page": "consideration", "Post": "awareness", "Order": "purchase", "Call": "elsewhere"}
SETTINGS = make_settings(
    goals=[{"name": "purchase", "touchpoint": "Order"}],
    touchpoints={
        "touchpoint": [
            {"name": name, "stage": stage, "channel": "web", "when": {"event_name": name.lower()}}
            for name, stage in STAGE_OF.items()
        ]
    },
)
MODELS = ("drawn_customers", "place_visits", "first_visits", "place_arrivals", "between_bins", "between_customers")
READ = "core.customers core.steps core.touchpoint_counts core.touchpoint_names core.observation"
START = datetime(2026, 1, 1)


def build(warehouse, events: list[dict]):
    built = warehouse.build(events, READ, settings=SETTINGS)
    built.rows("create schema if not exists analysis")
    return write_models(built)


def write_models(built):
    for model in MODELS:
        text = (sql_folder() / "analysis" / f"{model}.sql").read_text()
        built.rows(f"create table analysis.{model} as {text}")
    return built


def find_bin(wait: timedelta) -> int:
    return math.floor(math.log2(wait // timedelta(milliseconds=1) + 1) * 8)


def count_between(built, as_of: datetime) -> Counter:
    """Count (unit, kind, from, to, bin, whether it ended) by looking at all that came after each first visit."""
    units = defaultdict(list)
    steps = built.rows(
        "select customer_id, journey_index, touchpoint, stage, occurred_at from core.steps "
        "inner join core.touchpoint_names using (touchpoint_code) order by customer_id, journey_index, step_index"
    )
    for customer, journey, touchpoint, stage, at in steps:
        for unit, index in (("journey", journey), ("customer", 0)):
            units[unit, "touchpoint", customer, index].append((touchpoint, at))
            if stage != "elsewhere":
                units[unit, "stage", customer, index].append((stage, at))
    waits, begun, places = Counter(), defaultdict(list), defaultdict(set)
    for (unit, kind, *_), visits in units.items():
        for place in {name for name, _ in visits}:
            first = [name for name, _ in visits].index(place)
            arrivals = {}
            for name, at in visits[first:]:
                arrivals.setdefault(name, at)
            begun[unit, kind, place].append((visits[first][1], {k: v for k, v in arrivals.items() if k != place}))
            places[unit, kind, place] |= set(arrivals) - {place}
    for (unit, kind, place), all_begun in begun.items():
        for other in places[unit, kind, place]:
            for at, arrivals in all_begun:
                ended = other in arrivals
                waits[unit, kind, place, other, find_bin((arrivals[other] if ended else as_of) - at), ended] += 1
    return waits


def test_waits_between_places_are_those_of_a_plain_loop(warehouse) -> None:
    draw = random.Random(11)
    events = [
        {
            "at": START + timedelta(milliseconds=draw.randrange(90 * 86_400_000)),
            "user_id": f"c{draw.randrange(25)}",
            "event": draw.choices([name.lower() for name in STAGE_OF], [5, 6, 3, 1, 2])[0],
        }
        for _ in range(500)
    ]
    built = build(warehouse, events)
    [as_of] = built.column("select as_of from core.observation")
    found = Counter()
    for unit, kind, begin, end, wait_bin, arrived, censored in built.rows(
        "select wait_unit, place_kind, wait_from, wait_to, wait_bin, arrived_count, censored_count "
        "from analysis.between_bins"
    ):
        found[unit, kind, begin, end, wait_bin, True] += arrived
        found[unit, kind, begin, end, wait_bin, False] += censored
    assert +found == count_between(built, as_of)
    assert {key[:2] for key in found} == {(u, k) for u in ("journey", "customer") for k in ("stage", "touchpoint")}


def test_who_reached_the_goal_or_left_without_coming_there_counts_as_not_come(warehouse) -> None:
    day = timedelta(days=1)
    paths = {"anna": ["ad", "page"], "bob": ["ad", "order"], "cleo": ["ad"], "dora": ["ad", "post", "page"]}
    events = [
        {"at": START + 2 * number * day, "user_id": name, "event": event}
        for name, path in paths.items()
        for number, event in enumerate(path)
    ] + [{"at": START + 100 * day, "user_id": "zoe", "event": "page"}]
    built = build(warehouse, events)
    bins, customers = (read_frame(built.connection, f"{NIGHT}.analysis.{name}") for name in MODELS[-2:])
    row = find_waits_between(bins, customers, 2).row(
        by_predicate=(pl.col("wait_unit") == "journey") & (pl.col("wait_from") == "Ad") & (pl.col("wait_to") == "Page"),
        named=True,
    )
    assert (row["wait_count"], row["arrived_count"], row["censored_count"]) == (4, 2, 2)
    assert (row["customer_count"], row["arrived_customer_count"]) == (4, 2)
    assert row["median_seconds"] == 4 * 86_400 or abs(row["median_seconds"] / (4 * 86_400) - 1) < 0.045
    assert row["p90_seconds"] is None


def test_a_pair_of_too_few_customers_is_left_out_and_nothing_gives_nothing(warehouse) -> None:
    events = [
        {"at": START, "user_id": "anna", "event": "ad"},
        {"at": START + timedelta(1), "user_id": "anna", "event": "page"},
    ]
    built = build(warehouse, events)
    bins, customers = (read_frame(built.connection, f"{NIGHT}.analysis.{name}") for name in MODELS[-2:])
    assert find_waits_between(bins, customers, 2).is_empty()
    assert find_waits_between(bins, customers, 1)["wait_unit"].unique().sort().to_list() == ["customer", "journey"]
    assert find_waits_between(bins.clear(), customers.clear(), 1).is_empty()


def test_one_customer_of_a_hundred_thousand_steps_is_counted_as_any_other(warehouse) -> None:
    built = build(warehouse, [{"at": START, "user_id": "max", "event": event} for event in ("ad", "page", "post")])
    built.rows(
        "create or replace table core.steps as select (select min(customer_id) from core.customers) as customer_id, "
        "0 as journey_index, number::integer as step_index, codes[1 + number % 3] as touchpoint_code, "
        "timestamp '2025-01-01' + to_seconds(number) as occurred_at from range(100000) as numbers (number) "
        "cross join (select list(touchpoint_code) as codes from core.touchpoint_names)"
    )
    for model in MODELS:
        built.rows(f"drop table analysis.{model}")
    write_models(built)
    assert built.column("select count(*) from analysis.place_arrivals where wait_unit = 'customer'") == [6 + 2]
    assert set(built.column("select arrived_count + censored_count from analysis.between_bins")) == {1}
