"""What was found of stages and touchpoints: key moments, pains, and the plan that journeys are held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from journeymine.journeymap import queries
from journeymine.journeymap.items import Cell, Item, Source

SURE = 0.05
"""The largest q-value of an effect that is called a key moment; see the methods."""
SHOWN_DEVIATIONS = 3
"""Deviations a stage of the plan is shown with: the worst."""
SHOWN_UNPLANNED = 2
"""Pains without a plan that stand among a stage's opportunities: the first by rank."""


_KINDS: Mapping[str, Source] = {
    "signal": "reported",
    "emotion": "reported",
    "topic": "reported",
    "key_moment": "modelled",
}


def list_moments(
    key_moments: pl.DataFrame, stages: Mapping[str, str], maps: Iterable[tuple[str, str]]
) -> Iterator[Item]:
    """List touchpoints beyond whose effect chance lies; they were estimated over all customers, and it is said so.

    Args:
        key_moments: analysis.key_moments.
        stages: The stage of each touchpoint.
        maps: Every persona_id and scenario.
    """
    sure = key_moments.filter(pl.col("effect_q_value") <= SURE).sort(
        pl.col("odds_ratio").log().abs(), "touchpoint", "outcome", descending=[True, False, False]
    )
    for persona_id, scenario in maps:
        for row in sure.iter_rows(named=True):
            if row["touchpoint"] not in stages:
                continue
            cell = Cell(persona_id, scenario, stages[row["touchpoint"]], "key_moments")
            yield Item(
                cell,
                row["touchpoint"],
                row["met_customer_count"],
                "modelled",
                "analysis.key_moments",
                queries.fill(queries.MOMENT, cell, outcome=row["outcome"], touchpoint=row["touchpoint"]),
                kind=row["outcome"],
                touchpoint=row["touchpoint"],
                value=row["odds_ratio"],
                low=row["odds_ratio_low"],
                high=row["odds_ratio_high"],
                unit="odds_ratio",
            )


def list_planned(
    plans: pl.DataFrame,
    plan_steps: pl.DataFrame,
    deviations: pl.DataFrame,
    stages: Mapping[str, str],
    scenario_goals: Mapping[str, str | None],
) -> Iterator[Item]:
    """List the planned steps of each stage with the share of journeys that took them, then its worst deviations.

    Plans are held against all journeys, so that they stand on the maps of everybody alone: that of all journeys, and
    those of the plan's own goal.

    Args:
        plans: analysis.plans.
        plan_steps: analysis.plan_steps.
        deviations: analysis.deviations.
        stages: The stage of each touchpoint.
        scenario_goals: The goal of each scenario; None for that of all journeys.
    """
    for plan in plans.sort("plan").iter_rows(named=True):
        fitting = [name for name, goal in scenario_goals.items() if name == "all" or goal == plan["planned_goal"]]
        own_steps = plan_steps.filter(pl.col("plan") == plan["plan"]).sort("plan_step_index")
        found = deviations.filter((pl.col("plan") == plan["plan"]) & ~pl.col("is_accepted")).sort("deviation_rank")
        for scenario in fitting:
            for row in own_steps.iter_rows(named=True):
                if row["stage"] is None or not plan["journey_count"]:
                    continue
                cell = Cell("all", scenario, row["stage"], "planned")
                yield Item(
                    cell,
                    row["planned_step"],
                    row["journey_count"],
                    "measured",
                    "analysis.plan_steps",
                    queries.fill(queries.PLAN_STEP, cell, plan=row["plan"], step=row["planned_step"]),
                    kind="optional" if row["is_optional"] else "planned",
                    value=row["journey_count"] / plan["journey_count"],
                    unit="share",
                    counted="journeys",
                )
            counts: dict[str, int] = {}
            for row in found.iter_rows(named=True):
                stage = stages.get(row["touchpoint"])
                counts[stage or ""] = counts.get(stage or "", 0) + 1
                if stage is None or counts[stage] > SHOWN_DEVIATIONS:
                    continue
                cell = Cell("all", scenario, stage, "planned")
                values = {"plan": row["plan"], "kind": row["move_kind"], "touchpoint": row["touchpoint"]}
                yield Item(
                    cell,
                    row["touchpoint"],
                    row["customer_count"],
                    "measured",
                    "analysis.deviations",
                    queries.fill(queries.DEVIATION, cell, **values),
                    kind=row["move_kind"],
                    touchpoint=row["touchpoint"],
                    value=row["conversion_change"],
                    low=row["conversion_change_low"],
                    high=row["conversion_change_high"],
                    unit="share_change",
                )


def list_pains(
    pain_points: pl.DataFrame, planned_ids: frozenset[str], met: Mapping[tuple[str, str], frozenset[str]]
) -> Iterator[Item]:
    """List pains and delights by rank, and as opportunities the pains that no plan speaks of.

    They were found over all customers; a map shows those of touchpoints that its customers meet.

    Args:
        pain_points: analysis.pain_points.
        planned_ids: The pain_id of every entry of the plan.
        met: The touchpoints met by the customers of each persona_id and scenario.
    """
    lanes = {"pain": "pains", "delight": "delights"}
    unplanned: dict[Cell, int] = {}
    ordered = pain_points.drop_nulls("stage").sort("pain_kind", "pain_rank", "pain_id")
    for persona_id, scenario in met:
        for row in ordered.iter_rows(named=True):
            if row["touchpoint"] is not None and row["touchpoint"] not in met[persona_id, scenario]:
                continue
            yield _write_pain(row, Cell(persona_id, scenario, row["stage"], lanes[row["pain_kind"]]))
            cell = Cell(persona_id, scenario, row["stage"], "opportunities")
            is_open = row["pain_kind"] == "pain" and row["pain_id"] not in planned_ids
            if is_open and unplanned.get(cell, 0) < SHOWN_UNPLANNED:
                unplanned[cell] = unplanned.get(cell, 0) + 1
                yield _write_pain(row, cell)


def _write_pain(row: Mapping[str, Any], cell: Cell) -> Item:
    return Item(
        cell,
        row["title"],
        row["customer_count"],
        _KINDS.get(row["pain_source"], "inferred"),
        "analysis.pain_points",
        queries.fill(queries.PAIN, cell, pain_id=row["pain_id"]),
        kind="unplanned_pain" if cell.lane == "opportunities" else row["pain_source"],
        touchpoint=row["touchpoint"],
        value=row["value_amount"],
        low=row["value_amount_low"],
        high=row["value_amount_high"],
        unit="amount" if row["value_amount"] is not None else "",
        owner=row["owner"],
    )
