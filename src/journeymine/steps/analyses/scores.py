"""NPS, CSAT, CES, stars and thumbs, of every group of answers."""

from __future__ import annotations

import polars as pl

from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.voice.scores import find_scores
from journeymine.warehouse.sqlfiles import Model

TABLE = "analysis.scores"


def score(inputs: Inputs) -> Outcome:
    """Score the answers; the log names each scale's score over all."""
    counts = pl.concat([inputs["marts.score_counts"], inputs["analysis.segment_score_counts"]], how="vertical_relaxed")
    scores = find_scores(counts, seed=inputs.seed)
    over_all = scores.filter(pl.col("dimension") == "all")
    notes = tuple(
        f"{row['rating_scale']} ({row['solicitation']}): {row['score']:.3g} "
        f"({row['score_low']:.3g} to {row['score_high']:.3g}), n = {row['answer_count']}."
        for row in over_all.iter_rows(named=True)
    )
    return Outcome({TABLE: scores}, notes)


ANALYSIS = Analysis(
    name="scores",
    inputs=("marts.score_counts", "analysis.segment_score_counts"),
    tables=(
        Model(
            TABLE,
            "one row per rating scale x solicitation x dimension x member",
            ("rating_scale", "solicitation", "dimension", "member"),
        ),
    ),
    run=score,
)
