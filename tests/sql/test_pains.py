"""sql/analysis/pain_*: who is affected, and beside whom."""

from __future__ import annotations

import pytest

from journeymine.settings import Goal
from tests.sql.abandoned_shop import EVENTS, SETTINGS, TABLES, make
from tests.sql.conftest import open_warehouse


@pytest.fixture(scope="module")
def company():
    with open_warehouse() as warehouse:
        yield warehouse.build(EVENTS, TABLES, settings=SETTINGS, as_of="+100d 10:00")


@pytest.fixture
def built(company):
    company.rows("drop schema if exists analysis cascade")
    company.rows("create schema analysis")
    return company


def test_a_drop_off_is_a_customer_whose_journey_was_abandoned_there_beside_the_rest_of_the_stage(built):
    make(built, "pain_drop_offs")
    rows = built.rows(
        "select * exclude (source_table, source_query, pain_kind, pain_source, pain_subject, stage, "
        "is_about_goals) from analysis.pain_drop_offs order by all"
    )
    # Cart converts half of its journeys, Error none; goals, and what lies behind the goal's stage, are not asked.
    assert rows == [("Error", 3, 3, 2, 4, 0)]
    (query,) = built.column("select source_query from analysis.pain_drop_offs")
    assert built.column(query) == [2]


def test_rework_sets_journeys_that_came_back_beside_those_that_came_once(built):
    make(built, "pain_firsts", "pain_rework")
    rows = built.rows(
        "select touchpoint, came_count, tested_count, affected_count, other_tested_count, "
        "other_affected_count from analysis.pain_rework order by all"
    )
    # Cart twice: bob (abandoned) and dana (converted); once: anna and cleo. eve's journey is still open.
    assert rows == [("Cart", 2, 2, 1, 2, 1), ("Error", 1, 1, 1, 1, 1)]
    queries = built.column("select source_query from analysis.pain_rework order by touchpoint")
    assert [built.column(query) for query in queries] == [[1], [1]]


def test_a_goal_is_worth_its_amount_and_a_journey_that_comes_to_a_stage_what_it_brings(built):
    make(built, "goal_values")
    rows = built.rows(
        "select value_of, place, has_amounts, size, total, total_squares from analysis.goal_values "
        "order by all nulls first"
    )
    assert rows == [
        ("goal", None, True, 2, 40.0, 1000.0),
        ("goal", "Ad", True, 1, 30.0, 900.0),
        ("goal", "Cart", True, 2, 40.0, 1000.0),
        ("goal", "Pay", True, 2, 40.0, 1000.0),
        ("stage", "buy", True, 4, 40.0, 1000.0),
        ("stage", "look", True, 1, 30.0, 900.0),
        ("stage", "use", True, 1, 0.0, 0.0),
    ]


def test_journeys_of_one_customer_are_summed_before_they_are_squared(warehouse):
    events = """
        at         | event | user_id | amount
        10:00      | pay   | anna    | 30
        +40d 10:00 | pay   | anna    | 10
        10:00      | pay   | bob     | 20
    """
    built = warehouse.build(events, TABLES, settings=SETTINGS, as_of="+99d 10:00")
    built.rows("create schema analysis")
    make(built, "goal_values")
    assert built.rows("select * exclude (value_of, has_amounts) from analysis.goal_values where place = 'Pay'") == [
        ("Pay", 2, 3, 60.0, 2.0**2 + 1, 40.0**2 + 20**2, 2 * 40.0 + 20)
    ]


def test_a_goal_without_an_amount_is_worth_nothing_where_others_have_one(warehouse):
    events = """
        at    | event | user_id | amount
        10:00 | pay   | anna    | 30
        10:00 | help  | bob     |
    """
    goals = [*SETTINGS.goals, Goal(name="helped", touchpoint="Help")]
    settings = SETTINGS.model_copy(update={"goals": goals})
    built = warehouse.build(events, TABLES, settings=settings, as_of="+99d 10:00")
    built.rows("create schema analysis")
    make(built, "goal_values")
    assert built.rows("select size, total from analysis.goal_values where value_of = 'goal' and place is null") == [
        (2, 30.0)
    ]


def write(built, **tables):
    for name, sql in tables.items():
        built.rows(f"create table analysis.{name} as {sql}")


def ask(built, name, columns="pain_kind, pain_subject, touchpoint, came_count, affected_count"):
    make(built, name)
    return built.rows(f"select {columns} from analysis.{name} order by all")


def check_queries(built, name):
    """Every candidate's query gives the number it stands beside."""
    for query, affected in built.rows(f"select source_query, affected_count from analysis.{name} order by all"):
        assert built.rows(query)[0][0] == affected, query


FEELINGS = (
    "select * from (values (1, 'Cart', 'buy', -0.5, 'modelled'), (1, 'Cart', 'buy', 0.4, 'modelled'), "
    "(2, 'Cart', 'buy', 0.0, 'modelled'), (3, 'Pay', 'buy', 0.5, 'modelled'), (1, 'Cart', 'buy', 1.0, 'reported'), "
    "(null, 'Cart', 'buy', -1.0, 'modelled')) as t (customer_id, touchpoint, stage, valence, valence_source)"
)


def test_a_customer_counts_once_by_the_mean_of_ratings_and_by_that_of_texts(built):
    write(built, feelings=FEELINGS)
    rows = ask(built, "pain_feelings", "pain_kind, pain_source, touchpoint, came_count, affected_count")
    assert rows == [
        ("delight", "emotion", "Cart", 2, 0),
        ("delight", "emotion", "Pay", 1, 1),
        ("delight", "score", "Cart", 1, 1),
        ("pain", "emotion", "Cart", 2, 1),
        ("pain", "emotion", "Pay", 1, 0),
        ("pain", "score", "Cart", 1, 0),
    ]
    check_queries(built, "pain_feelings")


def test_a_candidate_stands_beside_all_other_touchpoints_of_its_kind_unless_its_source_says_more(built):
    write(built, feelings=FEELINGS)
    make(built, "pain_firsts", "pain_drop_offs", "pain_rework", "pain_feelings")
    for source in ("moments", "deviations", "frictions", "waits", "signals", "topics"):
        built.rows(f"create table analysis.pain_{source} as from analysis.pain_drop_offs limit 0")
    rows = ask(
        built,
        "pain_candidates",
        "pain_source, touchpoint, tested_count, affected_count, other_tested_count, "
        "other_affected_count, is_about_goals",
    )
    assert [row for row in rows if row[0] != "score"] == [
        ("drop_off", "Error", 3, 2, 4, 0, False),
        ("emotion", "Cart", 2, 0, 1, 1, False),
        ("emotion", "Cart", 2, 1, 1, 0, False),
        ("emotion", "Pay", 1, 0, 2, 1, False),
        ("emotion", "Pay", 1, 1, 2, 0, False),
        ("rework", "Cart", 2, 1, 2, 1, True),
        ("rework", "Error", 1, 1, 1, 1, True),
    ]


TEXTS = (
    "select * from (values ('a', 1, 'Cart', 'buy'), ('b', 2, 'Cart', 'buy'), ('c', 3, 'Pay', 'buy'), "
    "('d', null, 'Pay', 'buy')) as t (text_id, customer_id, touchpoint, stage)"
)


def test_a_signal_is_asked_as_a_whole_and_by_its_subtypes_and_what_was_rejected_is_not(built):
    write(
        built,
        texts_to_read=TEXTS,
        signals="select * from (values (1, 'Cart', 'barrier', 'price', 'found'), "
        "(1, 'Cart', 'barrier', 'trust', 'found'), "
        "(2, 'Cart', 'fear', '', 'rejected'), (3, 'Pay', 'fear', '', 'candidate'), "
        "(3, 'Pay', 'expectation', 'met', 'found'), "
        "(3, 'Pay', 'expectation', '', 'found'), (3, 'Pay', 'wish', '', 'found')) "
        "as t (customer_id, touchpoint, signal, signal_subtype, signal_status)",
    )
    make(built, "pain_writers")
    rows = [row for row in ask(built, "pain_signals") if row[4]]
    assert rows == [
        ("delight", "expectation met", "Pay", 1, 1),
        ("pain", "barrier", "Cart", 2, 1),
        ("pain", "barrier price", "Cart", 2, 1),
        ("pain", "barrier trust", "Cart", 2, 1),
        ("pain", "fear", "Pay", 1, 1),
    ]
    check_queries(built, "pain_signals")


def test_a_topic_counts_where_its_valence_is_surely_bad_or_good(built):
    write(
        built,
        texts_to_read=TEXTS,
        topics="select * from (values ('t1', 'parcel', -0.6, -0.2), ('t2', 'colour', -0.1, 0.1), "
        "('t3', 'taste', 0.2, 0.6), "
        "('t4', 'unread', null, null)) as t (topic_id, topic, valence_low, valence_high)",
        text_topics="select * from (values ('a', 't1'), ('b', 't1'), ('c', 't3'), ('c', 't2')) "
        "as t (text_id, topic_id)",
    )
    make(built, "pain_writers")
    rows = [row for row in ask(built, "pain_topics") if row[4]]
    assert rows == [("delight", "t3", "Pay", 1, 1), ("pain", "t1", "Cart", 2, 2)]


def test_friction_is_of_the_kinds_that_are_trouble_wherever_they_happen(built):
    built.rows("create schema if not exists marts")
    built.rows(
        "create or replace table marts.touchpoint_friction as select *, 9 as friction_count, 9 as opportunity_count "
        "from (values ('rage_click', 'Cart', 'buy', 5), ('rage_click', 'Pay', 'buy', 0), ('u_turn', 'Cart', 'buy', 7)) "
        "as t (friction_kind, touchpoint, stage, customer_count)"
    )
    built.rows(
        "create or replace table marts.touchpoint_metrics as "
        "select * from (values ('Cart', 20), ('Pay', 30)) as t (touchpoint, customer_count)"
    )
    rows = ask(built, "pain_frictions")
    assert rows == [("pain", "rage_click", "Cart", 20, 5), ("pain", "rage_click", "Pay", 30, 0)]
    check_queries(built, "pain_frictions")


def test_a_wait_sets_journeys_that_met_it_beside_those_that_came_there_and_did_not(built):
    built.rows(
        "create or replace table core.friction as select 'long_wait' as friction_kind, touchpoint_code, "
        "customer_id, journey_index from core.steps inner join core.touchpoint_names using (touchpoint_code) "
        "inner join core.journeys using (customer_id, journey_index) "
        "where touchpoint = 'Cart' and step_index = 1 and status = 'abandoned'"
    )
    make(built, "pain_firsts")
    rows = ask(
        built,
        "pain_waits",
        "pain_source, pain_subject, touchpoint, came_count, tested_count, affected_count, "
        "other_tested_count, other_affected_count",
    )
    assert rows == [("wait", "long_wait", "Cart", 2, 2, 2, 2, 0)]
    check_queries(built, "pain_waits")


def test_a_step_of_nearly_every_way_to_a_goal_is_no_key_moment(built):
    write(
        built,
        key_moments="select *, 0.01 as effect_p_value, 0.5 as odds_ratio_low, 9.0 as odds_ratio_high from (values "
        "('conversion', 'Cart', 3.0, 4, 2), ('conversion', 'Ad', 2.0, 5, 9), ('conversion', 'Error', 0.5, 3, 1), "
        "('churn', 'Error', 4.0, 3, 1)) "
        "as t (outcome, touchpoint, odds_ratio, met_customer_count, met_outcome_count)",
    )
    rows = ask(built, "pain_moments", "pain_kind, touchpoint, tested_count, affected_count")
    # Both ways to the goal came to the cart. Who reached several goals counts once.
    assert rows == [("delight", "Ad", 5, 5), ("pain", "Error", 3, 2)]


def test_only_steps_that_were_added_can_be_a_deviation_that_hurts(built):
    write(
        built,
        deviations="select *, 10 as customer_count, 8 as worth_count, 20 as compared_worth_count, "
        "0.25 as conversion_share, "
        "0.5 as compared_conversion_share, -0.25 as conversion_change from (values ('p', 'inserted', 'Cart', false), "
        "('p', 'skipped', 'Pay', false), ('p', 'repeated', 'Error', true), ('p', 'out_of_order', 'Cart', false)) "
        "as t (plan, move_kind, touchpoint, is_accepted)",
    )
    rows = ask(
        built,
        "pain_deviations",
        "pain_subject, touchpoint, tested_count, affected_count, other_tested_count, other_affected_count",
    )
    assert rows == [("p: inserted", "Cart", 8, 6, 20, 10)]
