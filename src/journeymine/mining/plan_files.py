"""Planned journeys as files other tools open: the Petri net they are held against, and a BPMN diagram."""

from __future__ import annotations

from journeymine.mining.files import render_bpmn, render_pnml
from journeymine.mining.graph import END, GATEWAY, START, TOUCHPOINT, Node
from journeymine.mining.plan_net import build_plan_net
from journeymine.settings import PlannedJourney

_EXCLUSIVE = "exclusive"


def render_plan(plan: PlannedJourney, name: str) -> dict[str, str]:
    """Render a plan: the text of each file by its ending.

    Args:
        plan: The plan.
        name: What the process is called inside the files: a letter, then letters, digits and "_".
    """
    names = {touchpoint: touchpoint for touchpoint in plan.touchpoints}
    net, _ = build_plan_net(plan, names, may_stop=False)
    return {"pnml": render_pnml(net, names, name), "bpmn": render_bpmn(find_plan_edges(plan), names, name)}


def find_plan_edges(plan: PlannedJourney) -> list[tuple[Node, Node]]:
    """Find the edges of a plan's diagram: a step of several touchpoints, or of none, is a choice; repeats lead back."""
    edges: list[tuple[Node, Node]] = []
    last = Node(START, START, START)

    def join(node: Node) -> None:
        nonlocal last
        edges.append((last, node))
        last = node

    for number, step in enumerate(plan.steps, 1):
        again = Node(f"{number}:again", GATEWAY, _EXCLUSIVE)
        if step.repeat:
            join(again)
        tasks = [Node(f"{number}:{name}", TOUCHPOINT, name) for name in step.touchpoints]
        if len(tasks) == 1 and not step.is_optional:
            join(tasks[0])
        else:
            split, meet = (Node(f"{number}:{place}", GATEWAY, _EXCLUSIVE) for place in ("split", "meet"))
            join(split)
            for task in tasks:
                edges.extend(((split, task), (task, meet)))
            if step.is_optional:
                edges.append((split, meet))
            last = meet
        if step.repeat:
            join(Node(f"{number}:on", GATEWAY, _EXCLUSIVE))
            edges.append((last, again))
    join(Node(END, END, END))
    return edges
