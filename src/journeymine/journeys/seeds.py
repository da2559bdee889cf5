"""The session, journey, goal and stage settings as tables the SQL models read."""

from __future__ import annotations

import polars as pl

from journeymine.journeys.business import build_business_seeds
from journeymine.journeys.friction import build_friction_seeds
from journeymine.settings import Settings, count_milliseconds


def build_journey_seeds(settings: Settings) -> dict[str, pl.DataFrame]:
    """Build the tables of schema seed that the session and journey models read.

    Returns:
        seed.windows: one row: gaps, cap and lookback in milliseconds, where journeys end, the time zone and currency.
        seed.goals: one row per touchpoint that is a goal; goal_rank is 1-based, in the order of the settings.
        seed.stages: one row per stage, stage_rank 1-based.
        And those of `build_business_seeds` and `build_friction_seeds`.
    """
    windows = {
        "session_gap_milliseconds": count_milliseconds(settings.sessions.gap),
        "session_cap_milliseconds": count_milliseconds(settings.sessions.cap),
        "journey_gap_milliseconds": count_milliseconds(settings.journeys.gap),
        "lookback_milliseconds": count_milliseconds(settings.journeys.lookback),
        "ends_at": settings.journeys.ends_at,
        "timezone": settings.project.timezone,
        "currency_code": settings.project.currency,
    }
    goals = [(goal.touchpoint, goal.name, rank, goal.value is not None) for rank, goal in enumerate(settings.goals, 1)]
    return {
        **build_business_seeds(settings),
        **build_friction_seeds(settings),
        "seed.windows": pl.DataFrame([windows]),
        "seed.goals": pl.DataFrame(
            goals,
            schema={"touchpoint": pl.String, "goal": pl.String, "goal_rank": pl.Int32, "has_value": pl.Boolean},
            orient="row",
        ).unique("touchpoint", keep="first", maintain_order=True),
        "seed.stages": pl.DataFrame(
            list(enumerate(settings.stages.order, 1)),
            schema={"stage_rank": pl.Int32, "stage": pl.String},
            orient="row",
        ),
    }
