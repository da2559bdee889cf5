"""Hold traces against a net, in the worker's process: alignments by r4pm, token replay where they end.

A job is a plain dict: `net` as `files.write_plain_net` writes it, `traces` as lists of touchpoint codes, and for
alignments `trace_states`, the states that may be visited for one trace, and `seconds`, the CPU time after which no
further trace is begun.
"""

from __future__ import annotations

import json
from time import process_time
from typing import Any
from uuid import UUID

from journeymine.mining.token_replay import TokenReplay

MOVE_COST = 10_000
"""Cost of a planned step that was skipped; all of r4pm's costs are whole numbers."""
INSERTED_COST = MOVE_COST + 1
"""One more for a step that was not planned: of equally short explanations the one that skips is taken."""
TRACE_STATES = 200_000
"""States r4pm may visit for one trace."""
JOB_STATES = 20_000_000
"""States r4pm may visit for all traces of a job, about a minute: counted, so that nights are alike. Time is limited all
the same."""

ALIGN = "process_mining::conformance::case_centric::alignments::align_trace_binding"

FOLLOWED, SKIPPED, EXTRA = "followed", "skipped", "extra"
Moves = list[list[Any]]
"""Of one trace, in order: [kind, number of the net's transition or None, index in the trace or None]."""


def align_traces(job: dict[str, Any]) -> list[Moves | None]:
    """Align each trace with the net: the fewest steps skipped and added that explain it.

    Returns:
        The moves of each trace without the net's silent steps; None where the states or the time did not suffice.

    Source: Adriansyah, van Dongen, van der Aalst (2011), Conformance checking using cost-based fitness analysis.
    """
    from r4pm import call_binding

    net, transitions = _write_net(job["net"])
    cost = {
        "log_move_cost": INSERTED_COST,
        "model_move_cost": MOVE_COST,
        "silent_move_cost": 0,
        "sync_move_cost": 0,
    }
    written = json.dumps(net)  # once: r4pm's own function would write the net anew for every trace
    left, ends_at = JOB_STATES, process_time() + job["seconds"]
    found: list[Moves | None] = []
    for trace in job["traces"]:
        if left <= 0 or process_time() > ends_at:
            found.append(None)
            continue
        states = min(job["trace_states"], left)
        options = json.dumps({"cost_fn": cost, "max_states": states})
        try:
            told = call_binding(ALIGN, f'{{"net": {written}, "trace": {json.dumps(trace)}, "options": {options}}}')
        except TypeError:  # what r4pm raises when the states are used up
            left -= states
            found.append(None)
            continue
        answer = json.loads(told)
        left -= answer["states_visited"]
        found.append([move for step in answer["moves"] if (move := _read_move(step, transitions)) is not None])
    return found


def replay_traces(job: dict[str, Any]) -> list[float]:
    """Score each trace by token replay, 0..1: the share of tokens neither missing nor left over.

    Source: Rozinat and van der Aalst (2008), Conformance checking of processes based on monitoring real behavior.
    """
    net = TokenReplay(job["net"])
    outcomes = [net.replay(trace) for trace in job["traces"]]
    return [1 - played.missing / played.consumed / 2 - played.remaining / played.produced / 2 for played in outcomes]


def _write_net(plain: dict[str, Any]) -> tuple[Any, dict[str, tuple[int, bool]]]:
    """Write a plain net as r4pm wants it, with ids that are the same every time, so that ties fall alike."""
    numbers = {place: number for number, place in enumerate(plain["places"])}
    numbers |= {name: number for number, (name, _) in enumerate(plain["transitions"], len(numbers))}
    ids = {name: str(UUID(int=number)) for name, number in numbers.items()}
    arcs = [
        {
            "from_to": {
                "type": "PlaceTransition" if source in plain["places"] else "TransitionPlace",
                "nodes": [ids[source], ids[target]],
            },
            "weight": weight,
        }
        for source, target, weight in plain["arcs"]
    ]
    net = {
        "places": {ids[place]: {"id": ids[place]} for place in plain["places"]},
        "transitions": {ids[name]: {"id": ids[name], "label": code} for name, code in plain["transitions"]},
        "arcs": arcs,
        "initial_marking": {ids[place]: tokens for place, tokens in plain["initial"].items()},
        "final_markings": [{ids[place]: tokens for place, tokens in plain["final"].items()}],
    }
    told = {ids[name]: (number, code is None) for number, (name, code) in enumerate(plain["transitions"])}
    return net, told


def _read_move(step: dict[str, Any], transitions: dict[str, tuple[int, bool]]) -> list[Any] | None:
    [(kind, content)] = step.items()
    if kind == "LogMove":
        return [EXTRA, None, content["trace_event_index"]]
    number, is_silent = transitions[content["transition"]]
    if kind == "SyncMove":
        return [FOLLOWED, number, content["trace_event_index"]]
    return None if is_silent else [SKIPPED, number, None]
