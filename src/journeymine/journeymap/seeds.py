"""The scenarios of journey maps as a table the SQL models read."""

from __future__ import annotations

import polars as pl

from journeymine.settings import ALL, Scenario, Settings


def list_scenarios(settings: Settings) -> tuple[Scenario, ...]:
    """List the scenarios that maps are drawn of beside "all": those of the settings, else one per goal."""
    if settings.scenarios:
        return settings.scenarios
    goals = dict.fromkeys(goal.name for goal in settings.goals if goal.name != ALL)
    return tuple(Scenario(name=goal, goal=goal) for goal in goals)


def build_map_seeds(settings: Settings) -> dict[str, pl.DataFrame]:
    """Build seed.scenarios: one row per scenario; an empty list of products or business units stands for all."""
    own = [(one.name, one.goal, list(one.product), list(one.business_unit)) for one in list_scenarios(settings)]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "scenario": pl.String,
        "goal": pl.String,
        "products": pl.List(pl.String),
        "business_units": pl.List(pl.String),
    }
    return {"seed.scenarios": pl.DataFrame([(ALL, None, [], []), *own], schema=schema, orient="row")}
