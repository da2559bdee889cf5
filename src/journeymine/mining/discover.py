"""From counts of journeys to process models and their edges, as tables."""

from __future__ import annotations

from typing import Any, NamedTuple

import polars as pl

from journeymine.mining.bounded import Answer, Miner, open_miner
from journeymine.mining.eventlog import JourneyCounts, count_without_rare, rank_variants
from journeymine.mining.files import render_bpmn, render_pnml
from journeymine.mining.graph import END, GATEWAY, START, TOUCHPOINT, Node, find_direct_edges
from journeymine.mining.models import DIRECTLY_FOLLOWS, INDUCTIVE_MINER, MODELS, Model

NOISE = 0.2
"""Behaviour rarer than this share of a choice is left out by the inductive miner (its paper's usual value)."""
MINED_VARIANTS = 2_000
"""Variants handed over, the most travelled first; a model's cost grows with variants, not with journeys."""
LONGEST_VARIANT = 1_000
"""Steps of a variant that is handed over: one of 100,000 would take the time of all others. Its arcs still count."""
REPLAYED_VARIANTS = 200
REPLAYED_PREFIXES = 300
LIMIT_SECONDS = 15.0
"""CPU seconds one pm4py call may take."""

MODEL_SCHEMA = {
    "model": pl.String,
    "activity_share": pl.Float64,
    "arc_share": pl.Float64,
    "fitness": pl.Float64,
    "precision": pl.Float64,
    "journey_coverage_share": pl.Float64,
    "journey_count": pl.Int64,
    "is_sound": pl.Boolean,
    "note": pl.String,
}
EDGE_SCHEMA = {
    "model": pl.String,
    "edge_index": pl.Int64,
    "from_node": pl.String,
    "from_kind": pl.String,
    "from_label": pl.String,
    "to_node": pl.String,
    "to_kind": pl.String,
    "to_label": pl.String,
    "transition_count": pl.Int64,
    "journey_count": pl.Int64,
}


FILE_SCHEMA = {"model": pl.String, "format": pl.String, "content": pl.String}


class MinedModels(NamedTuple):
    """What is known of the models: one row per model, per model x edge_index, and per model x format."""

    models: pl.DataFrame
    edges: pl.DataFrame
    files: pl.DataFrame


def discover_models(
    transitions: pl.DataFrame,
    journey_ends: pl.DataFrame,
    triples: pl.DataFrame,
    variants: pl.DataFrame,
    *,
    activity_share: float = 1.0,
    arc_share: float = 0.1,
    noise: float = NOISE,
    limit_seconds: float = LIMIT_SECONDS,
) -> MinedModels:
    """Mine every model of `MODELS` from counts, and measure it.

    Args:
        transitions: One row per from_touchpoint x to_touchpoint within a journey; transition_count, journey_count.
        journey_ends: One row per touchpoint; started_count and ended_count, the journeys that begin and end there.
        triples: One row per three touchpoints that follow one another; triple_count.
        variants: One row per variant, the most travelled suffice; touchpoints (list), journey_count.
        activity_share: Share of the touchpoints that are kept, 0..1, the most frequent first.
        arc_share: Share of the arcs that a directly-follows graph keeps, 0..1, the most travelled first.
        noise: Behaviour rarer than this share (0..1) of a choice is left out by the inductive miner.
        limit_seconds: CPU seconds one call of pm4py may take.

    Returns:
        The headline model first. An edge's transition_count and
        journey_count are null at a gateway, where they are not known. A model that could not be mined or measured says
        so in its note; its row stays. Every mined model has a file as PNML, a diagram one as BPMN too.
    """
    short = variants.filter(pl.col("touchpoints").list.len() <= LONGEST_VARIANT)
    everything = read_counts(transitions, journey_ends, triples, short.head(MINED_VARIANTS))
    counts = count_without_rare(everything, activity_share)
    journeys = {} if counts is not everything else _read_journeys(transitions)
    options = {
        "arc_share": arc_share,
        "noise": noise,
        "replayed_variants": REPLAYED_VARIANTS,
        "replayed_prefixes": REPLAYED_PREFIXES,
    }
    model_rows: list[dict[str, Any]] = []
    edge_rows: list[dict[str, Any]] = []
    file_rows: list[dict[str, Any]] = []
    with open_miner(counts, options, limit_seconds) as miner:
        for model in MODELS:
            row: dict[str, Any] = {
                "model": model.model,
                "activity_share": activity_share,
                "arc_share": arc_share if model.is_abstracted else 1.0,
                "journey_coverage_share": counts.cover(REPLAYED_VARIANTS),
                "journey_count": counts.journey_count,
            }
            if counts.journey_count:
                measured, edges = _mine(miner, model, counts)
                edge_rows += _describe_edges(model, edges, counts, journeys)
                file_rows += _render_files(miner, model, edges, counts) if edges else []
            else:
                measured = {"note": "No journeys yet."}
            model_rows.append(row | measured)
    return MinedModels(
        pl.DataFrame(model_rows, schema=MODEL_SCHEMA),
        pl.DataFrame(edge_rows, schema=EDGE_SCHEMA),
        pl.DataFrame(file_rows, schema=FILE_SCHEMA),
    )


def read_counts(
    transitions: pl.DataFrame, journey_ends: pl.DataFrame, triples: pl.DataFrame, variants: pl.DataFrame
) -> JourneyCounts:
    """Read the frames of counts and rename touchpoints to codes.

    Args:
        transitions: One row per from_touchpoint x to_touchpoint; transition_count.
        journey_ends: One row per touchpoint; started_count, ended_count.
        triples: One row per from_touchpoint x via_touchpoint x to_touchpoint; triple_count.
        variants: One row per variant; touchpoints (list), journey_count.
    """
    touchpoints = sorted(
        {
            *transitions["from_touchpoint"],
            *transitions["to_touchpoint"],
            *journey_ends["touchpoint"],
            *variants["touchpoints"].explode(empty_as_null=False),
        }
    )
    codes = {touchpoint: f"a{index:06d}" for index, touchpoint in enumerate(touchpoints)}
    threes = triples.select("from_touchpoint", "via_touchpoint", "to_touchpoint", "triple_count").rows()
    pairs = transitions.select("from_touchpoint", "to_touchpoint", "transition_count").rows()
    paths = [
        (tuple(codes[touchpoint] for touchpoint in path), count)
        for path, count in variants.select("touchpoints", "journey_count").rows()
        if path
    ]
    started = {codes[row[0]]: row[1] for row in journey_ends.select("touchpoint", "started_count").rows() if row[1]}
    ended = {codes[row[0]]: row[1] for row in journey_ends.select("touchpoint", "ended_count").rows() if row[1]}
    return JourneyCounts(
        names={code: touchpoint for touchpoint, code in codes.items()},
        transitions={key: n for key, n in sorted(((codes[a], codes[b]), n) for a, b, n in pairs) if n},
        starts=dict(sorted(started.items())),
        ends=dict(sorted(ended.items())),
        triples={key: n for key, n in sorted(((codes[a], codes[b], codes[c]), n) for a, b, c, n in threes) if n},
        variants=rank_variants(paths),
    )


def _render_files(miner: Miner, model: Model, edges: list[Any], counts: JourneyCounts) -> list[dict[str, Any]]:
    """Make the rows of a model's files; without its net in time there is none as PNML."""
    rows = []
    if model.is_drawn:
        flows = [(Node(*source), Node(*target)) for source, target in edges]
        content = render_bpmn(flows, counts.names, model.model)
        rows.append({"model": model.model, "format": "bpmn", "content": content})
    net = miner.ask("net", model.model)
    if not net.problem:
        content = render_pnml(net.value, counts.names, model.model)
        rows.append({"model": model.model, "format": "pnml", "content": content})
    return rows


def _mine(miner: Miner, model: Model, counts: JourneyCounts) -> tuple[dict[str, Any], list[Any]]:
    """Mine and measure one model: columns of its row, and its edges."""
    notes = [model.note]
    if model.model == INDUCTIVE_MINER and (covered := counts.cover(MINED_VARIANTS)) is not None and covered < 1:
        notes.append(f"Mined from {len(counts.variants)} variants with {covered:.0%} of the journeys.")
    edges: Answer = miner.ask("edges", model.model)
    if edges.problem:
        if model.model != DIRECTLY_FOLLOWS:
            return {"note": " ".join([*notes, f"Not mined: {edges.problem}."])}, []
        notes.append(f"All arcs are shown: {edges.problem}.")
        return {"note": " ".join(notes)}, find_direct_edges(counts.transitions, counts.starts, counts.ends)
    answers = {task: miner.ask(task, model.model) for task in ("fitness", "precision")}
    answers["soundness"] = miner.ask("soundness", model.model) if model.is_checked else Answer(model.is_sound)
    notes += [f"{task.capitalize()} not known: {answer.problem}." for task, answer in answers.items() if answer.problem]
    return {
        "fitness": answers["fitness"].value,
        "precision": answers["precision"].value,
        "is_sound": answers["soundness"].value,
        "note": " ".join(notes),
    }, edges.value


def _read_journeys(transitions: pl.DataFrame) -> dict[tuple[str, str], int]:
    rows = transitions.select("from_touchpoint", "to_touchpoint", "journey_count").rows()
    return {(source, target): count for source, target, count in rows}


def _describe_edges(
    model: Model, edges: list[Any], counts: JourneyCounts, journeys: dict[tuple[str, str], int]
) -> list[dict[str, Any]]:
    """Make the rows of a model's edges, with touchpoints by name and sorted by it."""
    rows = []
    for (from_node, from_kind, from_label), (to_node, to_kind, to_label) in edges:
        row: dict[str, Any] = {"model": model.model}
        for end, node, kind, label in (("from", from_node, from_kind, from_label), ("to", to_node, to_kind, to_label)):
            is_touchpoint = kind == TOUCHPOINT
            row[f"{end}_node"] = f"{TOUCHPOINT}:{counts.names[label]}" if is_touchpoint else node
            row[f"{end}_kind"] = kind
            row[f"{end}_label"] = counts.names[label] if is_touchpoint else label
        if from_kind == START and to_kind == TOUCHPOINT:
            row["transition_count"] = row["journey_count"] = counts.starts.get(to_label, 0)
        elif from_kind == TOUCHPOINT and to_kind == END:
            row["transition_count"] = row["journey_count"] = counts.ends.get(from_label, 0)
        elif GATEWAY not in (from_kind, to_kind):
            row["transition_count"] = counts.transitions.get((from_label, to_label), 0)
            row["journey_count"] = journeys.get((row["from_label"], row["to_label"])) if journeys else None
        rows.append(row)
    rows.sort(key=lambda row: (row["from_kind"], row["from_node"], row["to_kind"], row["to_node"]))
    return [row | {"edge_index": index} for index, row in enumerate(rows, 1)]
