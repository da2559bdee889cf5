"""Single figures about what was planted; they add up over chunks and become truth/figures.csv."""

from __future__ import annotations

import polars as pl

from journeymine.sample import company
from journeymine.sample.behaviour import TABLET_SLOT, Behaviour
from journeymine.sample.dates import Calendar
from journeymine.sample.pages import PAGES, UNKNOWN_EVENTS
from journeymine.sample.people import People
from journeymine.sample.visits import KIOSK_SLOT, LATE_LOGIN
from journeymine.sample.voices import SIGNALS

_SILENT = ("session_start", "user_engagement", "scroll", "login", "view_item", *UNKNOWN_EVENTS)


def count_plants(
    people: People, behaviour: Behaviour, visits: pl.DataFrame, web_events: pl.DataFrame, calendar: Calendar
) -> dict[str, int]:
    """Count what a chunk's people were given and did: name -> number."""
    figures = {
        "known_person_count": int(people.is_known.sum()),
        "merged_contact_count": int((people.is_known & people.is_merged).sum()),
        "late_login_count": _count(visits, pl.col("kind") == LATE_LOGIN),
        "household_tablet_count": visits.filter(pl.col("slot") == TABLET_SLOT)["device"].n_unique(),
        "kiosk_visit_count": _count(visits, pl.col("slot") >= KIOSK_SLOT),
        "web_purchase_count": _count(web_events, pl.col("act") == "purchase"),
        "store_purchase_count": _count(behaviour.purchases, ~pl.col("is_online")),
        "checkout_error_count": _count(web_events, pl.col("act") == "checkout_error"),
        "rage_visit_count": web_events.filter(pl.col("act") == "rage_click")["visit_key"].n_unique(),
    }
    figures |= {
        f"segment.{name}": int((people.segment == number).sum()) for number, name in enumerate(company.SEGMENTS)
    }
    figures |= {f"unknown.{name}": _count(web_events, pl.col("event_name") == name) for name in UNKNOWN_EVENTS}
    return figures | _count_pain(visits, calendar) | _count_drift(web_events, calendar)


def count_truth(identities: pl.DataFrame, segments: pl.DataFrame, texts: pl.DataFrame) -> dict[str, int]:
    """Count identity keys by kind, those that can be linked, and texts by language, sentiment, segment and signal."""
    figures: dict[str, int] = {}
    for kind, count, linkable in (
        identities.group_by("identity_kind")
        .agg(pl.len(), pl.col("is_linkable").sum())
        .sort("identity_kind")
        .iter_rows()
    ):
        figures |= {f"identity.{kind}.count": count, f"identity.{kind}.linkable_count": linkable}
    counted = texts.group_by("language", "sentiment").len().sort("language", "sentiment")
    figures |= {f"text.{language}.{sentiment}_count": count for language, sentiment, count in counted.iter_rows()}
    said = texts.filter(pl.col("signal") != "").join(segments, on="person", how="left")
    pairs = said.group_by("segment", "signal").len().iter_rows()
    counts = {(segment, signal): count for segment, signal, count in pairs}
    return figures | {
        f"signal.{segment}.{signal}_count": counts.get((segment, signal), 0)
        for segment in company.SEGMENTS
        for signal in SIGNALS
    }


def _count(frame: pl.DataFrame, condition: pl.Expr) -> int:
    return int(frame.select(condition.sum()).item())


def _count_pain(visits: pl.DataFrame, calendar: Calendar) -> dict[str, int]:
    """Count checkouts and those given up after an error: in the pain's group before and after, and elsewhere."""
    group = (pl.col("segment") == company.EVENING) & (pl.col("category") == company.PHONE)
    after = pl.col("day") >= calendar.days - company.PAIN_DAYS_BEFORE_END
    figures = {}
    for name, condition in (("before", group & ~after), ("after", group & after), ("elsewhere", ~group)):
        figures[f"pain.checkout_count.{name}"] = _count(visits, condition & pl.col("checkout"))
        figures[f"pain.given_up_count.{name}"] = _count(visits, condition & pl.col("error") & ~pl.col("purchase"))
    return figures


def _count_drift(web_events: pl.DataFrame, calendar: Calendar) -> dict[str, int]:
    """Count what follows the home page at once within a visit, before and after the drift begins."""
    steps = web_events.filter(~pl.col("act").is_in(_SILENT)).sort("visit_key", "number_in_visit")
    steps = steps.with_columns(following=pl.col("act").shift(-1).over("visit_key")).filter(pl.col("act") == "home")
    after = pl.col("day") >= calendar.days - company.DRIFT_DAYS_BEFORE_END
    figures = {}
    for name, condition in (("before", ~after), ("after", after)):
        for page in PAGES:
            figures[f"drift.home_to_{page}_count.{name}"] = _count(steps, condition & (pl.col("following") == page))
    return figures
