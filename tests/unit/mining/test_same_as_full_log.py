"""What is mined and measured from counts is what pm4py finds when it reads every event."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pm4py
import pytest
from pm4py.algo.discovery.dfg import algorithm as dfg_discovery
from pm4py.algo.discovery.split_miner import algorithm as split_miner
from pm4py.algo.discovery.split_miner.variants.classic import Parameters
from pm4py.algo.filtering.dfg import dfg_filtering
from pm4py.objects.conversion.heuristics_net.variants import to_petri_net as heuristics_to_net
from pm4py.objects.dfg.obj import DFG

from journeymine.mining import miner, replay
from journeymine.mining.files import write_plain_net
from journeymine.mining.graph import find_bpmn_edges
from journeymine.mining.soundness import check_soundness
from tests.unit.mining.nets import score_fitness_with_pm4py

pytestmark = pytest.mark.filterwarnings("ignore")
SEEDS = range(4)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("jump_share", [0.05, 0.4])
def test_split_miner_from_counts_draws_the_same_diagram(draw_variants, count, write_log, seed, jump_share) -> None:
    variants = draw_variants(seed, jump_share=jump_share)
    ours = mine_split(count(variants))
    theirs = split_miner.apply(write_log(variants), parameters={Parameters.EPSILON: 0.0})
    assert find_bpmn_edges(ours) == find_bpmn_edges(theirs)


@pytest.mark.parametrize("seed", SEEDS)
def test_split_miner_sees_no_parallel_work_and_stays_sound(draw_variants, count, seed) -> None:
    bpmn = mine_split(count(draw_variants(seed, jump_share=0.6)))
    assert not {node for edge in find_bpmn_edges(bpmn) for node in edge if node.label in ("parallel", "inclusive")}
    assert check_soundness(write_plain_net(miner.find_petri_net(bpmn)))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("noise", [0.0, 0.2])
def test_inductive_miner_from_variants_finds_the_same_tree(draw_variants, count, write_log, seed, noise) -> None:
    variants = draw_variants(seed)
    ours = miner.find_process_tree(count(variants).variants, noise)
    theirs = pm4py.discover_process_tree_inductive(write_log(variants), noise_threshold=noise)
    assert str(ours) == str(theirs)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("jump_share", [0.05, 0.4])
def test_heuristics_from_counts_find_the_same_dependencies(draw_variants, count, write_log, seed, jump_share) -> None:
    variants = draw_variants(seed, jump_share=jump_share)
    counts = count(variants)
    ours = miner.find_heuristics_net(counts)
    theirs = pm4py.discover_heuristics_net(write_log(variants))
    assert miner.read_heuristics_arcs(ours, counts) == miner.read_heuristics_arcs(theirs, counts)
    assert _list_measures(ours) == _list_measures(theirs)


@pytest.mark.parametrize("seed", range(8))
def test_heuristics_net_is_simplified_as_pm4py_does(draw_variants, count, seed) -> None:
    counts = count(draw_variants(seed, touchpoints=4 + seed, jump_share=0.2 + seed / 12))
    theirs = write_plain_net(heuristics_to_net.apply(miner.find_heuristics_net(counts)))
    assert write_plain_net(miner.find_heuristics_petri_net(miner.find_heuristics_net(counts))) == theirs


def test_heuristics_without_what_comes_next_but_one_would_differ(draw_variants, count) -> None:
    found = []
    for seed in range(12):
        counts = count(draw_variants(seed, jump_share=0.4))
        bare = replace(counts, triples={})
        found.append(
            _list_measures(miner.find_heuristics_net(counts)) != _list_measures(miner.find_heuristics_net(bare))
        )
    assert any(found)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("arc_share", [0.3, 1.0])
def test_quick_view_from_counts_finds_the_tree_of_the_log_s_graph(
    draw_variants, count, write_log, seed, arc_share
) -> None:
    variants = draw_variants(seed, jump_share=0.3)
    ours = miner.find_quick_tree(miner.find_main_arcs(count(variants), arc_share))
    graph, starts, ends = pm4py.discover_dfg(write_log(variants))
    visits = Counter(write_log(variants)["concept:name"])
    graph, starts, ends, _ = dfg_filtering.filter_dfg_on_paths_percentage(
        graph, starts, ends, visits, arc_share, keep_all_activities=True
    )
    assert str(ours) == str(pm4py.discover_process_tree_inductive(DFG(graph, starts, ends)))


def test_quick_view_draws_a_touchpoint_that_the_thinned_graph_only_ends_at() -> None:
    arcs = {("a", "b"): 5}, {"a": 5}, {"b": 5, "c": 1}
    with pytest.raises(IndexError):  # pm4py itself; once it can, the own base case may go
        pm4py.discover_process_tree_inductive(DFG(*arcs))
    assert str(miner.find_quick_tree(arcs)) == "X( 'c', ->( 'a', 'b' ) )"


@pytest.mark.parametrize("seed", SEEDS)
def test_triples_and_next_but_one_are_those_of_the_log(draw_variants, count, write_log, seed) -> None:
    variants = draw_variants(seed, jump_share=0.4)
    counts = count(variants)
    log = pm4py.convert_to_event_log(write_log(variants))
    assert dict(counts.triples) == dict(dfg_discovery.apply(log, variant=dfg_discovery.Variants.FREQ_TRIPLES))
    assert counts.second_next == dict(dfg_discovery.apply(log, parameters={"window": 2}))


@pytest.mark.parametrize("seed", SEEDS)
def test_counts_of_variants_are_pm4py_s_graph(draw_variants, count, write_log, seed) -> None:
    variants = draw_variants(seed)
    counts = count(variants)
    transitions, starts, ends = pm4py.discover_dfg(write_log(variants))
    assert (counts.transitions, counts.starts, counts.ends) == (dict(transitions), dict(starts), dict(ends))
    assert dict(counts.variants) == pm4py.get_variants(write_log(variants))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("model", ["split_miner", "inductive_miner"])
def test_fitness_of_variants_weighs_every_journey(draw_variants, count, seed, model) -> None:
    variants = draw_variants(seed, jump_share=0.3)
    plain = write_plain_net(_mine(model, count(variants)))
    theirs = score_fitness_with_pm4py(plain, variants)
    assert replay.score_fitness(plain, count(variants).variants) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("model", ["split_miner", "inductive_miner"])
def test_precision_of_variants_weighs_every_journey(draw_variants, count, write_log, seed, model) -> None:
    variants = draw_variants(seed, jump_share=0.3)
    net = _mine(model, count(variants))
    theirs = pm4py.precision_token_based_replay(write_log(variants), *net)
    assert score_precision(net, count(variants).variants) == pytest.approx(theirs, abs=1e-12)


def test_precision_without_weights_would_be_another(draw_variants, count) -> None:
    variants = draw_variants(1, jump_share=0.3)
    net = _mine("inductive_miner", count(variants))
    once = tuple((path, 1) for path in variants)
    assert score_precision(net, once) != score_precision(net, count(variants).variants)


@pytest.mark.parametrize("seed", SEEDS)
def test_main_arcs_keep_every_touchpoint_on_a_way_from_start_to_end(draw_variants, count, seed) -> None:
    counts = count(draw_variants(seed, jump_share=0.5))
    arcs = miner.find_main_arcs(counts, 0.1)
    assert len(arcs[0]) < len(counts.transitions)
    net = miner.find_arcs_net(arcs)
    assert {t.label for t in net[0].transitions if t.label} == set(counts.activities)
    assert check_soundness(write_plain_net(net))


def test_touchpoint_met_alone_stays_in_the_net(count) -> None:
    counts = count({("a000001", "a000002"): 3, ("a000003",): 2})
    net = miner.find_arcs_net(miner.find_main_arcs(counts, 1.0))
    assert replay.score_fitness(write_plain_net(net), counts.variants) == 1.0


def score_precision(net, variants):
    return replay.score_precision(write_plain_net(net), replay.find_beginnings(variants, 10_000))


def mine_split(counts):
    return miner.find_split_miner_bpmn(miner.find_main_arcs(counts, 1.0), counts.short_loops)


def _mine(model: str, counts):
    if model == "split_miner":
        return miner.find_petri_net(mine_split(counts))
    return miner.find_petri_net(miner.find_process_tree(counts.variants, 0.2))


def _list_measures(net):
    """List every dependency with its measure, and what is done together."""
    arcs = {
        (code, target.node_name, edge.dependency_value)
        for code, node in net.nodes.items()
        for target, edges in node.output_connections.items()
        for edge in edges
    }
    together = {
        (code, frozenset(getattr(each, "node_name", each) for each in node.and_measures_out))
        for code, node in net.nodes.items()
    }
    return arcs, together
