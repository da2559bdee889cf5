"""A model's file, read back by pm4py, is the model; its text is the same each time."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

import pm4py
import pytest

from journeymine.mining import miner, replay
from journeymine.mining.files import render_bpmn, render_pnml, write_plain_net
from journeymine.mining.graph import find_bpmn_edges
from journeymine.mining.layout import lay_out

pytestmark = pytest.mark.filterwarnings("ignore")
SEEDS = range(4)
DRAWING = {"bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI", "di": "http://www.omg.org/spec/DD/20100524/DI"}


@pytest.fixture(params=["split_miner", "inductive_miner", "heuristics_miner", "quick_view", "directly_follows"])
def mine(request: pytest.FixtureRequest):
    """Mine a plain net of counts by each of the ways there are."""

    def find(counts):
        return write_plain_net(find_net(counts))

    def find_net(counts):
        arcs = miner.find_main_arcs(counts, 0.3)
        if request.param == "split_miner":
            return miner.find_petri_net(miner.find_split_miner_bpmn(arcs, counts.short_loops))
        if request.param == "inductive_miner":
            return miner.find_petri_net(miner.find_process_tree(counts.variants, 0.2))
        if request.param == "heuristics_miner":
            return miner.find_heuristics_petri_net(miner.find_heuristics_net(counts))
        if request.param == "quick_view":
            return miner.find_petri_net(miner.find_quick_tree(arcs))
        return miner.find_arcs_net(arcs)

    return find


@pytest.mark.parametrize("seed", SEEDS)
def test_pnml_read_back_replays_the_journeys_as_well(draw_variants, count, mine, tmp_path, seed) -> None:
    counts = count(draw_variants(seed, jump_share=0.3))
    net = mine(counts)
    file = tmp_path / "model.pnml"
    file.write_text(render_pnml(net, counts.names, "model"), encoding="utf-8")
    back = write_plain_net(pm4py.read_pnml(str(file)))
    assert [len(back[part]) for part in ("places", "transitions", "arcs")] == [
        len(net[part]) for part in ("places", "transitions", "arcs")
    ]
    labels = [sorted(label for _, label in one["transitions"] if label) for one in (back, net)]
    assert labels[0] == labels[1]
    beginnings = replay.find_beginnings(counts.variants, 99)
    assert replay.score_fitness(back, counts.variants) == replay.score_fitness(net, counts.variants)
    assert replay.score_precision(back, beginnings) == replay.score_precision(net, beginnings)


@pytest.mark.parametrize("seed", SEEDS)
def test_pnml_is_the_same_text_each_time(draw_variants, count, mine, seed) -> None:
    counts = count(draw_variants(seed, jump_share=0.5))
    texts = {render_pnml(mine(counts), counts.names, "model") for _ in range(3)}
    assert len(texts) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_bpmn_read_back_has_the_same_flows(draw_variants, count, tmp_path, seed) -> None:
    counts = count(draw_variants(seed, jump_share=0.3))
    bpmn = miner.find_split_miner_bpmn(miner.find_main_arcs(counts, 0.5), counts.short_loops)
    file = tmp_path / "model.bpmn"
    file.write_text(render_bpmn(find_bpmn_edges(bpmn), counts.names, "model"), encoding="utf-8")
    back = pm4py.read_bpmn(str(file))
    assert find_bpmn_edges(back) == find_bpmn_edges(bpmn)
    drawn = lay_out(find_bpmn_edges(bpmn))
    read = [back.get_layout().get(node) for node in back.get_nodes()]
    places = sorted((each.get_x(), each.get_y(), each.get_width(), each.get_height()) for each in read)
    assert places == sorted(map(tuple, drawn.boxes.values()))
    ways = [  # not from pm4py, which reads them and forgets them
        tuple((int(point.get("x")), int(point.get("y"))) for point in edge.findall("di:waypoint", DRAWING))
        for edge in ElementTree.parse(file).iterfind(".//bpmndi:BPMNEdge", DRAWING)
    ]
    assert tuple(ways) == drawn.ways


def test_names_of_any_kind_come_back_from_the_file(count, tmp_path) -> None:
    names = {"a000000": "NA", "a000001": 'Cart, "full" & <b>', "a000002": "Заказ", "a000003": "bell\x07"}
    counts = count(Counter({tuple(names): 3, ("a000000",): 1}))
    net = miner.find_petri_net(miner.find_process_tree(counts.variants, 0.0))
    file = tmp_path / "model.pnml"
    file.write_text(render_pnml(write_plain_net(net), names, "model"), encoding="utf-8")
    labels = {t.label for t in pm4py.read_pnml(str(file))[0].transitions} - {None}
    assert labels == {"NA", 'Cart, "full" & <b>', "Заказ", "bell\N{REPLACEMENT CHARACTER}"}
