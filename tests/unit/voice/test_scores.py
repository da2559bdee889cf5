from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from journeymine.voice.scores import TOO_FEW, find_scores, score_answers

AT = datetime(2026, 3, 1)


def count_answers(scale: str, counts: dict[float, int], member: str = "all") -> pl.DataFrame:
    rows = [
        (scale, "solicited", "all", member, rating, count, sum(counts.values()), AT, AT)
        for rating, count in counts.items()
    ]
    names = ("rating_scale", "solicitation", "dimension", "member", "rating", "answer_count", "customer_count")
    return pl.DataFrame(rows, schema=[*names, "first_at", "last_at"], orient="row")


def test_five_promoters_three_passives_two_detractors_are_plus_thirty() -> None:
    score = score_answers("nps", {10: 3, 9: 2, 8: 1, 7: 2, 6: 1, 0: 1}, seed=1)
    assert (score.method, score.score, score.favourable_count, score.unfavourable_count) == ("nps", 30.0, 5, 2)


@pytest.mark.parametrize(
    ("scale", "counts", "share"),
    [
        ("csat5", {5: 2, 4: 1, 3: 1}, 0.75),
        ("csat7", {7: 1, 6: 1, 5: 2}, 0.5),
        ("csat3", {3: 1, 2: 3}, 0.25),
        ("thumbs", {1: 3, 0: 1}, 0.75),
    ],
)
def test_a_satisfaction_scale_is_the_share_of_its_top_answers(
    scale: str, counts: dict[float, int], share: float
) -> None:
    score = score_answers(scale, counts, seed=1)
    assert (score.method, score.score) == ("top_box_share", share)
    assert score.low < share < score.high


@pytest.mark.parametrize("scale", ["ces7", "stars5", "own scale", "csat"])
def test_any_other_scale_is_a_mean_within_its_interval(scale: str) -> None:
    score = score_answers(scale, {1: 10, 5: 30}, seed=1)
    assert (score.method, score.score, score.favourable_count) == ("mean", 4.0, None)
    assert 3.0 < score.low < 4.0 < score.high < 5.0


def test_a_group_of_fewer_than_thirty_answers_is_marked() -> None:
    enough = count_answers("nps", {9: TOO_FEW}, "enough")
    few = count_answers("nps", {9: TOO_FEW - 1}, "few")
    scores = find_scores(pl.concat([few, enough]), seed=1)
    assert dict(zip(scores["member"], scores["is_too_few"], strict=True)) == {"enough": False, "few": True}


def test_the_order_of_counts_changes_nothing() -> None:
    counts = pl.concat([count_answers("ces7", {1: 4, 7: 9}), count_answers("nps", {0: 1, 10: 40})])
    assert find_scores(counts.reverse(), seed=3).equals(find_scores(counts, seed=3))


def test_no_answers_give_a_table_without_rows_and_with_its_columns() -> None:
    scores = find_scores(count_answers("nps", {9: 1}).clear(), seed=1)
    assert scores.is_empty()
    assert {"score", "score_low", "score_high", "is_too_few"} <= set(scores.columns)
