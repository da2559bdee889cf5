"""How customers felt along the journey."""

from __future__ import annotations

from journeymine.emotion.curve import find_curve
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

TABLE = "analysis.emotion_points"


def draw_curve(inputs: Inputs) -> Outcome:
    """Find the points of the emotion curve."""
    stages = inputs.settings.stages.order
    return Outcome({TABLE: find_curve(inputs["analysis.felt_counts"], stages, seed=inputs.seed)})


ANALYSIS = Analysis(
    name="emotion curve",
    inputs=("analysis.felt_counts",),
    tables=(Model(TABLE, "one row per stage or touchpoint where customers said how it felt", ("dimension", "member")),),
    run=draw_curve,
)
