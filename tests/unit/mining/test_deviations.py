from __future__ import annotations

import polars as pl
import pytest

from journeymine.mining.deviations import rank_deviations

LEAST = 10


def sum_customers(
    touchpoint: str, customers: int, one: tuple[int, int], kept: tuple[int, int]
) -> list[dict[str, object]]:
    """Write sums of customers with a journey each: of both sides how many, and how many converted; no ratings."""
    rows = []
    for outcome, sides in (("conversion", (one, kept)), ("satisfaction", ((0, 0), (0, 0)))):
        row: dict[str, object] = {"plan": "web", "move_kind": "inserted", "touchpoint": touchpoint, "outcome": outcome}
        row |= {"customer_count": customers, "journey_count": customers}
        for side, (size, total) in zip(("", "kept_"), sides, strict=True):
            names = ("cluster_count", "size", "total", "squares", "total_squares", "products")
            row |= dict(zip((f"{side}{name}" for name in names), (size, size, total, size, total, total), strict=True))
        rows.append(
            row | dict.fromkeys(("cross_totals", "cross_total_by_size", "cross_size_by_total", "cross_sizes"), 0)
        )
    return rows


def rank(sums: list[dict[str, object]]) -> list[tuple]:
    frame = pl.DataFrame(sums)
    moves = frame.select("plan", "move_kind", "touchpoint").unique().with_columns(is_accepted=pl.lit(value=False))
    return rank_deviations(moves, frame, LEAST).select("touchpoint", "deviation_rank", "conversion_change").rows()


def test_a_change_of_a_few_journeys_lifts_nothing_to_the_top() -> None:
    many = sum_customers("Blog", 100, (100, 40), (100, 60))
    few = sum_customers("Advert", 400, (400, 200), (9, 0))
    assert rank(many + few) == [("Blog", 1, pytest.approx(-0.2)), ("Advert", 2, pytest.approx(0.5))]


def test_customers_times_change_make_the_rank() -> None:
    small = sum_customers("Blog", 100, (100, 40), (100, 60))
    large = sum_customers("Advert", 400, (400, 200), (100, 60))
    assert [row[0] for row in rank(small + large)] == ["Advert", "Blog"]
