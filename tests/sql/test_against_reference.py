"""SQL and the slow plain twins of tests/reference agree on random data."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reference.identity import assign_customers
from tests.reference.journeys import Act, count_transitions, cut_journeys, cut_sessions
from tests.sql.conftest import open_warehouse
from tests.sql.small_warehouse import FIRST_DAY, make_settings

IDENTITY = {"at_most": {"user_id": 2, "email": 2, "phone": 1, "device": 2}}
RULES = {
    "touchpoint": [
        {"name": "Order", "stage": "purchase", "channel": "web", "when": {"event_name": "order"}},
        {"name": "Renewal", "stage": "loyalty", "channel": "crm", "when": {"event_name": "renew"}},
        {"name": "Look", "stage": "awareness", "channel": "web", "when": {"event_name": ["view", "look*"]}},
    ],
    "ignore": [{"why": "noise", "when": {"event_name": "scroll"}}],
}
GOALS = [{"name": "purchase", "touchpoint": "Order"}, {"name": "renewal", "touchpoint": "Renewal"}]
NAMES = {"order": "Order", "renew": "Renewal", "view": "Look", "look at": "Look", "scroll": None, "NA": "unmapped: NA"}
GOAL_NAMES = {"Order": "purchase", "Renewal": "renewal"}
MINUTES = (0, 0, 1, 29, 30, 31, 600, 60 * 24, 60 * 24 * 9, 60 * 24 * 10, 60 * 24 * 40)


def make_events(chance: random.Random, count: int, users: int) -> list[dict[str, Any]]:
    """Make events of a few people who share devices and addresses, in a random order of time."""
    at = FIRST_DAY
    events = []
    for number in range(count):
        at += timedelta(minutes=chance.choice(MINUTES))
        event = {"at": at, "id": str(number), "row": chance.randrange(1, 4), "event": chance.choice(list(NAMES))}
        event["actor"] = "company" if chance.random() < 0.1 else "customer"
        event["received"] = None if chance.random() < 0.5 else at + timedelta(seconds=chance.randrange(3))
        for kind, values, share in (
            ("user_id", users, 0.4),
            ("email", users, 0.3),
            ("phone", users // 2 + 1, 0.1),
            ("device", users, 0.6),
            ("object", users, 0.1),
        ):
            some = ["", None, *(f"{kind}{value}ж" for value in range(values))]
            event[kind] = chance.choice(some) if chance.random() < share else None
        events.append(event)
    chance.shuffle(events)
    return events


def read_acts(built: Any, events: list[dict[str, Any]]) -> list[Act]:
    """Turn events into what the twins read, with the customers the warehouse found."""
    found = dict(built.rows("select event_id, customer_id from core.events where customer_id is not null"))
    keys = dict(built.rows("select event_id, event_key from core.events"))
    acts = []
    for event in events:
        if event["id"] in found:
            touchpoint = NAMES[event["event"]]
            received = (1, None) if event["received"] is None else (0, event["received"])
            acts.append(
                Act(
                    customer=found[event["id"]],
                    at=event["at"],
                    order=(received, event["row"], keys[event["id"]]),
                    touchpoint=touchpoint,
                    goal=GOAL_NAMES.get(touchpoint or ""),
                    is_company=event["actor"] == "company",
                )
            )
    return acts


def check_build(events: list[dict[str, Any]], shared_device: str = "by_login_window", **tables: Any) -> None:
    """Build the warehouse and compare all of it with the twins."""
    project = make_settings(
        touchpoints=RULES, goals=GOALS, identity={**IDENTITY, "shared_device": shared_device}, **tables
    )
    wanted = "core.events core.sessions core.journeys core.journey_steps marts.transitions marts.variants"
    with open_warehouse() as warehouse:
        built = warehouse.build(events, wanted, settings=project)
        customers = dict(built.rows("select event_id, customer_id from core.events"))
        expected = assign_customers(events, project)
        assert customers == {event["id"]: customer for event, customer in zip(events, expected, strict=True)}

        acts = read_acts(built, events)
        sessions = built.rows("select customer_id, started_at, ended_at, event_count from core.sessions")
        assert sorted(sessions) == sorted(cut_sessions(acts, project))

        journeys = cut_journeys(acts, project, max(event["at"] for event in events))
        found = built.rows(
            "select customer_id, list(touchpoint order by step_index), started_at, ended_at, goal, status "
            "from core.journeys join core.journey_steps using (journey_id, customer_id) "
            "group by journey_id, customer_id, started_at, ended_at, goal, status"
        )
        assert sorted((c, tuple(path), *rest[:2], str(rest[2]), rest[3]) for c, path, *rest in found) == sorted(
            (j.customer, j.touchpoints, j.started_at, j.ended_at, str(j.goal), j.status) for j in journeys
        )
        counts = "transition_count, customer_count, journey_count"
        transitions = built.rows(f"select from_touchpoint, to_touchpoint, {counts} from marts.transitions")
        assert {(one, other): tuple(counts) for one, other, *counts in transitions} == count_transitions(journeys)
        variants = built.rows("select touchpoints, journey_count, converted_count from marts.variants")
        paths = Counter(journey.touchpoints for journey in journeys)
        goals = Counter(journey.touchpoints for journey in journeys if journey.goal is not None)
        assert sorted(variants) == sorted((list(path), count, goals[path]) for path, count in paths.items())


@pytest.mark.parametrize("ends_at", ["goal", "gap", "customer"])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_crowd_is_built_as_the_twins_build_it(seed, ends_at):
    events = make_events(random.Random(seed), 600, 60)
    check_build(events, journeys={"ends_at": ends_at, "gap": "10d", "lookback": "5d"}, sessions={"cap": "50m"})


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.randoms(use_true_random=False),
    st.integers(1, 25),
    st.integers(1, 4),
    st.sampled_from(["goal", "gap", "customer"]),
    st.sampled_from(["by_login_window", "leave_unlinked"]),
)
def test_a_few_events_are_built_as_the_twins_build_them(chance, count, users, ends_at, shared_device):
    check_build(
        make_events(chance, count, users),
        shared_device,
        journeys={"ends_at": ends_at, "gap": "10d", "lookback": "5d"},
        sessions={"cap": "50m"},
    )
