"""The emotion curve: how customers who said something felt at each stage and touchpoint, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from journeymine.emotion.calibration import Calibration
from journeymine.statistics.groups import describe_groups
from journeymine.statistics.scores import find_mean_interval

TOO_FEW = 30
"""Customers below which a point is marked."""

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "dimension": pl.String,
    "member": pl.String,
    "valence": pl.Float64,
    "valence_low": pl.Float64,
    "valence_high": pl.Float64,
    "shrunk_valence": pl.Float64,
    "customer_count": pl.Int64,
    "answer_count": pl.Int64,
    "reported_count": pl.Int64,
    "reached_count": pl.Int64,
    "felt_share": pl.Float64,
    "is_too_few": pl.Boolean,
    "is_peak": pl.Boolean,
    "is_end": pl.Boolean,
    "point_source": pl.String,
}
_LATER = ("shrunk_valence", "is_peak", "is_end")
_DESCRIBED = {**{name: kind for name, kind in SCHEMA.items() if name not in _LATER}, "variance": pl.Float64}


def find_curve(felt_counts: pl.DataFrame, stages: Sequence[str], *, seed: int) -> pl.DataFrame:
    """Find the points of the curve.

    Args:
        felt_counts: One row per dimension (stage, touchpoint), member and rounded valence: customer_count of customers
            whose mean valence there it is, answer_count, reported_count, reached_count of the member.
        stages: The stages in their order.
        seed: Where the draws of bootstrap intervals start.

    Returns:
        One row per dimension and member. valence is the mean over customers, each counted once, in -1..1, with a 95%
        bootstrap interval over customers; shrunk_valence is drawn towards the mean of its dimension, the more the
        fewer customers there are. is_peak marks the stage of the strongest feeling and is_end the last one of those
        with enough customers; touchpoints have neither. point_source is reported where at least half of the answers
        are ratings, else inferred.
    """
    points = describe_groups(
        felt_counts, ("dimension", "member"), ("valence",), lambda members: _describe(members, seed), _DESCRIBED
    )
    rows = points.to_dicts()
    for dimension in ("stage", "touchpoint"):
        _shrink([row for row in rows if row["dimension"] == dimension])
    enough = [row for row in rows if row["dimension"] == "stage" and not row["is_too_few"] and row["member"] in stages]
    peak = max(enough, key=lambda row: (abs(row["valence"]), row["member"]), default=None)
    end = max(enough, key=lambda row: stages.index(row["member"]), default=None)
    for row in rows:
        row["is_peak"], row["is_end"] = row is peak, row is end
    return pl.DataFrame([[row[name] for name in SCHEMA] for row in rows], schema=SCHEMA, orient="row")


def add_modelled_points(
    points: pl.DataFrame, friction_felt: pl.DataFrame, calibrations: Mapping[str, Calibration], *, seed: int
) -> pl.DataFrame:
    """Add points of stages and touchpoints of which nobody said how they felt, told by friction met there.

    Args:
        points: What `find_curve` found.
        friction_felt: One row per dimension, member and friction_rate: customer_count.
        calibrations: How friction goes with reported scores, by dimension: touchpoints have a line of their own. Where
            it does not hold, nothing is added.
        seed: Where the draws of bootstrap intervals start.

    Returns:
        The points, and modelled ones of members that have none. Their interval is over customers; how unsure the
        calibration itself is stands in its own table. They are neither peak nor end.
    """
    silent = friction_felt.join(points, on=("dimension", "member"), how="anti")
    parts = []
    for dimension, calibration in sorted(calibrations.items()):
        own = silent.filter(pl.col("dimension") == dimension)
        if not calibration.holds or own.is_empty():
            continue
        modelled = own.select(
            "dimension",
            "member",
            pl.Series("valence", calibration.predict(own["friction_rate"].to_numpy().astype(np.float64))),
            "customer_count",
            answer_count=pl.lit(0, pl.Int64),
            reported_count=pl.lit(0, pl.Int64),
            reached_count=pl.col("customer_count").sum().over("member"),
        )
        parts.append(find_curve(modelled, (), seed=seed))
    found = [
        part.with_columns(
            point_source=pl.lit("modelled"), shrunk_valence=pl.col("valence"), felt_share=pl.lit(0.0, pl.Float64)
        )
        for part in parts
    ]
    return pl.concat([points, *found]).sort("dimension", "member")


def _describe(points: pl.DataFrame, seed: int) -> dict[str, object]:
    values, counts = points["valence"].to_numpy(), points["customer_count"].to_numpy().astype(np.int64)
    customer_count, answer_count = int(counts.sum()), int(points["answer_count"].sum())
    reported_count, reached = int(points["reported_count"].sum()), points["reached_count"][0]
    interval = find_mean_interval(values, counts, seed=seed)
    return {
        "valence": float(values @ counts / customer_count),
        "valence_low": interval.low,
        "valence_high": interval.high,
        "variance": float(np.average((values - np.average(values, weights=counts)) ** 2, weights=counts)),
        "customer_count": customer_count,
        "answer_count": answer_count,
        "reported_count": reported_count,
        "reached_count": reached,
        "felt_share": min(1.0, customer_count / reached) if reached else None,
        "is_too_few": customer_count < TOO_FEW,
        "point_source": "reported" if 2 * reported_count >= answer_count else "inferred",
    }


def _shrink(rows: list[dict[str, object]]) -> None:
    """Draw each mean towards the mean of all by the share of its variance that is chance.

    Source: Efron and Morris (1975), Data analysis using Stein's estimator and its generalizations, JASA 70:311-319;
    the variance between groups by the method of moments, not below 0.
    """
    if not rows:
        return
    means = np.array([row["valence"] for row in rows], dtype=np.float64)
    counts = np.array([row["customer_count"] for row in rows], dtype=np.float64)
    within = float(np.average([float(str(row["variance"])) for row in rows], weights=counts))
    centre = float(np.average(means, weights=counts))
    between = max(0.0, float(np.average((means - centre) ** 2, weights=counts)) - within * len(rows) / counts.sum())
    for row, mean, count in zip(rows, means, counts, strict=True):
        kept = between / (between + within / count) if between + within else 1.0
        row["shrunk_valence"] = float(centre + kept * (mean - centre))
