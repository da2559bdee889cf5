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
DIMENSIONS = ("stage", "touchpoint")
"""What friction is calibrated for, each by ratings of its own; the line of all customers serves their segments."""


def draw_curve(inputs: Inputs) -> Outcome:
    """Find the points of the emotion curve, of all customers and of each segment."""
    stages, seed, ratings = inputs.settings.stages.order, inputs.seed, inputs["analysis.friction_ratings"]
    calibrations = {
        dimension: calibrate_friction(ratings.filter(pl.col("dimension") == dimension), seed=seed)
        for dimension in DIMENSIONS
    }
    met = inputs["analysis.friction_felt"].partition_by("segment_id", as_dict=True, include_key=False)
    counted = inputs["analysis.segment_felt_counts"].partition_by("segment_id", as_dict=True, include_key=False)
    counted[("",)] = inputs["analysis.felt_counts"]
    frames = {}
    for segment in sorted({*counted, *met}):
        counts = counted.get(segment, counted[("",)].clear())
        points = find_curve(counts, stages, seed=seed)
        frames[str(segment[0])] = (
            add_modelled_points(points, met[segment], calibrations, seed=seed) if segment in met else points
        )
    by_segment = [
        points.insert_column(0, pl.lit(segment).alias("segment_id")) for segment, points in frames.items() if segment
    ]
    empty = pl.DataFrame(schema={"segment_id": pl.String, **SCHEMA})
    told = {
        TABLE: frames[""],
        BY_SEGMENT: pl.concat([empty, *by_segment]),
        CALIBRATION: pl.concat([calibrations[dimension].describe(dimension) for dimension in DIMENSIONS]),
    }
    return Outcome(told, tuple(_tell(dimension, calibrations[dimension]) for dimension in DIMENSIONS))


def _tell(dimension: str, calibration: Calibration) -> str:
    if calibration.interval is None:
        return f"Friction by {dimension} is not told as emotion: {calibration.verdict} ({calibration.rating_count:,})."
    low, high = calibration.interval
    found = f"rank correlation {calibration.correlation:.2f} ({low:.2f} to {high:.2f}) with later ratings"
    return f"Friction by {dimension} {'tells' if calibration.holds else 'does not tell'} how customers felt: {found}."


ANALYSIS = Analysis(
    name="emotion curve",
    inputs=(
        *("analysis.felt_counts", "analysis.segment_felt_counts"),
        *("analysis.friction_ratings", "analysis.friction_felt"),
    ),
    tables=(
        Model(TABLE, "one row per stage or touchpoint where customers said how it felt", ("dimension", "member")),
        Model(BY_SEGMENT, "one row per segment, and stage or touchpoint", ("segment_id", "dimension", "member")),
        Model(CALIBRATION, "one row for stages and for touchpoints: whether friction tells feelings", ("calibration",)),
    ),
    run=draw_curve,
)
