"""Patterns that converting journeys hold more often, and the journeys that stand for all."""

from __future__ import annotations

from journeymine.mining.patterns import find_patterns
from journeymine.mining.representatives import find_representatives
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_INPUTS = ("marts.pattern_variants", "report.headline_metrics")


def mine_patterns(inputs: Inputs) -> Outcome:
    """Mine patterns and choose representatives among the most travelled variants."""
    variants, headlines = (inputs[table] for table in _INPUTS)
    goals = {goal.touchpoint for goal in inputs.settings.goals}
    patterns, found = find_patterns(variants, goals)
    count = dict(headlines.select("metric", "value").iter_rows())["journey_count"]
    representatives, coverage = find_representatives(variants, int(count))
    return Outcome({"analysis.patterns": patterns, "analysis.representatives": representatives}, (found, coverage))


ANALYSIS = Analysis(
    name="patterns",
    inputs=_INPUTS,
    tables=(
        Model("analysis.patterns", "one row per pattern of steps", ("pattern_kind", "touchpoints")),
        Model(
            "analysis.representatives",
            "one row per journey that stands for others, that of most journeys first",
            ("representative_rank",),
        ),
    ),
    run=mine_patterns,
)
