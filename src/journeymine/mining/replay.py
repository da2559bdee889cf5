"""Measure a Petri net against variants and their number of journeys."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import Any, NamedTuple

from journeymine.mining.token_replay import TokenReplay

Variants = Iterable[tuple[tuple[str, ...], int]]
"""Paths of touchpoint codes, each with the journeys that take it."""


def score_fitness(net: Mapping[str, Any], variants: Variants) -> float | None:
    """Score how well the journeys can be replayed, 0..1: the share of tokens neither missing nor left over.

    Args:
        net: A plain net, as `files.write_plain_net` writes it.
        variants: Each is replayed once and weighs as many journeys as take it.

    None without variants.

    Source: Rozinat and van der Aalst (2008), Conformance checking of processes based on monitoring real behavior.
    """
    played = TokenReplay(net)
    token: Counter[str] = Counter()
    for path, journey_count in variants:
        outcome = played.replay(path)
        for name in ("missing", "consumed", "remaining", "produced"):
            token[name] += getattr(outcome, name) * journey_count
    if not token["consumed"]:
        return None
    return 1 - token["missing"] / token["consumed"] / 2 - token["remaining"] / token["produced"] / 2


class Beginning(NamedTuple):
    """How journeys begin: the path so far, the journeys that begin so, and what they did next."""

    path: tuple[str, ...]
    journey_count: int
    followers: frozenset[str]


def find_beginnings(variants: Variants, limit: int) -> list[Beginning]:
    """Find the most common beginnings of journeys, at most `limit` beside the empty one; none without journeys."""
    journeys: Counter[tuple[str, ...]] = Counter()
    followers: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for path, journey_count in variants:
        for length in range(min(len(path), limit + 1)):  # a longer one has as many shorter ones before it
            journeys[path[:length]] += journey_count
            followers[path[:length]].add(path[length])
    begun = journeys.pop((), 0)
    common = nsmallest(limit, journeys.items(), key=lambda item: (-item[1], item[0]))
    if not begun:
        return []
    return [Beginning(path, count, frozenset(followers[path])) for path, count in (((), begun), *common)]


def score_precision(net: Mapping[str, Any], beginnings: Sequence[Beginning]) -> float | None:
    """Score how much of what the net allows after the beginnings of journeys was really done next, 0..1.

    Args:
        net: A plain net, as `files.write_plain_net` writes it.
        beginnings: Those that are replayed; each weighs as many journeys as begin so.

    None without any.

    Source: Munoz-Gama and Carmona (2010), A fresh look at precision in process conformance.
    """
    if not beginnings:
        return None
    played = TokenReplay(net)
    allowed_count = escaping_count = 0
    for path, journey_count, followers in beginnings:
        reached = played.follow(path)
        if reached.is_fit:
            allowed = played.list_next(reached.marking)
            allowed_count += len(allowed) * journey_count
            escaping_count += len(allowed - followers) * journey_count
    return 1 - escaping_count / allowed_count if allowed_count else 1.0
