"""Measure a Petri net against variants and their number of journeys; importing this module imports pm4py."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from pm4py.algo.conformance.tokenreplay.variants import token_replay
from pm4py.objects.log.obj import Event, EventLog, Trace
from pm4py.objects.petri_net.utils.align_utils import get_visible_transitions_eventually_enabled_by_marking

from journeymine.mining.eventlog import TouchpointPath

Net = tuple[Any, Any, Any]
_QUIET = {token_replay.Parameters.SHOW_PROGRESS_BAR: False}
_STOP_AT_MISFIT = {
    **_QUIET,
    token_replay.Parameters.CONSIDER_REMAINING_IN_FITNESS: False,
    token_replay.Parameters.TRY_TO_REACH_FINAL_MARKING_THROUGH_HIDDEN: False,
    token_replay.Parameters.STOP_IMMEDIATELY_UNFIT: True,
    token_replay.Parameters.WALK_THROUGH_HIDDEN_TRANS: True,
}


def score_fitness(net: Net, variants: tuple[tuple[TouchpointPath, int], ...]) -> float | None:
    """Score how well the journeys can be replayed, 0..1: the share of tokens neither missing nor left over.

    Each variant is replayed once and weighs as many journeys as take it. None without variants.

    Source: Rozinat and van der Aalst (2008), Conformance checking of processes based on monitoring real behavior.
    """
    if not variants:
        return None
    results = token_replay.apply_variants_list(list(variants), *net, parameters=dict(_QUIET))
    token: Counter[str] = Counter()
    for result, (_, journey_count) in zip(results, variants, strict=True):
        for name in ("missing", "consumed", "remaining", "produced"):
            token[name] += result[f"{name}_tokens"] * journey_count
    return 1 - token["missing"] / token["consumed"] / 2 - token["remaining"] / token["produced"] / 2


def score_precision(net: Net, variants: tuple[tuple[TouchpointPath, int], ...], prefix_limit: int) -> float | None:
    """Score how much of what the net allows after the beginnings of journeys was really done next, 0..1.

    Args:
        net: Net, initial and final marking.
        variants: Paths with their journeys.
        prefix_limit: The most common beginnings that are replayed; each weighs as many journeys as begin so.

    None without variants.

    Source: Munoz-Gama and Carmona (2010), A fresh look at precision in process conformance.
    """
    if not variants:
        return None
    journeys: Counter[TouchpointPath] = Counter()
    followers: defaultdict[TouchpointPath, set[str]] = defaultdict(set)
    for path, journey_count in variants:
        for length in range(len(path)):
            journeys[path[:length]] += journey_count
            followers[path[:length]].add(path[length])
    begun = journeys.pop(())
    prefixes = sorted(journeys, key=lambda path: (-journeys[path], path))[:prefix_limit]
    allowed: list[tuple[set[str], TouchpointPath, int]] = [(_find_first_touchpoints(net), (), begun)]
    if prefixes:
        # Unlike score_fitness, transitions are wanted, not their names, to tell which are enabled after a prefix.
        results = token_replay.apply(
            EventLog(_trace(path) for path in prefixes), *net, parameters=dict(_STOP_AT_MISFIT)
        )
        allowed += [
            ({t.label for t in result["enabled_transitions_in_marking"] if t.label is not None}, path, journeys[path])
            for path, result in zip(prefixes, results, strict=True)
            if result["trace_is_fit"]
        ]
    allowed_count = sum(len(labels) * weight for labels, _, weight in allowed)
    escaping_count = sum(len(labels - followers[path]) * weight for labels, path, weight in allowed)
    return 1 - escaping_count / allowed_count if allowed_count else 1.0


def _find_first_touchpoints(net: Net) -> set[str]:
    enabled = get_visible_transitions_eventually_enabled_by_marking(net[0], net[1])
    return {transition.label for transition in enabled}


def _trace(path: TouchpointPath) -> Trace:
    return Trace(Event({"concept:name": code}) for code in path)
