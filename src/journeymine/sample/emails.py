"""E-mails as HubSpot's e-mail events: newsletters, order confirmations, cart reminders; sent, opened, clicked."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company, habits, hubspot
from journeymine.sample.behaviour import Behaviour
from journeymine.sample.dates import DAY_MICROSECONDS, Calendar
from journeymine.sample.draws import Draws, Floats, Integers
from journeymine.sample.people import People
from journeymine.sample.tables import Rows, make_rows, write_moment

ORDER_CAMPAIGN, REMINDER_CAMPAIGN, SURVEY_CAMPAIGN, NEWSLETTER_CAMPAIGN = 11, 12, 13, 100
"""Ids of campaigns; newsletters count up from the last one."""


def list_email_events(
    draws: Draws,
    people: People,
    behaviour: Behaviour,
    visits: pl.DataFrame,
    invitations: pl.DataFrame,
    calendar: Calendar,
) -> list[Rows]:
    """List what was sent by e-mail, opened, clicked and bounced: newsletters, confirmations, reminders, surveys."""
    asked = invitations.select(
        "person",
        "sent_at",
        campaign=pl.lit(SURVEY_CAMPAIGN, dtype=pl.Int64),
        day=(pl.col("sent_at") - calendar.start_microseconds) // DAY_MICROSECONDS,
    )
    mails = [_send(draws, people, behaviour, visits, calendar), asked.unique(["person", "day"], maintain_order=True)]
    sent = _answer(draws, people, behaviour, pl.concat(mails, how="diagonal"), visits, calendar)
    clicked = pl.col("click_at").is_not_null()
    moments = {
        "SENT": (pl.lit(True), pl.col("sent_at")),
        "OPEN": ((pl.col("opened") & ~pl.col("bounced")) | clicked, pl.col("open_at")),
        "CLICK": (clicked, pl.col("click_at")),
        "BOUNCE": (pl.col("bounced") & ~clicked, pl.col("sent_at") + 2_000_000),
    }
    parts = [
        sent.filter(happens).with_columns(type=pl.lit(name), code=pl.lit(code), at=at)
        for code, (name, (happens, at)) in enumerate(moments.items())
    ]
    events = pl.concat(parts).filter(pl.col("at") < calendar.end_microseconds)
    person, day, campaign = (events[name].to_numpy() for name in ("person", "day", "campaign"))
    mail = (person * 4096 + day) * 512 + campaign * 4
    second = people.is_merged[person - people.person[0]] & draws.chance("second e-mail", 0.4, person, campaign)
    names = people.frame.select("person", "email", "second_email")
    rows = events.join(names, on="person", how="left", maintain_order="left").with_columns(
        key=pl.Series(mail) + pl.col("code"),
        arrives="at",
        id=pl.format("e-{}", pl.Series(draws.bits("e-mail event", mail + events["code"].to_numpy()))),
        _fivetran_synced=write_moment(pl.col("at") + 120_000_000),
        app_id=pl.lit("2286"),
        created=write_moment("at"),
        email_campaign_id=pl.col("campaign").cast(pl.String),
        portal_id=pl.lit(str(company.PORTAL)),
        sent_by_created=pl.when(pl.col("code") > 0).then(write_moment("sent_at")),
        sent_by_id=pl.when(pl.col("code") > 0).then(pl.format("e-{}", pl.Series(draws.bits("e-mail event", mail)))),
        filtered_event=pl.lit("false"),
        recipient=pl.when(pl.Series(second)).then("second_email").otherwise("email"),
    )
    return [make_rows(hubspot.EMAIL_EVENT, rows)]


def _send(draws: Draws, people: People, behaviour: Behaviour, visits: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """List what is sent: one row per e-mail with campaign, person, day and sent_at."""
    frames = []

    def send(campaign: int, person: Integers, day: Integers, at: Integers) -> None:
        columns = {"campaign": np.full(len(person), campaign), "person": person, "day": day, "sent_at": at}
        frames.append(pl.DataFrame(columns))

    for turn, mail_day in enumerate(find_newsletter_days(calendar.days)):
        readers = people.person[people.reads_newsletter & (people.arrival_day <= mail_day)]
        days = np.full(len(readers), mail_day)
        send(
            NEWSLETTER_CAMPAIGN + turn,
            readers,
            days,
            calendar.moments(days, _minutes(draws, "letter", 7, readers, days)),
        )
    bought = behaviour.purchases.filter(people.is_known[behaviour.purchases["person"].to_numpy() - people.person[0]])
    person, days = bought["person"].to_numpy(), bought["day"].to_numpy()
    send(ORDER_CAMPAIGN, person, days, calendar.moments(days, _minutes(draws, "confirmation", 23, person, days)))
    left = visits.filter(
        pl.col("cart")
        & ~pl.col("purchase")
        & ~pl.col("error")
        & pl.Series(people.reads_newsletter[visits["row"].to_numpy()])
    )
    person, days = left["person"].to_numpy(), left["day"].to_numpy() + 1
    reminded = draws.chance("reminder", 0.5, person, days)
    person, days = person[reminded], days[reminded]
    send(REMINDER_CAMPAIGN, person, days, calendar.moments(days, _minutes(draws, "reminder at", 10, person, days)))
    return pl.concat(frames)


def find_newsletter_days(days: int) -> range:
    """Return the days on which a newsletter is sent."""
    return range(company.FIRST_NEWSLETTER_DAY, days, company.NEWSLETTER_EVERY_DAYS)


def _minutes(draws: Draws, name: str, hour: int, person: Integers, day: Integers) -> Floats:
    """Give a moment within half an hour after an hour of the day, in seconds."""
    return np.asarray(hour * 3600 + 1800 * draws.uniform(name, person, day))


def _answer(
    draws: Draws, people: People, behaviour: Behaviour, sent: pl.DataFrame, visits: pl.DataFrame, calendar: Calendar
) -> pl.DataFrame:
    """Say which e-mails bounce and are opened, and that a visit by newsletter was a click in it just before."""
    came = visits.filter("by_newsletter").select("person", "day", visit_at="started")
    sent = sent.join(came, on=["person", "day"], how="left", maintain_order="left")
    person, day, campaign = (sent[name].to_numpy() for name in ("person", "day", "campaign"))
    row = person - people.person[0]
    chance = np.where(day < behaviour.leaving_day[row], habits.NEWSLETTER_OPENED[people.segment[row]], 0.0)
    hours = draws.choose("open hour", habits.HOUR_WEIGHTS[people.segment[row]], person, day, campaign)
    at = calendar.moments(day, 3600.0 * (hours + draws.uniform("open minute", person, day, campaign)))
    too_early = at < sent["sent_at"].to_numpy() + 60_000_000
    return sent.with_columns(
        opened=pl.Series(draws.chance("opens", chance, person, day, campaign)),
        bounced=pl.Series(draws.chance("bounces", 0.008, person, day, campaign)),
        open_at=pl.Series(at + too_early * DAY_MICROSECONDS),
        click_at=pl.when((pl.col("campaign") >= NEWSLETTER_CAMPAIGN) & pl.col("visit_at").is_not_null()).then(
            pl.max_horizontal(pl.col("visit_at") - 4_000_000, pl.col("sent_at") + 40_000_000)
        ),
    ).with_columns(open_at=pl.min_horizontal("open_at", pl.col("click_at") - 30_000_000))
