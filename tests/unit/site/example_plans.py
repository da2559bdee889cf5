"""Planned journeys of the invented company: one plan that many journeys concern, and one that hardly any does."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from tests.unit.site.example_journeys import AS_OF, HOSTILE

_STAGE_COUNTS = ("followed", "skipped", "inserted", "repeated", "out_of_order", "accepted")

_FITS = (*("plan_fitness_low", "plan_fitness_high", "fitting_share", "fitting_share_low", "fitting_share_high"),)


def write_plans() -> dict[str, pl.DataFrame]:
    """Write the tables of schema analysis that tell of planned journeys."""
    deviations = [
        (
            "web",
            "skipped",
            HOSTILE,
            1,
            False,
            120,
            140,
            130,
            500,
            0.2,
            0.4,
            -0.2,
            -0.28,
            -0.11,
            14,
            60,
            -0.1,
            -0.3,
            0.1,
        ),
        ("web", "inserted", "Blog", 2, True, 40, 44, 40, 590, 0.3, 0.35, -0.05, -0.17, 0.1, 0, 74, None, None, None),
        ("web", "inserted", "Rare one", 3, False, 3, 3, 3, 627, 1.0, 0.3, 0.7, 0.2, 0.8, 0, 74, None, None, None),
        ("web", "inserted", "Rare two", 4, False, 4, 5, 5, 625, 0.2, 0.3, -0.1, -0.3, 0.3, 0, 74, None, None, None),
    ]
    changes = [f"{name}_change{end}" for name in ("conversion",) for end in ("", "_low", "_high")]
    columns = [
        *("plan", "move_kind", "touchpoint", "deviation_rank", "is_accepted", "customer_count", "journey_count"),
        *("decided_count", "compared_count", "conversion_share", "compared_conversion_share", *changes),
        *("rated_count", "compared_rated_count"),
        *("satisfaction_change", "satisfaction_change_low", "satisfaction_change_high"),
    ]
    nights = [(AS_OF - timedelta(days=1), "old", 0.7), (AS_OF, "new", 0.75)]
    return {
        "analysis.plans": pl.DataFrame(
            [
                (
                    "web",
                    "standard",
                    "purchase",
                    "new",
                    700,
                    690,
                    690 / 700,
                    200,
                    210,
                    630,
                    0.75,
                    0.8,
                    "60 variants were scored by token replay, since it took long.",
                ),
                ("shop", "standard", "purchase", "new", 90, 90, 1.0, 20, 9, 90, 0.5, 0.6, None),
                ("hall", None, None, "h", 4, 4, 1.0, 1, 1, 4, 0.9, 1.0, None),
            ],
            schema=[
                *(
                    "plan",
                    "plan_standard",
                    "planned_goal",
                    "definition_hash",
                    "journey_count",
                    "held_count",
                    "journey_coverage_share",
                ),
                *("finished_count", "fitting_count", "aligned_count", "plan_fitness", "finished_fitness", "plan_note"),
            ],
            orient="row",
        ),
        "analysis.plan_fits": pl.DataFrame(
            [
                ("web", 400, 0.73, 0.77, 210 / 630, 0.29, 0.38),
                ("shop", 60, 0.45, 0.55, 0.1, 0.05, 0.2),
                ("hall", 4, 0.7, 1.0, 0.25, 0.0, 0.8),
            ],
            schema=["plan", "customer_count", *_FITS],
            orient="row",
        ),
        "analysis.plan_steps": pl.DataFrame(
            [
                ("web", 1, HOSTILE, [HOSTILE], False, False, "awareness", 500),
                ("web", 2, "Cart or Visit", ["Cart", "Visit"], True, True, "purchase", 7),
            ],
            schema=[
                *("plan", "plan_step_index", "planned_step", "touchpoints", "is_optional", "is_repeatable", "stage"),
                "journey_count",
            ],
            orient="row",
        ),
        "analysis.plan_stages": pl.DataFrame(
            [
                ("web", "purchase", 0.6, 60, 40, 0, 0, 0, 5),
                ("web", "awareness", 0.5, 2, 2, 0, 0, 0, 0),
                ("web", "service", None, 0, 0, 70, 0, 0, 0),
            ],
            schema=["plan", "stage", "plan_fitness", *(f"{kind}_step_count" for kind in _STAGE_COUNTS)],
            orient="row",
        ),
        "analysis.deviations": pl.DataFrame(deviations, schema=columns, orient="row"),
        "analysis.plan_history": pl.DataFrame(
            [("web", as_of, definition, 690, fitness) for as_of, definition, fitness in nights],
            schema=["plan", "as_of", "definition_hash", "held_count", "plan_fitness"],
            orient="row",
        ),
    }
