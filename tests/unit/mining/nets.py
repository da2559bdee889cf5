"""Mined nets, and pm4py's twins of plain ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pm4py.algo.conformance.tokenreplay.variants import token_replay
from pm4py.objects.petri_net.obj import Marking, PetriNet
from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

from journeymine.mining import miner
from journeymine.mining.token_replay import TokenReplay


def mine(model: str, counts: Any) -> Any:
    """Mine a model as pm4py's net; the split miner keeps half the arcs, so that journeys do not fit."""
    if model == "heuristics_miner":
        return miner.find_heuristics_petri_net(miner.find_heuristics_net(counts))
    arcs = miner.find_main_arcs(counts, 0.5)
    if model == "directly_follows":
        return miner.find_arcs_net(arcs)
    if model == "split_miner":
        return miner.find_petri_net(miner.find_split_miner_bpmn(arcs, counts.short_loops))
    if model == "quick_view":
        return miner.find_petri_net(miner.find_quick_tree(arcs))
    return miner.find_petri_net(miner.find_process_tree(counts.variants, 0.2))


class NumberedPlace(PetriNet.Place):
    """A place that sets hold in the order of its number, the same in every run; pm4py's are held by their address."""

    def __hash__(self) -> int:
        return int(self.name[1:])


class NumberedTransition(PetriNet.Transition):
    """A transition that sets hold in the order of its number."""

    def __hash__(self) -> int:
        return int(self.name[1:])


def build_net(plain: Any) -> tuple[tuple[Any, Any, Any], dict[str, Any], dict[str, Any]]:
    """Build pm4py's twin of a plain net, and its places and transitions by name."""
    net = PetriNet("twin")
    places = {name: NumberedPlace(name) for name in plain["places"]}
    steps = {name: NumberedTransition(name, code) for name, code in plain["transitions"]}
    net.places.update(places.values())
    net.transitions.update(steps.values())
    nodes = places | steps
    for source, target, weight in plain["arcs"]:
        add_arc_from_to(nodes[source], nodes[target], net, weight)
    initial, final = (Marking({places[name]: n for name, n in plain[end].items()}) for end in ("initial", "final"))
    return (net, initial, final), places, steps


def replay_with_pm4py(plain: Any, paths: Sequence[Sequence[str]], **parameters: Any) -> list[dict[str, Any]]:
    """Replay paths with pm4py along the silent ways that are taken here: of equally short ones it takes any."""
    net, places, steps = build_net(plain)
    ways: dict[Any, dict[Any, list[Any]]] = {}
    for (one, other), way in TokenReplay(plain).silent_ways.items():
        ways.setdefault(places[one], {})[places[other]] = [steps[name] for name in way]
    given = {
        token_replay.Parameters.SHOW_PROGRESS_BAR: False,
        token_replay.Parameters.PLACES_SHORTEST_PATH_BY_HIDDEN: ways,
        **parameters,
    }
    results: list[dict[str, Any]] = token_replay.apply_variants_list(
        [(tuple(path), 1) for path in paths], *net, parameters=given
    )
    return results


def score_fitness_with_pm4py(plain: Any, variants: Mapping[tuple[str, ...], int]) -> float:
    """Score the fitness of every journey, one after another, by pm4py's replay and its formula."""
    journeys = [path for path, count in variants.items() for _ in range(count)]
    results = replay_with_pm4py(plain, journeys)
    missing, consumed, remaining, produced = (
        sum(result[f"{name}_tokens"] for result in results) for name in ("missing", "consumed", "remaining", "produced")
    )
    return float(0.5 * (1 - missing / consumed) + 0.5 * (1 - remaining / produced))
