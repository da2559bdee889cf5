"""Process models as files other tools open: Petri nets as PNML, diagrams as BPMN 2.0; same model, same text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree

from journeymine.mining.graph import END, GATEWAY, START, TOUCHPOINT, Node, rank_nodes
from journeymine.mining.layout import Drawing, lay_out

PNML_GRAMMAR = "http://www.pnml.org/version-2009/grammar/pnml"
PNML_NET_TYPE = "http://www.pnml.org/version-2009/grammar/pnmlcoremodel"
BPMN_NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DRAWING_NAMESPACES = {
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
_NO_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
"""Characters that XML 1.0 cannot hold at all."""
_BPMN_ELEMENTS = {
    START: "startEvent",
    END: "endEvent",
    "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway",
    "inclusive": "inclusiveGateway",
}


def write_plain_net(net: tuple[Any, Any, Any]) -> dict[str, Any]:
    """Write pm4py's net, initial and final marking as plain lists, the same in every run.

    pm4py names some places and silent transitions at random, so both are numbered by their place in the net.

    Returns:
        places: names. transitions: pairs of name and touchpoint code (None: silent). arcs: triples of source, target
        and weight. initial, final: tokens by place.
    """
    drawn, initial, final = net
    described = {place: ("place", str(initial[place]), str(final[place])) for place in drawn.places}
    described |= {step: ("transition", "" if step.label is None else str(step.label), "") for step in drawn.transitions}
    numbers: Counter[str] = Counter()
    names: dict[Any, str] = {}
    for node in rank_nodes(described, [(arc.source, arc.target) for arc in drawn.arcs]):
        kind = described[node][0][0]
        numbers[kind] += 1
        names[node] = f"{kind}{numbers[kind]}"
    steps = {names[step]: step.label for step in drawn.transitions}
    return {
        "places": sorted((names[place] for place in drawn.places), key=_number),
        "transitions": [[name, steps[name]] for name in sorted(steps, key=_number)],
        "arcs": sorted([names[arc.source], names[arc.target], int(arc.weight)] for arc in drawn.arcs),
        "initial": {names[place]: int(tokens) for place, tokens in initial.items()},
        "final": {names[place]: int(tokens) for place, tokens in final.items()},
    }


def _number(name: str) -> int:
    return int(name[1:])


def render_pnml(plain: Mapping[str, Any], names: Mapping[str, str], model: str) -> str:
    """Render a net of `write_plain_net` as PNML, touchpoints by name; a silent transition has a tool-specific mark.

    Source: ISO/IEC 15909-2; the marks of silent transitions and final markings are those of ProM and pm4py.
    """
    root = ElementTree.Element("pnml", xmlns=PNML_GRAMMAR)
    net = ElementTree.SubElement(root, "net", id=model, type=PNML_NET_TYPE)
    _write_text(net, "name", model)
    page = ElementTree.SubElement(net, "page", id="page")
    for place in plain["places"]:
        element = ElementTree.SubElement(page, "place", id=place)
        _write_text(element, "name", place)
        if tokens := plain["initial"].get(place):
            _write_text(element, "initialMarking", str(tokens))
    for transition, code in plain["transitions"]:
        element = ElementTree.SubElement(page, "transition", id=transition)
        _write_text(element, "name", transition if code is None else names[code])
        if code is None:
            mark = {"tool": "ProM", "version": "6.4", "activity": "$invisible$"}
            ElementTree.SubElement(element, "toolspecific", mark)
    for number, (source, target, weight) in enumerate(plain["arcs"], 1):
        element = ElementTree.SubElement(page, "arc", id=f"a{number}", source=source, target=target)
        if weight != 1:
            _write_text(element, "inscription", str(weight))
    markings = ElementTree.SubElement(net, "finalmarkings")
    marking = ElementTree.SubElement(markings, "marking")
    for place, tokens in sorted(plain["final"].items()):
        element = ElementTree.SubElement(marking, "place", idref=place)
        ElementTree.SubElement(element, "text").text = str(tokens)
    return _render(root)


def render_bpmn(edges: Iterable[tuple[Node, Node]], names: Mapping[str, str], model: str) -> str:
    """Render the edges of a diagram as a BPMN 2.0 process, and where its nodes stand and its flows run.

    Source: Object Management Group (2011), Business Process Model and Notation 2.0.
    """
    flows = sorted(edges)
    root = ElementTree.Element("definitions", xmlns=BPMN_NAMESPACE, targetNamespace="journeymine", id="definitions")
    for prefix, namespace in _DRAWING_NAMESPACES.items():
        root.set(f"xmlns:{prefix}", namespace)
    process = ElementTree.SubElement(root, "process", id=model, isExecutable="false")
    nodes = sorted({node for flow in flows for node in flow})
    ids = {node: f"n{number}" for number, node in enumerate(nodes, 1)}
    for node in nodes:
        tag = "task" if node.kind == TOUCHPOINT else _BPMN_ELEMENTS[node.label]
        element = ElementTree.SubElement(process, tag, id=ids[node])
        element.set("name", names[node.label] if node.kind == TOUCHPOINT else "" if node.kind == GATEWAY else node.kind)
        for number, flow in enumerate(flows, 1):
            for end, direction in ((1, "incoming"), (0, "outgoing")):
                if flow[end] == node:
                    ElementTree.SubElement(element, direction).text = f"f{number}"
    for number, (source, target) in enumerate(flows, 1):
        ElementTree.SubElement(process, "sequenceFlow", id=f"f{number}", sourceRef=ids[source], targetRef=ids[target])
    _draw(root, model, ids, lay_out(flows))
    return _render(root)


def _draw(root: ElementTree.Element, model: str, ids: Mapping[Node, str], drawing: Drawing) -> None:
    """Add the diagram interchange: a shape for each node, an edge for each flow."""
    diagram = ElementTree.SubElement(root, "bpmndi:BPMNDiagram", id="diagram")
    plane = ElementTree.SubElement(diagram, "bpmndi:BPMNPlane", id="plane", bpmnElement=model)
    for node, box in drawing.boxes.items():
        shape = ElementTree.SubElement(plane, "bpmndi:BPMNShape", id=f"{ids[node]}_shape", bpmnElement=ids[node])
        if node.label == "exclusive" and node.kind == GATEWAY:
            shape.set("isMarkerVisible", "true")
        bounds = {name: str(value) for name, value in box._asdict().items()}
        ElementTree.SubElement(shape, "dc:Bounds", bounds)
    for number, way in enumerate(drawing.ways, 1):
        edge = ElementTree.SubElement(plane, "bpmndi:BPMNEdge", id=f"f{number}_edge", bpmnElement=f"f{number}")
        for x, y in way:
            ElementTree.SubElement(edge, "di:waypoint", x=str(x), y=str(y))


def _write_text(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(ElementTree.SubElement(parent, tag), "text").text = text


def _render(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    text: str = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True).decode()
    return re.sub(_NO_XML, "\ufffd", text) + "\n"
