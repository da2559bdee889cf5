"""Journeys held against the planned ones."""

from __future__ import annotations

from journeymine.mining.conformance import hold_variants, open_aligner
from journeymine.mining.plan_tables import HISTORY_COLUMNS, carry_history, describe_plans, list_steps, score_stages
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_HISTORY = "analysis.plan_history"


def hold_journeys(inputs: Inputs) -> Outcome:
    """Hold the variants of each plan against it, and tell how well they keep to it."""
    plans = inputs.settings.planned
    variants = inputs["analysis.planned_variants"]
    with open_aligner() as aligner:
        fits, moves, problems = hold_variants(plans, variants, aligner=aligner)
        _, early_moves, _ = hold_variants(plans, variants, is_early=True, aligner=aligner)
    stages = dict(inputs["core.touchpoints"].select("touchpoint", "stage").rows())
    counts = dict(inputs["analysis.plan_sizes"].select("plan", "journey_count").rows())
    described = describe_plans(plans, fits, counts, stages, problems)
    notes = []
    for row in described.iter_rows(named=True):
        fitness = "not known" if row["plan_fitness"] is None else f"{row['plan_fitness']:.1%}"
        told = f"{row['fitting_count']:,} of {row['aligned_count']:,} aligned journeys keep to it"
        notes.append(f"Plan '{row['plan']}': fitness {fitness}, {told}. {row['plan_note'] or ''}".strip())
    return Outcome(
        {
            "analysis.plans": described,
            "analysis.plan_steps": list_steps(plans, moves, fits, stages),
            "analysis.plan_stages": score_stages(plans, moves, fits, stages),
            "analysis.variant_conformance": fits,
            "analysis.variant_moves": moves,
            "analysis.early_moves": early_moves,
            _HISTORY: carry_history(described, inputs.last.get(_HISTORY), inputs.as_of),
        },
        tuple(notes),
    )


ANALYSIS = Analysis(
    name="conformance",
    inputs=("analysis.planned_variants", "analysis.plan_sizes", "core.touchpoints"),
    tables=(
        Model("analysis.plans", "one row per planned journey", ("plan",)),
        Model("analysis.plan_steps", "one row per plan x step of it", ("plan", "plan_step_index")),
        Model("analysis.plan_stages", "one row per plan x stage", ("plan", "stage")),
        Model(
            "analysis.variant_conformance",
            "one row per plan x variant x whether its journeys reached a goal",
            ("plan", "variant_id", "is_finished"),
        ),
        Model(
            "analysis.variant_moves",
            "one row per plan x variant x whether its journeys reached a goal x kind of move x touchpoint x step meant",
            ("plan", "variant_id", "is_finished", "move_kind", "touchpoint", "planned_step"),
            nullable=frozenset({"planned_step"}),
        ),
        Model(
            "analysis.early_moves",
            "one row per plan x variant x whether its journeys reached a goal x kind of move before it x touchpoint x "
            "step meant",
            ("plan", "variant_id", "is_finished", "move_kind", "touchpoint", "planned_step"),
            nullable=frozenset({"planned_step"}),
        ),
        Model(_HISTORY, "one row per plan x end of a night's observation", ("plan", "as_of")),
    ),
    run=hold_journeys,
    last_inputs={_HISTORY: HISTORY_COLUMNS},
)
