"""The process in which pm4py runs: it reads a task a line from stdin and writes an answer a line to stdout.

A process of its own can be ended when a call does not come back, and keeps pm4py's memory and prints to itself.
The first line holds the counts, each further one a task; see `bounded.py`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

from journeymine.mining import aligning
from journeymine.mining.eventlog import JourneyCounts, read_plain_counts
from journeymine.mining.files import write_plain_net
from journeymine.mining.graph import Node, find_bpmn_edges, find_direct_edges
from journeymine.mining.lean import import_lean
from journeymine.mining.models import DIRECTLY_FOLLOWS, HEURISTICS_MINER, QUICK_VIEW, SPLIT_MINER
from journeymine.mining.replay import Beginning, find_beginnings, score_fitness, score_precision
from journeymine.mining.soundness import check_soundness


class LimitReachedError(BaseException):
    """The time for one task is used up; no Exception, so that no handler inside pm4py takes it for its own."""


class _Models:
    """The models of one set of counts, each mined when it is first asked for."""

    def __init__(self, counts: JourneyCounts, options: dict[str, Any]) -> None:
        self._counts = counts
        self._options = options
        self._nets: dict[str, dict[str, Any]] = {}
        self._edges: dict[str, list[tuple[Node, Node]]] = {}
        self._beginnings: list[Beginning] | None = None

    def find_edges(self, model: str) -> list[tuple[Node, Node]]:
        """Mine a model and list its edges."""
        self._mine(model)
        return self._edges[model]

    def score_fitness(self, model: str) -> float | None:
        """Score the replay of the most travelled variants."""
        return score_fitness(self.write_net(model), self._counts.variants[: self._options["replayed_variants"]])

    def score_precision(self, model: str) -> float | None:
        """Score what the model allows beyond what was done."""
        if self._beginnings is None:
            self._beginnings = find_beginnings(self._counts.variants, self._options["replayed_prefixes"])
        return score_precision(self.write_net(model), self._beginnings)

    def check_soundness(self, model: str) -> bool:
        """Check a net that is not sound by the way it was made."""
        return check_soundness(self.write_net(model))

    def write_net(self, model: str) -> dict[str, Any]:
        """Write a model's Petri net as plain lists: the same in every run, and the one that is measured."""
        self._mine(model)
        return self._nets[model]

    def _mine(self, model: str) -> None:
        from journeymine.mining import miner

        if model in self._nets:
            return
        net: Any
        if model == HEURISTICS_MINER:
            dependencies = miner.find_heuristics_net(self._counts)
            self._edges[model] = find_direct_edges(*miner.read_heuristics_arcs(dependencies, self._counts))
            net = miner.find_heuristics_petri_net(dependencies)
        elif model == DIRECTLY_FOLLOWS:
            arcs = self._find_main_arcs()
            self._edges[model] = find_direct_edges(*arcs)
            net = miner.find_arcs_net(arcs)
        elif model == SPLIT_MINER:
            bpmn = miner.find_split_miner_bpmn(self._find_main_arcs(), self._counts.short_loops)
            self._edges[model] = find_bpmn_edges(bpmn)
            net = miner.find_petri_net(bpmn)
        else:
            if model == QUICK_VIEW:
                tree = miner.find_quick_tree(self._find_main_arcs())
            else:
                tree = miner.find_process_tree(self._counts.variants, self._options["noise"])
            self._edges[model] = find_bpmn_edges(miner.find_bpmn(tree))
            net = miner.find_petri_net(tree)
        self._nets[model] = write_plain_net(net)

    def _find_main_arcs(self) -> Any:
        from journeymine.mining import miner

        return miner.find_main_arcs(self._counts, self._options["arc_share"])


def _stop(signum: int, frame: FrameType | None) -> NoReturn:
    raise LimitReachedError


def _answer(task: Callable[[Any], Any], model: Any, limit_seconds: float) -> dict[str, Any]:
    """Do one task within its CPU time; CPU time, so that a busy machine changes no result."""
    try:
        signal.setitimer(signal.ITIMER_PROF, limit_seconds)
        try:
            return {"answer": task(model)}
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except LimitReachedError:
        return {"problem": f"stopped after {limit_seconds:g} CPU seconds"}
    except Exception as error:  # noqa: BLE001 - pm4py raises anything; the parent reports it in the model's note
        return {"problem": f"pm4py could not do it ({type(error).__name__}: {error})"}


def main() -> None:
    """Answer tasks until stdin ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever pm4py prints must not look like an answer
    signal.signal(signal.SIGPROF, _stop)
    first = json.loads(sys.stdin.readline())
    models = _Models(read_plain_counts(first["counts"]), first["options"])
    tasks: dict[str, Callable[[Any], Any]] = {
        "edges": models.find_edges,
        "fitness": models.score_fitness,
        "precision": models.score_precision,
        "soundness": models.check_soundness,
        "net": models.write_net,
        "align": aligning.align_traces,
        "replay": aligning.replay_traces,
    }
    import_lean()
    if first["options"]:
        import journeymine.mining.miner  # noqa: F401 - so that the first task's time is its own

    for line in sys.stdin:
        task = json.loads(line)
        answers.write(json.dumps(_answer(tasks[task["task"]], task["model"], task["limit_seconds"])) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
