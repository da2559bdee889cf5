"""Hold journeys against the planned ones: what each variant followed, skipped, added, repeated or took out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple

import polars as pl

from journeymine.mining.aligning import EXTRA, FOLLOWED, SKIPPED, TRACE_STATES, Moves
from journeymine.mining.bounded import Miner, open_miner
from journeymine.mining.eventlog import count_paths
from journeymine.mining.plan_net import build_plan_net, count_needed_steps
from journeymine.settings import PlannedJourney

ALIGN_SECONDS = 60.0
"""CPU seconds after which no further variant of a plan is aligned; states visited nearly always end it before."""
LIMIT_SECONDS = 120.0
"""CPU seconds after which a call is ended, whatever it does."""
ALIGNMENT, REPLAY = "alignment", "token_replay"

FIT_SCHEMA = {
    "plan": pl.String,
    "variant_id": pl.String,
    "is_finished": pl.Boolean,
    "journey_count": pl.Int64,
    "plan_fitness": pl.Float64,
    "deviation_count": pl.Int64,
    "conformance_method": pl.String,
}
MOVE_SCHEMA = {
    "plan": pl.String,
    "variant_id": pl.String,
    "is_finished": pl.Boolean,
    "move_kind": pl.String,
    "touchpoint": pl.String,
    "planned_step": pl.String,
    "move_count": pl.Int64,
    "is_accepted": pl.Boolean,
}


class _Fit(NamedTuple):
    """What one variant did with the plan."""

    fitness: float
    deviation_count: int | None
    method: str
    moves: dict[tuple[str, str, str | None], int]
    accepted: set[tuple[str, str, str | None]]


def hold_variants(
    plans: Sequence[PlannedJourney],
    planned_variants: pl.DataFrame,
    *,
    is_early: bool = False,
    trace_states: int = TRACE_STATES,
    align_seconds: float = ALIGN_SECONDS,
    limit_seconds: float = LIMIT_SECONDS,
    aligner: Miner | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, str]]:
    """Align every variant with the plan it is held against.

    A journey that reached the goal is held against the whole plan; one that did not, up to where it stopped: what it
    never came to is no deviation. The most travelled variants are aligned first; one that alignment cannot finish
    within its states, or does not come to in its time, is scored by token replay, and conformance_method says so.

    Args:
        plans: The planned journeys.
        planned_variants: One row per plan x variant_id x is_finished; touchpoints (list), journey_count.
        is_early: Hold all variants as far as they went before the goal, their last step. Only so are steps called alike
            whether a goal was reached or not: a journey that reached it has skipped what others are not blamed for.
        trace_states: States that alignment may visit for one variant.
        align_seconds: CPU seconds after which no further variant of a plan is aligned.
        limit_seconds: CPU seconds one call may take.
        aligner: What `open_aligner` opened, for more than one call; its limit stands.

    Returns:
        One row per plan x variant_id x is_finished with its plan_fitness; one row per plan x variant_id x is_finished
        x move_kind x touchpoint x planned_step (null where none is meant); by plan, in words, what could not be done.
    """
    fits: list[tuple[Any, ...]] = []
    moves: list[tuple[Any, ...]] = []
    problems: dict[str, str] = {}
    if planned_variants.is_empty():
        return _make_frame(fits, FIT_SCHEMA), _make_frame(moves, MOVE_SCHEMA), problems
    with open_aligner(limit_seconds) if aligner is None else nullcontext(aligner) as miner:
        for plan in plans:
            for is_finished in (True, False):
                rows = planned_variants.filter(plan=plan.name, is_finished=is_finished).sort(
                    "journey_count", "variant_id", descending=[True, False]
                )
                if is_early and is_finished:
                    steps = pl.col("touchpoints").list
                    rows = rows.with_columns(steps.head(steps.len() - 1)).filter(steps.len() > 0)
                paths = [tuple(path) for path in rows["touchpoints"]]
                is_whole = is_finished and not is_early
                found, problem = _hold(miner, plan, paths, is_whole, (trace_states, align_seconds))
                if problem:
                    problems[plan.name] = problem
                for (variant_id, count), fit in zip(
                    rows.select("variant_id", "journey_count").rows(), found, strict=True
                ):
                    if fit is None:
                        continue
                    key = (plan.name, variant_id, is_finished)
                    fits.append((*key, count, fit.fitness, fit.deviation_count, fit.method))
                    moves += [(*key, *move, n, move in fit.accepted) for move, n in sorted(fit.moves.items(), key=str)]
    return _make_frame(fits, FIT_SCHEMA), _make_frame(moves, MOVE_SCHEMA), problems


def open_aligner(limit_seconds: float = LIMIT_SECONDS) -> AbstractContextManager[Miner]:
    """Open the process that aligns, which takes longer to start than to align some hundred variants."""
    return open_miner(count_paths({}, ()), {}, limit_seconds)


def _make_frame(rows: list[tuple[Any, ...]], schema: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(schema), orient="row")


def _hold(
    miner: Miner, plan: PlannedJourney, paths: list[tuple[str, ...]], is_finished: bool, bounds: tuple[int, float]
) -> tuple[list[_Fit | None], str | None]:
    """Hold paths against a plan: a fit each (None: not even replayed), and the first problem in words.

    `bounds` are states a trace and seconds in all.
    """
    trace_states, seconds = bounds
    if not paths:
        return [], None
    # What the plan does not know is a step of its own wherever it stands, so only the planned steps are aligned, and
    # variants that differ in nothing else share an alignment.
    codes = {name: f"a{number}" for number, name in enumerate(sorted(plan.touchpoints))}
    net, steps = build_plan_net(plan, codes, may_stop=not is_finished)
    places = [[index for index, name in enumerate(path) if name in codes] for path in paths]
    traces = [tuple(codes[path[index]] for index in kept) for path, kept in zip(paths, places, strict=True)]
    distinct = list(dict.fromkeys(traces))
    aligned = miner.ask("align", {"net": net, "traces": distinct, "trace_states": trace_states, "seconds": seconds})
    answers: dict[tuple[str, ...], Moves | None] = dict(
        zip(distinct, aligned.value or [None] * len(distinct), strict=True)
    )
    needed = count_needed_steps(plan) if is_finished else 0
    fits = [
        None if (moves := answers[trace]) is None else _describe(plan, path, _place(moves, path, kept), steps, needed)
        for path, kept, trace in zip(paths, places, traces, strict=True)
    ]
    left = [number for number, fit in enumerate(fits) if fit is None]
    if not left:
        return list(fits), None
    why = aligned.problem or f"alignment takes too many states, or more than {seconds:g} CPU seconds in all"
    replayed = miner.ask("replay", {"net": net, "traces": [traces[number] for number in left]})
    if replayed.problem:
        return list(fits), f"{len(left)} variants were neither aligned ({why}) nor replayed ({replayed.problem})"
    for number, fitness in zip(left, replayed.value, strict=True):
        fits[number] = _Fit(fitness, None, REPLAY, {}, set())
    return list(fits), f"{len(left)} variants were scored by token replay, since {why}"


def _place(moves: Moves, path: tuple[str, ...], kept: Sequence[int]) -> Moves:
    """Tell the moves of the planned steps at `kept` by their place in the whole path, and all other steps as extra."""
    placed = [[kind, transition, None if index is None else kept[index]] for kind, transition, index in moves]
    known = set(kept)
    return placed + [[EXTRA, None, index] for index in range(len(path)) if index not in known]


def _describe(plan: PlannedJourney, path: tuple[str, ...], moves: Moves, steps: Sequence[int], needed: int) -> _Fit:
    """Tell what moves of an alignment mean.

    A planned touchpoint that is met where it is not meant to be is repeated if its step was followed too, else out of
    order; a step skipped in one place and met in another is one deviation, out of order, and costs both moves.
    """
    skipped = [plan.steps[steps[transition]] for kind, transition, _ in moves if kind == SKIPPED]
    followed = [(plan.steps[steps[transition]], path[index]) for kind, transition, index in moves if kind == FOLLOWED]
    done = {name for step, _ in followed for name in step.touchpoints}
    counted: Counter[tuple[str, str, str | None]] = Counter((FOLLOWED, name, step.label) for step, name in followed)
    accepted: set[tuple[str, str, str | None]] = set()
    cost = deviation_count = 0

    def add(kind: str, touchpoint: str, step: str | None, names: tuple[str, ...], move_cost: int) -> None:
        nonlocal cost, deviation_count
        counted[kind, touchpoint, step] += 1
        if plan.accepts(kind, names):
            accepted.add((kind, touchpoint, step))
        else:
            cost += move_cost
            deviation_count += 1

    for kind, _, index in moves:
        if kind != EXTRA:
            continue
        name = path[index]
        missed = next((step for step in skipped if name in step.touchpoints), None)
        if missed is not None:
            skipped.remove(missed)
            add("out_of_order", name, missed.label, (name,), 2)
        elif name not in plan.touchpoints:
            add("inserted", name, None, (name,), 1)
        else:
            add("repeated" if name in done else "out_of_order", name, None, (name,), 1)
    for step in skipped:
        add(SKIPPED, step.label, step.label, (step.label, *step.touchpoints), 1)
    return _Fit(1 - cost / (len(path) + needed), deviation_count, ALIGNMENT, dict(counted), accepted)
