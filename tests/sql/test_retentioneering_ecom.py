"""A public shop log: the figures its makers' own tools give, from our tables."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

ECOM = Path(__file__).parents[1] / "fixtures" / "retentioneering_ecom" / "ecom.csv.gz"
PROJECT = """
[project]
name = "Ecom"

[sources.shop]
kind = "events"
path = "ecom.csv.gz"
fields = { occurred_at = "timestamp", event_name = "event", user_id = "user_id" }

[journeys]
ends_at = "customer"
"""
RULES = """
[[touchpoint]]
name = "{event_name}"
stage = "consideration"
channel = "web"
when = { source = "shop" }
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ecom")
    (folder / "journeymine.toml").write_text(PROJECT)
    (folder / "touchpoints.toml").write_text(RULES)
    shutil.copy(ECOM, folder)
    return folder


@pytest.fixture
def ask(project, journeymine, monkeypatch):
    monkeypatch.setenv("JOURNEYMINE_KEY", "0f" * 32)
    if not (project / "warehouse" / "current").exists():
        ended = journeymine("run", "--project", project)
        assert ended.code == 0, ended.err

    def ask(sql: str) -> list[tuple[object, ...]]:
        answered = journeymine("query", sql, "--project", project, "--json")
        assert answered.code == 0, answered.err
        return [tuple(row.values()) for row in json.loads(answered.out)]

    return ask


def test_every_event_and_user_is_there(ask):
    assert ask("select count(*), count(distinct customer_id) from core.events") == [(31_106, 600)]


def test_cart_leads_to_shipping_details_as_often_as_there(ask):
    counts = "select transition_count from marts.transitions "
    assert ask(counts + "where from_touchpoint = 'cart' and to_touchpoint = 'shipping_details'") == [(166,)]


def test_rows_left_after_loops_are_collapsed_in_a_query(ask):
    [(rows,)] = ask("select count(*) filter (next_touchpoint is distinct from touchpoint) from core.journey_steps")
    assert rows == 27_174


def test_their_session_ids_are_kept_beside_our_own_sessions(ask):
    assert ask("select count(distinct props->>'session_id') from core.events") == [(3_605,)]


def test_funnel_within_their_sessions(ask):
    funnel = """
        with steps as (
            select events.props->>'session_id' as visit, steps.step_index, steps.touchpoint
            from core.journey_steps as steps join core.events as events using (event_key)
        ),
        carts as (select visit, min(step_index) as at from steps where touchpoint = 'cart' group by visit),
        shippings as (
            select visit, min(step_index) as at from steps join carts using (visit)
            where touchpoint = 'shipping_details' and step_index > carts.at group by visit
        ),
        purchases as (
            select visit from steps join shippings using (visit)
            where touchpoint = 'purchase' and step_index > shippings.at group by visit
        )
        select (select count(*) from carts), (select count(*) from shippings), (select count(*) from purchases)
    """
    assert ask(funnel) == [(1_022, 512, 173)]
