"""sql/analysis/pain_customers: whom a pain affects, as many as stand beside it."""

from __future__ import annotations

import pytest

from tests.sql.abandoned_shop import EVENTS, SETTINGS, TABLES, make
from tests.sql.conftest import open_warehouse

WRITTEN = """
create table analysis.{name} as select {columns} from core.journeys limit 0
"""
EMPTY = {
    "signals": "0::bigint as customer_id, '' as touchpoint, '' as signal, '' as signal_subtype, '' as signal_status",
    "text_topics": "'' as text_id, '' as topic_id",
    "texts_to_read": "'' as text_id, 0::bigint as customer_id, '' as touchpoint",
    "feelings": "0::bigint as customer_id, '' as touchpoint, 0.0 as valence, '' as valence_source",
    "variant_moves": "'' as plan, '' as variant_id, false as is_finished, '' as move_kind, '' as touchpoint",
    "conformance": "'' as plan, 0::bigint as customer_id, '' as variant_id, '' as status",
}


@pytest.fixture
def built():
    with open_warehouse() as warehouse:
        company = warehouse.build(EVENTS, TABLES, settings=SETTINGS, as_of="+100d 10:00")
        company.rows("create schema if not exists analysis")
        for name, columns in EMPTY.items():
            company.rows(WRITTEN.format(name=name, columns=columns))
        make(company, "pain_firsts")
        yield company


def find(built, *points: tuple[str, str, str, str]) -> dict[str, int]:
    """Make pain_customers of points (kind, source, subject, touchpoint) and count customers by source and subject."""
    values = ", ".join(str(point) for point in points)
    built.rows(
        "create table analysis.pain_points as select pain_source || ' ' || pain_subject as pain_id, * from "
        f"(values {values}) as t (pain_kind, pain_source, pain_subject, touchpoint)"
    )
    make(built, "pain_customers")
    return dict(built.rows("select pain_id, count(*) from analysis.pain_customers group by all"))


def test_drop_offs_and_rework_affect_whom_their_candidates_count(built):
    make(built, "pain_drop_offs", "pain_rework")
    counted = dict(
        built.rows(
            "select pain_source || ' ', affected_count from analysis.pain_drop_offs where touchpoint = 'Error' "
            "union all select pain_source || ' ', affected_count from analysis.pain_rework where touchpoint = 'Error'"
        )
    )
    assert counted == {"drop_off ": 2, "rework ": 1}
    assert find(built, ("pain", "drop_off", "", "Error"), ("pain", "rework", "", "Error")) == counted


def test_who_met_a_wait_is_affected_where_the_first_journey_there_was_given_up_and_a_rage_click_always(built):
    built.rows(
        "create or replace table core.friction as select unnest(['long_wait', 'rage_click']) as friction_kind, "
        "touchpoint_code, customer_id, journey_index from core.steps inner join core.touchpoint_names "
        "using (touchpoint_code) where touchpoint = 'Cart' and step_index = 1"
    )
    found = find(built, ("pain", "wait", "long_wait", "Cart"), ("pain", "friction", "rage_click", "Cart"))
    # bob and cleo gave up; dana began with the cart too, and bought; anna came to it second
    assert found == {"wait long_wait": 2, "friction rage_click": 3}


def test_words_affect_who_said_them_once_and_what_was_rejected_nobody(built):
    built.rows(
        "insert into analysis.signals values (1, 'Cart', 'barrier', 'price', 'found'), "
        "(1, 'Cart', 'barrier', 'trust', 'found'), (2, 'Cart', 'barrier', 'price', 'rejected'), "
        "(3, 'Error', 'barrier', 'price', 'found')"
    )
    built.rows("insert into analysis.text_topics values ('a', 't1'), ('b', 't1'), ('c', 't1'), ('a', 't2')")
    built.rows("insert into analysis.texts_to_read values ('a', 1, 'Cart'), ('b', 2, 'Cart'), ('c', 3, 'Error')")
    found = find(
        built,
        ("pain", "signal", "barrier", "Cart"),
        ("pain", "signal", "barrier price", "Cart"),
        ("pain", "topic", "t1", "Cart"),
    )
    assert found == {"signal barrier": 1, "signal barrier price": 1, "topic t1": 2}


def test_feelings_affect_whose_mean_is_on_the_side_of_the_pain(built):
    built.rows(
        "insert into analysis.feelings values (1, 'Cart', -0.5, 'inferred'), (1, 'Cart', 0.4, 'inferred'), "
        "(2, 'Cart', 0.3, 'inferred'), (3, 'Cart', -0.9, 'reported'), (null, 'Cart', -1.0, 'inferred')"
    )
    found = find(built, ("pain", "emotion", "", "Cart"), ("pain", "score", "", "Cart"))
    assert found == {"emotion ": 1, "score ": 1}


def test_who_left_the_plan_is_affected_where_such_a_journey_was_given_up_and_of_a_key_moment_nobody_is_known(built):
    built.rows(
        "insert into analysis.variant_moves values ('p', 'v1', false, 'inserted', 'Cart'), "
        "('p', 'v2', true, 'inserted', 'Cart')"
    )
    built.rows(
        "insert into analysis.conformance values ('p', 1, 'v1', 'abandoned'), ('p', 2, 'v1', 'open'), "
        "('p', 3, 'v2', 'converted')"
    )
    found = find(built, ("pain", "deviation", "p: inserted", "Cart"), ("pain", "key_moment", "conversion", "Cart"))
    assert found == {"deviation p: inserted": 1}
