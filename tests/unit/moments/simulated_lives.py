"""Buyers who come back less and less: errors and dead buttons meet the half-hearted, who leave and grumble anyway."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl

from tests.unit.moments.core_tables import START, write_tables

DAYS = 100
SILENCE = timedelta(days=30)
STAGES = ("look", "use")
BUY = "buy"
LOSING, GRIEVING = "rage_click", "dead_click"
"""The first makes customers leave and bears on no rating, the second lowers ratings and makes nobody leave."""


def simulate_lives(
    lost_odds: float, satisfied_odds: float, seed: int, customer_count: int = 4_000
) -> dict[str, pl.DataFrame]:
    """Simulate days after a purchase, and write the tables that the key-moment models read.

    Args:
        lost_odds: True effect of having met LOSING on the odds that a visit is the last.
        satisfied_odds: True effect of having met GRIEVING on the odds of a good rating.
        seed: Of all draws.
        customer_count: How many customers.
    """
    random = np.random.default_rng(seed)
    is_here = np.ones(customer_count, bool)
    is_keen = random.random(customer_count) < 0.6
    last_visit = np.zeros(customer_count, int)
    met = {LOSING: np.zeros(customer_count, bool), GRIEVING: np.zeros(customer_count, bool)}
    steps = [(np.arange(customer_count), 0, minute, name) for minute, name in enumerate(("look", BUY))]
    frictions, ratings = [], []
    for day in range(1, DAYS):
        visits = is_here & (random.random(customer_count) < np.where(is_keen, 0.7, 0.25))
        is_slack = day - last_visit >= 4
        steps += [
            (np.flatnonzero(visits & is_keen), day, 0, "use"),
            (np.flatnonzero(visits & ~is_keen), day, 0, "look"),
        ]
        for minute, (kind, so_far) in enumerate(met.items(), 5):
            hit = visits & (random.random(customer_count) < np.where(is_slack, 0.12, 0.002))
            frictions.append((np.flatnonzero(hit), day, minute, kind))
            so_far |= hit
        asked = np.flatnonzero(visits & (random.random(customer_count) < 0.15))
        logit = 1.2 - 1.6 * is_slack + np.log(satisfied_odds) * met[GRIEVING]
        good = random.random(customer_count) < 1 / (1 + np.exp(-logit))
        ratings.append((asked, day, 10, np.where(good[asked], 5, 2)))
        logit = -5 + 1.6 * is_slack + np.log(lost_odds) * met[LOSING]
        is_here &= ~(visits & (random.random(customer_count) < 1 / (1 + np.exp(-logit))))
        last_visit[visits] = day
        is_keen ^= random.random(customer_count) < 0.01
    acts = _stack(steps, "touchpoint").sort("customer_id", "occurred_at")
    # a visit ends twenty minutes after it began, with a click that is no step
    events = acts.select("customer_id", occurred_at=pl.col("occurred_at") + pl.duration(minutes=20))
    ends = events.group_by("customer_id").agg(last_act_at=pl.col("occurred_at").max()).sort("customer_id")
    return write_tables(
        acts,
        {"look": 1, "use": 2, BUY: None},
        BUY,
        DAYS,
        core__friction=_stack(frictions, "friction_kind").with_columns(event_key=-1 - pl.int_range(pl.len())),
        core__scores=_stack(ratings, "rating").with_columns(
            event_key=-1 - pl.int_range(pl.len()),
            rating_scale=pl.lit("csat5"),
            satisfaction=(pl.col("rating") - 1) / 4,
            stage=pl.lit("use"),
        ),
        core__customer_events=events.with_columns(event_kind_id=pl.lit(1)),
        core__event_kinds=pl.DataFrame({"event_kind_id": [1], "is_customer_act": [True]}),
        core__customer_ends=ends.with_columns(
            first_goal_at=pl.lit(START), last_goal_at=pl.lit(START), last_cancelled_at=pl.lit(None, pl.Datetime("us"))
        ),
    )


def _stack(rows: list[tuple[np.ndarray, int, int, object]], name: str) -> pl.DataFrame:
    """Stack what happened to some customers on a day, at a minute of it, into customer_id, occurred_at and a column."""
    return pl.concat(
        pl.DataFrame({"customer_id": who, name: what}).with_columns(
            occurred_at=pl.lit(START) + pl.duration(days=day, minutes=minute)
        )
        for who, day, minute, what in rows
        if who.size
    )
