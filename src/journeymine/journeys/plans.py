"""The planned journeys as tables the SQL models read."""

from __future__ import annotations

import polars as pl

from journeymine.settings import Settings

_SCHEMA: dict[str, type[pl.DataType] | pl.DataType] = {
    "plan": pl.String,
    "planned_goal": pl.String,
    "products": pl.List(pl.String),
    "business_units": pl.List(pl.String),
}


def build_plan_seeds(settings: Settings) -> dict[str, pl.DataFrame]:
    """Build seed.plans: one row per planned journey; an empty list of products or business units stands for all."""
    rows = [(plan.name, plan.goal, list(plan.product), list(plan.business_unit)) for plan in settings.planned]
    return {"seed.plans": pl.DataFrame(rows, schema=_SCHEMA, orient="row")}
