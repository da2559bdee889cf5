"""Friction of the invented company: a touchpoint of many customers, one of too few, and pages with hostile names."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from journeymine.emotion.calibration import Calibration
from journeymine.statistics.intervals import Interval
from tests.unit.site.example_journeys import HOSTILE, STAGES


def write_friction() -> dict[str, pl.DataFrame]:
    """Return the tables of the page on friction."""
    kinds = [
        (HOSTILE, "rage_click", 40, 30, 400),
        (HOSTILE, "u_turn", 90, 60, 900),
        (HOSTILE, "quick_back", 5, 4, 100),
        ("Quiet place", "rage_click", 0, 0, 50),
        ("Rare place", "u_turn", 4, 3, 5),
    ]
    index = [(HOSTILE, 300, 80, 135), ("Quiet place", 120, 4, 5), ("Rare place", 6, 3, 4)]
    pages = [("/<script>", 900, 300, 60, 40, 12, 3, 50, 20, 15), ("/rare", 9, 6, 5, 5, 1, 1, 1, 1, 1)]
    return {
        "marts.touchpoint_friction": pl.DataFrame(
            [(*row, row[2] / row[4]) for row in kinds],
            schema=[
                *("touchpoint", "friction_kind", "friction_count", "customer_count"),
                *("opportunity_count", "friction_share"),
            ],
            orient="row",
        ),
        "marts.friction_index": pl.DataFrame(
            [(row[0], STAGES[0], *row[1:], row[2] / row[1]) for row in index],
            schema=[
                *("touchpoint", "stage", "customer_count", "friction_customer_count"),
                *("friction_count", "friction_customer_share"),
            ],
            orient="row",
        ),
        "marts.page_metrics": pl.DataFrame(
            [(*row, row[8] / row[7]) for row in pages],
            schema=[
                *("page_path", "view_count", "customer_count", "friction_count", "friction_customer_count"),
                *("question_soon_count", "contact_soon_count", "form_start_count", "form_abandon_count"),
                *("error_count", "form_abandon_share"),
            ],
            orient="row",
        ).with_columns(
            # a contact each of many, and an error 50 times of three customers
            error_count=pl.lit(50),
            error_customer_count=pl.lit(3),
            form_start_customer_count=pl.col("form_start_count"),
            contact_soon_customer_count=pl.col("contact_soon_count"),
            question_soon_customer_count=pl.col("question_soon_count"),
        ),
        "analysis.friction_calibration": Calibration(
            "no relation", 400, 200, 120, 90, datetime(2026, 3, 1), 0.05, Interval(-0.07, 0.16)
        ).describe("stage"),
    }
