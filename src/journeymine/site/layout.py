"""The order in which the nodes of a process map stand: computed here, so that the same data give the same map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Arc = tuple[str, str]
SWEEPS = 8


def assign_layers(nodes: Sequence[str], arcs: Iterable[Arc], starts: Sequence[str]) -> dict[str, int]:
    """Assign each node the length of the longest path from the start, arcs that close a loop left out.

    Args:
        nodes: All nodes, in a fixed order that breaks ties.
        arcs: Directed arcs.
        starts: Nodes the search begins at; unreached nodes are begun at in their order.
    """
    following: dict[str, list[str]] = defaultdict(list)
    rank = {node: index for index, node in enumerate(nodes)}
    for arc in sorted(set(arcs), key=lambda arc: (rank[arc[0]], rank[arc[1]])):
        if arc[0] != arc[1]:
            following[arc[0]].append(arc[1])
    finished: list[str] = []
    open_nodes: set[str] = set()
    done: set[str] = set()
    forward: list[Arc] = []
    for root in (*starts, *nodes):
        if root in done:
            continue
        stack = [(root, iter(following[root]))]
        open_nodes.add(root)
        while stack:
            node, rest = stack[-1]
            after = next(rest, None)
            if after is None:
                stack.pop()
                open_nodes.discard(node)
                done.add(node)
                finished.append(node)
            elif after not in open_nodes:  # an arc to an open node closes a loop
                forward.append((node, after))
                if after not in done:
                    open_nodes.add(after)
                    stack.append((after, iter(following[after])))
    layers = dict.fromkeys(nodes, 0)
    outgoing: dict[str, list[str]] = defaultdict(list)
    for start, end in forward:
        outgoing[start].append(end)
    for node in reversed(finished):
        for later in outgoing[node]:
            layers[later] = max(layers[later], layers[node] + 1)
    return layers


def order_layers(layers: Mapping[str, int], weights: Mapping[Arc, float]) -> dict[int, list[str]]:
    """Order the nodes of each layer by the weighted mean place of their neighbours, which keeps crossings few.

    Args:
        layers: Layer of each node; its order breaks ties.
        weights: Weight per arc.
    """
    ordered: dict[int, list[str]] = defaultdict(list)
    for node, layer in layers.items():
        ordered[layer].append(node)
    neighbours: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (before, after), weight in weights.items():
        if before != after:
            neighbours[before].append((after, weight))
            neighbours[after].append((before, weight))
    place = {node: (index + 0.5) / len(group) for group in ordered.values() for index, node in enumerate(group)}
    for sweep in range(SWEEPS):
        for layer in sorted(ordered, reverse=bool(sweep % 2)):
            group = ordered[layer]
            wished = {
                node: sum(place[other] * weight for other, weight in neighbours[node])
                / (sum(w for _, w in neighbours[node]) or 1)
                if neighbours[node]
                else place[node]
                for node in group
            }
            group.sort(key=lambda node: (round(wished[node], 9), place[node]))
            for index, node in enumerate(group):
                place[node] = (index + 0.5) / len(group)
    return dict(sorted(ordered.items()))


def find_rows(ordered: Mapping[int, Sequence[str]]) -> dict[str, int]:
    """Find the place of each node within its layer."""
    return {node: row for group in ordered.values() for row, node in enumerate(group)}
