"""The counts a model is mined from, touchpoints renamed to codes; the only place that speaks of cases and activities.

A case is a journey, an activity a touchpoint. pm4py joins names with commas and reads some of them as its own marks,
so it only ever sees codes, and answers are read back through the same table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Any

TouchpointPath = tuple[str, ...]


@dataclass(frozen=True)
class JourneyCounts:
    """What is known of the journeys, by touchpoint code.

    Args:
        names: Touchpoint of each code; codes sort as their touchpoints do, so ties fall alike.
        transitions: How often one touchpoint directly follows another within a journey.
        starts: How many journeys begin at a touchpoint.
        ends: How many journeys end (for now) at a touchpoint.
        triples: How often three touchpoints directly follow one another within a journey.
        variants: Distinct paths with their journeys, the most travelled first; not all of them where many exist.
    """

    names: Mapping[str, str]
    transitions: Mapping[tuple[str, str], int]
    starts: Mapping[str, int]
    ends: Mapping[str, int]
    triples: Mapping[tuple[str, str, str], int]
    variants: tuple[tuple[TouchpointPath, int], ...]

    @property
    def journey_count(self) -> int:
        """All journeys, also those whose variant is not listed."""
        return sum(self.starts.values())

    @property
    def activities(self) -> dict[str, int]:
        """How often each touchpoint was met."""
        met = Counter(self.starts)
        for (_, to_code), count in self.transitions.items():
            met[to_code] += count
        return dict(sorted(met.items()))

    @property
    def short_loops(self) -> dict[tuple[str, str], int]:
        """How often journeys go A, B and straight back to A."""
        return {(one, two): n for (one, two, three), n in self.triples.items() if one == three and one != two}

    @property
    def second_next(self) -> dict[tuple[str, str], int]:
        """How often a touchpoint is the next but one after another, whatever lies between."""
        pairs: Counter[tuple[str, str]] = Counter()
        for (one, _, three), count in self.triples.items():
            pairs[one, three] += count
        return dict(sorted(pairs.items()))

    def cover(self, variant_limit: int) -> float | None:
        """Return the share of journeys whose variant is among the first `variant_limit`; None without journeys."""
        if not self.journey_count:
            return None
        return sum(count for _, count in self.variants[:variant_limit]) / self.journey_count


def rank_variants(
    paths: list[tuple[TouchpointPath, int]] | tuple[tuple[TouchpointPath, int], ...],
) -> tuple[tuple[TouchpointPath, int], ...]:
    """Put variants in order: the most travelled first, ties by their path."""
    return tuple(sorted(paths, key=lambda item: (-item[1], item[0])))


def count_paths(names: Mapping[str, str], variants: tuple[tuple[TouchpointPath, int], ...]) -> JourneyCounts:
    """Count transitions, starts, ends and triples of paths that are all listed."""
    transitions: Counter[tuple[str, str]] = Counter()
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    triples: Counter[tuple[str, str, str]] = Counter()
    for path, count in variants:
        starts[path[0]] += count
        ends[path[-1]] += count
        for pair in pairwise(path):
            transitions[pair] += count
        for one, two, three in zip(path, path[1:], path[2:], strict=False):
            triples[one, two, three] += count
    return JourneyCounts(
        names=names,
        transitions=dict(sorted(transitions.items())),
        starts=dict(sorted(starts.items())),
        ends=dict(sorted(ends.items())),
        triples=dict(sorted(triples.items())),
        variants=rank_variants(variants),
    )


def count_without_rare(counts: JourneyCounts, activity_share: float) -> JourneyCounts:
    """Leave the rarest touchpoints out of every path and count again.

    Args:
        counts: What is known of the journeys.
        activity_share: Share of the touchpoints to keep, 0..1, the most frequent first; 1 changes nothing.

    Below 1 the counts are those of the listed variants, and journeys left without a step are gone.
    """
    met = sorted(counts.activities.items(), key=lambda item: (-item[1], item[0]))
    kept = {code for code, _ in met[: max(1, ceil(len(met) * activity_share))]}
    if len(kept) >= len(met):
        return counts
    shorter: Counter[TouchpointPath] = Counter()
    for path, count in counts.variants:
        shorter[tuple(code for code in path if code in kept)] += count
    shorter.pop((), None)
    return count_paths({code: counts.names[code] for code in sorted(kept)}, tuple(shorter.items()))


def write_plain_counts(counts: JourneyCounts) -> dict[str, Any]:
    """Write counts as plain lists for another process; the touchpoints' names stay behind."""
    return {
        "transitions": [[*pair, count] for pair, count in counts.transitions.items()],
        "starts": dict(counts.starts),
        "ends": dict(counts.ends),
        "triples": [[*triple, count] for triple, count in counts.triples.items()],
        "variants": [[list(path), count] for path, count in counts.variants],
    }


def read_plain_counts(plain: dict[str, Any]) -> JourneyCounts:
    """Read what `write_plain_counts` wrote; names are unknown there."""
    return JourneyCounts(
        names={},
        transitions={(source, target): count for source, target, count in plain["transitions"]},
        starts=plain["starts"],
        ends=plain["ends"],
        triples={(one, two, three): count for one, two, three, count in plain["triples"]},
        variants=tuple((tuple(path), count) for path, count in plain["variants"]),
    )
