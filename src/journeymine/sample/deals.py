"""HubSpot-shaped deals and engagements: renewals of the service plan, larger sales with a meeting, notes and calls."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company, habits, hubspot
from journeymine.sample.behaviour import Behaviour
from journeymine.sample.dates import Calendar, assign_working_moments
from journeymine.sample.draws import Draws, Integers
from journeymine.sample.people import People
from journeymine.sample.tables import Rows, make_rows, write_moment

RENEWAL_AFTER_DAYS = 35
_RENEWALS, _SALES = "renewals", "sales"
_OPEN_END = "2050-01-01 00:00:00"


def list_deals(draws: Draws, people: People, behaviour: Behaviour, calendar: Calendar) -> list[Rows]:
    """List deals, their stages, contacts and engagements of a chunk's people."""
    stages = pl.concat([_renewal_stages(draws, people, behaviour, calendar), _sales_stages(draws, people, calendar)])
    stages = stages.filter(pl.col("at") < calendar.end_microseconds).sort("deal", "at")
    owner = pl.Series(draws.integers("owner", len(company.OWNERS), stages["deal"]))
    stages = stages.join(
        people.frame.select("person", "crm_id"), on="person", how="left", maintain_order="left"
    ).with_columns(
        deal_id=pl.format("{}", pl.col("deal") + 1_000_000),
        owner_id=owner.replace_strict(dict(enumerate(map(str, company.OWNERS))), return_dtype=pl.String),
        is_last=pl.col("at") == pl.col("at").max().over("deal"),
        created=pl.col("at").min().over("deal"),
        next_at=pl.col("at").shift(-1).over("deal"),
        number=pl.int_range(pl.len()).over("deal"),
    )
    return [*_deal_tables(stages), *_engagements(draws, stages)]


def _deal_tables(stages: pl.DataFrame) -> list[Rows]:
    key = pl.col("deal") * 8 + pl.col("number")
    closed = pl.col("stage").str.contains("won|lost")
    # The table of deals is a snapshot: a deal is delivered again, with its new stage, whenever the stage changes.
    deals = stages.with_columns(
        key=key,
        arrives="at",
        is_deleted=pl.lit("false"),
        _fivetran_synced=write_moment(pl.col("at") + 600_000_000),
        deal_pipeline_id="pipeline",
        deal_pipeline_stage_id="stage",
        portal_id=pl.lit(str(company.PORTAL)),
        property_dealname=pl.format("{} {}", "pipeline", "deal_id"),
        property_amount=pl.col("amount").cast(pl.String),
        property_deal_currency_code=pl.lit("EUR"),
        property_closedate=pl.when(closed).then(write_moment("at")),
        property_createdate=write_moment("created"),
        property_hs_lastmodifieddate=write_moment("at"),
    )
    history = stages.with_columns(
        key=key,
        arrives="at",
        _fivetran_start=write_moment("at"),
        _fivetran_active=pl.when("is_last").then(pl.lit("TRUE")).otherwise(pl.lit("false")),
        _fivetran_end=pl.when(pl.col("next_at").is_null()).then(pl.lit(_OPEN_END)).otherwise(write_moment("next_at")),
        _fivetran_synced=write_moment(pl.col("at") + 600_000_000),
        date_entered=write_moment("at"),
        source=pl.lit("CRM_UI"),
        source_id="owner_id",
        value="stage",
    )
    contacts = stages.filter(pl.col("number") == 0).with_columns(
        key=key,
        arrives="at",
        contact_id="crm_id",
        _fivetran_synced=write_moment(pl.col("at") + 600_000_000),
        type_id=pl.lit("3"),
        category=pl.lit("HUBSPOT_DEFINED"),
    )
    return [
        make_rows(hubspot.DEAL, deals),
        make_rows(hubspot.DEAL_STAGE, history),
        make_rows(hubspot.DEAL_CONTACT, contacts),
    ]


def _frame(
    deal: Integers, person: Integers, pipeline: str, stage: str | np.ndarray, at: Integers, amount: np.ndarray
) -> pl.DataFrame:
    names = np.full(len(deal), stage) if isinstance(stage, str) else stage
    columns = {"deal": deal, "person": person, "stage": names, "at": at, "amount": np.round(amount, 2)}
    return pl.DataFrame(columns, schema_overrides={"stage": pl.String}).with_columns(pipeline=pl.lit(pipeline))


def _renewal_stages(draws: Draws, people: People, behaviour: Behaviour, calendar: Calendar) -> pl.DataFrame:
    """Offer every known buyer the service plan again five weeks after the first purchase; most accept within days."""
    bought = behaviour.purchases.group_by("person").agg(pl.col("day").min()).sort("person")
    bought = bought.filter(people.is_known[bought["person"].to_numpy() - people.person[0]])
    person, day = bought["person"].to_numpy(), bought["day"].to_numpy() + RENEWAL_AFTER_DAYS
    chosen = draws.chance("renewal offered", 0.7, person)
    person, day = person[chosen], day[chosen]
    won = draws.chance("renewal won", habits.RENEWS[people.segment[person - people.person[0]]], person)
    decided = day + 1 + draws.integers("renewal decision", 10, person)
    amount = np.full(len(person), 49.0)
    return pl.concat(
        [
            _frame(
                person * 2,
                person,
                _RENEWALS,
                "renewal_offered",
                assign_working_moments(draws, "offer", person, day, calendar),
                amount,
            ),
            _frame(
                person * 2,
                person,
                _RENEWALS,
                np.where(won, "renewal_won", "renewal_lost"),
                assign_working_moments(draws, "decision", person, decided, calendar),
                amount,
            ),
        ]
    )


def _sales_stages(draws: Draws, people: People, calendar: Calendar) -> pl.DataFrame:
    """Sell to a few people in person: qualified, meeting, quote, won or lost."""
    chance = habits.SALES_DEAL[people.segment]
    person = people.person[people.is_known & draws.chance("sales deal", chance, people.person)]
    start = people.arrival_day[person - people.person[0]] + 2 + draws.integers("sales start", 40, person)
    amount = 800 + 4000 * draws.uniform("sales amount", person)
    won = draws.chance("sales won", 0.45, person)
    frames = []
    for number, stage in enumerate(("sales_qualified", "sales_meeting", "sales_quote", "sales_closed")):
        day = start + number * 4 + draws.integers("sales step", 4, person, number)
        names = np.where(won, "sales_won", "sales_lost") if stage == "sales_closed" else stage
        goes_on = draws.chance("sales goes on", 1.0 - 0.1 * number, person)
        frame = _frame(
            person * 2 + 1,
            person,
            _SALES,
            names,
            assign_working_moments(draws, "sales " + stage, person, day, calendar),
            amount,
        )
        frames.append(frame.filter(goes_on))
    return pl.concat(frames)


def _engagements(draws: Draws, stages: pl.DataFrame) -> list[Rows]:
    """Put a meeting at the meeting stage, a note at the quote and a call at the renewal offer (half of them)."""
    kinds = {"sales_meeting": "MEETING", "sales_quote": "NOTE", "renewal_offered": "CALL"}
    chosen = stages.filter(pl.col("stage").is_in(list(kinds)))
    calls = pl.Series(draws.chance("renewal call", 0.5, chosen["deal"]))
    chosen = chosen.filter((pl.col("stage") != "renewal_offered") | calls).with_columns(
        type=pl.col("stage").replace_strict(kinds, return_dtype=pl.String),
        key=pl.col("deal") * 8 + pl.col("number"),
        begins=pl.col("at") + 5_400_000_000,
    )
    shown = chosen.with_columns(
        arrives="begins",
        id=pl.format("{}", pl.col("key") + 19_000_000_000),
        engagement_id=pl.format("{}", pl.col("key") + 19_000_000_000),
        engagement_type="type",
        portal_id=pl.lit(str(company.PORTAL)),
        contact_id="crm_id",
        type_id=pl.lit("9"),
        category=pl.lit("HUBSPOT_DEFINED"),
        _fivetran_synced=write_moment(pl.col("begins") + 60_000_000),
        _fivetran_deleted=pl.lit("false"),
        property_hs_createdate=write_moment("begins"),
        property_hs_timestamp=write_moment("begins"),
        property_hubspot_owner_id="owner_id",
        property_hs_call_title=pl.lit("Renewal call"),
        property_hs_call_direction=pl.lit("OUTBOUND"),
        property_hs_note_body=pl.format("Quote for deal {} sent.", "deal_id"),
        start_time=write_moment("begins"),
        end_time=write_moment(pl.col("begins") + 2_700_000_000),
        source=pl.lit("CRM_UI"),
        meeting_outcome=pl.lit("COMPLETED"),
        title=pl.lit("Sales meeting"),
    )
    tables = {"CALL": hubspot.CALL, "MEETING": hubspot.MEETING, "NOTE": hubspot.NOTE}
    rows = [make_rows(table, shown.filter(pl.col("type") == kind)) for kind, table in tables.items()]
    return [make_rows(hubspot.ENGAGEMENT, shown), make_rows(hubspot.ENGAGEMENT_CONTACT, shown), *rows]
