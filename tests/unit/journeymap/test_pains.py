from __future__ import annotations

import polars as pl

from journeymine.journeymap.pains import OF_ALL, list_pains

COLUMNS = (
    *("pain_id", "pain_kind", "pain_rank", "title", "pain_source", "touchpoint", "stage", "customer_count"),
    "severity",
)
PAINS = pl.DataFrame(
    [
        ("a", "pain", 1, "A", "drop_off", "Page", "see", 40, 0.5),
        ("b", "pain", 2, "B", "drop_off", "Cart", "buy", 40, 0.5),
        ("c", "delight", 1, "C", "emotion", "Page", "see", 40, 0.5),
        ("d", "pain", 3, "D", "key_moment", "Page", "see", 90, 0.1),
        ("e", "pain", 4, "E", "signal", "Page", "see", 30, 0.9),
    ],
    schema=COLUMNS,
    orient="row",
).with_columns(owner=pl.lit(None), pain_score=5.0, pain_score_low=1.0, pain_score_high=9.0, amount_unit=pl.lit("EUR"))
AFFECTED = pl.DataFrame(
    [("p01", "all", "a", 12), ("p01", "all", "e", 15), ("p02", "all", "b", 11)],
    schema=("persona_id", "scenario", "pain_id", "customer_count"),
    orient="row",
)
SIZES = {("p01", "all", "see"): 60}


def test_on_the_map_of_everybody_pains_stand_by_rank_and_those_without_a_plan_are_opportunities():
    met = {("all", "all"): frozenset({"Page", "Cart"})}
    items = list(list_pains(PAINS, frozenset({"a"}), met, AFFECTED, {}))
    assert [(item.cell.lane, item.content, item.n) for item in items] == [
        ("delights", "C", 40),
        ("pains", "A", 40),
        ("pains", "B", 40),
        ("opportunities", "B", 40),
        ("pains", "D", 90),
        ("opportunities", "D", 90),
        ("pains", "E", 30),
        ("opportunities", "E", 30),
    ]
    assert {item.unit for item in items} == {"amount"}


def test_another_map_shows_whom_of_its_own_customers_they_affect_by_number_and_severity():
    met = {("p01", "all"): frozenset({"Page"})}
    items = [item for item in list_pains(PAINS, frozenset(), met, AFFECTED, SIZES) if item.cell.lane == "pains"]
    assert [(item.content, item.n, item.coverage, item.kind) for item in items] == [
        ("E", 15, 0.25, "signal"),
        ("A", 12, 0.2, "drop_off"),
        ("D", 90, None, OF_ALL),
    ]
    assert [item.table for item in items] == ["analysis.pain_customers"] * 2 + ["analysis.pain_points"]
    assert [item.value for item in items] == [None, None, 5.0], "what is at stake is known of all customers alone"


def test_what_is_known_of_all_customers_alone_stands_where_a_map_s_customers_meet_it():
    met = {("p02", "all"): frozenset({"Cart"})}
    items = list(list_pains(PAINS, frozenset({"b"}), met, AFFECTED, {}))
    assert [(item.cell.lane, item.content, item.n) for item in items] == [("pains", "B", 11)]


def test_ratings_are_reported_and_the_feeling_read_off_texts_is_inferred():
    met = {("all", "all"): frozenset({"Page"})}
    rows = PAINS.filter(pl.col("pain_id") == "c")
    rows = pl.concat([rows, rows.with_columns(pain_source=pl.lit("score"))])
    assert [item.source for item in list_pains(rows, frozenset(), met, AFFECTED, {})] == ["inferred", "reported"]
