from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from journeymine.site.page import SiteContext
from journeymine.site.pages import render_site
from journeymine.site.scores import draw_trend, list_responses, list_scales, name_scale
from tests.unit.site.example_journeys import HOSTILE
from tests.unit.site.example_scores import write_scores


@pytest.fixture
def scores() -> pl.DataFrame:
    return write_scores()["analysis.scores"]


def test_groups_of_few_customers_are_counted_and_not_shown(scores: pl.DataFrame) -> None:
    [nps] = list_scales(scores, 10)
    assert nps["hidden_count"] == 1
    assert "Rare" not in str(nps)


def test_a_month_of_few_answers_is_marked(scores: pl.DataFrame) -> None:
    trend = draw_trend(scores.filter(pl.col("dimension") == "month").sort("member"))
    assert [point["is_too_few"] for point in trend["points"]] == [False, True]  # type: ignore[attr-defined]


def test_scales_are_named_for_readers() -> None:
    assert [name_scale(name) for name in ("nps", "csat5", "ces7", "mood9")] == [
        "NPS",
        "CSAT (1 to 5)",
        "CES (1 to 7)",
        "mood9",
    ]


def test_the_page_says_the_score_its_interval_and_who_answered(
    tables: dict[str, pl.DataFrame], context: SiteContext, tmp_path: Path
) -> None:
    render_site(tables, context, tmp_path)
    page = (tmp_path / "scores.html").read_text(encoding="utf-8")
    assert "NPS</bdi>, asked for: +50" in page
    assert "60 of 200 customers with a journey gave a rating: 30.0%" in page
    assert HOSTILE not in page
    assert "CSAT" not in page


def test_response_rates_begin_with_all_invitations_and_leave_small_groups_out() -> None:
    responses = pl.DataFrame(
        [("segment", "s1", 50, 20, 0.4, 40), ("all", "all", 90, 30, 1 / 3, 70), ("segment", "s2", 5, 1, 0.2, 4)],
        schema=["dimension", "member", "invited_count", "answered_count", "response_share", "customer_count"],
        orient="row",
    )
    listed = list_responses(responses, 10)
    assert [(row["title"], row["member"]) for row in listed] == [("All invitations", "all"), ("Segment", "s1")]
    assert listed[0]["interval"].low < 1 / 3 < listed[0]["interval"].high
    assert list_responses(pl.DataFrame(), 10) == []


def test_how_few_answered_is_not_told() -> None:
    responses = pl.DataFrame(
        [("all", "all", 200, 3, 0.015, 200)],
        schema=["dimension", "member", "invited_count", "answered_count", "response_share", "customer_count"],
        orient="row",
    )
    [row] = list_responses(responses, 10)
    assert (row["answered_text"], row["response_share"], row["interval"]) == ("<10", None, None)
