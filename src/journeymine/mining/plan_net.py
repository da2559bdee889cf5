"""A planned journey as a Petri net: places in a row, and from each to the next the touchpoints that take the step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeymine.settings import PlannedJourney


def build_plan_net(
    plan: PlannedJourney, codes: Mapping[str, str], *, may_stop: bool
) -> tuple[dict[str, Any], list[int]]:
    """Build the net of a plan.

    A step is taken by one of its touchpoints, a repeatable one by any of them any number of times more.

    Args:
        plan: The plan.
        codes: Touchpoint code of each touchpoint the plan names.
        may_stop: Whether a journey may end after any step; so are those held that did not reach the goal, which would
            else have skipped all that they never came to.

    Returns:
        The net as `files.write_plain_net` writes it, and the step (0-based) of each of its transitions; -1 of one that
        is silent.
    """
    places = [f"p{number}" for number in range(len(plan.steps) + 1)]
    transitions: list[list[str | None]] = []
    arcs: list[list[str | int]] = []
    steps: list[int] = []

    def add(code: str | None, source: str, target: str, step: int) -> None:
        name = f"t{len(transitions) + 1}"
        transitions.append([name, code])
        arcs.extend(([source, name, 1], [name, target, 1]))
        steps.append(step)

    for number, step in enumerate(plan.steps):
        for touchpoint in step.touchpoints:
            add(codes[touchpoint], places[number], places[number + 1], number)
            if step.repeat:
                add(codes[touchpoint], places[number + 1], places[number + 1], number)
        if step.is_optional:
            add(None, places[number], places[number + 1], -1)
    if may_stop:
        for place in places[:-1]:
            add(None, place, places[-1], -1)
    net = {
        "places": places,
        "transitions": transitions,
        "arcs": arcs,
        "initial": {places[0]: 1},
        "final": {places[-1]: 1},
    }
    return net, steps


def count_needed_steps(plan: PlannedJourney) -> int:
    """Count the steps of the shortest journey that keeps to the plan."""
    return sum(not step.is_optional for step in plan.steps)
