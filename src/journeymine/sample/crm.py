"""HubSpot-shaped contacts: who is known, when that changed, and which two contacts turned out to be one person."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import hubspot
from journeymine.sample.dates import DAY_MICROSECONDS, Calendar, assign_working_moments
from journeymine.sample.draws import Draws, Integers
from journeymine.sample.people import People, write_phone
from journeymine.sample.tables import Rows, make_rows, write_moment

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
        pl.Series("arrives", assign_working_moments(draws, "contact", people.person, people.arrival_day, calendar)),
        pl.Series("merged_at", _merge_moments(draws, people, calendar)),
        pl.Series("changes", draws.chance("contact changes", 0.2, people.person)),
        pl.Series(
            "changed_at",
            calendar.start_microseconds
            + draws.integers("contact change", calendar.days * DAY_MICROSECONDS, people.person),
        ),
    ).filter("is_known")
    deleted = pl.col("spelling").replace_strict(dict(enumerate(TRUE_FALSE)), return_dtype=pl.String)
    own = frame.with_columns(
        key=pl.col("person") * 4, id=pl.col("crm_id"), mail=pl.col("email"), created=pl.col("arrives"), deleted=deleted
    )
    own = own.with_columns(
        merged_ids=pl.when(pl.col("is_merged") & (pl.col("merged_at") <= pl.col("arrives"))).then("merged_crm_id"),
        modified=pl.col("arrives"),
    )
    changed = own.filter(pl.col("changes") & (pl.col("changed_at") > pl.col("arrives"))).with_columns(
        key=pl.col("key") + 1, arrives="changed_at", modified="changed_at", interests=pl.lit("energy saving")
    )
    both = own.filter("is_merged")
    second = both.with_columns(
        key=pl.col("key") + 2,
        id="merged_crm_id",
        mail="second_email",
        deleted=pl.lit("TRUE"),
        has_phone=pl.lit(False),
        account=pl.lit(False),
        card=pl.lit(False),
        arrives="merged_at",
        modified="merged_at",
        merged_ids=pl.lit(None, dtype=pl.String),
    )
    merged = both.filter(pl.col("merged_at") > pl.col("created")).with_columns(
        key=pl.col("key") + 3, arrives="merged_at", modified="merged_at", merged_ids="merged_crm_id"
    )
    contacts = pl.concat([own, changed, second, merged]).with_columns(
        _fivetran_deleted="deleted",
        _fivetran_synced=write_moment(pl.col("arrives") + 3_600_000_000),
        property_email=pl.when(pl.col("person") % 7 == 0).then(pl.col("mail").str.to_titlecase()).otherwise("mail"),
        property_phone=pl.when("has_phone").then(write_phone(pl.col("person") % 3)),
        property_firstname=pl.col("first_name").str.to_titlecase(),
        property_createdate=write_moment("created"),
        property_lastmodifieddate=write_moment("modified"),
        property_hs_merged_object_ids="merged_ids",
        property_user_id=pl.when("account").then("user_id"),
        property_loyalty_card=pl.when("card").then("loyalty_id"),
        property_jobtitle="jobtitle",
        property_industry="industry",
        property_age_band="age_band",
        property_education="education",
        property_income_band="income_band",
        property_family="family",
        property_interests="interests",
        property_heard_from="heard_from",
        property_country="country",
        property_hs_language="language",
        property_consent=pl.when("consent").then(pl.lit("true")).otherwise(pl.lit("FALSE")),
    )
    audit = second.select(
        "person",
        "arrives",
        key="key",
        canonical_vid="crm_id",
        contact_id="crm_id",
        vid_to_merge="merged_crm_id",
        _fivetran_synced=write_moment("arrives"),
        entity_id=pl.lit("json"),
        num_properties_moved=pl.lit("4"),
        timestamp=write_moment("arrives"),
        user_id=pl.lit(None, dtype=pl.String),
    )
    return [make_rows(hubspot.CONTACT, contacts), make_rows(hubspot.MERGES, audit)]


def _merge_moments(draws: Draws, people: People, calendar: Calendar) -> Integers:
    span = calendar.days - people.arrival_day
    day = people.arrival_day + (draws.uniform("merge day", people.person) * span * 0.97).astype(np.int64)
    return assign_working_moments(draws, "merge", people.person, day, calendar)
