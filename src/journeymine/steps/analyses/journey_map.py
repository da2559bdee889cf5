"""The Customer Journey Maps: one per audience and scenario, every cell with its evidence."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.journeymap.behaviour import count_customers, list_channels, list_goals, list_owners, list_steps
from journeymine.journeymap.cards import answer_questions, list_maps, list_names
from journeymine.journeymap.felt import list_emotion, list_quotes, list_unspoken
from journeymine.journeymap.items import Item, write_evidence, write_items
from journeymine.journeymap.known import list_moments, list_planned
from journeymine.journeymap.metrics import hold_targets, list_metrics, list_ratings
from journeymine.journeymap.notes import HISTORY_SCHEMA, continue_history, find_strays, list_notes
from journeymine.journeymap.pains import list_pains
from journeymine.journeymap.said import list_said, list_topics
from journeymine.journeymap.seeds import list_scenarios
from journeymine.journeymap.touchpoint_cards import PARTS, list_cards
from journeymine.overlay import LANES
from journeymine.settings import ALL
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_PLANS = ("analysis.plans", "analysis.plan_steps", "analysis.deviations")
_MAP, _EVIDENCE, _HISTORY = "analysis.journey_map", "analysis.map_evidence", "analysis.map_history"


def draw_maps(inputs: Inputs) -> Outcome:
    """Fill every cell that there is evidence for, and put people's notes beside it."""
    settings, overlay = inputs.settings, inputs.settings.map_overlay
    stages, scenarios = settings.stages.order, list_scenarios(settings)
    lanes = (*LANES, *(lane.name for lane in settings.lanes))
    segments = inputs["analysis.segments"]["segment_id", "segment_label"].iter_rows()
    personas = inputs["analysis.personas"]["persona_id", "persona_name"].iter_rows()
    audiences = {key: ("segment", name) for key, name in segments} | {key: ("persona", name) for key, name in personas}
    maps = list_maps(inputs["analysis.map_groups"], audiences, settings.maps, scenarios, overlay)
    found = list(_find_items(inputs, maps))
    drawn = write_items(found, stages, lanes, most=settings.map.items)
    last = None if inputs.is_erasing else inputs.last.get(_HISTORY)
    history = continue_history(drawn, last, inputs.as_of, minimum=settings.privacy.minimum_cell)
    notes = list(list_notes(overlay, history, threshold=settings.map.stale_change))
    drawn = write_items([*found, *notes], stages, lanes, most=settings.map.items)
    cards = list(list_cards(drawn, inputs["analysis.map_signals"], inputs["analysis.map_feelings"], seed=inputs.seed))
    card_rows = write_items(cards, stages, PARTS)
    headline = inputs["report.headline_metrics"]
    window = (headline["observed_from_at"][0] if headline.height else None, inputs.as_of)
    frames = {
        "analysis.journey_maps": maps,
        _MAP: drawn,
        "analysis.map_cards": card_rows,
        _EVIDENCE: write_evidence([*found, *cards], pl.concat([drawn, card_rows]), window),
        "analysis.map_questions": answer_questions(overlay, drawn, minimum=settings.privacy.minimum_cell),
        "analysis.map_names": list_names(overlay),
        _HISTORY: history,
    }
    cells = drawn.filter(pl.col("persona_id") == ALL, pl.col("scenario") == ALL).select("stage", "lane").unique().height
    told = f"Journey maps: {maps.height}; {cells} of {len(stages) * len(lanes)} cells of everybody's hold evidence."
    personas_shown = {ALL, *maps["persona_id"], *(one.persona_id for one in settings.maps)}
    strays = find_strays(overlay, personas_shown, {ALL, *(one.name for one in scenarios)})
    return Outcome(frames, (told,), strays)


def _find_items(inputs: Inputs, maps: pl.DataFrame) -> Iterator[Item]:
    sizes = count_customers(inputs["analysis.map_stages"])
    touchpoints = inputs["core.touchpoints"]
    stages = dict(touchpoints["touchpoint", "stage"].iter_rows())
    goals = {ALL: None} | {one.name: one.goal for one in list_scenarios(inputs.settings)}
    keys = list(maps["persona_id", "scenario"].iter_rows())
    last_stage = inputs.settings.stages.order[-1]
    feelings = inputs["analysis.map_feelings"]
    felt = list(list_emotion(feelings, sizes, seed=inputs.seed))
    spoken = frozenset(item.cell for item in felt)
    figures = (
        *list_metrics(inputs["analysis.map_stages"], inputs["analysis.map_costs"], sizes, last_stage=last_stage),
        *list_ratings(inputs["analysis.map_ratings"], seed=inputs.seed),
        *felt,
        *list_unspoken(
            inputs["analysis.map_friction"],
            inputs["analysis.emotion_points"],
            spoken,
            sizes,
            tuple(inputs.settings.friction.index),
        ),
    )
    yield from list_goals(inputs["analysis.map_goals"], sizes)
    yield from list_steps(inputs["analysis.map_touchpoints"], sizes)
    yield from list_channels(inputs["analysis.map_channels"], sizes)
    yield from hold_targets(figures, inputs.settings.map_overlay)
    yield from list_said(inputs["analysis.map_signals"], sizes)
    yield from list_topics(inputs["analysis.map_topics"], sizes)
    pains, own = inputs["analysis.pain_points"], inputs["analysis.map_pains"]
    yield from list_pains(pains, _list_planned_pains(inputs), _find_met(inputs), own, sizes)
    yield from list_quotes(inputs["analysis.map_quotes"])
    yield from list_moments(inputs["analysis.key_moments"], inputs["analysis.pain_names"], stages, keys)
    plans = {table: inputs[table] for table in _PLANS}
    yield from list_planned(inputs["analysis.map_plans"], plans, stages, goals)
    yield from list_owners(inputs["analysis.map_owners"], sizes)


def _list_planned_pains(inputs: Inputs) -> frozenset[str]:
    open_plans = inputs["analysis.improvements"].filter(pl.col("improvement_status") != "dropped")
    return frozenset(open_plans["pain_id"].drop_nulls())


def _find_met(inputs: Inputs) -> dict[tuple[str, str], frozenset[str]]:
    grouped = (
        inputs["analysis.map_touchpoints"]
        .sort("persona_id", "scenario")
        .group_by(["persona_id", "scenario"], maintain_order=True)
    )
    return {(str(key[0]), str(key[1])): frozenset(rows["touchpoint"]) for key, rows in grouped}


ANALYSIS = Analysis(
    name="journey map",
    inputs=(
        "analysis.map_groups",
        "analysis.map_stages",
        "analysis.map_touchpoints",
        "analysis.map_channels",
        "analysis.map_owners",
        "analysis.map_goals",
        "analysis.map_costs",
        "analysis.map_ratings",
        "analysis.map_feelings",
        "analysis.map_friction",
        "analysis.emotion_points",
        "analysis.map_quotes",
        "analysis.map_plans",
        "analysis.map_signals",
        "analysis.map_topics",
        "analysis.pain_points",
        "analysis.pain_names",
        "analysis.map_pains",
        "analysis.improvements",
        "analysis.personas",
        "analysis.key_moments",
        *_PLANS,
        "analysis.segments",
        "core.touchpoints",
        "report.headline_metrics",
    ),
    tables=(
        Model("analysis.journey_maps", "one row per map: audience x scenario", ("persona_id", "scenario")),
        Model(
            _MAP,
            "one row per map x stage x lane x item of the cell",
            ("persona_id", "scenario", "stage", "lane", "item_index"),
        ),
        Model(
            "analysis.map_cards",
            "one row per map x stage x part of a touchpoint's card x item of it",
            ("persona_id", "scenario", "stage", "lane", "item_index"),
        ),
        Model(_EVIDENCE, "one row per item of a map that rests on a query", ("evidence_id",)),
        Model(
            "analysis.map_questions",
            "one row per map x key question",
            ("persona_id", "scenario", "question_index"),
        ),
        Model("analysis.map_names", "one row per language x name in the customer's voice", ("language", "name")),
        Model(
            _HISTORY,
            "one row per night's end of observation x map x stage x figure",
            ("as_of", "persona_id", "scenario", "stage", "figure"),
        ),
    ),
    run=draw_maps,
    last_inputs={_HISTORY: HISTORY_SCHEMA},
)
