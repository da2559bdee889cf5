"""Play paths on a Petri net by token replay, each step worked out once for every marking it is taken from.

What is missing to take a step is first sought by silent steps, then added and counted. It is pm4py's replay (Berti and
van der Aalst 2019, Reviving token-based replay) with its order of trials, so that fitness and precision are the same;
on a net where many paths share few markings, and those of journeys do, it takes a fraction of the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Marking = tuple[tuple[int, int], ...]
"""Places with their tokens, in the order in which they came: of equally short silent ways the first is taken."""
Tokens = dict[int, int]

DEEPEST = 50
"""Silent steps of the longest silent way."""
TRIALS = 5
"""How often silent ways to the end are tried."""


class Outcome(NamedTuple):
    """Where a step or a path led, and its tokens; `is_fit` when none was missing."""

    marking: Marking
    missing: int = 0
    consumed: int = 0
    produced: int = 0
    remaining: int = 0
    is_fit: bool = True


class TokenReplay:
    """The replay on one net, a plain one as `files.write_plain_net` writes it."""

    def __init__(self, net: Mapping[str, Any]) -> None:
        places = {name: number for number, name in enumerate(net["places"])}
        steps = {name: number for number, (name, _) in enumerate(net["transitions"])}
        self._labels: list[str | None] = [code for _, code in net["transitions"]]
        self._step_names: list[str] = list(steps)
        self._place_names: list[str] = list(places)
        self._in_order = sorted(steps.values(), key=self._step_names.__getitem__)
        self._takes: list[list[tuple[int, int]]] = [[] for _ in steps]
        self._gives: list[list[tuple[int, int]]] = [[] for _ in steps]
        self._leads: list[list[int]] = [[] for _ in places]
        for source, target, weight in net["arcs"]:
            if source in places:
                self._takes[steps[target]].append((places[source], weight))
                self._leads[places[source]].append(steps[target])
            else:
                self._gives[steps[source]].append((places[target], weight))
        self._by_label: dict[str, list[int]] = {}
        for step in self._in_order:
            label = self._labels[step]
            if label is not None:
                self._by_label.setdefault(label, []).append(step)
        self._ways = [self._find_silent_ways(place) for place in range(len(places))]
        self._start: Marking = tuple((places[name], count) for name, count in net["initial"].items())
        self._end: Tokens = {places[name]: count for name, count in net["final"].items()}
        self._done: dict[tuple[Marking, str], Outcome] = {}
        self._ended: dict[Marking, Outcome] = {}
        self._next: dict[Marking, frozenset[str]] = {}

    @property
    def silent_ways(self) -> dict[tuple[str, str], list[str]]:
        """The silent way taken from one place to another, both by name, as the names of its transitions."""
        return {
            (self._place_names[place], self._place_names[target]): [self._step_names[step] for step in way]
            for place, ways in enumerate(self._ways)
            for target, way in ways.items()
        }

    def replay(self, path: Iterable[str]) -> Outcome:
        """Play a whole path to the net's end: tokens missing, consumed, produced and remaining."""
        reached = self.follow(path, is_stopped=False)
        ended = self._ended.get(reached.marking)
        if ended is None:
            ended = self._ended[reached.marking] = self._finish(dict(reached.marking))
        return Outcome(
            ended.marking,
            reached.missing + ended.missing,
            reached.consumed + ended.consumed,
            reached.produced + ended.produced + sum(count for _, count in self._start),
            ended.remaining,
            is_fit=reached.is_fit,
        )

    def follow(self, path: Iterable[str], *, is_stopped: bool = True) -> Outcome:
        """Play the beginning of a path; unless told otherwise, up to the first step that does not fit.

        A touchpoint that the net does not know is passed over.
        """
        marking, missing, consumed, produced, is_fit = self._start, 0, 0, 0, True
        for label in path:
            if label not in self._by_label:
                continue
            step = self._done.get((marking, label))
            if step is None:
                step = self._done[marking, label] = self._take(dict(marking), label)
            is_fit = is_fit and step.is_fit
            if is_stopped and not is_fit:
                return Outcome(marking, is_fit=False)
            marking = step.marking
            missing, consumed, produced = missing + step.missing, consumed + step.consumed, produced + step.produced
        return Outcome(marking, missing, consumed, produced, is_fit=is_fit)

    def list_next(self, marking: Marking) -> frozenset[str]:
        """List what may be done next from a marking, silent steps before it allowed."""
        found = self._next.get(marking)
        if found is None:
            found = self._next[marking] = frozenset(self._find_next(marking))
        return found

    def _take(self, tokens: Tokens, label: str) -> Outcome:
        """Take the step of a label, its missing tokens sought by silent ways and then added."""
        named = self._by_label[label]
        step = next((one for one in named if self._is_enabled(one, tokens)), named[-1])
        fired: list[int] = []
        if not self._is_enabled(step, tokens):
            tokens = self._enable(step, tokens, fired, set(), is_outer=True)
        missing = 0
        for place, weight in self._takes[step]:
            had = tokens.get(place, 0)
            if had < weight:
                missing += weight - had
                tokens[place] = had + weight
        fired.append(step)
        tokens = self._fire(step, tokens)
        return Outcome(tuple(tokens.items()), missing, *self._count(fired), is_fit=not missing)

    def _enable(self, step: int, tokens: Tokens, fired: list[int], visited: set[int], *, is_outer: bool) -> Tokens:
        """Try to enable a step by silent ways to its places without tokens, and those by others before them."""
        visited.add(step)
        lacking = [place for place, weight in self._takes[step] if tokens.get(place, 0) < weight]
        ways = self._list_ways(tokens, lacking)
        if not ways:
            return tokens
        tokens = self._walk_in_turn(step, tokens, fired, visited, ways)
        if self._is_enabled(step, tokens):
            return tokens
        for way in self._list_ways(tokens, lacking):
            for silent in way:
                if silent == step or silent in visited:
                    continue
                if not self._is_enabled(silent, tokens) and is_outer:
                    tokens = self._enable(silent, tokens, fired, visited, is_outer=False)
                if self._is_enabled(silent, tokens):
                    tokens = self._fire(silent, tokens)
                    fired.append(silent)
                    visited.add(silent)
        return tokens

    def _walk_in_turn(
        self, step: int, tokens: Tokens, fired: list[int], visited: set[int], ways: Sequence[Sequence[int]]
    ) -> Tokens:
        """Walk one way after the other, until the step is enabled or a way brings nothing."""
        for way in ways:
            has_changed = False
            for silent in way:
                if silent != step and silent not in visited and self._is_enabled(silent, tokens):
                    tokens = self._fire(silent, tokens)
                    fired.append(silent)
                    visited.add(silent)
                    has_changed = True
                if self._is_enabled(step, tokens):
                    return tokens
            if not has_changed:
                break
        return tokens

    def _finish(self, tokens: Tokens) -> Outcome:
        """Go to the end by silent ways, and count what is missing there and what remains elsewhere."""
        fired: list[int] = []
        for _ in range(TRIALS):
            if self._end.keys() <= tokens.keys():
                break
            for way in self._list_ways(tokens, self._end):
                tokens = self._walk(way, tokens, fired, is_stopped=False)
                if self._end.keys() <= tokens.keys():
                    break
        if len(self._end) == 1 and not self._end.keys() <= tokens.keys():
            [end] = self._end
            ways = sorted((self._ways[place][end] for place in tokens if end in self._ways[place]), key=len)
            for _ in range(TRIALS):
                for way in ways:
                    tokens = self._walk(way, tokens, fired, is_stopped=True)
        missing = sum(max(0, count - tokens.get(place, 0)) for place, count in self._end.items())
        remaining = sum(max(0, count - self._end.get(place, 0)) for place, count in tokens.items())
        consumed, produced = self._count(fired)
        return Outcome(tuple(tokens.items()), missing, consumed + sum(self._end.values()), produced, remaining)

    def _walk(self, way: Sequence[int], tokens: Tokens, fired: list[int], *, is_stopped: bool) -> Tokens:
        for silent in way:
            if self._is_enabled(silent, tokens):
                tokens = self._fire(silent, tokens)
                fired.append(silent)
            elif is_stopped:
                break
        return tokens

    def _find_next(self, marking: Marking) -> Iterator[str]:
        """Find the labels of steps that can come next; a silent step is seen from the marking it was last found in."""
        start = dict(marking)
        waiting = self._list_enabled(start)
        reached = dict.fromkeys(waiting, start)
        seen: set[tuple[int, frozenset[tuple[int, int]]]] = set()
        for step in waiting:  # grows on the way
            tokens = reached[step]
            if (step, frozenset(tokens.items())) in seen:
                continue
            seen.add((step, frozenset(tokens.items())))
            label = self._labels[step]
            if label is not None:
                yield label
                continue
            after = self._fire(step, tokens)
            for following in self._list_enabled(after):
                waiting.append(following)
                reached[following] = after

    def _find_silent_ways(self, start: int) -> dict[int, list[int]]:
        """Find the shortest ways of silent steps from a place to every other."""
        ways: dict[int, list[int]] = {}
        waiting: list[tuple[int, list[int]]] = [(start, [])]
        for place, way in waiting:  # grows on the way: breadth first, so that the first way found is a shortest
            if len(way) > DEEPEST:
                break
            for step in self._leads[place]:
                if self._labels[step] is not None:
                    continue
                for target, _ in self._gives[step]:
                    if target not in ways:
                        ways[target] = [*way, step]
                        waiting.append((target, ways[target]))
        return ways

    def _list_ways(self, tokens: Tokens, targets: Iterable[int]) -> list[list[int]]:
        """List the silent ways from places with tokens to some others, the shortest first."""
        wanted = sorted(targets, key=lambda place: self._place_names[place])
        marked = sorted(tokens, key=lambda place: self._place_names[place])
        return sorted(
            (self._ways[place][target] for place in marked for target in wanted if target in self._ways[place]), key=len
        )

    def _list_enabled(self, tokens: Tokens) -> list[int]:
        return [step for step in self._in_order if self._is_enabled(step, tokens)]

    def _is_enabled(self, step: int, tokens: Tokens) -> bool:
        return all(tokens.get(place, 0) >= weight for place, weight in self._takes[step])

    def _fire(self, step: int, tokens: Tokens) -> Tokens:
        after = dict(tokens)
        for place, weight in self._takes[step]:
            after[place] -= weight
            if not after[place]:
                del after[place]
        for place, weight in self._gives[step]:
            after[place] = after.get(place, 0) + weight
        return after

    def _count(self, fired: Iterable[int]) -> tuple[int, int]:
        """Count the tokens that steps consume and produce."""
        taken = given = 0
        for step in fired:
            taken += sum(weight for _, weight in self._takes[step])
            given += sum(weight for _, weight in self._gives[step])
        return taken, given
