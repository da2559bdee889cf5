from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest

from journeymine.site.map_models import RARE
from journeymine.site.page import SiteContext
from journeymine.site.variants import HAPPY, SLOW, choose_grain, encode_variants, fold_path, list_variants
from tests.unit.site.example_journeys import Journey

Tables = dict[str, pl.DataFrame]
VARIANTS = "analysis.slice_variants"


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
    listed = {tuple(row["path"]) for row in rows}
    assert listed == {path for path, met in customers.items() if len(met) >= context.minimum_cell}


def test_how_customers_felt_is_told_of_enough_of_them_with_its_interval(tables: Tables, context: SiteContext) -> None:
    rows, _ = list_variants(tables, context)
    told = [row for row in rows if row["felt"]]
    assert told
    assert {row["felt"] is None for row in rows if row["felt_count"] < context.minimum_cell} == {True}
    assert all(low <= mean <= high for row in told for mean, low, high in [row["felt"]])


def test_a_segment_has_its_own_variants_marks_and_shares(
    tables: Tables, context: SiteContext, journeys: list[Journey]
) -> None:
    own = [journey for journey in journeys if journey.customer % 2 == 0]
    rows, rest = list_variants(tables, context, key=("segment", "s1"))
    assert rest["total"] == len(own)
    assert rows[0]["journey_count"] == sum(list(journey.steps) == rows[0]["path"] for journey in own)
    assert sum(HAPPY in row["marks"] for row in rows) == 1
    encoded = encode_variants(tables, context)
    (part,) = [each for each in encoded["slices"] if (each["grain"], each["name"]) == ("touchpoint", "s1")]
    assert [row[1] for row in part["rows"]] == [row["journey_count"] for row in rows]
    assert [encoded["touchpoints"][place]["label"] for place in encoded["paths"][part["rows"][0][0]]] == (
        rows[0]["path"]
    )


def test_paths_of_stages_are_shown_first_where_few_take_the_same_touchpoints(
    tables: Tables, context: SiteContext, journeys: list[Journey]
) -> None:
    assert choose_grain(tables, context) == "touchpoint"
    tables[VARIANTS] = tables[VARIANTS].filter((pl.col("variant_grain") == "stage") | (pl.col("variant_rank") > 50))
    assert choose_grain(tables, context) == "stage"
    rows, rest = list_variants(tables, context, "stage")
    assert rest["total"] == len(journeys)
    assert all(before != after for row in rows for before, after in pairwise(row["path"]))


def test_few_conversions_are_withheld_and_none_are_told(tables: Tables, context: SiteContext) -> None:
    top = (
        tables[VARIANTS]
        .filter(slice_kind="all", variant_grain="touchpoint")
        .sort("journey_count", descending=True)
        .head(3)
    )
    counts = pl.Series([3, 0, 12], dtype=pl.Int64)
    tables[VARIANTS] = top.with_columns(converted_count=counts, conversion_share=counts / top["journey_count"])
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
    tables[VARIANTS] = tables[VARIANTS].with_columns(converted_count=pl.lit(0, pl.Int64))
    assert not [row for row in list_variants(tables, context)[0] if HAPPY in row["marks"]]


def test_long_path_is_folded_and_keeps_its_steps() -> None:
    path = [f"step {number}" for number in range(30)] + ["last"] * 4
    parts = fold_path(path)
    assert len(parts) == 12
    assert sum(count for _, count in parts) == len(path)
    assert parts[-1] == ("last", 4)


def test_touchpoint_of_few_customers_has_no_name_in_paths_and_map(tables: Tables, context: SiteContext) -> None:
    path = ["Product page", "Hidden corner"]
    first = tables[VARIANTS].filter(slice_kind="all", variant_grain="touchpoint").head(1)
    tables[VARIANTS] = first.with_columns(variant_path=pl.Series([path]), customer_count=pl.lit(50, pl.Int64))
    rows, _ = list_variants(tables, context)
    encoded = encode_variants(tables, context)
    assert rows[0]["parts"] == [("Product page", 1), (RARE, 1)]
    assert {each["label"] for each in encoded["touchpoints"] if "isStage" not in each} == {"Product page", RARE}
    assert "Hidden corner" not in str(encoded)
