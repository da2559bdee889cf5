"""Feelings of the invented company: two stages that were told, one of too few customers, and hostile words."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from journeymine.emotion.curve import find_curve
from tests.unit.site.example_journeys import HOSTILE, STAGES

FELT = [
    ("stage", STAGES[0], 0.4, 40, 0),
    ("stage", STAGES[0], -0.2, 20, 20),
    ("stage", STAGES[1], -0.9, 50, 50),
    ("stage", STAGES[2], 1.0, 4, 4),
    ("touchpoint", HOSTILE, -0.9, 50, 50),
]


def write_emotion() -> dict[str, pl.DataFrame]:
    """Return the tables of the page on emotion."""
    counts = pl.DataFrame(
        [(*row[:4], row[3], row[4], 200) for row in FELT],
        schema=[
            *("dimension", "member", "valence", "customer_count"),
            *("answer_count", "reported_count", "reached_count"),
        ],
        orient="row",
    )
    quotes = {
        "stage": [STAGES[1], STAGES[0], STAGES[2]],
        "touchpoint": [HOSTILE] * 3,
        "text_id": ["7", "8", "9"],
        "occurred_at": [datetime(2026, 3, 1)] * 3,
        "source": ["web"] * 3,
        "record_id": ["R7", "R8", None],
        "text": [
            f"Said {HOSTILE} out loud. " + "word " * 100,
            "Good enough to be quoted",
            "Of a stage too small to show",
        ],
        "valence": [-1.0, 0.5, 1.0],
        "valence_source": ["reported", "inferred", "reported"],
    }
    segment = find_curve(counts, STAGES, seed=1)
    felt = pl.DataFrame(quotes).rename({"stage": "member"}).with_columns(dimension=pl.lit("stage"))
    at_touchpoint = felt.head(1).with_columns(dimension=pl.lit("touchpoint"), member=pl.col("touchpoint"))
    of_all = pl.concat([felt, at_touchpoint]).with_columns(segment_id=pl.lit(""))
    return {
        "analysis.emotion_points": find_curve(counts, STAGES, seed=1),
        "analysis.segment_emotion_points": segment.insert_column(0, pl.lit("s1").alias("segment_id")),
        "report.felt_quotes": pl.concat([of_all, of_all.with_columns(segment_id=pl.lit("s1"))]),
        "report.touchpoint_quotes": pl.DataFrame(quotes).drop("stage", "occurred_at").head(2),
    }
