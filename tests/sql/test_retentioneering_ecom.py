"""A public shop log: the figures its makers' own tools give, from our tables."""

from __future__ import annotations

import pytest

from tests.sql.public_log import open_public_log

ANY_EVENT = {"name": "{event_name}", "stage": "consideration", "channel": "web", "when": {"source": "log"}}
FUNNEL = """
    with steps as (
        select events.props->>'session_id' as visit, steps.step_index, steps.touchpoint
        from core.journey_steps as steps
        inner join core.events as events using (event_key)
    ),
    carts as (select visit, min(step_index) as at from steps where touchpoint = 'cart' group by visit),
    shippings as (
        select visit, min(step_index) as at
        from steps
        inner join carts using (visit)
        where touchpoint = 'shipping_details' and step_index > carts.at
        group by visit
    ),
    purchases as (
        select distinct visit
        from steps
        inner join shippings using (visit)
        where touchpoint = 'purchase' and step_index > shippings.at
    )
    select (select count(*) from carts), (select count(*) from shippings), (select count(*) from purchases)
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with open_public_log(
        tmp_path_factory.mktemp("ecom"),
        "events",
        "retentioneering_ecom/ecom.csv.gz",
        fields={"occurred_at": "timestamp", "event_name": "event", "user_id": "user_id"},
        journeys={"ends_at": "customer"},
        touchpoints={"touchpoint": [ANY_EVENT]},
    ) as connection:
        yield connection


def ask(shop, sql):
    return shop.execute(sql).fetchall()


def test_every_event_and_user_is_there(shop):
    assert ask(shop, "select count(*), count(distinct customer_id) from core.events") == [(31_106, 600)]


def test_cart_leads_to_shipping_details_as_often_as_there(shop):
    pair = "from_touchpoint = 'cart' and to_touchpoint = 'shipping_details'"
    assert ask(shop, f"select transition_count from marts.transitions where {pair}") == [(166,)]


def test_rows_left_after_loops_are_collapsed_in_a_query(shop):
    kept = "count(*) filter (next_touchpoint is distinct from touchpoint)"
    assert ask(shop, f"select {kept} from core.journey_steps") == [(27_174,)]


def test_their_session_ids_are_kept_beside_our_own_sessions(shop):
    assert ask(shop, "select count(distinct props->>'session_id') from core.events") == [(3_605,)]


def test_funnel_within_their_sessions(shop):
    assert ask(shop, FUNNEL) == [(1_022, 512, 173)]
