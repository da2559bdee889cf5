"""Ratings of the invented company, scored by the product's own functions."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from journeymine.voice.scores import find_scores
from tests.unit.site.example_journeys import HOSTILE

AT = datetime(2026, 3, 1)
GROUPS: list[tuple[str, str, str, str, dict[int, int], int]] = [
    ("nps", "solicited", "all", "all", {10: 40, 7: 10, 0: 10}, 55),
    ("nps", "solicited", "month", "2026-01", {10: 30, 0: 5}, 33),
    ("nps", "solicited", "month", "2026-02", {10: 10, 7: 10, 0: 5}, 25),
    ("nps", "solicited", "touchpoint", HOSTILE, {10: 40, 7: 10, 0: 10}, 55),
    ("nps", "solicited", "touchpoint", "Rare", {0: 4}, 4),
    ("csat5", "unsolicited", "all", "all", {5: 3}, 3),
]


def write_scores() -> dict[str, pl.DataFrame]:
    """Return the tables of the page on scores."""
    rows = [
        (*group[:4], float(rating), count, group[5], AT, AT) for group in GROUPS for rating, count in group[4].items()
    ]
    names = ("rating_scale", "solicitation", "dimension", "member", "rating", "answer_count", "customer_count")
    counts = pl.DataFrame(rows, schema=[*names, "first_at", "last_at"], orient="row")
    answering = {
        "has_answered": [True, False],
        "customer_count": [60, 140],
        "converted_customer_count": [30, 28],
        "journey_count": [90, 150],
        "session_count": [120, 140],
        "step_count": [300, 300],
    }
    return {"analysis.scores": find_scores(counts, seed=1), "marts.answering_customers": pl.DataFrame(answering)}
