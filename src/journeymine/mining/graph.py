"""From a BPMN diagram to rows of edges whose node ids are the same in every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import md5
from typing import Any, NamedTuple

START = "start"
END = "end"
TOUCHPOINT = "touchpoint"
GATEWAY = "gateway"

_GATEWAYS = {"ExclusiveGateway": "exclusive", "ParallelGateway": "parallel", "InclusiveGateway": "inclusive"}


class Node(NamedTuple):
    """One node of a process model: `kind` is start, end, touchpoint or gateway; `label` a code or a gateway's kind."""

    node: str
    kind: str
    label: str


def find_bpmn_edges(bpmn: Any) -> list[tuple[Node, Node]]:
    """List the sequence flows of a pm4py BPMN diagram, sorted, from node to node.

    pm4py gives its nodes random ids, so gateways are numbered by their place in the diagram.
    """
    drawn = {node: _describe(node) for node in bpmn.get_nodes()}
    flows = [(flow.get_source(), flow.get_target()) for flow in bpmn.get_flows()]
    names = _number_gateways(drawn, flows)
    edges = {(_name(source, drawn, names), _name(target, drawn, names)) for source, target in flows}
    return sorted(edges)


def find_direct_edges(
    transitions: Iterable[tuple[str, str]], starts: Iterable[str], ends: Iterable[str]
) -> list[tuple[Node, Node]]:
    """List the edges of a directly-follows graph, sorted, with one start and one end node."""
    start, end = Node(START, START, START), Node(END, END, END)
    edges = [(_touchpoint(one), _touchpoint(other)) for one, other in transitions]
    edges += [(start, _touchpoint(code)) for code in starts]
    edges += [(_touchpoint(code), end) for code in ends]
    return sorted(edges)


def _touchpoint(code: str) -> Node:
    return Node(code, TOUCHPOINT, code)


def _describe(node: Any) -> tuple[str, str]:
    """Return kind and label of a BPMN node."""
    class_name = type(node).__name__
    if class_name in _GATEWAYS:
        return GATEWAY, _GATEWAYS[class_name]
    if class_name.endswith("StartEvent"):
        return START, START
    if class_name.endswith("EndEvent"):
        return END, END
    return TOUCHPOINT, str(node.get_name())


def _name(node: Any, drawn: dict[Any, tuple[str, str]], names: dict[Any, str]) -> Node:
    kind, label = drawn[node]
    return Node(names.get(node, label), kind, label)


def _number_gateways(drawn: dict[Any, tuple[str, str]], flows: list[tuple[Any, Any]]) -> dict[Any, str]:
    ranked = rank_nodes(drawn, flows)
    gateways = [node for node in ranked if drawn[node][0] == GATEWAY]
    return {node: f"{GATEWAY}:{number}" for number, node in enumerate(gateways, 1)}


def rank_nodes(drawn: Mapping[Any, tuple[str, ...]], flows: Iterable[tuple[Any, Any]]) -> list[Any]:
    """Put the nodes of a directed graph in an order that depends on the drawing alone, not on the nodes' identities.

    Nodes are told apart by a signature of their neighbourhood, refined until it tells no more of them apart; of those
    still alike, which mirror one another, one is set apart and the refinement goes on.

    Args:
        drawn: What is written at each node.
        flows: The arcs, from node to node.

    Source: Weisfeiler and Leman (1968), the reduction of a graph to canonical form; labelled nodes anchor it.
    """
    before: dict[Any, list[Any]] = {node: [] for node in drawn}
    after: dict[Any, list[Any]] = {node: [] for node in drawn}
    for source, target in flows:
        after[source].append(target)
        before[target].append(source)
    signatures = {node: _digest(*described) for node, described in drawn.items()}
    while True:
        signatures = _refine(signatures, before, after)
        sizes = Counter(signatures.values())
        alike = sorted(signature for signature, size in sizes.items() if size > 1)
        if not alike:
            return sorted(drawn, key=lambda node: signatures[node])
        one = next(node for node in drawn if signatures[node] == alike[0])
        signatures[one] = _digest(signatures[one], "set apart")


def _refine(signatures: dict[Any, str], before: dict[Any, list[Any]], after: dict[Any, list[Any]]) -> dict[Any, str]:
    while True:
        refined = {
            node: _digest(
                signature,
                "before",
                *sorted(signatures[other] for other in before[node]),
                "after",
                *sorted(signatures[other] for other in after[node]),
            )
            for node, signature in signatures.items()
        }
        # Compare the number of classes, not the digests: these change in every round.
        if len(set(refined.values())) == len(set(signatures.values())):
            return signatures
        signatures = refined


def _digest(*parts: str) -> str:
    return md5("\n".join(parts).encode(), usedforsecurity=False).hexdigest()
