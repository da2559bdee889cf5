"""Waits, loops, repeats, churn and satisfaction by obvious loops over single steps."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Step:
    """A step of a journey, in the order of the journey."""

    customer: int
    journey: int
    touchpoint: str
    at: datetime


@dataclass(frozen=True)
class Path:
    """A journey with its steps; `is_cut` where its goal reached no further back."""

    steps: tuple[Step, ...]
    status: str
    is_cut: bool


def find_bin(wait: timedelta) -> int:
    """Find the bin of a wait: 2^(1/8) wide on milliseconds + 1."""
    return math.floor(math.log2(wait // timedelta(milliseconds=1) + 1) * 8)


def count_waits(
    paths: Iterable[Path], goals: dict[str, str], stages: Sequence[str], stage_of: dict[str, str], as_of: datetime
) -> dict[tuple[str, str, int], tuple[int, int]]:
    """Count waits (arrived, censored) by sort, begin and bin, where journeys end at their goal."""
    counts: dict[tuple[str, str, int], list[int]] = defaultdict(lambda: [0, 0])

    def note(sort: str, begin: str, wait: timedelta | None, seen: timedelta) -> None:
        counts[sort, begin, find_bin(seen if wait is None else wait)][wait is None] += 1

    reached: dict[tuple[int, str], list[datetime]] = defaultdict(list)
    for path in sorted(paths, key=lambda one: (one.steps[0].customer, one.steps[0].journey)):
        steps = path.steps
        for one, after in itertools.pairwise(steps):
            note("next step", one.touchpoint, after.at - one.at, as_of - one.at)
        has_goal, first, last = path.status == "converted", steps[0], steps[-1]
        if not has_goal and not path.is_cut:
            note("next step", last.touchpoint, None, as_of - last.at)
        if not path.is_cut:
            note("goal", "journey begins", last.at - first.at if has_goal else None, as_of - first.at)
        arrivals: dict[int, datetime] = {}
        for step in steps:
            if stage_of[step.touchpoint] in stages:
                arrivals.setdefault(stages.index(stage_of[step.touchpoint]), step.at)
        for rank, at in arrivals.items():
            later = [other_at for other, other_at in arrivals.items() if other > rank]
            if later and min(later) >= at:
                note("next stage", stages[rank], min(later) - at, as_of - at)
            elif not later and not has_goal and not path.is_cut:
                note("next stage", stages[rank], None, as_of - at)
        if has_goal:
            reached[last.customer, goals[last.touchpoint]].append(last.at)
    for (_, goal), times in reached.items():
        for index, at in enumerate(times):
            note("next goal", goal, times[index + 1] - at if index + 1 < len(times) else None, as_of - at)
    return {key: (arrived, censored) for key, (arrived, censored) in counts.items()}


def count_loops(
    paths: Iterable[Path], session_gap: timedelta, within: timedelta
) -> dict[str, tuple[int, int, int, int, int, int]]:
    """Count, by touchpoint: rework journeys and customers, returns, contacts, repeats and who repeats."""
    journeys: Counter[str] = Counter()
    customers: dict[str, set[int]] = defaultdict(set)
    returns: Counter[str] = Counter()
    visits: dict[tuple[int, str], list[datetime]] = defaultdict(list)
    for path in sorted(paths, key=lambda one: (one.steps[0].customer, one.steps[0].journey)):
        for touchpoint, count in Counter(step.touchpoint for step in path.steps).items():
            if count > 1:
                journeys[touchpoint] += 1
                customers[touchpoint].add(path.steps[0].customer)
                returns[touchpoint] += count - 1
        for step in path.steps:
            visits[step.customer, step.touchpoint].append(step.at)
    contacts: Counter[str] = Counter()
    repeats: Counter[str] = Counter()
    repeaters: dict[str, set[int]] = defaultdict(set)
    for (customer, touchpoint), times in visits.items():
        contacts[touchpoint] += 1
        for before, at in itertools.pairwise(times):
            if at - before >= session_gap:
                contacts[touchpoint] += 1
                if at - before <= within:
                    repeats[touchpoint] += 1
                    repeaters[touchpoint].add(customer)
    return {
        name: (journeys[name], len(customers[name]), returns[name], contacts[name], repeats[name], len(repeaters[name]))
        for name in contacts
    }


def count_ping_pongs(paths: Iterable[Path]) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Count A, B, A by (A, B): how often, in how many journeys, of how many customers."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for path in paths:
        names = [step.touchpoint for step in path.steps]
        for one, two, three in zip(names, names[1:], names[2:], strict=False):
            if one == three != two:
                found[one, two].append((path.steps[0].customer, path.steps[0].journey))
    return {pair: (len(seen), len(set(seen)), len({who for who, _ in seen})) for pair, seen in found.items()}


def count_handovers(paths: Iterable[Path], owners: dict[str, str]) -> dict[tuple[str, str], int]:
    """Count transitions between two owners."""
    pairs = (
        (owners.get(one.touchpoint), owners.get(two.touchpoint))
        for path in paths
        for one, two in zip(path.steps, path.steps[1:], strict=False)
    )
    return dict(Counter((one, two) for one, two in pairs if one and two and one != two))


def count_weeks(paths: Iterable[Path]) -> dict[datetime, tuple[int, int]]:
    """Count steps and customers by Monday (UTC)."""
    steps: dict[datetime, list[int]] = defaultdict(list)
    for path in paths:
        for step in path.steps:
            monday = step.at - timedelta(days=step.at.weekday())
            steps[monday.replace(hour=0, minute=0, second=0, microsecond=0)].append(step.customer)
    return {week: (len(who), len(set(who))) for week, who in steps.items()}
