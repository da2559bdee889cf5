"""Credit for conversions, under simple rules, Markov chains and Shapley values: the table analysis.attribution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from journeymine.moments.chains import find_removals

RULES = ("first_touch", "last_touch", "last_non_direct", "linear", "position", "time_decay", "shapley")
ORDERS = (1, 2, 3)
NO_TOUCH = "none before the goal"
DIGITS = 9
"""Sums of shares differ in the last digits with the order they are added in; a table of a night may not."""
MOST_STATES = 1_000
"""Chains of more states are solved once, without an interval: ten more solutions would take too long."""
STUDENT_9 = 2.262
"""97.5% quantile of Student's t with 9 degrees of freedom: ten groups of customers."""

SCHEMA = {
    "attribution_dimension": pl.String,
    "touch": pl.String,
    "attribution_method": pl.String,
    "credited_conversions": pl.Float64,
    "credited_share": pl.Float64,
    "credited_share_low": pl.Float64,
    "credited_share_high": pl.Float64,
    "credited_amount": pl.Float64,
    "touch_cost_amount": pl.Float64,
    "return_on_cost": pl.Float64,
    "cost_per_conversion_amount": pl.Float64,
    "removal_share": pl.Float64,
    "path_auc": pl.Float64,
    "touch_customer_count": pl.Int64,
    "touch_journey_count": pl.Int64,
    "touch_converted_count": pl.Int64,
    "all_journey_count": pl.Int64,
    "all_converted_count": pl.Int64,
    "lookback_days": pl.Float64,
}


def credit_touches(
    lookback_days: float, shares: pl.DataFrame, contexts: pl.DataFrame, totals: pl.DataFrame, costs: pl.DataFrame
) -> pl.DataFrame:
    """Credit every converted journey and its amount to touches, by every method; each method sums to the totals.

    Converted journeys without a touch go to NO_TOUCH under every method; a dimension nobody has a touch in is left out.
    Intervals are jackknifed over ten groups of customers.

    Args:
        lookback_days: How far back of its end a journey was read.
        shares: Per dimension, touch_rank, customer_group and method (RULES): credited_count, credited_amount.
        contexts: Per dimension and customer_group, as `find_removals` wants them.
        totals: Per dimension, customer_group and touch_rank (-1: all journeys, 0: those without a touch): touch,
            customer_count, journey_count, converted_count, goal_amount.
        costs: Per dimension and touch, cost_amount, where one is known.

    Returns:
        One row per attribution_dimension, touch and attribution_method, most credited first; see SCHEMA.
    """
    rows: list[dict[str, object]] = []
    for dimension in sorted(totals["dimension"].unique()):
        whole = totals.filter(pl.col("dimension") == dimension)
        rows.extend(
            {"attribution_dimension": dimension, "lookback_days": lookback_days, **row}
            for row in _credit_dimension(
                shares.filter(pl.col("dimension") == dimension),
                contexts.filter(pl.col("dimension") == dimension),
                whole,
            )
        )
    order = ["attribution_dimension", "attribution_method", "credited_conversions", "touch"]
    credited = _add_costs(pl.DataFrame(rows, schema=SCHEMA), costs).with_columns(pl.col(pl.Float64).round(DIGITS))
    return credited.sort(order, descending=[False, False, True, False])


def _add_costs(credited: pl.DataFrame, costs: pl.DataFrame) -> pl.DataFrame:
    known = costs.select("dimension", "touch", cost=pl.col("cost_amount").cast(pl.Float64)).filter(pl.col("cost") > 0)
    names = {"left_on": ["attribution_dimension", "touch"], "right_on": ["dimension", "touch"]}
    return (
        credited.join(known, how="left", **names)  # type: ignore[arg-type]
        .with_columns(
            touch_cost_amount=pl.col("cost"),
            return_on_cost=pl.col("credited_amount") / pl.col("cost"),
            cost_per_conversion_amount=pl.when(pl.col("credited_conversions") > 0).then(
                pl.col("cost") / pl.col("credited_conversions")
            ),
        )
        .select(list(SCHEMA))
    )


def _credit_dimension(
    shares: pl.DataFrame, contexts: pl.DataFrame, totals: pl.DataFrame
) -> Iterator[dict[str, object]]:
    counts = {row["touch_rank"]: row for row in _add_groups(totals).iter_rows(named=True)}
    ranks = sorted(rank for rank in counts if rank > 0)
    if not ranks or counts[-1]["converted_count"] == 0:
        return
    groups = sorted(totals["customer_group"].unique())
    by_group = {group: totals.filter(pl.col("customer_group") == group) for group in groups}
    untouched = np.array([_read_converted(by_group[group], 0) for group in groups])  # (groups, 2): count, amount
    whole = np.array([_read_converted(by_group[group], -1) for group in groups])
    for method in (*RULES, *(f"markov_{order}" for order in ORDERS)):
        facts: Mapping[int, float] = {}
        path_auc = None
        if method in RULES:
            credited = _read_shares(shares.filter(pl.col("method") == method), ranks, groups)
            left_out = [credited.sum(0) - credited[index] for index in range(len(groups))]
            total = credited.sum(0)
        else:
            order = int(method[-1])
            found = _follow_chain(contexts, order, ranks, (whole - untouched).sum(0))
            if found is None:
                continue
            total, facts, state_count, path_auc = found
            left_out = []
            if state_count <= MOST_STATES:
                for index, group in enumerate(groups):
                    rest = (whole - untouched).sum(0) - (whole - untouched)[index]
                    without = _follow_chain(contexts.filter(pl.col("customer_group") != group), order, ranks, rest)
                    left_out.append(np.zeros_like(total) if without is None else without[0])
        total = np.vstack([total, untouched.sum(0)])
        spread = _spread(left_out, untouched, whole)
        for place, rank in enumerate((*ranks, 0)):
            count = counts.get(rank)
            if count is None:
                continue
            share = total[place, 0] / counts[-1]["converted_count"]
            yield {
                "touch": NO_TOUCH if rank == 0 else count["touch"],
                "attribution_method": method,
                "credited_conversions": total[place, 0],
                "credited_amount": total[place, 1],
                "credited_share": share,
                "credited_share_low": None if spread is None or share == 0 else max(0.0, share - spread[place]),
                "credited_share_high": None if spread is None or share == 0 else min(1.0, share + spread[place]),
                "removal_share": facts.get(rank),
                "path_auc": path_auc,
                "touch_customer_count": count["customer_count"],
                "touch_journey_count": count["journey_count"],
                "touch_converted_count": count["converted_count"],
                "all_journey_count": counts[-1]["journey_count"],
                "all_converted_count": counts[-1]["converted_count"],
            }


def _follow_chain(
    contexts: pl.DataFrame, order: int, ranks: list[int], total: NDArray[np.float64]
) -> tuple[NDArray[np.float64], dict[int, float], int, float | None] | None:
    """Split what touched journeys earned by removal effects: (values, 2), the effects, states and AUC."""
    keys = ("before_3_rank", "before_2_rank", "before_1_rank", "touch_rank")
    summed = contexts.group_by(keys).agg(pl.col("reached_count", "converted_count", "lost_count").sum()).sort(keys)
    found = None if summed.is_empty() else find_removals(summed, order)
    if found is None:
        return None
    effects = dict(zip(found.touch_ranks, (float(effect) for effect in found.effects), strict=True))
    weights = np.array([effects.get(rank, 0.0) for rank in ranks])
    return weights[:, None] / weights.sum() * total[None, :], effects, found.state_count, found.path_auc


def _spread(
    left_out: list[NDArray[np.float64]],
    untouched: NDArray[np.float64],
    whole: NDArray[np.float64],
) -> NDArray[np.float64] | None:
    """Half the width of each share's 95% interval, from the shares with one group left out at a time."""
    group_count = len(left_out)
    if group_count < 10 or (whole[:, 0].sum() - whole[:, 0] == 0).any():
        return None
    shares = np.array(
        [
            np.append(credited[:, 0], untouched[:, 0].sum() - untouched[index, 0])
            / (whole[:, 0].sum() - whole[index, 0])
            for index, credited in enumerate(left_out)
        ]
    )
    variance = (group_count - 1) / group_count * ((shares - shares.mean(0)) ** 2).sum(0)
    return np.asarray(STUDENT_9 * np.sqrt(variance))


def _read_shares(shares: pl.DataFrame, ranks: list[int], groups: list[int]) -> NDArray[np.float64]:
    credited = np.zeros((len(groups), len(ranks), 2))
    place, row_of = {rank: index for index, rank in enumerate(ranks)}, {group: i for i, group in enumerate(groups)}
    columns = ("customer_group", "touch_rank", "credited_count", "credited_amount")
    for group, rank, count, amount in shares.select(columns).iter_rows():
        credited[row_of[group], place[rank]] = count, amount
    return credited


def _read_converted(totals: pl.DataFrame, rank: int) -> tuple[float, float]:
    found = totals.filter(pl.col("touch_rank") == rank)
    return float(found["converted_count"].sum()), float(found["goal_amount"].sum())


def _add_groups(totals: pl.DataFrame) -> pl.DataFrame:
    counted = ("customer_count", "journey_count", "converted_count", "goal_amount")
    return totals.group_by("touch_rank").agg(pl.col("touch").max(), pl.col(counted).sum())
