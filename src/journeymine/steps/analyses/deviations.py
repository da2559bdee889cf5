"""Deviations from the planned journeys, ranked by whom they touch and what they go along with."""

from __future__ import annotations

from journeymine.mining.deviations import rank_deviations
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_INPUTS = ("analysis.variant_moves", "analysis.planned_outcomes", "analysis.deviating_customers")


def compare_deviations(inputs: Inputs) -> Outcome:
    """Compare journeys with each deviation with those that kept to the plan there."""
    return Outcome({"analysis.deviations": rank_deviations(*(inputs[table] for table in _INPUTS))})


ANALYSIS = Analysis(
    name="deviations",
    inputs=_INPUTS,
    tables=(
        Model(
            "analysis.deviations",
            "one row per plan x kind of deviation x touchpoint",
            ("plan", "move_kind", "touchpoint"),
        ),
    ),
    run=compare_deviations,
)
