"""Pains and delights, ranked, and the plan of what is done about them."""

from __future__ import annotations

from journeymine.improve.effects import follow_improvements
from journeymine.improve.pains import name_pains, rank_pains
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_PAINS, _NAMES = "analysis.pain_points", "analysis.pain_names"
_INPUTS = ("analysis.pain_candidates", "analysis.goal_values")
_WINDOWS, _COUNTS = "analysis.improvement_windows", "analysis.improvement_counts"


def find_pains(inputs: Inputs) -> Outcome:
    """Rank what hurts and what pleases; the log names the first of each."""
    settings = inputs.settings
    candidates, goal_values = (inputs[table] for table in _INPUTS)
    pains = rank_pains(candidates, goal_values, settings.pains, settings.project.currency, inputs.last.get(_PAINS))
    notes = [
        f"First {row['pain_kind']} of {pains.filter(pain_kind=row['pain_kind']).height}: {row['title']} "
        f"({row['customer_count']:,} customers, {row['pain_id']})."
        for row in pains.filter(pain_rank=1).iter_rows(named=True)
    ]
    return Outcome({_PAINS: pains, _NAMES: name_pains(candidates)}, tuple(notes))


def follow_plan(inputs: Inputs) -> Outcome:
    """Set the plan beside the pains; the night warns of entries whose pain nobody knows."""
    improvements, warnings = follow_improvements(
        inputs.settings.plan_overlay.improvement,
        *(inputs[table] for table in (_NAMES, _PAINS, _WINDOWS, _COUNTS)),
        as_of=inputs.as_of,
        seed=inputs.seed,
    )
    return Outcome({"analysis.improvements": improvements}, warnings=warnings)


PAINS = Analysis(
    name="pains and delights",
    inputs=_INPUTS,
    tables=(
        Model(_PAINS, "one row per pain or delight beyond the limits of [pains]", ("pain_id",)),
        Model(_NAMES, "one row per pain or delight that was looked for, found or not", ("pain_id",)),
    ),
    run=find_pains,
    last_inputs={_PAINS: ("pain_id", "pain_since_at")},
)
IMPROVEMENTS = Analysis(
    name="improvements",
    inputs=(_NAMES, _PAINS, _WINDOWS, _COUNTS),
    tables=(Model("analysis.improvements", "one row per entry of overlay/plan.toml", ("improvement_index",)),),
    run=follow_plan,
)
