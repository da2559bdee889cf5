"""Check that every journey a Petri net allows can come to its end and that no part of it is dead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

Marking = frozenset[tuple[str, int]]


def check_soundness(net: Mapping[str, Any]) -> bool:
    """Check a workflow net by visiting every marking it can reach.

    Args:
        net: A plain net, as `files.write_plain_net` writes it, with the tokens of its beginning and of its end.

    Returns:
        Whether it is bounded, every transition can be taken, and from wherever it can get to it can get to its end with
        no token left over.

    Source: van der Aalst et al. (2011), Soundness of workflow nets: classification, decidability, and analysis.
    """
    takes: dict[str, dict[str, int]] = {name: {} for name, _ in net["transitions"]}
    gives: dict[str, dict[str, int]] = {name: {} for name, _ in net["transitions"]}
    for source, target, weight in net["arcs"]:
        if source in takes:
            gives[source][target] = weight
        else:
            takes[target][source] = weight
    start, end = frozenset(net["initial"].items()), frozenset(net["final"].items())
    came_from: defaultdict[Marking, set[Marking]] = defaultdict(set)
    parents: dict[Marking, Marking | None] = {start: None}
    taken: set[str] = set()
    waiting = [start]
    for marking in waiting:  # grows on the way
        tokens = dict(marking)
        for step, needed in takes.items():
            if any(tokens.get(place, 0) < weight for place, weight in needed.items()):
                continue
            taken.add(step)
            reached = _fire(tokens, needed, gives[step])
            came_from[reached].add(marking)
            if reached not in parents:
                if _outgrows_one_before(reached, marking, parents):
                    return False
                parents[reached] = marking
                waiting.append(reached)
    return taken == takes.keys() and _find_before(end, came_from) >= parents.keys()


def _fire(tokens: Mapping[str, int], needed: Mapping[str, int], given: Mapping[str, int]) -> Marking:
    after = dict(tokens)
    for place, weight in needed.items():
        after[place] -= weight
    for place, weight in given.items():
        after[place] = after.get(place, 0) + weight
    return frozenset((place, count) for place, count in after.items() if count)


def _outgrows_one_before(reached: Marking, before: Marking | None, parents: Mapping[Marking, Marking | None]) -> bool:
    """Tell whether a marking has all tokens of one on the way to it and more: the net can then grow without end."""
    tokens = dict(reached)
    while before is not None:
        if reached != before and all(tokens.get(place, 0) >= count for place, count in before):
            return True
        before = parents[before]
    return False


def _find_before(end: Marking, came_from: Mapping[Marking, set[Marking]]) -> set[Marking]:
    """Find every marking from which the end can be reached."""
    found, waiting = {end}, [end]
    for marking in waiting:  # grows on the way
        for before in came_from.get(marking, set()) - found:
            found.add(before)
            waiting.append(before)
    return found
