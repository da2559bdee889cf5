"""Mine models with pm4py from counts alone; importing this module imports pm4py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from pm4py.algo.discovery.heuristics.variants import classic as heuristics
from pm4py.algo.discovery.inductive.dtypes.im_dfg import InductiveDFG
from pm4py.algo.discovery.inductive.dtypes.im_ds import IMDataStructureDFG, IMDataStructureUVCL
from pm4py.algo.discovery.inductive.fall_through.activity_concurrent import ActivityConcurrentUVCL
from pm4py.algo.discovery.inductive.fall_through.factory import FallThroughFactory
from pm4py.algo.discovery.inductive.variants.imd import IMD
from pm4py.algo.discovery.inductive.variants.imf import IMFUVCL, IMFParameters
from pm4py.algo.discovery.split_miner.dtypes.log import END_LABEL, START_LABEL
from pm4py.algo.discovery.split_miner.dtypes.loops import LoopInfo
from pm4py.algo.discovery.split_miner.variants.classic import ClassicSplitMiner, Parameters
from pm4py.algo.filtering.dfg import dfg_filtering
from pm4py.objects.bpmn.obj import BPMN
from pm4py.objects.conversion.bpmn.variants import to_petri_net as bpmn_to_net
from pm4py.objects.conversion.dfg.variants import to_petri_net_invisibles_no_duplicates as graph_to_net
from pm4py.objects.conversion.heuristics_net.variants import to_petri_net as heuristics_to_net
from pm4py.objects.conversion.process_tree.variants import to_bpmn as tree_to_bpmn
from pm4py.objects.conversion.process_tree.variants import to_petri_net as tree_to_net
from pm4py.objects.dfg.obj import DFG
from pm4py.objects.process_tree.obj import ProcessTree
from pm4py.objects.process_tree.utils import generic as process_trees

from journeymine.mining.eventlog import JourneyCounts, TouchpointPath
from journeymine.mining.reductions import quick_reductions

Arcs = tuple[dict[tuple[str, str], int], dict[str, int], dict[str, int]]
"""Transitions, starts and ends with their counts."""
Net = tuple[Any, Any, Any]
"""Petri net, initial and final marking."""


class _CountedSplitMiner(ClassicSplitMiner):  # type: ignore[misc]
    """pm4py's Split Miner, given the counts it would otherwise take from every trace of a log."""

    def __init__(self, graph: dict[tuple[str, str], int], short_loops: dict[tuple[str, str], int]) -> None:
        super().__init__()
        self._graph = graph
        self._short_loops = short_loops

    def do_extract_traces(self, log: object, parameters: object = None) -> list[tuple[str, ...]]:
        return [()]

    def do_dfg_discovery(
        self, traces: object, parameters: object = None
    ) -> tuple[dict[tuple[str, str], int], LoopInfo]:
        self_loops = {source for source, target in self._graph if source == target}
        short_loops = {frozenset(pair) for pair in self._short_loops if not self_loops.intersection(pair)}
        return dict(self._graph), LoopInfo(
            self_loops=self_loops, short_loops=short_loops, short_loop_freq=dict(self._short_loops)
        )


class _QuickConcurrent(ActivityConcurrentUVCL):  # type: ignore[misc]
    """pm4py's trial whether one touchpoint may be set beside all others, its graphs counted faster."""

    @classmethod
    def _process_candidate(
        cls, c: str, log: Counter[TouchpointPath], queue: None = None, ev: None = None, parameters: Any = None
    ) -> Any:
        others: Counter[TouchpointPath] = Counter()
        for path, count in log.items():
            others[tuple(code for code in path if code != c)] = count  # as pm4py: of equal ones the last count stands
        return cls._find_cut(IMDataStructureUVCL(others, _count_arcs(others)), ev, parameters)


class _QuickInductiveMiner(IMFUVCL):  # type: ignore[misc]
    """pm4py's inductive miner with the faster trial."""

    def fall_through(self, obj: Any, parameters: Any = None) -> Any:
        for kind in FallThroughFactory.get_fall_throughs(obj, self.instance(), parameters):
            tried = _QuickConcurrent if kind is ActivityConcurrentUVCL else kind
            found = tried.apply(obj, None, None, parameters)
            if found is not None:
                return found
        return None


class _QuickGraphMiner(IMD):  # type: ignore[misc]
    """pm4py's inductive miner on a graph, which fails on a touchpoint that thinned arcs leave as an end alone."""

    def apply_base_cases(self, obj: IMDataStructureDFG, parameters: Any = None) -> Any:
        arcs = obj.dfg
        if not arcs.graph and not arcs.start_activities and len(arcs.end_activities) == 1:
            return ProcessTree(label=next(iter(arcs.end_activities)))
        return super().apply_base_cases(obj, parameters)


def _count_arcs(variants: Counter[TouchpointPath]) -> DFG:
    """Count transitions, starts and ends of variants, in the order in which pm4py does."""
    transitions: dict[tuple[str, str], int] = {}
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for path, count in variants.items():
        if not path:
            continue
        starts[path[0]] = starts.get(path[0], 0) + count
        ends[path[-1]] = ends.get(path[-1], 0) + count
        for pair in pairwise(path):
            transitions[pair] = transitions.get(pair, 0) + count
    return DFG(Counter(transitions), Counter(dict(sorted(starts.items()))), Counter(dict(sorted(ends.items()))))


def find_split_miner_bpmn(arcs: Arcs, short_loops: Mapping[tuple[str, str], int]) -> Any:
    """Mine a BPMN diagram of choices and loops.

    A customer is at one touchpoint at a time, so two touchpoints met in either order are a choice: without the miner's
    tolerance for imbalance none of them is taken for work done in parallel, which also keeps the diagram sound.

    Args:
        arcs: Transitions, starts and ends.
        short_loops: How often journeys go A, B and straight back to A, by (A, B).

    Source: Augusto, Conforti, Dumas, La Rosa, Polyvyanyy (2019), Split Miner. Knowledge and Information Systems 59.
    """
    transitions, starts, ends = arcs
    graph = dict(transitions)
    graph |= {(START_LABEL, code): count for code, count in starts.items()}
    graph |= {(code, END_LABEL): count for code, count in ends.items()}
    return _CountedSplitMiner(graph, dict(short_loops)).apply(object(), {Parameters.EPSILON: 0.0})


def find_process_tree(variants: tuple[tuple[TouchpointPath, int], ...], noise: float) -> Any:
    """Mine a block-structured model, always sound, leaving out behaviour rarer than `noise` (0..1) at each choice.

    Source: Leemans, Fahland, van der Aalst (2014), Discovering block-structured process models from event logs
    containing infrequent behaviour.
    """
    parameters = {IMFParameters.NOISE_THRESHOLD: noise}
    counted = Counter(dict(variants))
    tree = _QuickInductiveMiner(parameters).apply(IMDataStructureUVCL(counted, _count_arcs(counted)), parameters)
    tree = process_trees.fold(tree)
    process_trees.tree_sort(tree)
    return tree


def find_quick_tree(arcs: Arcs) -> Any:
    """Mine a block-structured model from a directly-follows graph alone (IMd): at once, and loose where paths matter.

    It knows no noise threshold, so the graph has to be thinned before.

    Source: Leemans, Fahland, van der Aalst (2018), Scalable process discovery and conformance checking.
    """
    tree = _QuickGraphMiner({}).apply(IMDataStructureDFG(InductiveDFG(dfg=DFG(*arcs), skip=False)), {})
    tree = process_trees.fold(tree)
    process_trees.tree_sort(tree)
    return tree


def find_heuristics_net(counts: JourneyCounts) -> Any:
    """Mine the dependencies that hold far more often one way than the other; unlike the others it may be unsound.

    Source: Weijters, van der Aalst, de Medeiros (2006), Process mining with the HeuristicsMiner algorithm.
    """
    return heuristics.apply_heu_dfg(
        dict(counts.transitions),
        activities=list(counts.activities),
        activities_occurrences=counts.activities,
        start_activities=dict(counts.starts),
        end_activities=dict(counts.ends),
        dfg_window_2=counts.second_next,
        freq_triples=dict(counts.triples),
    )


def read_heuristics_arcs(net: Any, counts: JourneyCounts) -> Arcs:
    """Read the dependencies of a heuristics net as transitions, starts and ends with the counts they have."""
    transitions = {
        (str(code), str(target.node_name)): counts.transitions.get((code, target.node_name), 0)
        for code, node in net.nodes.items()
        for target in node.output_connections
    }
    kept = set(net.nodes)
    starts = {code: count for code, count in counts.starts.items() if code in kept}
    ends = {code: count for code, count in counts.ends.items() if code in kept}
    return transitions, starts, ends


def find_main_arcs(counts: JourneyCounts, arc_share: float) -> Arcs:
    """Keep the most travelled share of the arcs (0..1), and those without which a touchpoint would be cut off."""
    transitions, starts, ends, _ = dfg_filtering.filter_dfg_on_paths_percentage(
        dict(counts.transitions),
        dict(counts.starts),
        dict(counts.ends),
        counts.activities,
        arc_share,
        keep_all_activities=True,
    )
    return transitions, starts, ends


def find_bpmn(tree: Any) -> Any:
    """Draw a process tree as a BPMN diagram."""
    return tree_to_bpmn.apply(tree)


def find_petri_net(model: Any) -> Net:
    """Convert a BPMN diagram or a process tree to net, initial and final marking."""
    net, initial, final = (bpmn_to_net if isinstance(model, BPMN) else tree_to_net).apply(model)
    return net, initial, final


def find_heuristics_petri_net(heuristics_net: Any) -> Net:
    """Convert a heuristics net to net, initial and final marking."""
    with quick_reductions():
        net, initial, final = heuristics_to_net.apply(heuristics_net)
    return net, initial, final


def find_arcs_net(arcs: Arcs) -> Net:
    """Convert a directly-follows graph to net, initial and final marking.

    Not by pm4py's default conversion, which forgets touchpoints that no arc touches.
    """
    transitions, starts, ends = arcs
    parameters = {graph_to_net.Parameters.START_ACTIVITIES: starts, graph_to_net.Parameters.END_ACTIVITIES: ends}
    net, initial, final = graph_to_net.apply(transitions, parameters)
    return net, initial, final
