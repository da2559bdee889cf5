"""Credit for conversions, and what bears on goals, losses and ratings, from counts that sql/analysis makes."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from journeymine.moments.credits import credit_touches
from journeymine.moments.effects import find_key_moments
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_SHARES = tuple(f"analysis.attribution_{part}" for part in ("shares", "contexts", "totals", "costs"))
_CELLS = ("analysis.moment_cells", "analysis.moment_customers")
SURE = 0.05


def credit(inputs: Inputs) -> Outcome:
    """Credit conversions and their amounts to channels, campaigns, content types and touchpoints."""
    lookback = inputs.settings.attribution.lookback or inputs.settings.journeys.lookback
    credited = credit_touches(lookback / timedelta(days=1), *(inputs[table] for table in _SHARES))
    return Outcome({"analysis.attribution": credited})


def estimate(inputs: Inputs) -> Outcome:
    """Estimate the effect of every touchpoint, friction, barrier and topic on goals, losses and ratings."""
    moments = find_key_moments(inputs.seed, *(inputs[table] for table in _CELLS))
    tested = moments.filter(pl.col("effect_p_value").is_not_null())
    sure = tested.filter(pl.col("effect_q_value") < SURE).height
    note = (
        f"Key moments: {tested.height} effects tested, {sure} of them beyond chance; observational, not proven causes."
    )
    return Outcome({"analysis.key_moments": moments}, (note,) if tested.height else ())


ATTRIBUTION = Analysis(
    name="attribution",
    inputs=_SHARES,
    tables=(
        Model(
            "analysis.attribution",
            "one row per dimension, attribution method and value that is credited with conversions",
            ("attribution_dimension", "attribution_method", "touch"),
        ),
    ),
    run=credit,
)
KEY_MOMENTS = Analysis(
    name="key moments",
    inputs=_CELLS,
    tables=(
        Model(
            "analysis.key_moments",
            "one row per outcome and thing met or said: touchpoint, company action, friction, barrier or topic",
            ("outcome", "factor_kind", "factor"),
        ),
    ),
    run=estimate,
)
