"""HubSpot's small tables that belong to nobody: pipelines of deals, their stages, e-mail campaigns."""

from __future__ import annotations

import polars as pl

from journeymine.sample import hubspot
from journeymine.sample.dates import Calendar
from journeymine.sample.emails import (
    NEWSLETTER_CAMPAIGN,
    ORDER_CAMPAIGN,
    REMINDER_CAMPAIGN,
    SURVEY_CAMPAIGN,
    find_newsletter_days,
)
from journeymine.sample.tables import Rows, make_rows, write_moment


def list_dictionaries(calendar: Calendar) -> list[Rows]:
    """List what belongs to nobody: the pipelines of deals with their stages, and the e-mail campaigns."""
    synced = {
        "person": pl.lit(0),
        "arrives": pl.lit(calendar.start_microseconds),
        "_fivetran_synced": write_moment(pl.lit(calendar.start_microseconds)),
    }
    flags = {
        "_fivetran_deleted": pl.lit("FALSE"),
        "active": pl.lit("TRUE"),
        "display_order": pl.col("key").cast(pl.String),
    }
    pipelines = pl.DataFrame({"pipeline_id": list(hubspot.STAGES), "key": list(range(len(hubspot.STAGES)))})
    stages = pl.DataFrame(
        [
            {
                "stage_id": stage,
                "pipeline_id": pipeline,
                "key": number * 10 + place,
                "probability": f"{probability:.1f}",
            }
            for number, (pipeline, named) in enumerate(hubspot.STAGES.items())
            for place, (stage, probability) in enumerate(named.items())
        ]
    ).with_columns(
        closed_won=pl.when(pl.col("stage_id").str.ends_with("won")).then(pl.lit("TRUE")).otherwise(pl.lit("FALSE")),
        is_closed=pl.when(pl.col("stage_id").str.contains("won|lost")).then(pl.lit("TRUE")).otherwise(pl.lit("false")),
        label=pl.col("stage_id").str.replace("_", " "),
    )
    return [
        make_rows(hubspot.PIPELINE, pipelines.with_columns(label=pl.col("pipeline_id"), **synced, **flags)),
        make_rows(hubspot.PIPELINE_STAGE, stages.with_columns(**synced, **flags)),
        _list_campaigns(calendar),
    ]


def _list_campaigns(calendar: Calendar) -> Rows:
    named = {ORDER_CAMPAIGN: "order confirmation", REMINDER_CAMPAIGN: "cart reminder"}
    named[SURVEY_CAMPAIGN] = "survey invitation"
    named |= {
        NEWSLETTER_CAMPAIGN + turn: f"newsletter {turn + 1}" for turn in range(len(find_newsletter_days(calendar.days)))
    }
    frame = pl.DataFrame(
        {"id": [str(number) for number in named], "name": list(named.values()), "key": list(named)}
    ).with_columns(
        person=pl.lit(0),
        arrives=pl.lit(calendar.start_microseconds),
        app_id=pl.lit("2286"),
        subject=pl.col("name"),
        _fivetran_synced=write_moment(pl.lit(calendar.start_microseconds)),
        type=pl.lit("BATCH_EMAIL"),
    )
    return make_rows(hubspot.CAMPAIGN, frame)
