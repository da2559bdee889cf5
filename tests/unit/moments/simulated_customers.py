"""Customers who are shown an offer when they are active and far along, and would buy sooner for that alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from tests.unit.moments.core_tables import START, write_tables

DAYS = 40
STAGES = ("look", "compare", "cart")
OFFER, BUY = "offer", "buy"


@dataclass(frozen=True)
class Simulation:
    """Steps of every customer (customer_id, day, touchpoint, in the order they happened), and who bought when."""

    steps: pl.DataFrame
    customer_count: int

    @property
    def ever_never_odds_ratio(self) -> float:
        """The odds of buying of customers who ever saw the offer against those who never did."""
        bought = np.zeros(self.customer_count, bool)
        seen = np.zeros(self.customer_count, bool)
        bought[self.steps.filter(pl.col("touchpoint") == BUY)["customer_id"].to_numpy()] = True
        seen[self.steps.filter(pl.col("touchpoint") == OFFER)["customer_id"].to_numpy()] = True
        table = [(bought & side).sum() / (~bought & side).sum() for side in (seen, ~seen)]
        return float(table[0] / table[1])


def simulate_customers(odds_ratio: float, seed: int, customer_count: int = 6_000) -> Simulation:
    """Simulate days of customers: the offer goes to the active and advanced, who buy more anyway.

    Args:
        odds_ratio: True effect of an offer of an earlier day on the odds of buying on a day.
        seed: Of all draws.
        customer_count: How many customers.
    """
    random = np.random.default_rng(seed)
    stage = np.ones(customer_count, int)
    last_active = np.zeros(customer_count, int)
    offered = np.zeros(customer_count, bool)
    here = np.ones(customer_count, bool)
    rows: list[tuple[np.ndarray, int, str]] = [(np.arange(customer_count), 0, STAGES[0])]
    for day in range(1, DAYS):
        recency = day - last_active
        logit = -5.6 + 0.9 * stage - 0.8 * np.minimum(np.log2(recency), 3) + np.log(odds_ratio) * offered
        buys = here & (random.random(customer_count) < 1 / (1 + np.exp(-logit)))
        rows.append((np.flatnonzero(buys), day, BUY))
        here &= ~buys
        pushed = here & ~offered & (random.random(customer_count) < np.where(recency <= 2, 0.03, 0.004) * stage**1.5)
        rows.append((np.flatnonzero(pushed), day, OFFER))
        offered |= pushed
        active = here & (random.random(customer_count) < np.where(recency <= 2, 0.3, 0.08))
        stage = np.where(active & (random.random(customer_count) < 0.35), np.minimum(stage + 1, 3), stage)
        last_active = np.where(active, day, last_active)
        rows.extend((np.flatnonzero(active & (stage == rank)), day, STAGES[rank - 1]) for rank in (1, 2, 3))
    frames = [pl.DataFrame({"customer_id": who, "day": day, "touchpoint": name}) for who, day, name in rows if who.size]
    return Simulation(pl.concat(frames).sort("customer_id", "day", maintain_order=True), customer_count)


def write_core_tables(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """Write the tables that the key-moment models read, one journey a customer."""
    steps = simulation.steps.with_columns(occurred_at=pl.lit(START) + pl.duration(days=pl.col("day"))).drop("day")
    ranks = dict(zip((*STAGES, OFFER, BUY), (1, 2, 3, None, None), strict=True))
    return write_tables(steps, ranks, BUY, DAYS - 1)
