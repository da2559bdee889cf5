"""Scores of every group of answers, each by the method of its scale, with an interval and a word where n is small."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import polars as pl

from journeymine.statistics.groups import describe_groups
from journeymine.statistics.intervals import find_wilson_interval
from journeymine.statistics.scores import find_mean_interval, find_net_promoter_score

TOO_FEW = 30
"""Answers below which a score is marked: its interval is then wider than most differences worth acting on."""

_GROUP = ("rating_scale", "solicitation", "dimension", "member")
_SCALE = re.compile(r"(csat|ces|stars)(\d+)")
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "rating_scale": pl.String,
    "solicitation": pl.String,
    "dimension": pl.String,
    "member": pl.String,
    "score_method": pl.String,
    "score": pl.Float64,
    "score_low": pl.Float64,
    "score_high": pl.Float64,
    "answer_count": pl.Int64,
    "favourable_count": pl.Int64,
    "unfavourable_count": pl.Int64,
    "customer_count": pl.Int64,
    "is_too_few": pl.Boolean,
    "first_at": pl.Datetime("us"),
    "last_at": pl.Datetime("us"),
}


class Score(NamedTuple):
    """A score with its interval, in the unit of its method; counts are null where the method has no such answers."""

    method: str
    score: float
    low: float
    high: float
    favourable_count: int | None
    unfavourable_count: int | None


def find_scores(score_counts: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Find the score of every group of answers.

    Args:
        score_counts: marts.score_counts.
        seed: Where the draws of bootstrap intervals start.

    Returns:
        One row per rating_scale, solicitation, dimension and member, in that order: score, interval and counts.
    """

    def describe(answers: pl.DataFrame) -> dict[str, object]:
        counts = dict(zip(answers["rating"], answers["answer_count"], strict=True))
        score = score_answers(str(answers["rating_scale"][0]), counts, seed)
        answer_count = int(answers["answer_count"].sum())
        return {
            "score_method": score.method,
            "score": score.score,
            "score_low": score.low,
            "score_high": score.high,
            "answer_count": answer_count,
            "favourable_count": score.favourable_count,
            "unfavourable_count": score.unfavourable_count,
            "customer_count": answers["customer_count"][0],
            "is_too_few": answer_count < TOO_FEW,
            "first_at": answers["first_at"][0],
            "last_at": answers["last_at"][0],
        }

    return describe_groups(score_counts, _GROUP, ("rating",), describe, SCHEMA)


def score_answers(rating_scale: str, counts: dict[float, int], seed: int) -> Score:
    """Score answers on one scale by the method that is usual for it.

    Args:
        rating_scale: nps; csat5 and other csatN; thumbs; ces7 and other cesN; stars5 and other starsN; or any name.
        counts: How often each rating was given; at least one.
        seed: Where the draws of a bootstrap interval start.

    Returns:
        nps: promoters less detractors in points, adjusted Wald. csatN: share of the top two answers (of the top one
        where N is under 5), Wilson. thumbs: share of thumbs up, Wilson. Any other scale: the mean, bootstrap.
    """
    total = sum(counts.values())
    if rating_scale == "nps":
        promoters = _count(counts, 9, 10)
        detractors = _count(counts, 0, 6)
        nps, interval = find_net_promoter_score(promoters, total - promoters - detractors, detractors)
        return Score("nps", nps, *interval, promoters, detractors)
    scale = _SCALE.fullmatch(rating_scale)
    if rating_scale == "thumbs" or (scale and scale[1] == "csat"):
        top = int(scale[2]) if scale else 1
        boxes = 2 if scale and top >= 5 else 1
        satisfied = _count(counts, top - boxes + 1, top)
        return Score(
            "top_box_share", satisfied / total, *find_wilson_interval(satisfied, total), satisfied, total - satisfied
        )
    values, numbers = np.array(list(counts), dtype=np.float64), np.array(list(counts.values()), dtype=np.int64)
    interval = find_mean_interval(values, numbers, seed=seed)
    return Score("mean", float(values @ numbers / total), *interval, None, None)


def _count(counts: dict[float, int], low: int, high: int) -> int:
    return sum(count for rating, count in counts.items() if low <= rating <= high)
