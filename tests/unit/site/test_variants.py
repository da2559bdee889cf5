from __future__ import annotations

import polars as pl
import pytest

from journeymine.site.page import SiteContext
from journeymine.site.process_map import RARE
from journeymine.site.variants import HAPPY, SLOW, encode_variants, fold_path, list_variants
from tests.unit.site.example_journeys import Journey

Tables = dict[str, pl.DataFrame]


def test_shares_add_up_over_the_list_and_the_rest(
    tables: Tables, context: SiteContext, journeys: list[Journey]
) -> None:
    rows, rest = list_variants(tables, context)
    assert rest["total"] == len(journeys)
    assert sum(row["journey_count"] for row in rows) + rest["journey_count"] == len(journeys)
    assert rows[-1]["cumulative_share"] == pytest.approx(sum(row["share"] for row in rows))
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    counts = [row["journey_count"] for row in rows]
    assert counts == sorted(counts, reverse=True)


def test_no_variant_of_few_customers_is_listed(tables: Tables, context: SiteContext, journeys: list[Journey]) -> None:
    customers: dict[tuple[str, ...], set[int]] = {}
    for journey in journeys:
        customers.setdefault(journey.steps, set()).add(journey.customer)
    rows, _ = list_variants(tables, context)
    listed = {tuple(row["touchpoints"]) for row in rows}
    assert listed == {path for path, met in customers.items() if len(met) >= context.minimum_cell}


def test_few_conversions_are_withheld_and_none_are_told(tables: Tables, context: SiteContext) -> None:
    top = tables["report.top_variants"].sort("journey_count", descending=True).head(3)
    tables["report.top_variants"] = top.with_columns(converted_count=pl.Series([3, 0, 12], dtype=pl.Int64))
    shares = {row["converted_count"]: row["conversion_share"] for row in list_variants(tables, context)[0]}
    assert (shares[3], shares[0]) == (None, 0.0)
    assert shares[12] > 0


def test_happy_path_converts_most_journeys_and_the_longest_last_longest(tables: Tables, context: SiteContext) -> None:
    rows, _ = list_variants(tables, context)
    (happy,) = [row for row in rows if HAPPY in row["marks"]]
    assert happy["converted_count"] == max(row["converted_count"] for row in rows)
    slow = [row["median_seconds"] for row in rows if SLOW in row["marks"]]
    others = [row["median_seconds"] for row in rows if SLOW not in row["marks"] and row["median_seconds"]]
    assert len(slow) == 3
    assert min(slow) >= max(others)


def test_without_a_goal_there_is_no_happy_path(tables: Tables, context: SiteContext) -> None:
    tables["report.top_variants"] = tables["report.top_variants"].with_columns(converted_count=pl.lit(0, pl.Int64))
    assert not [row for row in list_variants(tables, context)[0] if HAPPY in row["marks"]]


def test_long_path_is_folded_and_keeps_its_steps() -> None:
    path = [f"step {number}" for number in range(30)] + ["last"] * 4
    parts = fold_path(path)
    assert len(parts) == 12
    assert sum(count for _, count in parts) == len(path)
    assert parts[-1] == ("last", 4)


def test_touchpoint_of_few_customers_has_no_name_in_paths_and_map(tables: Tables, context: SiteContext) -> None:
    path = ["Product page", "Hidden corner"]
    tables["report.top_variants"] = (
        tables["report.top_variants"]
        .head(1)
        .with_columns(touchpoints=pl.Series([path]), customer_count=pl.lit(50, pl.Int64))
    )
    rows, _ = list_variants(tables, context)
    encoded = encode_variants(rows, tables, context)
    assert rows[0]["parts"] == [("Product page", 1), (RARE, 1)]
    assert {each["label"] for each in encoded["touchpoints"]} == {"Product page", RARE}
    assert "Hidden corner" not in str(encoded)
