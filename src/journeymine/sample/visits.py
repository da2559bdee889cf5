"""All visits to site and app as one table: browsing, store kiosk, app, help, loyalty; with device and login."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company, habits
from journeymine.sample.behaviour import TABLET_SLOT, Behaviour
from journeymine.sample.dates import Calendar
from journeymine.sample.draws import Booleans, Draws, Integers
from journeymine.sample.people import People, write_device_ids, write_tablet_ids

BROWSE, KIOSK, APP, HELP, LOYALTY, LATE_LOGIN = range(6)
"""Kinds of visit."""
KIOSK_SLOT = 20
"""Slots from here on are the kiosks of the stores."""
APP_SLOT = 2
FLAGS = ("by_newsletter", "compares", "video", "delivery", "cart", "checkout", "error", "purchase")
KEY_DAYS = 4096
"""A visit's key is ((kind, person) * KEY_DAYS + day), unique while no sample is longer than that."""


def plan_visits(draws: Draws, people: People, behaviour: Behaviour, calendar: Calendar) -> pl.DataFrame:
    """List every visit of a chunk's people.

    Returns:
        One row per visit: visit_key, kind, person, row (index into `people`), day, started (microseconds UTC), slot,
        category, device (cookie), has_login, is_new_account, entry and the flags of behaviour.Behaviour.visits.
    """
    first = int(people.person[0])
    browse = behaviour.visits.select("person", "day", slot="device", category="category", **{f: f for f in FLAGS})
    frames = [browse.with_columns(kind=pl.lit(BROWSE)), _kiosk(draws, people, behaviour)]
    frames += _after_purchase(draws, people, behaviour, calendar.days)
    late = _late_logins(draws, people, behaviour, calendar.days)
    visits = pl.concat([*frames, late], how="diagonal_relaxed").with_columns(pl.col(FLAGS).fill_null(False))
    visits = visits.with_columns(
        visit_key=(pl.col("person") * 8 + pl.col("kind")) * KEY_DAYS + pl.col("day"), row=pl.col("person") - first
    )
    visits = visits.unique("visit_key", keep="first", maintain_order=True).sort("person", "day", "kind")
    key, person, day, slot, kind = (visits[c].to_numpy() for c in ("visit_key", "person", "day", "slot", "kind"))
    row = person - first
    segment = people.segment[row]

    hours = np.where(np.isin(kind, (KIOSK,))[:, None], _STORE_HOURS, habits.HOUR_WEIGHTS[segment])
    seconds = draws.choose("hour", hours, key) * 3600.0 + draws.uniform("second", key) * 3599.0
    login = _logins(draws, people, visits, set(late["person"].to_list()))
    entry = draws.choose("entry", habits.ENTRY_WEIGHTS[segment], key)
    entry = np.where(visits["by_newsletter"].to_numpy(), company.EMAIL_ENTRY, entry)
    entry = np.where(kind == BROWSE, entry, 0)
    return visits.with_columns(
        pl.Series("started", calendar.moments(day, seconds)),
        pl.Series("has_login", login),
        pl.Series("entry", entry),
        pl.Series("segment", segment),
        device=assign_devices(draws, person, slot),
    ).with_columns(
        is_new_account=pl.col("has_login")
        & (pl.col("has_login").cum_sum().over("person") == 1)
        & (pl.col("kind") == BROWSE)
        & pl.Series(draws.chance("new account", 0.45, person)),
    )


_STORE_HOURS = np.array([0] * 10 + [6, 9, 12, 11, 10, 11, 13, 14, 10, 4] + [0] * 4, dtype=np.float64)


def assign_devices(draws: Draws, person: Integers, slot: Integers) -> pl.Series:
    """Write the cookie or app instance of each visit."""
    own = write_device_ids(draws, person, np.clip(slot, 0, 3))
    tablet = write_tablet_ids(draws, person // 2)
    kiosk = pl.Series(4_000_000_000 + slot * 13).cast(pl.String) + ".1700000001"
    frame = pl.DataFrame({"own": own, "tablet": tablet, "kiosk": kiosk, "slot": slot})
    chosen = pl.when(pl.col("slot") >= KIOSK_SLOT).then("kiosk").when(pl.col("slot") == TABLET_SLOT).then("tablet")
    return frame.select(device=chosen.otherwise("own"))["device"]


def _kiosk(draws: Draws, people: People, behaviour: Behaviour) -> pl.DataFrame:
    """Let some account holders log in at the tablet in the store: a device of many people."""
    first = int(people.person[0])
    found = behaviour.store_visits.filter(
        people.has_account[behaviour.store_visits["person"].to_numpy() - first]
        & draws.chance("kiosk", 0.15, behaviour.store_visits["person"], behaviour.store_visits["day"])
    )
    store = choose_store(draws, found["person"].to_numpy())
    return found.select(
        "person", "day", pl.Series("slot", store + KIOSK_SLOT), category=pl.lit(company.TABLET), kind=pl.lit(KIOSK)
    )


def choose_store(draws: Draws, person: Integers) -> Integers:
    """Say which store a person goes to."""
    return draws.choose("store", (0.34, 0.22, 0.18, 0.18, 0.08), person)


def _after_purchase(draws: Draws, people: People, behaviour: Behaviour, days: int) -> list[pl.DataFrame]:
    """Plan app use, help pages, reviews and referrals in the weeks after each purchase."""
    first = int(people.person[0])
    person = behaviour.purchases["person"].to_numpy()
    bought = behaviour.purchases["day"].to_numpy()
    row = person - first
    plans: list[tuple[int, Booleans, Integers, Integers]] = []
    for turn in range(6):
        day = bought + 1 + turn * 4 + draws.integers("app day", 4, person, bought, turn)
        uses = people.has_app[row] & draws.chance("app use", 0.6 * 0.85**turn, person, bought, turn)
        plans.append((APP, uses, day, np.full(len(row), APP_SLOT)))
    help_day = bought + 1 + draws.integers("help day", 14, person, bought)
    reads_help = people.is_online[row] & draws.chance("help", 0.35, person, bought)
    plans.append((HELP, reads_help, help_day, _slots(draws, people, row, help_day)))
    loyalty_day = bought + 9 + draws.integers("loyalty day", 20, person, bought)
    praises = people.has_account[row] & draws.chance("loyalty", habits.PRAISES[people.segment[row]], person, bought)
    plans.append((LOYALTY, praises, loyalty_day, _slots(draws, people, row, loyalty_day)))
    frames = [_app_visits(behaviour.app_days)]
    for kind, happens, day, slot in plans:
        keep = happens & (day < days)
        category = np.where(
            slot == APP_SLOT, company.PHONE, np.where(slot == 1, people.second_device[row], people.device[row])
        )
        columns = {"person": person, "day": day, "slot": slot, "category": category, "kind": np.full(len(row), kind)}
        frames.append(pl.DataFrame(columns).filter(keep))
    return frames


def _app_visits(app_days: pl.DataFrame) -> pl.DataFrame:
    """Plan the app's use on ordinary days, whatever was bought before."""
    return app_days.select(
        "person", "day", slot=pl.lit(APP_SLOT), category=pl.lit(company.PHONE), kind=pl.lit(APP, dtype=pl.Int64)
    )


def _slots(draws: Draws, people: People, row: Integers, day: Integers) -> Integers:
    """Give the browser a person would use for visits other than browsing."""
    return np.where(day >= people.cookie_day[row], 3, 0)


def _late_logins(draws: Draws, people: People, behaviour: Behaviour, days: int) -> pl.DataFrame:
    """Let a few people log in on their second browser for the first time on the very last day.

    Until then the second browser is a customer of its own; the last night has to merge the two.
    """
    chosen = people.person[(people.second_device >= 0) & draws.chance("late login", 0.12, people.person)]
    used = behaviour.visits.filter((pl.col("device") == 1) & (pl.col("day") < days - 1))["person"].unique()
    person = np.intersect1d(chosen, used.to_numpy())
    category = people.second_device[person - people.person[0]]
    size = len(person)
    return pl.DataFrame(
        {
            "person": person,
            "day": np.full(size, days - 1),
            "slot": np.ones(size, dtype=np.int64),
            "category": category,
            "kind": np.full(size, LATE_LOGIN),
        }
    )


def _logins(draws: Draws, people: People, visits: pl.DataFrame, late: set[int]) -> Booleans:
    """Say in which visits people log in: at checkout, often otherwise, and at least once on nearly every device."""
    key, row, slot, kind = (visits[c].to_numpy() for c in ("visit_key", "row", "slot", "kind"))
    person = visits["person"].to_numpy()
    account = people.has_account[row]
    last = visits.select(last=pl.col("visit_key") == pl.col("visit_key").last().over("person", "slot"))[
        "last"
    ].to_numpy()
    forgets = draws.chance("never logs in here", 0.01, person, slot)
    login = draws.chance("login", 0.3, key) | visits["checkout"].to_numpy() | (last & ~forgets)
    login |= np.isin(kind, (KIOSK, APP, LATE_LOGIN, LOYALTY))
    waits = np.isin(person, sorted(late)) & (slot == 1) & (kind != LATE_LOGIN)
    return np.asarray(account & login & ~waits)
