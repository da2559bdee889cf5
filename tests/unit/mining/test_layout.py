"""The drawing of a diagram: nothing on top of anything else, flows from side to side, and the same every time."""

from __future__ import annotations

from itertools import combinations

import pytest

from journeymine.mining import miner
from journeymine.mining.graph import END, START, TOUCHPOINT, Node, find_bpmn_edges
from journeymine.mining.layout import Box, lay_out

START_NODE, END_NODE = Node(START, START, START), Node(END, END, END)


def name(*codes: str) -> list[Node]:
    return [Node(code, TOUCHPOINT, code) for code in codes]


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def touches(box: Box, point: tuple[int, int]) -> bool:
    x, y = point
    is_inside = box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
    return is_inside and (x in (box.x, box.x + box.width) or y in (box.y, box.y + box.height))


@pytest.fixture(params=range(6))
def flows(request, draw_variants, count):
    counts = count(draw_variants(request.param, jump_share=0.4))
    bpmn = miner.find_split_miner_bpmn(miner.find_main_arcs(counts, 0.6), counts.short_loops)
    return find_bpmn_edges(bpmn)


def test_no_node_stands_on_another_and_flows_run_from_edge_to_edge(flows):
    drawing = lay_out(flows)
    assert set(drawing.boxes) == {node for flow in flows for node in flow}
    assert not [pair for pair in combinations(drawing.boxes.values(), 2) if overlap(*pair)]
    assert len(drawing.ways) == len(flows)
    for (source, target), way in zip(flows, drawing.ways, strict=True):
        assert touches(drawing.boxes[source], way[0])
        assert touches(drawing.boxes[target], way[-1])
    assert min(value for box in drawing.boxes.values() for value in box) > 0


def test_same_flows_are_drawn_alike(flows):
    assert lay_out(flows) == lay_out(flows)


def test_journeys_run_from_left_to_right_and_loops_above_them():
    a, b, c = name("a", "b", "c")
    flows = sorted([(START_NODE, a), (a, b), (b, a), (b, c), (a, c), (c, c), (c, END_NODE)])
    drawing = lay_out(flows)
    assert [drawing.boxes[node].x for node in (START_NODE, a, b, c, END_NODE)] == sorted(
        drawing.boxes[node].x for node in drawing.boxes
    )
    top = min(box.y for box in drawing.boxes.values())
    highest = {flow: min(y for _, y in way) for flow, way in zip(flows, drawing.ways, strict=True)}
    assert {flow for flow, y in highest.items() if y < top} == {(b, a), (c, c)}
    assert len({highest[b, a], highest[c, c]}) == 2


def test_flow_past_a_layer_keeps_clear_of_what_stands_there():
    a, b, c = name("a", "b", "c")
    flows = sorted([(START_NODE, a), (a, b), (b, c), (a, c), (c, END_NODE)])
    drawing = lay_out(flows)
    between = drawing.ways[flows.index((a, c))][1:-1]
    assert len(between) == 1
    assert not overlap(drawing.boxes[b], Box(*between[0], 1, 1))


def test_what_no_journey_starts_at_and_nothing_at_all_are_drawn_too():
    a, b = name("a", "b")
    assert len(lay_out([(a, b), (b, a)]).boxes) == 2
    assert lay_out([]) == ({}, ())
