"""How customers felt along the journey, by segment too, and whether friction tells it where nobody spoke."""

from __future__ import annotations

import polars as pl

from journeymine.emotion.calibration import Calibration, calibrate_friction
from journeymine.emotion.curve import SCHEMA, add_modelled_points, find_curve
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

TABLE = "analysis.emotion_points"
BY_SEGMENT = "analysis.segment_emotion_points"
CALIBRATION = "analysis.friction_calibration"


def draw_curve(inputs: Inputs) -> Outcome:
    """Find the points of the emotion curve, of all customers and of each segment."""
    stages, seed = inputs.settings.stages.order, inputs.seed
    calibration = calibrate_friction(inputs["analysis.friction_ratings"], seed=seed)
    points = find_curve(inputs["analysis.felt_counts"], stages, seed=seed)
    counted = inputs["analysis.segment_felt_counts"].partition_by("segment_id", as_dict=True)
    by_segment = [
        find_curve(counts, stages, seed=seed).insert_column(0, pl.lit(segment).alias("segment_id"))
        for (segment,), counts in sorted(counted.items())
    ]
    empty = pl.DataFrame(schema={"segment_id": pl.String, **SCHEMA})
    frames = {
        TABLE: add_modelled_points(points, inputs["analysis.friction_felt"], calibration, seed=seed),
        BY_SEGMENT: pl.concat([empty, *by_segment]),
        CALIBRATION: calibration.describe(),
    }
    return Outcome(frames, (_tell(calibration),))


def _tell(calibration: Calibration) -> str:
    if calibration.interval is None:
        return f"Friction is not told as emotion: {calibration.verdict} ({calibration.rating_count:,} ratings)."
    low, high = calibration.interval
    found = f"rank correlation {calibration.correlation:.2f} ({low:.2f} to {high:.2f}) with later ratings"
    return f"Friction {'tells' if calibration.holds else 'does not tell'} how customers felt: {found}."


ANALYSIS = Analysis(
    name="emotion curve",
    inputs=(
        *("analysis.felt_counts", "analysis.segment_felt_counts"),
        *("analysis.friction_ratings", "analysis.friction_felt"),
    ),
    tables=(
        Model(TABLE, "one row per stage or touchpoint where customers said how it felt", ("dimension", "member")),
        Model(BY_SEGMENT, "one row per segment, and stage or touchpoint", ("segment_id", "dimension", "member")),
        Model(CALIBRATION, "one row: whether friction tells how customers felt", ("calibration",)),
    ),
    run=draw_curve,
)
