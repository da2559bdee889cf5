"""What invented customers say: enough of it to be shown, too little to be shown, and hostile words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl

from tests.unit.site.example_journeys import HOSTILE, STAGES

COUNTS = [
    ("all", "", "question", "", 80, 0, 60),
    ("all", "", "barrier", "any", 50, 0, 40),
    ("all", "", "barrier", "price", 40, 0, 30),
    ("all", "", "barrier", "staff", 10, 0, 9),
    ("all", "", "fear", "", 12, 12, 11),
    ("stage", STAGES[0], "question", "", 80, 0, 60),
    ("stage", STAGES[0], "barrier", "any", 50, 0, 40),
    ("stage", STAGES[0], "barrier", "price", 40, 0, 30),
    ("stage", STAGES[2], "fear", "", 12, 12, 11),
    ("stage", STAGES[2], "question", "", 3, 0, 3),
    ("touchpoint", HOSTILE, "question", "", 80, 0, 60),
    ("touchpoint", "Store visit", "question", "", 4, 0, 4),
]
TOPICS = [
    ("t01", "parcel, courier, late", 60, 40, True),
    ("t02", HOSTILE, 30, 20, False),
    ("t03", "secret", 9, 4, True),
]


def write_voice() -> dict[str, pl.DataFrame]:
    """Return the tables of the page of voices."""
    counts = pl.DataFrame(
        [(*row, row[6], 100, 200) for row in COUNTS],
        schema=[
            *("dimension", "member", "signal", "signal_subtype", "hit_count", "candidate_count", "customer_count"),
            *("text_count", "writer_count", "read_count"),
        ],
        orient="row",
    )
    topics = pl.DataFrame(
        [
            (
                number,
                name,
                "a, b",
                "en",
                count,
                customers,
                count / 200,
                0.1,
                0.5,
                -0.4,
                -0.6,
                -0.2,
                customers,
                not named,
            )
            for number, name, count, customers, named in TOPICS
        ],
        schema=[
            *("topic_id", "topic", "topic_words", "language", "text_count", "customer_count", "topic_share"),
            *("topic_share_low", "topic_share_high", "valence", "valence_low", "valence_high", "felt_count"),
            "is_named_by_people",
        ],
        orient="row",
    )
    weeks = [
        (number, date(2026, 1, 5) + timedelta(weeks=week), 5 + week, 4, 50, (5 + week) / 50)
        for number, *_ in TOPICS
        for week in range(8)
    ]
    when = datetime(2026, 3, 1)
    return {
        "analysis.signal_counts": counts,
        "analysis.topics": topics,
        "analysis.topic_weeks": pl.DataFrame(
            weeks,
            schema=["topic_id", "week_date", "text_count", "customer_count", "read_count", "topic_share"],
            orient="row",
        ),
        "analysis.topic_stages": pl.DataFrame(
            {
                "topic_id": ["t01", "t02", "t03"],
                "stage": [STAGES[0], STAGES[2], STAGES[0]],
                "text_count": [40, 8, 9],
                "customer_count": [30, 6, 4],
                "read_count": [100, 100, 100],
            }
        ),
        "analysis.topic_languages": pl.DataFrame(
            {"language": ["en", "pl"], "read_count": [200, 7], "has_too_few_texts": [False, True]}
        ),
        "analysis.signal_quality": pl.DataFrame(
            {
                "signal": ["fear", "question"],
                "language": ["en", "en"],
                "confirmed_count": [3, 0],
                "rejected_count": [1, 0],
                "missed_count": [1, 0],
                "precision_share": [0.75, None],
            }
        ),
        "report.signal_quotes": pl.DataFrame(
            {
                "text_id": ["11", "12", "13"],
                "signal": ["question", "fear", "question"],
                "signal_subtype": ["", "", ""],
                "signal_status": ["found", "candidate", "found"],
                "touchpoint": [HOSTILE] * 3,
                "stage": [STAGES[0], STAGES[2], STAGES[2]],
                "sentence": [f"Where is {HOSTILE}?", "I am afraid.", "Of a cell too small to show?"],
                "occurred_at": [when] * 3,
                "source": ["web"] * 3,
                "record_id": ["r-11", None, "r-13"],
            }
        ),
        "report.topic_quotes": pl.DataFrame(
            {
                "topic_id": ["t01", "t03"],
                "text_id": ["21", "22"],
                "topic_weight": [0.9, 0.8],
                "source": ["web"] * 2,
                "record_id": ["r-21", None],
                "touchpoint": [HOSTILE] * 2,
                "occurred_at": [when] * 2,
                "text": ["long " * 100, "Of a topic too small to show"],
            }
        ),
    }
