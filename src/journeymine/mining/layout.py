"""Where the nodes of a diagram stand and how its flows run: layers from left to right, the same drawing every time.

Flows that lead back are set apart, nodes stand in the layer of the longest way to them, what a flow passes between its
ends keeps a place for it, and layers are put in order so that few flows cross.

Source: Sugiyama, Tagawa, Toda (1981), Methods for visual understanding of hierarchical system structures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from journeymine.mining.graph import END, GATEWAY, START, Node

Flow = tuple[Node, Node]
Point = tuple[int, int]

COLUMN, ROW, MARGIN, LANE = 160, 110, 60, 12
"""Pixels from layer to layer, from row to row, around the drawing, and between flows that lead back."""
SIZES = {START: (36, 36), END: (36, 36), GATEWAY: (50, 50)}
TASK = (110, 80)
SWEEPS = 8


class Box(NamedTuple):
    """Where a node stands: its upper left corner and its size, in pixels."""

    x: int
    y: int
    width: int
    height: int


class Drawing(NamedTuple):
    """The box of every node and the points that every flow runs through, in the order of the flows given."""

    boxes: Mapping[Node, Box]
    ways: tuple[tuple[Point, ...], ...]


def lay_out(flows: Sequence[Flow]) -> Drawing:
    """Lay a diagram out.

    Args:
        flows: From node to node, sorted; the order decides ties.
    """
    nodes = sorted({node for flow in flows for node in flow}, key=lambda node: (node.kind != START, node))
    back = _find_back(nodes, flows)
    forward = [flow for number, flow in enumerate(flows) if number not in back]
    layers = _find_layers(nodes, forward)
    chains = {number: _make_chain(flow, number, layers) for number, flow in enumerate(flows) if number not in back}
    rows = _find_rows(nodes, layers, chains.values())
    above = MARGIN + LANE * (len(back) + 1)
    middles = {
        place: (MARGIN + TASK[0] // 2 + layer * COLUMN, above + ROW // 2 + round(row * ROW))
        for place, (layer, row) in rows.items()
    }
    boxes = {}
    for node in nodes:
        (x, y), (width, height) = middles[node], SIZES.get(node.kind, TASK)
        boxes[node] = Box(x - width // 2, y - height // 2, width, height)
    lanes = {number: MARGIN + LANE * place for place, number in enumerate(sorted(back))}
    ways = tuple(
        _lead_back(boxes[source], boxes[target], lanes[number])
        if number in back
        else _lead_on(boxes[source], boxes[target], [middles[place] for place in chains[number][1:-1]])
        for number, (source, target) in enumerate(flows)
    )
    return Drawing(boxes, ways)


def _find_back(nodes: Sequence[Node], flows: Sequence[Flow]) -> set[int]:
    """Find the flows without which there is no way round in a circle: those a search in depth meets on its own path."""
    leaving: defaultdict[Node, list[tuple[int, Node]]] = defaultdict(list)
    for number, (source, target) in enumerate(flows):
        leaving[source].append((number, target))
    back: set[int] = set()
    done: set[Node] = set()
    for begin in nodes:
        if begin in done:
            continue
        path, left = [begin], [iter(leaving[begin])]
        while path:
            step = next(left[-1], None)
            if step is None:
                done.add(path.pop())
                left.pop()
            elif step[1] in path:
                back.add(step[0])
            elif step[1] not in done:
                path.append(step[1])
                left.append(iter(leaving[step[1]]))
    return back


def _find_layers(nodes: Iterable[Node], forward: Sequence[Flow]) -> dict[Node, int]:
    """Find the layer of each node: one more than the last of those that lead to it."""
    leaving: defaultdict[Node, list[Node]] = defaultdict(list)
    missing = dict.fromkeys(nodes, 0)
    for source, target in forward:
        leaving[source].append(target)
        missing[target] += 1
    layers = {node: 0 for node, count in missing.items() if not count}
    waiting = list(layers)
    for node in waiting:  # grows on the way
        for target in leaving[node]:
            layers[target] = max(layers.get(target, 0), layers[node] + 1)
            missing[target] -= 1
            if not missing[target]:
                waiting.append(target)
    last = max(layers.values(), default=0)
    return {node: last if node.kind == END else layer for node, layer in layers.items()}


def _make_chain(flow: Flow, number: int, layers: Mapping[Node, int]) -> list[Node]:
    """List a flow's ends and the places it keeps in the layers between them."""
    source, target = flow
    between = range(layers[source] + 1, layers[target])
    return [source, *(Node(f"{number}:{layer}", "place", "") for layer in between), target]


def _find_rows(
    nodes: Sequence[Node], layers: Mapping[Node, int], chains: Iterable[Sequence[Node]]
) -> dict[Node, tuple[int, float]]:
    """Find layer and row of every node and kept place; layers are centred on one another."""
    before: defaultdict[Node, list[Node]] = defaultdict(list)
    after: defaultdict[Node, list[Node]] = defaultdict(list)
    placed = {node: layers[node] for node in nodes}
    for chain in chains:
        placed |= {place: layers[chain[0]] + index for index, place in enumerate(chain[:-1])}
        for one, other in pairwise(chain):
            after[one].append(other)
            before[other].append(one)
    columns: list[list[Node]] = [[] for _ in range(max(placed.values(), default=-1) + 1)]
    for node, layer in placed.items():
        columns[layer].append(node)
    rows = {node: float(row) for column in columns for row, node in enumerate(column)}
    for sweep in range(SWEEPS):
        near = after if sweep % 2 else before
        for column in reversed(columns) if sweep % 2 else columns:
            wished = {
                node: sum(rows[other] for other in near[node]) / len(near[node]) if near[node] else rows[node]
                for node in column
            }
            column.sort(key=lambda node: wished[node])
            rows |= {node: float(row) for row, node in enumerate(column)}
    tallest = max(map(len, columns), default=0)
    return {node: (placed[node], rows[node] + (tallest - len(columns[placed[node]])) / 2) for node in placed}


def _lead_on(source: Box, target: Box, between: Sequence[Point]) -> tuple[Point, ...]:
    """Run a flow from the right side of a box over the places it keeps to the left side of another."""
    begin = (source.x + source.width, source.y + source.height // 2)
    return (begin, *between, (target.x, target.y + target.height // 2))


def _lead_back(source: Box, target: Box, lane: int) -> tuple[Point, ...]:
    """Run a flow from the top of a box above all others to the top of one before it, or of itself."""
    one, other = source.x + source.width // 2, target.x + target.width // 2
    if source == target:
        one, other = one + source.width // 4, other - target.width // 4
    return ((one, source.y), (one, lane), (other, lane), (other, target.y))
