"""What people do, day by day: visits to site and stores, advice, purchases; with effects a right run must find.

A person has a need now and then; while it lasts they come often. Whether an active day ends in a purchase depends
on the segment, on how active they were before, and, truly, on having watched a product video before. Reading the
delivery information depends on activity only: it goes along with purchases and causes none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from journeymine.sample import company, habits
from journeymine.sample.draws import Booleans, Draws, Floats, Integers
from journeymine.sample.people import People

PURCHASE_ACTIVITY = 0.8
VIDEO_ACTIVITY = 0.35
DELIVERY_BASE, DELIVERY_ACTIVITY = -3.4, 1.1
LEAVES_AFTER_FAILURE = 0.85
_KINDS = ("visits", "stores", "calls", "app", "purchases", "failures")
MEMORY = 0.85
"""Share of yesterday's activity that is remembered today."""


@dataclass(frozen=True)
class Behaviour:
    """What the people of one chunk did; times are still days, `person` is the global number.

    visits: one row per person and day on the web, with what the visit contained.
    store_visits, advice_calls, app_days: one row each. purchases: one row per purchase, wherever it was made.
    failures: one row per checkout given up after an error. leaving_day: from when on a person has gone to a competitor
    after such a failure (an array, one entry a person; the number of days where they stay).
    """

    visits: pl.DataFrame
    store_visits: pl.DataFrame
    advice_calls: pl.DataFrame
    app_days: pl.DataFrame
    purchases: pl.DataFrame
    failures: pl.DataFrame
    leaving_day: Integers


def _chance_of(logit: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


def _season(day: int, days: int) -> float:
    """Say how much likelier a need is on this day: a January sale, then a slow rise into spring."""
    return 1.5 if day < 21 else 0.85 + 0.3 * day / days


def live(draws: Draws, people: People, days: int, first_weekday: int) -> Behaviour:
    """Let the people of a chunk live `days` days; the first one is `first_weekday` (Monday = 0)."""
    person, segment = people.person, people.segment
    size = len(person)
    need = np.zeros(size, dtype=bool)
    activity = np.zeros(size)
    video_day = np.full(size, -10_000, dtype=np.int64)
    leaving_day = np.full(size, days, dtype=np.int64)
    rows: dict[str, list[pl.DataFrame]] = {name: [] for name in _KINDS}
    pain_day = days - company.PAIN_DAYS_BEFORE_END

    for day in range(days):

        def happens(name: str, probability: Floats | float, today: int = day) -> Booleans:
            return draws.chance(name, probability, person, today)

        weekday = (first_weekday + day) % 7
        present = (people.arrival_day <= day) & (day < leaving_day)
        starts = happens("need", habits.NEED_STARTS[segment] * _season(day, days))
        need |= present & (starts | (people.arrival_day == day))
        factor = habits.WEEKDAY_FACTORS[segment, weekday]
        is_mail_day = day % company.NEWSLETTER_EVERY_DAYS == company.FIRST_NEWSLETTER_DAY
        clicks = happens("newsletter click", habits.NEWSLETTER_CLICK[segment])
        clicks &= people.reads_newsletter & present & is_mail_day
        to_web = np.where(need, habits.WEB_IN_NEED[segment], habits.WEB_OTHERWISE[segment])
        web = clicks | (present & happens("web", to_web * factor))
        web = people.is_online & (web | (people.arrival_day == day))
        to_store = np.where(need, habits.STORE_IN_NEED[segment], habits.STORE_OTHERWISE[segment])
        store = present & happens("store", to_store * factor) & (weekday != 6)
        app = present & people.has_app & happens("app", habits.APP_OPENED[segment] * factor)
        web &= ~(store & (segment == company.STORE_FIRST) & happens("only store", 0.7))
        advice = present & need & people.has_phone & happens("advice", habits.ADVICE_IN_NEED[segment]) & (weekday < 5)

        level = np.log1p(2.0 * activity)
        active = web | store
        exposed = day - video_day <= company.EFFECT_WINDOW_DAYS
        logit = habits.PURCHASE_LOGIT[segment] + PURCHASE_ACTIVITY * level + np.log(company.EFFECT_ODDS_RATIO) * exposed
        buys = active & happens("purchase", _chance_of(logit))
        video = web & happens("video", _chance_of(habits.VIDEO_LOGIT[segment] + VIDEO_ACTIVITY * level))
        delivery = web & happens("delivery", _chance_of(DELIVERY_BASE + DELIVERY_ACTIVITY * level))

        in_store = buys & store & (~web | happens("buys in store", 0.6))
        online = buys & ~in_store
        cart = web & (online | happens("cart", habits.CART_CHANCE[segment]))
        checkout = cart & (online | happens("checkout", habits.CHECKOUT_CHANCE[segment]))
        device = choose_device(draws, people, day)
        category = find_device_category(people, device)
        in_pain = (segment == company.EVENING) & (category == company.PHONE) & (day >= pain_day)
        error = checkout & happens("error", np.where(in_pain, company.PAIN_ERROR_CHANCE, company.USUAL_ERROR_CHANCE))
        gives_up = error & happens("gives up", company.ABANDON_AFTER_ERROR_CHANCE)
        online &= ~gives_up
        bought = online | in_store

        keep = np.flatnonzero(web)
        rows["visits"].append(
            pl.DataFrame(
                {
                    "person": person[keep],
                    "day": np.full(len(keep), day),
                    "device": device[keep],
                    "category": category[keep],
                    "by_newsletter": clicks[keep],
                    "compares": (need & happens("compare", habits.COMPARE_CHANCE[segment]))[keep],
                    "video": video[keep],
                    "delivery": delivery[keep],
                    "cart": cart[keep],
                    "checkout": checkout[keep],
                    "error": error[keep],
                    "purchase": online[keep],
                }
            )
        )
        for name, mask in (("stores", store), ("calls", advice), ("app", app), ("failures", gives_up)):
            found = np.flatnonzero(mask)
            columns = {"person": person[found], "day": np.full(len(found), day), "bought": in_store[found]}
            rows[name].append(pl.DataFrame(columns))
        found = np.flatnonzero(bought)
        rows["purchases"].append(
            pl.DataFrame({"person": person[found], "day": np.full(len(found), day), "is_online": online[found]})
        )

        video_day = np.where(bought, -10_000, np.where(video, day, video_day))
        leaving_day = np.where(gives_up & happens("loses heart", LEAVES_AFTER_FAILURE), day + 1, leaving_day)
        need &= ~(bought | happens("need ends", habits.NEED_ENDS[segment]))
        activity = MEMORY * activity + active

    frames = {name: pl.concat(parts) for name, parts in rows.items()}
    return Behaviour(
        visits=frames["visits"],
        store_visits=frames["stores"],
        advice_calls=frames["calls"],
        app_days=frames["app"],
        purchases=frames["purchases"],
        failures=frames["failures"],
        leaving_day=leaving_day,
    )


TABLET_SLOT = 9
"""Marks the tablet a household shares; below it are a person's own slots."""


def choose_device(draws: Draws, people: People, day: int) -> Integers:
    """Say which device slot each person would use on a day."""
    slot = np.where(day >= people.cookie_day, 3, 0)
    on_second = (people.second_device >= 0) & draws.chance("on second device", 0.3, people.person, day)
    slot = np.where(on_second, 1, slot)
    on_tablet = people.has_tablet & draws.chance("on tablet", 0.25, people.person, day)
    return np.where(on_tablet, TABLET_SLOT, slot)


def find_device_category(people: People, slot: Integers) -> Integers:
    """Say what a slot is: an index into company.DEVICE_CATEGORIES, one a person."""
    own = np.where(slot == 1, people.second_device, people.device)
    return np.where(slot == TABLET_SLOT, company.TABLET, own)
