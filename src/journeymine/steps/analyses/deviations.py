"""Deviations from the planned journeys, ranked by whom they touch and what they go along with."""

from __future__ import annotations

from journeymine.mining.deviations import judge_fits, rank_deviations
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_INPUTS = ("analysis.variant_moves", "analysis.deviation_sums", "analysis.plan_sums")


def compare_deviations(inputs: Inputs) -> Outcome:
    """Compare journeys with each deviation with those that kept to the plan there, and say how sure fitness is."""
    moves, deviations, plans = (inputs[table] for table in _INPUTS)
    ranked = rank_deviations(moves, deviations, inputs.settings.privacy.minimum_cell)
    return Outcome({"analysis.deviations": ranked, "analysis.plan_fits": judge_fits(plans)})


ANALYSIS = Analysis(
    name="deviations",
    inputs=_INPUTS,
    tables=(
        Model(
            "analysis.deviations",
            "one row per plan x kind of deviation x touchpoint",
            ("plan", "move_kind", "touchpoint"),
        ),
        Model("analysis.plan_fits", "one row per plan against which any journey was held", ("plan",)),
    ),
    run=compare_deviations,
)
