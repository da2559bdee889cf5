"""What analysts are given: macros and fifteen questions, on journeys small enough to count by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from journeymine.statistics.differences import find_share_difference
from journeymine.warehouse.finish import write_macros
from journeymine.warehouse.sqlfiles import sql_folder
from tests.sql.small_warehouse import NIGHT, make_settings

TABLES = (
    "core.journeys core.journey_slices core.variant_counts core.touchpoint_names core.journey_steps core.events "
    "core.texts core.scores marts.transitions marts.touchpoint_metrics marts.busy_hours"
)
QUERIES = sorted((sql_folder() / "queries").glob("*.sql"))
SETTINGS = make_settings(
    touchpoints={
        "touchpoint": [
            {"name": "Sale", "stage": "purchase", "channel": "shop", "when": {"event_name": "Sale"}},
            {"name": "{event_name}", "stage": "consideration", "channel": "web", "when": {"event_name": "*"}},
        ]
    },
    goals=[{"name": "sale", "touchpoint": "Sale"}],
)
# anna: A B C B Sale (converted); bob: A C (abandoned); cleo: C A C (abandoned); dana: B (open)
EVENTS = """
at         | user_id | event
10:00      | anna    | A
10:01      | anna    | B
10:02      | anna    | C
10:03      | anna    | B
10:04      | anna    | Sale
10:00      | bob     | A
11:00      | bob     | C
10:00      | cleo    | C
10:01      | cleo    | A
10:02      | cleo    | C
+50d 10:00 | dana    | B
"""


@pytest.fixture
def shop(warehouse):
    built = warehouse.build(EVENTS, TABLES, settings=SETTINGS)
    write_macros(built.connection, NIGHT, sql_folder() / "macros")
    return built


def ask(shop, name: str) -> list[tuple[object, ...]]:
    return shop.rows((sql_folder() / "queries" / f"{name}.sql").read_text(encoding="utf-8"))


def test_paths_from_begin_at_the_first_visit_and_say_how_they_ended(shop) -> None:
    assert shop.rows("select * from paths_from('A')") == [
        (["A", "C"], "abandoned", 2, pytest.approx(2 / 3), 0.0),
        (["A", "B", "C", "B", "Sale"], "converted", 1, pytest.approx(1 / 3), 1.0),
    ]


def test_paths_from_cut_short_have_no_end_yet(shop) -> None:
    paths = shop.rows("select touchpoints, end_status, conversion_share from paths_from('A', steps_ahead := 1)")
    assert paths == [(["A", "C"], "abandoned", 0.0), (["A", "B"], None, 1.0)]


def test_paths_to_lead_to_the_first_visit(shop) -> None:
    assert shop.rows("select touchpoints, is_whole, journey_count from paths_to('C', steps_back := 1)") == [
        (["A", "C"], True, 1),
        (["B", "C"], False, 1),
        (["C"], True, 1),
    ]


def test_paths_of_an_unknown_touchpoint_are_none(shop) -> None:
    assert shop.rows("from paths_from('Nowhere')") == []
    assert shop.rows("from paths_to('Nowhere')") == []


def test_variants_of_a_slice_are_ranked_with_shares_that_add_up_to_all_of_it(shop) -> None:
    assert sorted(shop.rows("from variants_of('status', 'abandoned')"), key=lambda row: row[3]) in [
        [(a, 1, 0.5, 0.5, 0.0), (b, 1, 0.5, 1.0, 0.0)]
        for a, b in ((["A", "C"], ["C", "A", "C"]), (["C", "A", "C"], ["A", "C"]))
    ]
    assert shop.rows("select touchpoints[-1], conversion_share from variants_of('status', 'converted')") == [
        ("Sale", 1.0)
    ]
    period = "select count(*), sum(journey_count), max(cumulative_share) from variants_of('period', '2026-01'"
    assert shop.rows(f"{period})") == [(3, 3, 1.0)]
    assert shop.rows(f"{period}, most := 1)") == [(1, 1, pytest.approx(1 / 3))]


def test_funnel_allows_other_touchpoints_between_but_keeps_the_order(shop) -> None:
    assert shop.rows("from funnel(['A', 'C', 'Sale'])") == [
        (1, "A", 3, 0.75, 0.75),
        (2, "C", 3, 0.75, 1.0),
        (3, "Sale", 1, 0.25, pytest.approx(1 / 3)),
    ]
    assert shop.rows("select journey_count from funnel(['C', 'A'])") == [(3,), (1,)]


def test_funnel_asks_for_a_repeated_touchpoint_twice(shop) -> None:
    assert shop.rows("select journey_count from funnel(['C', 'C'])") == [(3,), (1,)]


def test_funnel_of_nothing_reached_has_zeroes_not_gaps(shop) -> None:
    assert shop.rows("from funnel(['Nowhere', 'A'])") == [(1, "Nowhere", 0, 0.0, 0.0), (2, "A", 0, 0.0, None)]


def test_journeys_of_a_customer_are_told_step_by_step(shop) -> None:
    [customer_id] = shop.column("select distinct customer_id from core.journeys where step_count = 3")
    steps = shop.rows(f"select step_index, touchpoint, status, seconds_to_next from journeys_of({customer_id})")
    assert steps == [(1, "C", "abandoned", 60.0), (2, "A", "abandoned", 60.0), (3, "C", "abandoned", None)]
    assert shop.rows("from journeys_of(-1)") == []


def test_a_journey_is_told_with_what_was_written_and_how_it_ended(warehouse) -> None:
    events = [
        {"at": "10:00", "user_id": "eva", "event": "A", "text": "It broke.", "device": "mobile"},
        {"at": "10:01", "user_id": "eva", "event": "Sale", "amount": 12.5, "currency_code": "EUR"},
        {"at": "10:00", "user_id": "ida", "event": "A"},
    ]
    built = warehouse.build(events, TABLES, settings=SETTINGS)
    write_macros(built.connection, NIGHT, sql_folder() / "macros")
    [journey_id] = built.column("select journey_id from core.journeys where status = 'converted'")
    told = "step_index, seconds_from_start, touchpoint, device, amount, text, seconds_to_next, end_status"
    assert built.rows(f"select {told} from journey_of('{journey_id}')") == [
        (1, 0.0, "A", "mobile", None, "It broke.", 60.0, None),
        (2, 60.0, "Sale", None, Decimal("12.50"), None, None, "converted"),
    ]
    assert built.rows("from journey_of('none')") == []


def test_segments_are_compared_by_customers_who_have_a_journey(shop) -> None:
    """Anna alone against bob and cleo; a stranger without a journey counts in neither."""
    shop.rows("create schema if not exists analysis")
    shop.rows(
        "create table analysis.segment_members as select distinct customer_id, "
        "case status when 'converted' then 's1' else 's2' end as segment_id from core.journeys "
        "where status in ('converted', 'abandoned') union all select -5, 's1'"
    )
    write_macros(shop.connection, NIGHT, sql_folder() / "macros" / "analysis")
    rows = shop.rows("from compare_segments('s1', 's2')")
    assert {(kind, item): counts for kind, item, *counts, _, _, _ in rows} == {
        ("channel", "shop"): [1, 1.0, 0, 0.0],
        ("channel", "web"): [1, 1.0, 2, 1.0],
        ("goal", "sale"): [1, 1.0, 0, 0.0],
        ("stage", "consideration"): [1, 1.0, 2, 1.0],
        ("stage", "purchase"): [1, 1.0, 0, 0.0],
        ("touchpoint", "A"): [1, 1.0, 2, 1.0],
        ("touchpoint", "B"): [1, 1.0, 0, 0.0],
        ("touchpoint", "C"): [1, 1.0, 2, 1.0],
        ("touchpoint", "Sale"): [1, 1.0, 0, 0.0],
    }
    for _, _, first, _, second, _, *difference in rows:
        found = find_share_difference(first, 1, second, 2)
        assert difference == pytest.approx([found.change, found.interval.low, found.interval.high])
    assert [row[6] for row in rows] == sorted((row[6] for row in rows), reverse=True)
    assert shop.rows("from compare_segments('s8', 's9')") == []


def test_a_macro_says_in_the_database_what_it_is_for(shop) -> None:
    told = shop.rows(
        "select function_name, comment from duckdb_functions() where function_type = 'table_macro' "
        "and not internal order by function_name"
    )
    assert [name for name, _ in told] == sorted(file.stem for file in (sql_folder() / "macros").glob("*.sql"))
    assert all(f"from {name}(" in comment for name, comment in told)


def test_there_are_fifteen_questions_or_more() -> None:
    assert len(QUERIES) >= 15


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_question_is_asked_in_words_and_runs_on_no_journeys(warehouse, query: Path) -> None:
    built = warehouse.build([{"at": "10:00"}], TABLES)
    sql = query.read_text(encoding="utf-8")
    assert "?" in sql.splitlines()[0]
    assert built.rows(sql) == []


def test_journeys_stop_where_the_last_step_of_an_abandoned_one_is(shop) -> None:
    stops = [(row[0], row[4], row[5], row[6]) for row in ask(shop, "where_journeys_stop")]
    assert stops == [("C", 2, pytest.approx(2 / 3), 1.0)]


def test_slowest_wait_comes_first(shop) -> None:
    first = ask(shop, "slowest_waits")[0]
    assert first[:3] == ("A", "C", 2)
    assert first[4] == pytest.approx(1, rel=0.05)  # one minute and one hour: the p90 is the hour


def test_paths_without_loops_count_a_repetition_once(warehouse) -> None:
    events = [{"at": f"10:0{minute}", "user_id": "eva", "event": name} for minute, name in enumerate("AABBA")]
    built = warehouse.build(events, TABLES, settings=SETTINGS)
    assert [row[:2] for row in ask(built, "paths_without_loops")] == [("A > B > A", 1)]


def test_open_journeys_are_not_held_against_their_channel(shop) -> None:
    assert ask(shop, "conversion_by_first_channel") == [("web", 4, 1, 1, pytest.approx(1 / 3), 5.0)]


def test_back_and_forth_is_there_and_straight_back(shop) -> None:
    assert ask(shop, "back_and_forth") == [("B", "C", 1, 1, 0.0), ("C", "A", 1, 1, 1.0)]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("time_to_goal", [("sale", 1, *[pytest.approx(4 / 1440)] * 3, 5.0)]),
        ("last_step_before_goal", [("sale", "B", 1, 1.0, 1.0)]),
        (
            "touchpoints_of_converted_journeys",
            [("A", 3, 1.0, 1.0, 1.0), ("C", 3, 1.0, 1.0, 1.0), ("B", 1, 1.0, 0.0, None)],
        ),
        ("between_stages", [("consideration", "purchase", 1, 1, pytest.approx(1 / 60))]),
        ("first_touchpoints", [("A", 2, 1, 0.5, 3.5), ("B", 1, 0, None, 1.0), ("C", 1, 0, 0.0, 3.0)]),
        (
            "conversion_by_week",
            [(date(2025, 12, 29), 3, 1, 0, pytest.approx(1 / 3)), (date(2026, 2, 16), 1, 0, 1, None)],
        ),
        ("channels_of_a_journey", [(1, 3, 0.0, 2.0), (2, 1, 1.0, 5.0)]),
        ("returning_after_goal", [("sale", 1, 0, 0.0, None)]),
        ("busiest_hours", [(4, 10, 9, 3, 9 / 11), (4, 11, 1, 1, 1 / 11), (5, 10, 1, 1, 1 / 11)]),
    ],
)
def test_answers_are_those_counted_by_hand(shop, question: str, answer: list[tuple[object, ...]]) -> None:
    assert ask(shop, question) == answer


def test_what_a_customer_is_sent_after_a_goal_is_no_return(warehouse) -> None:
    events = """
    at         | user_id | event | actor
    10:00      | anna    | Sale  | customer
    11:00      | anna    | Mail  | company
    +1d 10:00  | anna    | A     | customer
    +2d 10:00  | anna    | A     | customer
    10:00      | bob     | Sale  | customer
    11:00      | bob     | Mail  | company
    """
    built = warehouse.build(events, TABLES, settings=SETTINGS)
    assert ask(built, "returning_after_goal") == [("sale", 2, 1, 0.5, 1.0)]


def test_ratings_stand_beside_the_drop_off_of_their_touchpoint(warehouse) -> None:
    events = [
        {"at": "10:00", "user_id": "fay", "event": "A", "rating": 2, "rating_scale": "csat5"},
        {"at": "11:00", "user_id": "gus", "event": "A", "rating": 5, "rating_scale": "csat5"},
        {"at": "+90d 11:00", "user_id": "gus", "event": "B"},
    ]
    built = warehouse.build(events, TABLES, settings=SETTINGS)
    assert ask(built, "scores_beside_drop_off") == [("A", "csat5", 2, 3.5, 1.0, 2)]
