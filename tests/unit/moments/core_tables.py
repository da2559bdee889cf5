"""The tables of core and analysis that the key-moment models read, of customers who are simulated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import polars as pl

START = datetime(2026, 1, 1)
_EMPTY: Mapping[str, Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "core.friction": {
        "customer_id": pl.Int64,
        "friction_kind": pl.String,
        "occurred_at": pl.Datetime("us"),
        "event_key": pl.Int64,
    },
    "core.scores": {
        "event_key": pl.Int64,
        "customer_id": pl.Int64,
        "occurred_at": pl.Datetime("us"),
        "rating": pl.Float64,
        "rating_scale": pl.String,
        "satisfaction": pl.Float64,
        "stage": pl.String,
    },
    "core.customer_events": {"customer_id": pl.Int64, "event_kind_id": pl.Int64, "occurred_at": pl.Datetime("us")},
    "core.event_kinds": {"event_kind_id": pl.Int64, "is_customer_act": pl.Boolean},
    "core.customer_ends": {
        "customer_id": pl.Int64,
        "last_act_at": pl.Datetime("us"),
        "first_goal_at": pl.Datetime("us"),
        "last_goal_at": pl.Datetime("us"),
        "last_cancelled_at": pl.Datetime("us"),
    },
    "analysis.signals": {
        "text_id": pl.String,
        "customer_id": pl.Int64,
        "signal": pl.String,
        "signal_subtype": pl.String,
        "signal_status": pl.String,
        "occurred_at": pl.Datetime("us"),
    },
    "analysis.texts_to_read": {"text_id": pl.String, "customer_id": pl.Int64, "occurred_at": pl.Datetime("us")},
    "analysis.text_topics": {"text_id": pl.String, "topic_id": pl.String},
    "analysis.topics": {"topic_id": pl.String, "topic": pl.String},
}


def write_tables(
    steps: pl.DataFrame, stage_ranks: Mapping[str, int | None], goal: str, days: int, **others: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Write the tables of one journey a customer.

    Args:
        steps: customer_id, occurred_at and touchpoint, in the order they happened.
        stage_ranks: The rank of each touchpoint's stage, in the order of their codes.
        goal: The touchpoint that is the goal.
        days: After so many the observation ends.
        others: Further tables, "core__friction" for core.friction; those not given are empty.
    """
    codes = {name: code for code, name in enumerate(stage_ranks, 1)}
    steps = steps.with_columns(
        journey_index=pl.lit(1),
        step_index=pl.int_range(1, pl.len() + 1).over("customer_id"),
        touchpoint_code=pl.col("touchpoint").replace_strict(codes, return_dtype=pl.Int32),
        goal_rank=pl.when(pl.col("touchpoint") == goal).then(pl.lit(1, pl.Int32)),
        channel_code=pl.lit(1),
        event_key=pl.int_range(pl.len()),
        milliseconds_to_next=pl.lit(None, pl.Int64),
    )
    journeys = steps.group_by("customer_id", "journey_index").agg(
        started_at=pl.col("occurred_at").min(),
        ended_at=pl.col("occurred_at").max(),
        status=pl.when(pl.col("goal_rank").max() == 1).then(pl.lit("converted")).otherwise(pl.lit("abandoned")),
    )
    tables = {name: pl.DataFrame(schema=dict(schema)) for name, schema in _EMPTY.items()}
    return tables | {
        "core.steps": steps.drop("touchpoint"),
        "core.journeys": journeys,
        "core.customer_measures": journeys.select("customer_id", first_event_at="started_at"),
        "core.observation": pl.DataFrame({"as_of": [START + timedelta(days=days)]}),
        "core.touchpoint_names": pl.DataFrame(
            {
                "touchpoint": list(codes),
                "touchpoint_code": list(codes.values()),
                "stage_rank": list(stage_ranks.values()),
            },
            schema_overrides={"touchpoint_code": pl.Int32, "stage_rank": pl.Int32},
        ),
        "core.touchpoint_acts": pl.DataFrame(
            {"touchpoint_code": list(codes.values()), "is_company": [False] * len(codes)},
            schema_overrides={"touchpoint_code": pl.Int32},
        ),
        **{name.replace("__", "."): frame for name, frame in others.items()},
    }
