"""The planted truth as CSV files: who is who, the segments, effects, pains, drift and what every file holds."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company
from journeymine.sample.behaviour import Behaviour
from journeymine.sample.dates import Calendar
from journeymine.sample.pages import FOLLOWS, FOLLOWS_AFTER_DRIFT, HOME, PAGES
from journeymine.sample.people import People
from journeymine.sample.visits import APP_SLOT, KIOSK_SLOT


def write_persons(person: pl.Expr) -> pl.Expr:
    """Write a person's number the way the truth names it."""
    return pl.format("p{}", person.cast(pl.String).str.zfill(7))


def list_identities(people: People, visits: pl.DataFrame, tickets: pl.DataFrame) -> pl.DataFrame:
    """List every identifier: identity_kind, identity_value (as written), person, is_shared, is_linkable.

    Devices are those that were really used. A shared one is listed once for each person. A device is not linkable when
    its owner never logged in on it although they are known elsewhere: no row of the files tells whose it is.
    """
    known = people.frame.with_columns(
        account=pl.Series(people.has_account),
        known=pl.Series(people.is_known),
        merged=pl.Series(people.is_merged & people.is_known),
        card=pl.Series(people.has_card),
        calls=pl.Series(people.has_phone),
        asks=pl.col("person").is_in(tickets["person"].unique().to_list()),
    )
    kinds = (
        ("user_id", "user_id", "account"),
        ("email", "email", "known"),
        ("email", "second_email", "merged"),
        ("phone", "phone", "calls"),
        ("crm_id", "crm_id", "known"),
        ("crm_id", "merged_crm_id", "merged"),
        ("loyalty_id", "loyalty_id", "card"),
        ("support_id", "support_id", "asks"),
    )
    keys = [
        known.filter(condition).select(
            "person",
            identity_kind=pl.lit(kind),
            identity_value=column,
            is_shared=pl.lit(False),
            is_linkable=pl.lit(True),
        )
        for kind, column, condition in kinds
    ]
    shared = (pl.col("slot") >= KIOSK_SLOT) | (pl.col("slot") > APP_SLOT + 1)
    devices = visits.group_by("person", "device", maintain_order=True).agg(
        is_shared=shared.any(), logged=pl.col("has_login").any(), row=pl.col("row").first()
    )
    is_known = pl.Series(people.is_known[devices["row"].to_numpy()])
    cookies = devices.select(
        "person",
        identity_kind=pl.lit("device"),
        identity_value="device",
        is_shared="is_shared",
        is_linkable=(pl.col("logged") | ~is_known) & ~pl.col("is_shared"),
    )
    named = pl.concat([*keys, cookies]).sort("person", "identity_kind", "identity_value")
    return named.select(
        "identity_kind", "identity_value", write_persons(pl.col("person")).alias("person"), "is_shared", "is_linkable"
    )


def list_segments(people: People) -> pl.DataFrame:
    """List who belongs to which segment."""
    return pl.DataFrame(
        {"person": people.person, "segment": np.array(company.SEGMENTS)[people.segment], "is_known": people.is_known}
    ).with_columns(person=write_persons(pl.col("person")))


def sort_texts(*texts: pl.DataFrame) -> pl.DataFrame:
    """Put the texts of all sources together, person by person, with the columns of the truth."""
    together = pl.concat(texts).sort("person", maintain_order=True)
    named = write_persons(pl.col("person")).alias("person")
    said = ("signal", "signal_subtype", "signal_sentence")
    return together.select("source", "record_id", named, "language", "sentiment", "theme", *said)


def list_purchases(behaviour: Behaviour) -> pl.DataFrame:
    """List who bought on which day (0 = the first one), and where."""
    channel = pl.when("is_online").then(pl.lit("web")).otherwise(pl.lit("store"))
    return behaviour.purchases.select(write_persons(pl.col("person")).alias("person"), "day", channel=channel).sort(
        "person", "day"
    )


def list_facts(calendar: Calendar) -> dict[str, pl.DataFrame]:
    """List what was planted for the whole sample: effects, pains and drift."""
    names = {
        "home": "Home page",
        "category": "Category page",
        "product": "Product page",
        "search": "Site search",
        "article": "Blog article",
        "reviews": "Reviews",
    }
    effects = pl.DataFrame(
        {
            "touchpoint": [company.EFFECT_TOUCHPOINT, company.CONFOUNDED_TOUCHPOINT],
            "outcome": ["purchase", "purchase"],
            "odds_ratio": [company.EFFECT_ODDS_RATIO, 1.0],
            "window_days": [company.EFFECT_WINDOW_DAYS, company.EFFECT_WINDOW_DAYS],
            "note": [
                "odds of a purchase on an active day, if the video was watched on an earlier day since the last"
                " purchase, at most window_days before",
                "read more often by people who come often, which also buy more: no effect of its own",
            ],
        }
    )
    pains = pl.DataFrame(
        {
            "pain": ["checkout errors"],
            "touchpoint": ["Checkout error"],
            "device": [company.DEVICE_CATEGORIES[company.PHONE]],
            "segment": [company.SEGMENTS[company.EVENING]],
            "begins_on": [calendar.date(max(calendar.days - company.PAIN_DAYS_BEFORE_END, 0)).isoformat()],
            "error_share_before": [company.USUAL_ERROR_CHANCE],
            "error_share_after": [company.PAIN_ERROR_CHANCE],
            "abandoned_share": [company.ABANDON_AFTER_ERROR_CHANCE],
        }
    )
    begins = calendar.date(max(calendar.days - company.DRIFT_DAYS_BEFORE_END, 0)).isoformat()
    changed = [n for n in range(len(PAGES)) if FOLLOWS[HOME, n] != FOLLOWS_AFTER_DRIFT[HOME, n]]
    drift = pl.DataFrame(
        {
            "from_touchpoint": [names["home"]] * len(changed),
            "to_touchpoint": [names[PAGES[n]] for n in changed],
            "begins_on": [begins] * len(changed),
            "share_before": [float(FOLLOWS[HOME, n]) for n in changed],
            "share_after": [float(FOLLOWS_AFTER_DRIFT[HOME, n]) for n in changed],
            "note": ["share among browsing steps of a visit that follow the home page at once"] * len(changed),
        }
    )
    return {"effects": effects, "pains": pains, "drift": drift}
