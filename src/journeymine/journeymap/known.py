"""What was found of stages and touchpoints: key moments, and the plan that journeys are held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from journeymine.journeymap import queries
from journeymine.journeymap.items import Cell, Item
from journeymine.moments.effects import mark_steps_on_the_way
from journeymine.settings import ALL
from journeymine.statistics.intervals import find_wilson_interval

SURE = 0.05
"""An effect with a smaller q value is called a key moment; see the methods."""
SHOWN_DEVIATIONS = 3
"""Deviations a stage of the plan is shown with: the worst."""
_MOVE = ("move_kind", "place", "journey_count", "customer_count")


def list_moments(
    key_moments: pl.DataFrame,
    pain_names: pl.DataFrame,
    stages: Mapping[str, str],
    maps: Iterable[tuple[str, str]],
) -> Iterator[Item]:
    """List touchpoints whose effect on a goal, the loss of customers or ratings is beyond chance.

    They were estimated over all customers, and it is said so. What has no stage, such as a topic, is left out, and so
    is a step that nearly all ways to a goal take: its effect says little.

    Args:
        key_moments: analysis.key_moments.
        pain_names: analysis.pain_names.
        stages: The stage of each touchpoint.
        maps: Every persona_id and scenario.
    """
    sure = (
        mark_steps_on_the_way(key_moments, pain_names)
        .filter(pl.col("effect_q_value") < SURE, pl.col("touchpoint").is_not_null(), ~pl.col("is_on_the_way"))
        .sort(pl.col("odds_ratio").log().abs(), "touchpoint", "outcome", descending=[True, False, False])
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
    map_plans: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
    stages: Mapping[str, str],
    scenario_goals: Mapping[str, str | None],
) -> Iterator[Item]:
    """List the planned steps of each stage with the share of the map's journeys that took them, then the deviations.

    A plan stands on the maps of scenarios that are not of another goal than its own.

    Args:
        map_plans: analysis.map_plans.
        tables: analysis.plans, .plan_steps and .deviations, by name.
        stages: The stage of each touchpoint.
        scenario_goals: The goal of each scenario; None for those without one.
    """
    goals = dict(tables["analysis.plans"]["plan", "planned_goal"].iter_rows())
    steps = tables["analysis.plan_steps"].sort("plan", "plan_step_index").partition_by("plan", as_dict=True)
    ranked = tables["analysis.deviations"].sort("deviation_rank").partition_by("plan", as_dict=True)
    maps = map_plans.sort("persona_id", "scenario", "plan").group_by(
        ["persona_id", "scenario", "plan"], maintain_order=True
    )
    for (persona_id, scenario, plan), rows in maps:
        goal = scenario_goals.get(str(scenario))
        if goal is not None and goals.get(plan) not in (None, goal):
            continue
        place = (str(persona_id), str(scenario))
        counts = {tuple(row[:2]): row[2:] for row in rows.select(_MOVE).iter_rows()}
        held_count = counts["held", ""][0]
        for row in steps.get((plan,), pl.DataFrame()).iter_rows(named=True):
            if row["stage"] is not None:
                count = counts.get(("followed", row["planned_step"]), (0, 0))
                yield _write_step(row, Cell(*place, row["stage"], "planned"), count, held_count)
        yield from _list_deviations(ranked.get((plan,), pl.DataFrame()), counts, stages, place)


def _write_step(row: Mapping[str, Any], cell: Cell, counts: tuple[int, int], held_count: int) -> Item:
    journey_count, customer_count = counts
    interval = find_wilson_interval(journey_count, held_count)
    return Item(
        cell,
        row["planned_step"],
        customer_count,
        "measured",
        "analysis.conformance",
        queries.fill(queries.PLAN_STEP, cell, plan=row["plan"], kind="followed", step=row["planned_step"]),
        kind="optional" if row["is_optional"] else "planned",
        value=journey_count / held_count,
        low=interval.low,
        high=interval.high,
        unit="share",
    )


def _list_deviations(
    deviations: pl.DataFrame,
    counts: Mapping[tuple[str, str], tuple[int, int]],
    stages: Mapping[str, str],
    place: tuple[str, str],
) -> Iterator[Item]:
    """List a plan's deviations of one map in the order of their rank; what they go along with is of everybody."""
    shown: dict[str, int] = {}
    for row in deviations.iter_rows(named=True):
        stage = stages.get(row["touchpoint"])
        count = counts.get((row["move_kind"], row["touchpoint"]), (0, 0))[1]
        if stage is None or not count or shown.get(stage, 0) >= SHOWN_DEVIATIONS:
            continue
        shown[stage] = shown.get(stage, 0) + 1
        cell = Cell(*place, stage, "planned")
        values = {"plan": row["plan"], "kind": row["move_kind"], "touchpoint": row["touchpoint"]}
        is_of_all = place == (ALL, ALL)
        yield Item(
            cell,
            row["touchpoint"],
            count,
            "measured",
            "analysis.conformance",
            queries.fill(queries.DEVIATION, cell, **values),
            kind=row["move_kind"],
            touchpoint=row["touchpoint"],
            value=row["conversion_change"] if is_of_all else None,
            low=row["conversion_change_low"] if is_of_all else None,
            high=row["conversion_change_high"] if is_of_all else None,
            unit="share_change" if is_of_all and row["conversion_change"] is not None else "",
        )
