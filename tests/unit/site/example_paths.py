"""Paths of the invented company by each unit of counting, walked journey by journey."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from tests.unit.site.example_journeys import AS_OF, GOALS, TOUCHPOINTS, Journey

GAP = timedelta(minutes=30)


@dataclass(frozen=True)
class Walk:
    """One visit, journey or customer: how it ended and what it passed."""

    goal: str | None
    status: str
    month: str
    segment: str | None
    products: tuple[str, ...]
    steps: tuple[str, ...]

    @property
    def channel(self) -> str:
        """The channel of the first step."""
        return TOUCHPOINTS[self.steps[0]][1]


def find_segment(customer: int) -> str | None:
    """Tell the segment of a customer: two of three have one."""
    return ("s1", "s2", None)[customer % 3]


def walk_units(journeys: Iterable[Journey], unit: str) -> list[Walk]:
    """Cut or join the journeys of each customer into the unit's walks."""
    if unit == "journey":
        return [_walk(j.customer, list(zip(j.steps, j.times, strict=True)), j.status) for j in journeys]
    by_customer: defaultdict[int, list[Journey]] = defaultdict(list)
    for journey in journeys:
        by_customer[journey.customer].append(journey)
    walks = []
    for customer, own in by_customer.items():
        steps = [step for journey in own for step in zip(journey.steps, journey.times, strict=True)]
        if unit == "customer":
            walks.append(_walk(customer, steps, own[-1].status))
            continue
        visit = [steps[0]]
        for step in steps[1:]:
            if step[1] - visit[-1][1] >= GAP:
                walks.append(_walk(customer, visit, ""))
                visit = []
            visit.append(step)
        walks.append(_walk(customer, visit, ""))
    return walks


def _walk(customer: int, steps: list[tuple[str, object]], status: str) -> Walk:
    names = tuple(name for name, _ in steps)
    goal = next((GOALS[name] for name in names if name in GOALS), None)
    if not status:
        status = "converted" if goal else "open" if AS_OF - steps[-1][1] < GAP else "abandoned"  # type: ignore[operator]
    products = ("Lamp",) if "Product page" in names else ()
    return Walk(goal, status, f"{steps[0][1]:%Y-%m}", find_segment(customer), products, names)


def count_paths(journeys: list[Journey]) -> pl.DataFrame:
    """Count equal walks of every unit, as report.paths does."""
    counted = Counter((unit, walk) for unit in ("journey", "visit", "customer") for walk in walk_units(journeys, unit))
    rows = [
        (unit, w.goal, w.status, w.channel, w.month, w.segment, list(w.products), [], list(w.steps), count)
        for (unit, w), count in counted.items()
    ]
    lists = dict.fromkeys(("products", "business_units", "touchpoints"), pl.List(pl.String))
    names = dict.fromkeys(("path_unit", "goal", "status", "channel", "began_in", "segment_id"), pl.String)
    return pl.DataFrame(rows, schema={**names, **lists, "path_count": pl.Int64}, orient="row")
