"""Which numbers of a customer segments are made of, in which groups, and which are kept out as outcomes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

OUTCOMES = (
    *("amount", "goal_amount", "lifetime_value_amount", "converted_count", "conversion_share"),
    *("median_return_days", "company_act_count"),
)
"""Columns of marts.customer_features that segments are compared by, and so are never made of.

The company's own acts are among them: it confirms orders and asks buyers how they liked it. Of marts.mix_items those
marked is_outcome (goals, and transitions to or from one) are left out as well.
"""

Unit = Literal["count", "share", "days", "seconds"]


@dataclass(frozen=True)
class Feature:
    """A column of marts.customer_features: its group, its unit, and what it is called in a sentence."""

    column: str
    group: str
    unit: Unit
    words: str


NUMERIC = (
    Feature("recency_days", "rhythm", "days", "days since the last event"),
    Feature("tenure_days", "rhythm", "days", "days from first to last event"),
    Feature("median_gap_days", "rhythm", "days", "median days between visits"),
    Feature("p90_gap_days", "rhythm", "days", "longest usual days between visits (p90)"),
    Feature("median_wait_seconds", "rhythm", "seconds", "median seconds between steps"),
    Feature("p90_wait_seconds", "rhythm", "seconds", "longest usual seconds between steps (p90)"),
    Feature("event_count", "volume", "count", "events"),
    Feature("session_count", "volume", "count", "visits"),
    Feature("step_count", "volume", "count", "steps"),
    Feature("mean_session_seconds", "volume", "seconds", "seconds per visit"),
    Feature("mean_session_event_count", "volume", "count", "events per visit"),
    Feature("night_share", "hours", "share", "visits from 0:00 to 5:59"),
    Feature("morning_share", "hours", "share", "visits from 6:00 to 11:59"),
    Feature("evening_share", "hours", "share", "visits from 18:00"),
    Feature("weekend_share", "hours", "share", "visits at weekends"),
    Feature("phone_share", "device", "share", "visits by phone"),
    Feature("desktop_share", "device", "share", "visits by desktop computer"),
    Feature("online_share", "breadth", "share", "steps on line"),
    Feature("main_channel_share", "breadth", "share", "steps in the main channel"),
    Feature("channel_count", "breadth", "count", "channels used"),
    Feature("touchpoint_count", "breadth", "count", "different touchpoints"),
    Feature("repeated_step_share", "breadth", "share", "steps repeated at once"),
    Feature("product_count", "breadth", "count", "different products"),
    Feature("product_step_share", "breadth", "share", "steps at a product"),
    Feature("service_step_count", "support", "count", "steps in service"),
    Feature("text_count", "support", "count", "texts written"),
    Feature("repeat_contact_count", "support", "count", "repeated contacts"),
)
"""The columns segments are made of, unless a project says otherwise. journey_count and mean_step_count are not among
them: where a journey ends at a goal they tell who reached one."""

FACETS = ("stage", "channel", "touchpoint", "transition", "product")
"""The facets of marts.mix_items; each is a group of features of its own."""

GROUPS = (*dict.fromkeys(feature.group for feature in NUMERIC), *FACETS)
"""The groups of features, as `[segments].features` names them."""

FACET_WORDS = {
    "stage": "steps in stage {}",
    "channel": "steps through {}",
    "touchpoint": "steps at {}",
    "transition": "moves {}",
    "product": "steps at product {}",
}


def tell_unknown(left_out: Collection[str], mix_items: pl.DataFrame) -> Iterator[str]:
    """Tell which names of features to leave out are none tonight: mistyped, or items that are too rare to be counted.

    Args:
        left_out: Columns, or items such as "channel: email".
        mix_items: One row per item, as marts.mix_items.
    """
    items = {f"{facet}: {item}" for facet, item in mix_items.select("facet", "item").iter_rows()}
    unknown = sorted(set(left_out) - items - set(OUTCOMES) - {feature.column for feature in NUMERIC})
    if unknown:
        yield f"To be left out, but no feature: {', '.join(unknown)}."
