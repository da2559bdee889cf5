"""Sessions and journeys, the slow way: one customer at a time, one event after the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from journeymine.settings import Settings


@dataclass(frozen=True)
class Act:
    """One event of a customer; `touchpoint` is None where an ignore rule leaves it out."""

    customer: int
    at: datetime
    order: tuple[Any, ...]
    touchpoint: str | None
    goal: str | None = None
    is_company: bool = False


@dataclass(frozen=True)
class Journey:
    """What core.journeys must say of a journey."""

    customer: int
    touchpoints: tuple[str, ...]
    started_at: datetime
    ended_at: datetime
    goal: str | None
    status: str


def sort_by_customer(acts: Iterable[Act]) -> dict[int, list[Act]]:
    """Put each customer's events in their order."""
    customers = defaultdict(list)
    for act in acts:
        customers[act.customer].append(act)
    return {customer: sorted(mine, key=lambda act: (act.at, act.order)) for customer, mine in customers.items()}


def cut_sessions(acts: Iterable[Act], settings: Settings) -> list[tuple[int, datetime, datetime, int]]:
    """Return (customer, started_at, ended_at, event_count) of every session."""
    sessions = []
    for customer, mine in sort_by_customer(acts).items():
        groups: dict[tuple[datetime, int], list[datetime]] = {}
        began = last = None
        for act in mine:
            if act.is_company:
                continue
            if began is None or last is None or act.at - last >= settings.sessions.gap:
                began = act.at
            last = act.at
            groups.setdefault((began, (act.at - began) // settings.sessions.cap), []).append(act.at)
        sessions.extend((customer, min(times), max(times), len(times)) for times in groups.values())
    return sessions


def cut_journeys(acts: Iterable[Act], settings: Settings, as_of: datetime) -> list[Journey]:
    """Return every journey, customers' journeys in their order."""
    rules = settings.journeys
    journeys = []
    for mine in sort_by_customer(acts).values():
        groups: list[list[Act]] = []
        for step in (act for act in mine if act.touchpoint is not None):
            last = groups[-1][-1] if groups else None
            is_new = last is None or (
                rules.ends_at != "customer"
                and (step.at - last.at >= rules.gap or (rules.ends_at == "goal" and last.goal is not None))
            )
            if is_new:
                groups.append([])
            groups[-1].append(step)
        for group in groups:
            *early, last_part = _cut_lookback(group, settings)
            journeys.extend(replace(_describe(part, settings, as_of), status="abandoned") for part in early)
            journeys.append(_describe(last_part, settings, as_of))
    return journeys


def _cut_lookback(group: list[Act], settings: Settings) -> list[list[Act]]:
    goals = [step.at for step in group if step.goal is not None]
    if settings.journeys.ends_at == "customer" or not goals:
        return [group]
    reach = goals[0] - settings.journeys.lookback
    parts = [[step for step in group if step.at < reach], [step for step in group if step.at >= reach]]
    return [part for part in parts if part]


def _describe(steps: list[Act], settings: Settings, as_of: datetime) -> Journey:
    goal = next((step.goal for step in steps if step.goal is not None), None)
    is_recent = as_of - steps[-1].at < settings.journeys.gap
    return Journey(
        customer=steps[0].customer,
        touchpoints=tuple(step.touchpoint or "" for step in steps),
        started_at=steps[0].at,
        ended_at=steps[-1].at,
        goal=goal,
        status="converted" if goal else "open" if is_recent else "abandoned",
    )


def count_transitions(journeys: Iterable[Journey]) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Return (transitions, customers, journeys) of every pair of touchpoints that follow one another."""
    transitions: Counter[tuple[str, str]] = Counter()
    customers, in_journeys = defaultdict(set), Counter()
    for journey in journeys:
        pairs = list(zip(journey.touchpoints, journey.touchpoints[1:], strict=False))
        transitions.update(pairs)
        in_journeys.update(set(pairs))
        for pair in pairs:
            customers[pair].add(journey.customer)
    return {pair: (count, len(customers[pair]), in_journeys[pair]) for pair, count in transitions.items()}
