"""HubSpot-shaped tables: contacts with merges, deals with their stages, engagements and e-mail events."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company
from journeymine.sample.behaviour import Behaviour
from journeymine.sample.dates import DAY_MICROSECONDS, Calendar
from journeymine.sample.draws import Draws, Integers
from journeymine.sample.people import People
from journeymine.sample.tables import Rows, Table, make_rows, write_moment

CONTACT = Table(
    "hubspot/contact.csv",
    (
        "id", "_fivetran_deleted", "_fivetran_synced", "property_email", "property_phone", "property_firstname",
        "property_createdate", "property_lastmodifieddate", "property_hs_merged_object_ids", "property_user_id",
        "property_loyalty_card", "property_jobtitle", "property_industry", "property_age_band", "property_education",
        "property_income_band", "property_family", "property_interests", "property_heard_from", "property_country",
        "property_hs_language", "property_consent",
    ),
)  # fmt: skip
MERGES = Table(
    "hubspot/contact_merge_audit.csv",
    ("canonical_vid", "contact_id", "vid_to_merge", "_fivetran_synced", "entity_id", "num_properties_moved", "timestamp", "user_id"),
)
DEAL = Table(
    "hubspot/deal.csv",
    (
        "deal_id", "is_deleted", "_fivetran_synced", "deal_pipeline_id", "deal_pipeline_stage_id", "owner_id", "portal_id",
        "property_dealname", "property_amount", "property_deal_currency_code", "property_closedate", "property_createdate",
        "property_hs_lastmodifieddate",
    ),
    "property_createdate",
)  # fmt: skip
DEAL_STAGE = Table(
    "hubspot/deal_stage.csv",
    ("deal_id", "_fivetran_start", "_fivetran_active", "_fivetran_end", "_fivetran_synced", "date_entered", "source", "source_id", "value"),
    "date_entered",
)
DEAL_CONTACT = Table("hubspot/deal_contact.csv", ("contact_id", "deal_id", "_fivetran_synced", "type_id", "category"))
ENGAGEMENT = Table("hubspot/engagement.csv", ("id", "type", "_fivetran_synced", "portal_id"))
ENGAGEMENT_CONTACT = Table(
    "hubspot/engagement_contact.csv", ("contact_id", "engagement_id", "engagement_type", "type_id", "_fivetran_synced", "category")
)
CALL = Table(
    "hubspot/engagement_call.csv",
    ("engagement_id", "_fivetran_deleted", "_fivetran_synced", "property_hs_createdate", "property_hs_timestamp", "property_hubspot_owner_id", "property_hs_call_title", "type"),
    "property_hs_timestamp",
)
MEETING = Table(
    "hubspot/engagement_meeting.csv",
    ("engagement_id", "_fivetran_synced", "start_time", "end_time", "source", "meeting_outcome", "title", "property_hubspot_owner_id"),
    "start_time",
)
NOTE = Table(
    "hubspot/engagement_note.csv",
    ("engagement_id", "_fivetran_deleted", "_fivetran_synced", "property_hs_createdate", "property_hs_timestamp", "property_hs_note_body", "property_hubspot_owner_id", "type"),
    "property_hs_timestamp",
)
EMAIL_EVENT = Table(
    "hubspot/email_event.csv",
    (
        "id", "_fivetran_synced", "app_id", "caused_by_created", "caused_by_id", "created", "email_campaign_id", "portal_id",
        "sent_by_created", "sent_by_id", "type", "filtered_event", "recipient",
    ),
    "created",
)  # fmt: skip
PIPELINE = Table("hubspot/deal_pipeline.csv", ("pipeline_id", "_fivetran_deleted", "_fivetran_synced", "active", "display_order", "label"))
PIPELINE_STAGE = Table(
    "hubspot/deal_pipeline_stage.csv",
    ("stage_id", "_fivetran_deleted", "_fivetran_synced", "active", "closed_won", "is_closed", "display_order", "probability", "label", "pipeline_id"),
)
CAMPAIGN = Table("hubspot/email_campaign.csv", ("id", "_fivetran_synced", "app_id", "name", "subject", "type"))

ORDER_CAMPAIGN, REMINDER_CAMPAIGN, NEWSLETTER_CAMPAIGN = 11, 12, 100
"""Ids of campaigns; newsletters count up from the last one."""
STAGES = {
    "renewals": {"renewal_offered": 0.5, "renewal_won": 1.0, "renewal_lost": 0.0},
    "sales": {"sales_qualified": 0.2, "sales_meeting": 0.4, "sales_quote": 0.6, "sales_won": 1.0, "sales_lost": 0.0},
}
"""Stages of each pipeline of deals, with the chance of success HubSpot shows."""
TRUE_FALSE = ("FALSE", "false", "False")


def list_contacts(draws: Draws, people: People, calendar: Calendar) -> list[Rows]:
    """List contacts: one row per known person, a second one where two contacts were merged, again when one changes."""
    frame = people.frame.with_columns(
        pl.Series("is_known", people.is_known),
        pl.Series("is_merged", people.is_merged),
        pl.Series("account", people.has_account),
        pl.Series("card", people.has_card),
        pl.Series("has_phone", people.has_phone),
        pl.Series("consent", people.reads_newsletter),
        pl.Series("spelling", draws.integers("deleted spelling", 3, people.person)),
        pl.Series("arrives", moments(draws, "contact", people.person, people.arrival_day, calendar)),
        pl.Series("merged_at", _merge_moments(draws, people, calendar)),
        pl.Series("changes", draws.chance("contact changes", 0.2, people.person)),
        pl.Series("changed_at", calendar.start_microseconds + draws.integers("contact change", calendar.days * DAY_MICROSECONDS, people.person)),
    ).filter("is_known")
    deleted = pl.col("spelling").replace_strict(dict(enumerate(TRUE_FALSE)), return_dtype=pl.String)
    own = frame.with_columns(key=pl.col("person") * 4, id=pl.col("crm_id"), mail=pl.col("email"), created=pl.col("arrives"), deleted=deleted)
    own = own.with_columns(
        merged_ids=pl.when(pl.col("is_merged") & (pl.col("merged_at") <= pl.col("arrives"))).then("merged_crm_id"),
        modified=pl.col("arrives"),
    )
    changed = own.filter(pl.col("changes") & (pl.col("changed_at") > pl.col("arrives"))).with_columns(
        key=pl.col("key") + 1, arrives="changed_at", modified="changed_at", interests=pl.lit("energy saving")
    )
    both = own.filter("is_merged")
    second = both.with_columns(
        key=pl.col("key") + 2, id="merged_crm_id", mail="second_email", deleted=pl.lit("TRUE"), has_phone=pl.lit(False),
        account=pl.lit(False), card=pl.lit(False), arrives="merged_at", modified="merged_at", merged_ids=pl.lit(None, dtype=pl.String),
    )  # fmt: skip
    merged = both.filter(pl.col("merged_at") > pl.col("created")).with_columns(
        key=pl.col("key") + 3, arrives="merged_at", modified="merged_at", merged_ids="merged_crm_id"
    )
    contacts = pl.concat([own, changed, second, merged]).with_columns(
        _fivetran_deleted="deleted",
        _fivetran_synced=write_moment(pl.col("arrives") + 3_600_000_000),
        property_email=pl.when(pl.col("person") % 7 == 0).then(pl.col("mail").str.to_titlecase()).otherwise("mail"),
        property_phone=pl.when("has_phone").then(spell_phone(pl.col("person") % 3)),
        property_firstname=pl.col("first_name").str.to_titlecase(),
        property_createdate=write_moment("created"),
        property_lastmodifieddate=write_moment("modified"),
        property_hs_merged_object_ids="merged_ids",
        property_user_id=pl.when("account").then("user_id"),
        property_loyalty_card=pl.when("card").then("loyalty_id"),
        property_jobtitle="jobtitle", property_industry="industry", property_age_band="age_band",
        property_education="education", property_income_band="income_band", property_family="family",
        property_interests="interests", property_heard_from="heard_from", property_country="country",
        property_hs_language="language", property_consent=pl.when("consent").then(pl.lit("true")).otherwise(pl.lit("FALSE")),
    )  # fmt: skip
    audit = second.select(
        "person", "arrives", key="key", canonical_vid="crm_id", contact_id="crm_id", vid_to_merge="merged_crm_id",
        _fivetran_synced=write_moment("arrives"), entity_id=pl.lit("json"), num_properties_moved=pl.lit("4"),
        timestamp=write_moment("arrives"), user_id=pl.lit(None, dtype=pl.String),
    )  # fmt: skip
    return [make_rows(CONTACT, contacts), make_rows(MERGES, audit)]


def moments(draws: Draws, name: str, person: Integers, day: Integers, calendar: Calendar) -> Integers:
    """Give a moment of a working day's hours on each day."""
    return calendar.moments(day, 8 * 3600 + 10 * 3600 * draws.uniform(name, person, day))


def _merge_moments(draws: Draws, people: People, calendar: Calendar) -> Integers:
    span = calendar.days - people.arrival_day
    day = people.arrival_day + (draws.uniform("merge day", people.person) * span * 0.97).astype(np.int64)
    return moments(draws, "merge", people.person, day, calendar)


def spell_phone(variant: pl.Expr) -> pl.Expr:
    """Spell the phone in one of three ways: +48510000000, +48 510 000 000 or 0048510000000."""
    number = pl.col("subscriber").cast(pl.String)
    spaced = pl.concat_str(
        pl.lit("+"), pl.col("dialling").cast(pl.String), pl.lit(" "), number.str.slice(0, 3), pl.lit(" "), number.str.slice(3, 3),
        pl.lit(" "), number.str.slice(6),
    )  # fmt: skip
    return (
        pl.when(variant == 0).then("phone").when(variant == 1).then(spaced).otherwise(pl.concat_str(pl.lit("00"), pl.col("dialling").cast(pl.String), number))
    )


def list_email_events(draws: Draws, people: People, behaviour: Behaviour, visits: pl.DataFrame, calendar: Calendar) -> list[Rows]:
    """List what was sent by e-mail, opened, clicked and bounced: newsletters, order confirmations, cart reminders."""
    first = int(people.person[0])
    parts: list[tuple[int, Integers, Integers, np.ndarray]] = []
    for turn, day in enumerate(range(company.FIRST_NEWSLETTER_DAY, calendar.days, company.NEWSLETTER_EVERY_DAYS)):
        readers = people.person[people.reads_newsletter & (people.arrival_day <= day)]
        sent = calendar.start_microseconds + day * DAY_MICROSECONDS + 5 * 3_600_000_000 + draws.integers("newsletter at", 600_000_000, readers, day)
        parts.append((NEWSLETTER_CAMPAIGN + turn, readers, np.full(len(readers), day), sent))
    purchases = behaviour.purchases.filter(people.is_known[behaviour.purchases["person"].to_numpy() - first])
    who, day = purchases["person"].to_numpy(), purchases["day"].to_numpy()
    parts.append((ORDER_CAMPAIGN, who, day, calendar.moments(day, 23.6 * 3600 + 600 * draws.uniform("confirmation", who, day))))
    left = visits.filter(pl.col("cart") & ~pl.col("purchase") & pl.col("row").replace_strict(dict(enumerate(people.reads_newsletter.tolist()))))
    who, day = left["person"].to_numpy(), left["day"].to_numpy()
    reminded = draws.chance("reminder", 0.5, who, day)
    parts.append((REMINDER_CAMPAIGN, who[reminded], day[reminded] + 1, calendar.moments(day[reminded] + 1, 10 * 3600 + 3600 * draws.uniform("reminder at", who[reminded], day[reminded]))))
    sent = pl.concat(
        [pl.DataFrame({"campaign": np.full(len(who), campaign), "person": who, "day": day, "created": at}) for campaign, who, day, at in parts]
    )
    who, day, campaign = (sent[c].to_numpy() for c in ("person", "day", "campaign"))
    clicked = sent.join(visits.filter("by_newsletter").select("person", "day", visit_at="started"), on=["person", "day"], how="left", maintain_order="left")
    is_newsletter = pl.col("campaign") >= NEWSLETTER_CAMPAIGN
    segment = people.segment[who - first]
    opens = draws.chance("opens", np.array([0.25, 0.45, 0.2, 0.4])[segment], who, day, campaign)
    bounces = draws.chance("bounces", 0.008, who, day, campaign)
    wait = draws.integers("opens after", 30_000_000_000, who, day, campaign) + 60_000_000
    sent = clicked.with_columns(
        pl.Series("opened", opens), pl.Series("bounced", bounces), pl.Series("open_at", sent["created"].to_numpy() + wait),
        click_at=pl.when(is_newsletter).then(pl.col("visit_at") - 4_000_000),
    ).with_columns(open_at=pl.min_horizontal("open_at", pl.col("click_at") - 30_000_000))  # fmt: skip
    keep = ["person", "campaign", "day", sent_at := "created"]
    sends = sent.select(*keep, type=pl.lit("SENT"), at=pl.col(sent_at))
    others = [
        sent.filter((pl.col("opened") & ~pl.col("bounced")) | pl.col("click_at").is_not_null()).select(*keep, type=pl.lit("OPEN"), at="open_at"),
        sent.filter(pl.col("click_at").is_not_null()).select(*keep, type=pl.lit("CLICK"), at="click_at"),
        sent.filter(pl.col("bounced") & pl.col("click_at").is_null()).select(*keep, type=pl.lit("BOUNCE"), at=pl.col("created") + 2_000_000),
    ]
    events = pl.concat([sends, *others]).filter(pl.col("at") < calendar.end_microseconds)
    code = events["type"].replace_strict({"SENT": 0, "OPEN": 1, "CLICK": 2, "BOUNCE": 3}, return_dtype=pl.Int64)
    key = (events["person"].to_numpy() * 4096 + events["day"].to_numpy()) * 512 + events["campaign"].to_numpy() * 4 % 512 + code.to_numpy()
    second = people.is_merged[events["person"].to_numpy() - first] & draws.chance("second e-mail", 0.4, events["person"], events["campaign"])
    identifiers = [pl.Series(draws.bits("e-mail id", key - code.to_numpy() * done)).cast(pl.String) for done in (0, 1)]
    rows = events.join(people.frame.select("person", "email", "second_email"), on="person", how="left", maintain_order="left").with_columns(
        key=pl.Series(key), arrives=pl.col("at"), id=pl.format("e-{}", pl.Series(identifiers[0])),
        _fivetran_synced=write_moment(pl.col("at") + 120_000_000), app_id=pl.lit("2286"), created=write_moment("at"),
        email_campaign_id=pl.col("campaign").cast(pl.String), portal_id=pl.lit(str(company.PORTAL)),
        sent_by_created=pl.when(pl.col("type") != "SENT").then(write_moment("created")),
        sent_by_id=pl.when(pl.col("type") != "SENT").then(pl.format("e-{}", pl.Series(identifiers[1]))),
        filtered_event=pl.lit("false"), recipient=pl.when(pl.Series(second)).then("second_email").otherwise("email"),
    )  # fmt: skip
    return [make_rows(EMAIL_EVENT, rows)]


def list_dictionaries(calendar: Calendar) -> list[Rows]:
    """List what belongs to nobody: the pipelines of deals with their stages, and the e-mail campaigns."""
    synced = {"person": pl.lit(0), "arrives": pl.lit(calendar.start_microseconds), "_fivetran_synced": write_moment(pl.lit(calendar.start_microseconds))}
    flags = {"_fivetran_deleted": pl.lit("FALSE"), "active": pl.lit("TRUE"), "display_order": pl.col("key").cast(pl.String)}
    pipelines = pl.DataFrame({"pipeline_id": list(STAGES), "key": list(range(len(STAGES)))})
    stages = pl.DataFrame(
        [
            {"stage_id": stage, "pipeline_id": pipeline, "key": number * 10 + place, "probability": f"{probability:.1f}"}
            for number, (pipeline, named) in enumerate(STAGES.items())
            for place, (stage, probability) in enumerate(named.items())
        ]
    ).with_columns(
        closed_won=pl.when(pl.col("stage_id").str.ends_with("won")).then(pl.lit("TRUE")).otherwise(pl.lit("FALSE")),
        is_closed=pl.when(pl.col("stage_id").str.contains("won|lost")).then(pl.lit("TRUE")).otherwise(pl.lit("false")),
        label=pl.col("stage_id").str.replace("_", " "),
    )
    return [
        make_rows(PIPELINE, pipelines.with_columns(label=pl.col("pipeline_id"), **synced, **flags)),
        make_rows(PIPELINE_STAGE, stages.with_columns(**synced, **flags)),
        _list_campaigns(calendar),
    ]


def _list_campaigns(calendar: Calendar) -> Rows:
    newsletters = range(len(range(company.FIRST_NEWSLETTER_DAY, calendar.days, company.NEWSLETTER_EVERY_DAYS)))
    named = {ORDER_CAMPAIGN: "order confirmation", REMINDER_CAMPAIGN: "cart reminder"}
    named |= {NEWSLETTER_CAMPAIGN + turn: f"newsletter {turn + 1}" for turn in newsletters}
    frame = pl.DataFrame({"id": [str(number) for number in named], "name": list(named.values()), "key": list(named)}).with_columns(
        person=pl.lit(0), arrives=pl.lit(calendar.start_microseconds), app_id=pl.lit("2286"), subject=pl.col("name"),
        _fivetran_synced=write_moment(pl.lit(calendar.start_microseconds)), type=pl.lit("BATCH_EMAIL"),
    )  # fmt: skip
    return make_rows(CAMPAIGN, frame)
