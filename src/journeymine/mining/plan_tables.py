"""The planned journeys in figures: each plan, its steps, its stages, and its fitness from night to night."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import md5
from typing import Any

import polars as pl

from journeymine.mining.aligning import FOLLOWED
from journeymine.mining.conformance import ALIGNMENT
from journeymine.settings import PlannedJourney

PLAN_SCHEMA: dict[str, type[pl.DataType]] = {
    "plan": pl.String,
    "plan_standard": pl.String,
    "planned_goal": pl.String,
    "definition_hash": pl.String,
    "journey_count": pl.Int64,
    "held_count": pl.Int64,
    "journey_coverage_share": pl.Float64,
    "finished_count": pl.Int64,
    "fitting_count": pl.Int64,
    "aligned_count": pl.Int64,
    "plan_fitness": pl.Float64,
    "finished_fitness": pl.Float64,
    "plan_note": pl.String,
}
STEP_SCHEMA: dict[str, Any] = {
    "plan": pl.String,
    "plan_step_index": pl.Int64,
    "planned_step": pl.String,
    "touchpoints": pl.List(pl.String),
    "is_optional": pl.Boolean,
    "is_repeatable": pl.Boolean,
    "stage": pl.String,
    "journey_count": pl.Int64,
}
STAGE_SCHEMA: dict[str, type[pl.DataType]] = {
    "plan": pl.String,
    "stage": pl.String,
    "plan_fitness": pl.Float64,
    "followed_step_count": pl.Int64,
    "skipped_step_count": pl.Int64,
    "inserted_step_count": pl.Int64,
    "repeated_step_count": pl.Int64,
    "out_of_order_step_count": pl.Int64,
    "accepted_step_count": pl.Int64,
}
HISTORY_COLUMNS = (
    *("plan", "as_of", "definition_hash", "journey_count", "held_count", "fitting_count", "aligned_count"),
    "plan_fitness",
)
UNKNOWN_STAGE = "unmapped"
_VARIANT = ["plan", "variant_id", "is_finished"]


def describe_plans(
    plans: Sequence[PlannedJourney],
    fits: pl.DataFrame,
    journey_counts: Mapping[str, int],
    touchpoints: Mapping[str, str],
    problems: Mapping[str, str],
) -> pl.DataFrame:
    """Describe how well journeys keep to each plan, and say what could not be measured.

    Args:
        plans: The planned journeys, in their order.
        fits: As `conformance.hold_variants` returns them.
        journey_counts: How many journeys each plan concerns, those of variants that were not held among them.
        touchpoints: Stage of each touchpoint that there is.
        problems: By plan, what could not be done.
    """
    rows = []
    for plan in plans:
        own = fits.filter(plan=plan.name)
        finished = own.filter("is_finished")
        held, all_count = int(own["journey_count"].sum()), journey_counts.get(plan.name, 0)
        aligned = own.filter(conformance_method=ALIGNMENT)
        notes = [f"No journey has come to {name}." for name in plan.touchpoints if name not in touchpoints]
        if not all_count:
            notes.append("No journey is held against it.")
        elif finished.is_empty():
            notes.append("None of its journeys reached a goal: they are held up to where they stopped.")
        if held < all_count:
            notes.append(f"{all_count - held} journeys of rare or very long variants are not held against it.")
        if plan.name in problems:
            notes.append(problems[plan.name][0].upper() + problems[plan.name][1:] + ".")
        rows.append(
            {
                "plan": plan.name,
                "plan_standard": plan.standard,
                "planned_goal": plan.goal,
                "definition_hash": hash_plan(plan),
                "journey_count": all_count,
                "held_count": held,
                "journey_coverage_share": held / all_count if all_count else None,
                "finished_count": int(finished["journey_count"].sum()),
                "fitting_count": int(aligned.filter(deviation_count=0)["journey_count"].sum()),
                "aligned_count": int(aligned["journey_count"].sum()),
                "plan_fitness": _mean(own),
                "finished_fitness": _mean(finished),
                "plan_note": " ".join(notes) or None,
            }
        )
    return pl.DataFrame(rows, schema=PLAN_SCHEMA)


def _mean(fits: pl.DataFrame) -> float | None:
    count = int(fits["journey_count"].sum())
    return float((fits["plan_fitness"] * fits["journey_count"]).sum()) / count if count else None


def hash_plan(plan: PlannedJourney) -> str:
    """Return the md5 (hex) of what a plan says, so that its fitness is never compared with another plan's."""
    said = plan.model_dump_json(exclude={"standard", "apart"})
    return md5(said.encode(), usedforsecurity=False).hexdigest()


def list_steps(
    plans: Sequence[PlannedJourney], moves: pl.DataFrame, fits: pl.DataFrame, touchpoints: Mapping[str, str]
) -> pl.DataFrame:
    """List the steps of each plan in order, with the aligned journeys that took them."""
    taken = (
        moves.filter(move_kind=FOLLOWED)
        .select(*_VARIANT, "planned_step")
        .unique()
        .join(fits, on=_VARIANT)
        .group_by("plan", "planned_step")
        .agg(pl.col("journey_count").sum())
    )
    counts = {(plan, step): count for plan, step, count in taken.rows()}
    rows = [
        {
            "plan": plan.name,
            "plan_step_index": number,
            "planned_step": step.label,
            "touchpoints": list(step.touchpoints),
            "is_optional": step.is_optional,
            "is_repeatable": step.repeat,
            "stage": touchpoints.get(step.touchpoints[0], UNKNOWN_STAGE),
            "journey_count": counts.get((plan.name, step.label), 0),
        }
        for plan in plans
        for number, step in enumerate(plan.steps, 1)
    ]
    return pl.DataFrame(rows, schema=STEP_SCHEMA)


def score_stages(
    plans: Sequence[PlannedJourney], moves: pl.DataFrame, fits: pl.DataFrame, touchpoints: Mapping[str, str]
) -> pl.DataFrame:
    """Score each stage of each plan: the share of its steps, taken or due, that were as planned.

    A step is of its touchpoint's stage; one that several touchpoints can take, of the first one's. An accepted
    deviation counts neither way. A stage in which the plan has no step has no fitness: nothing was planned there.
    """
    names = {**touchpoints}
    planned = pl.DataFrame(
        sorted(
            {
                (plan.name, touchpoints.get(name, UNKNOWN_STAGE))
                for plan in plans
                for step in plan.steps
                for name in step.touchpoints
            }
        ),
        schema={"plan": pl.String, "stage": pl.String},
        orient="row",
    ).with_columns(is_planned=pl.lit(value=True))
    for plan in plans:
        for step in plan.steps:
            names.setdefault(step.label, touchpoints.get(step.touchpoints[0], UNKNOWN_STAGE))
    weighted = (
        moves.join(fits.select(*_VARIANT, "journey_count"), on=_VARIANT)
        .with_columns(
            stage=pl.col("touchpoint").replace_strict(names, default=UNKNOWN_STAGE, return_dtype=pl.String),
            kind=pl.when("is_accepted").then(pl.lit("accepted")).otherwise("move_kind"),
            step_count=pl.col("move_count") * pl.col("journey_count"),
        )
        .group_by("plan", "stage")
        .agg(
            pl.col("step_count").filter(pl.col("kind") == name.removesuffix("_step_count")).sum().alias(name)
            for name in STAGE_SCHEMA
            if name.endswith("_step_count")
        )
    )
    deviated = pl.sum_horizontal(
        "skipped_step_count", "inserted_step_count", "repeated_step_count", "out_of_order_step_count"
    )
    due = pl.col("followed_step_count") + deviated
    return (
        weighted.join(planned, on=("plan", "stage"), how="left")
        .with_columns(plan_fitness=pl.when("is_planned", due > 0).then(pl.col("followed_step_count") / due))
        .select(list(STAGE_SCHEMA))
        .cast(pl.Schema(STAGE_SCHEMA))
        .sort("plan", "stage")
    )


def carry_history(plans: pl.DataFrame, last: pl.DataFrame | None, as_of: datetime) -> pl.DataFrame:
    """Add tonight's fitness of each plan to that of earlier nights; a night of the same end replaces the earlier one.

    Args:
        plans: As `describe_plans` returns them.
        last: Last night's table, or None.
        as_of: End of tonight's observation.
    """
    tonight = plans.with_columns(as_of=pl.lit(as_of, pl.Datetime("us"))).select(HISTORY_COLUMNS)
    if last is None:
        return tonight
    earlier = last.select(HISTORY_COLUMNS).cast(tonight.schema).filter(pl.col("as_of") < as_of)
    return pl.concat([earlier, tonight]).sort("plan", "as_of")
