"""Pains and delights: what customers meet more often at one place than at comparable ones, ranked by what it weighs."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

import polars as pl

from journeymine.improve.words import Key, find_pain_ids, write_question, write_title
from journeymine.settings import PainSettings
from journeymine.statistics.clusters import ClusterSums, find_clustered_mean_interval
from journeymine.statistics.differences import find_share_difference
from journeymine.statistics.intervals import Interval, find_wilson_interval
from journeymine.statistics.multiple import adjust_p_values
from journeymine.statistics.products import find_product_interval
from journeymine.statistics.ratios import find_share_p_value, find_share_ratio

ENOUGH_CUSTOMERS = 30
"""Customers with an amount that a touchpoint's own mean needs; below it that of all goals is taken (choice)."""
Values = dict[tuple[str, str | None], tuple[float, Interval]]
"""Mean amounts with their intervals, by (goal, touchpoint or None) and (stage, stage)."""
GOALS = "goals"
"""The unit of values where no goal has an amount."""

PAIN_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "pain_id": pl.String,
    "pain_kind": pl.String,
    "pain_rank": pl.Int64,
    "title": pl.String,
    "pain_source": pl.String,
    "pain_subject": pl.String,
    "subject_words": pl.String,
    "touchpoint": pl.String,
    "stage": pl.String,
    "channel": pl.String,
    "owner": pl.String,
    "came_count": pl.Int64,
    "customer_count": pl.Int64,
    "customer_low": pl.Float64,
    "customer_high": pl.Float64,
    "tested_count": pl.Int64,
    "affected_count": pl.Int64,
    "affected_share": pl.Float64,
    "other_tested_count": pl.Int64,
    "expected_share": pl.Float64,
    "pain_lift": pl.Float64,
    "pain_q_value": pl.Float64,
    "severity": pl.Float64,
    "severity_low": pl.Float64,
    "severity_high": pl.Float64,
    "value_amount": pl.Float64,
    "value_amount_low": pl.Float64,
    "value_amount_high": pl.Float64,
    "amount_unit": pl.String,
    "pain_score": pl.Float64,
    "pain_score_low": pl.Float64,
    "pain_score_high": pl.Float64,
    "next_question": pl.String,
    "pain_since_at": pl.Datetime("us"),
    "window_from_at": pl.Datetime("us"),
    "window_to_at": pl.Datetime("us"),
    "source_table": pl.String,
    "source_query": pl.String,
}


@dataclass(frozen=True)
class _Estimate:
    """How much more is affected than expected: shares 0..1, and the ratio that is held against the least lift."""

    share: float
    expected_share: float
    lift: float
    excess: Interval
    severity: float
    severity_interval: Interval


def rank_pains(
    candidates: pl.DataFrame,
    goal_values: pl.DataFrame,
    limits: PainSettings,
    currency_code: str,
    last_pains: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Find the pains and delights among what was looked for, and rank each kind.

    Args:
        candidates: analysis.pain_candidates.
        goal_values: One row per value_of (goal, stage) and place: has_amounts, and the ClusterSums of the amounts of
            the goals in journeys that met a touchpoint (null: of all), and of the journeys that came to a stage,
            whether they reached a goal or not.
        limits: How far beyond the expected, on how many customers, how surely.
        currency_code: Of the amounts.
        last_pains: What last night found, for pain_since_at.

    Returns:
        One row per pain or delight. customer_count are those affected, severity (0..1) the part of them beyond what is
        expected, times the source's weight; value what a goal is worth, or, where it is not known of the affected that
        they missed one, a journey that comes to the stage. pain_score = customers x severity x value, in the currency
        of goals, or in goals where none has an amount. Ranked within its kind by the low end of its 95% interval, so
        that what is sure comes first.
    """
    ordered = candidates.sort("pain_kind", "pain_source", "pain_subject", "touchpoint")
    rows = list(ordered.iter_rows(named=True))
    ids = find_pain_ids([_key(row) for row in rows])
    p_values = [_find_p_value(row, limits.customers) for row in rows]
    tested = [
        (row | {"pain_id": pain_id}, p_value)
        for row, pain_id, p_value in zip(rows, ids, p_values, strict=True)
        if p_value is not None
    ]
    q_values = adjust_p_values([p_value for _, p_value in tested]).tolist()
    values = _read_values(goal_values)
    has_amounts = bool(goal_values["has_amounts"].any())
    first_found = {} if last_pains is None else dict(last_pains.select("pain_id", "pain_since_at").iter_rows())
    found = []
    for (row, _), q_value in zip(tested, q_values, strict=True):
        estimate = _estimate(row) if q_value <= limits.q else None
        if estimate is None or estimate.lift < limits.lift or estimate.share <= estimate.expected_share:
            continue
        told = _weigh(row, estimate, limits.find_weight(row["pain_source"]), values) | {
            "pain_q_value": q_value,
            "amount_unit": currency_code if has_amounts else GOALS,
            "title": write_title(_key(row), subject_words=row["subject_words"]),
            "next_question": write_question(_key(row)),
            "pain_since_at": first_found.get(row["pain_id"], row["window_to_at"]),
        }
        if told["customer_count"] >= limits.customers:
            found.append(row | told)
    found.sort(key=lambda row: (row["pain_kind"] != "pain", -row["pain_score_low"], -row["pain_score"], row["pain_id"]))
    ranks: dict[str, int] = {}
    for row in found:
        ranks[row["pain_kind"]] = row["pain_rank"] = ranks.get(row["pain_kind"], 0) + 1
    return pl.DataFrame([[row[name] for name in PAIN_SCHEMA] for row in found], schema=PAIN_SCHEMA, orient="row")


def name_pains(candidates: pl.DataFrame) -> pl.DataFrame:
    """Name every pain and delight that was looked for, found or not.

    Args:
        candidates: analysis.pain_candidates.

    Returns:
        One row each, sorted: pain_id, pain_kind, pain_source, pain_subject, subject_words,
        touchpoint, stage, title.
    """
    columns = ("pain_kind", "pain_source", "pain_subject", "touchpoint", "stage", "subject_words")
    ordered = candidates.select(columns).sort(columns[:4])
    rows = list(ordered.iter_rows(named=True))
    return ordered.with_columns(
        pl.Series("pain_id", find_pain_ids([_key(row) for row in rows]), pl.String),
        pl.Series("title", [write_title(_key(row), subject_words=row["subject_words"]) for row in rows], pl.String),
    )


def _key(row: dict[str, Any]) -> Key:
    return row["pain_kind"], row["pain_source"], row["pain_subject"], row["touchpoint"]


def _find_p_value(row: dict[str, Any], least: int) -> float | None:
    """Find how likely chance alone parts a place so far from what is expected; None where too few were looked at."""
    if row["tested_count"] < least:
        return None
    if row["odds_ratio"] is not None:
        p_value: float | None = row["effect_p_value"]
        return p_value
    return None if row["other_tested_count"] < least else find_share_p_value(*_read_counts(row))


def _read_counts(row: dict[str, Any]) -> tuple[int, int, int, int]:
    return row["affected_count"], row["tested_count"], row["other_affected_count"], row["other_tested_count"]


def _estimate(row: dict[str, Any]) -> _Estimate | None:
    """Compare with what is expected; None where nobody is affected."""
    if row["odds_ratio"] is not None:
        return _estimate_moment(row)
    counts = _read_counts(row)
    ratio = find_share_ratio(*counts, adds_half=True)
    if ratio is None or not row["affected_count"]:
        return None
    share, expected = counts[0] / counts[1], counts[2] / counts[3]
    return _Estimate(
        share=share,
        expected_share=expected,
        lift=_divide(1 - expected, 1 - share) if row["is_about_goals"] else _divide(share, expected),
        excess=find_share_difference(*counts).interval,
        severity=max(0.0, 1 - expected / share),
        severity_interval=_hold(1 - expected / share, 1 - 1 / ratio.interval.low, 1 - 1 / ratio.interval.high),
    )


def _estimate_moment(row: dict[str, Any]) -> _Estimate | None:
    """Read off an odds ratio what share would be expected without the touchpoint."""
    share = row["affected_count"] / row["tested_count"]
    if not 0 < share < 1:
        return None
    # Of a pain the affected are those who did not reach the goal, whose odds are the inverse.
    ratio, low, high = (row[name] for name in ("odds_ratio", "odds_ratio_low", "odds_ratio_high"))
    if row["pain_kind"] == "pain":
        ratio, low, high = 1 / ratio, 1 / high, 1 / low
    expected, least, most = (_find_share_without(share, odds_ratio) for odds_ratio in (ratio, high, low))
    return _Estimate(
        share=share,
        expected_share=expected,
        lift=ratio,
        excess=Interval(share - most, share - least),
        severity=max(0.0, 1 - expected / share),
        severity_interval=_hold(1 - expected / share, 1 - most / share, 1 - least / share),
    )


def _find_share_without(share: float, odds_ratio: float) -> float:
    odds = share / (1 - share) / odds_ratio
    return odds / (1 + odds)


def _weigh(row: dict[str, Any], estimate: _Estimate, weight: float, values: Values) -> dict[str, Any]:
    """Multiply customers, severity and value. The first two share one count, so their product has one interval."""
    came = row["came_count"]
    customers = find_wilson_interval(row["affected_count"], row["tested_count"])
    excess = estimate.share - estimate.expected_share
    burden = weight * came * excess
    burden_interval = _hold(burden, weight * came * estimate.excess.low, weight * came * estimate.excess.high)
    places = [("goal", row["touchpoint"]), ("goal", None)] if row["is_about_goals"] else [("stage", row["stage"])]
    found = next((values[place] for place in places if place in values), None)
    value, value_interval = found or (1.0, Interval(1.0, 1.0))
    score = find_product_interval([burden, value], [burden_interval, value_interval])
    return {
        "affected_share": estimate.share,
        "expected_share": estimate.expected_share,
        "pain_lift": estimate.lift if estimate.lift < inf else None,
        "customer_count": round(came * estimate.share),
        "customer_low": came * customers.low,
        "customer_high": came * customers.high,
        "severity": weight * estimate.severity,
        "severity_low": weight * estimate.severity_interval.low,
        "severity_high": weight * estimate.severity_interval.high,
        "value_amount": value if found else None,
        "value_amount_low": value_interval.low if found else None,
        "value_amount_high": value_interval.high if found else None,
        "pain_score": burden * value,
        "pain_score_low": score.low,
        "pain_score_high": score.high,
    }


def _read_values(goal_values: pl.DataFrame) -> Values:
    """Read what goals and journeys are worth, with intervals over customers; a touchpoint of few is left out."""
    values: Values = {}
    for row in goal_values.iter_rows(named=True):
        sums = ClusterSums(*(row[name] for name in ClusterSums._fields))
        if sums.customer_count < ENOUGH_CUSTOMERS and row["place"] is not None:
            continue
        mean = sums.total / sums.size
        interval = find_clustered_mean_interval(sums) or Interval(0.0, mean)  # one customer: nothing tells how sure
        values[row["value_of"], row["place"]] = mean, Interval(max(0.0, interval.low), interval.high)
    return values


def _hold(estimate: float, low: float, high: float) -> Interval:
    """Keep an interval around its estimate and at 0 or above."""
    held = max(0.0, estimate)
    return Interval(min(max(0.0, low), held), max(high, held))


def _divide(number: float, by: float) -> float:
    return number / by if by > 0 else inf
