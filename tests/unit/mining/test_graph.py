"""Node ids tell the same node in every run."""

from __future__ import annotations

import random

from journeymine.mining.graph import Node, find_bpmn_edges, find_direct_edges


class _Drawn:
    """As much of pm4py's BPMN node as is read."""

    def __init__(self, name: str = "") -> None:
        self._name = name

    def get_name(self) -> str:
        return self._name


class Task(_Drawn):
    pass


class ExclusiveGateway(_Drawn):
    pass


class ParallelGateway(_Drawn):
    pass


class NormalStartEvent(_Drawn):
    pass


class NormalEndEvent(_Drawn):
    pass


class _Flow:
    def __init__(self, source: _Drawn, target: _Drawn) -> None:
        self._ends = source, target

    def get_source(self) -> _Drawn:
        return self._ends[0]

    def get_target(self) -> _Drawn:
        return self._ends[1]


class _Diagram:
    def __init__(self, nodes: list[_Drawn], flows: list[_Flow]) -> None:
        self._nodes, self._flows = nodes, flows

    def get_nodes(self) -> list[_Drawn]:
        return self._nodes

    def get_flows(self) -> list[_Flow]:
        return self._flows


def _draw(shuffle_seed: int) -> _Diagram:
    start, end = NormalStartEvent(), NormalEndEvent()
    a, b, c = Task("a1"), Task("a2"), Task("a3")
    split, join, fork = ExclusiveGateway(), ExclusiveGateway(), ParallelGateway()
    pairs = [
        (start, split),
        (split, a),
        (split, b),
        (a, join),
        (b, join),
        (join, fork),
        (fork, c),
        (c, end),
        (fork, end),
    ]
    nodes: list[_Drawn] = [start, end, a, b, c, split, join, fork]
    flows = [_Flow(*pair) for pair in pairs]
    random.Random(shuffle_seed).shuffle(nodes)
    random.Random(shuffle_seed + 1).shuffle(flows)
    return _Diagram(nodes, flows)


def test_gateway_ids_do_not_depend_on_the_order_of_nodes() -> None:
    assert len({tuple(find_bpmn_edges(_draw(seed))) for seed in range(20)}) == 1


def test_gateways_keep_their_kind() -> None:
    nodes = {node for edge in find_bpmn_edges(_draw(0)) for node in edge}
    kinds = sorted(node.label for node in nodes if node.kind == "gateway")
    assert kinds == ["exclusive", "exclusive", "parallel"]
    assert {node.node for node in nodes if node.kind == "gateway"} == {"gateway:1", "gateway:2", "gateway:3"}


def test_every_flow_becomes_one_edge() -> None:
    assert len(find_bpmn_edges(_draw(0))) == 9


def test_direct_edges_begin_at_start_and_end_at_end() -> None:
    edges = find_direct_edges([("a1", "a2")], ["a1"], ["a2"])
    start, end = Node("start", "start", "start"), Node("end", "end", "end")
    one, two = Node("a1", "touchpoint", "a1"), Node("a2", "touchpoint", "a2")
    assert edges == sorted([(one, two), (start, one), (two, end)])
