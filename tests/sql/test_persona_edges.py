"""Personas of few customers, of giants and of what is missing: no number that is none, and none that tells too few."""

from __future__ import annotations

from math import isfinite

import polars as pl
import pytest

from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import read_frame, read_query
from tests.sql.persona_night import draw_tables, make_persona_settings, open_persona_night
from tests.sql.test_personas import find_claims, read_claims


def read_numbers(connection: Connection) -> list[float]:
    """Read every number of the cards and their evidence."""
    frames = [read_frame(connection, f"analysis.{name}") for name in ("personas", "persona_evidence")]
    columns = [column for frame in frames for column in frame.select(pl.col(pl.Float64)).get_columns()]
    return [value for column in columns for value in column.drop_nulls().to_list()]


def test_giants_and_missing_fields_make_no_cell_that_is_no_number() -> None:
    tables = draw_tables()
    is_giant = pl.col("customer_id") == 1
    features = tables["marts.customer_features"]
    giant = ("amount", "tenure_days", "median_gap_days", "lifetime_value_amount")
    tables["marts.customer_features"] = features.with_columns(
        *(pl.when(is_giant).then(1e15).otherwise(pl.col(name)).alias(name) for name in giant),
        median_return_days=pl.lit(None, pl.Float64),
    )
    fields = [name for name in tables["core.customers"].columns if name not in ("customer_id", "lifetime_value_amount")]
    tables["core.customers"] = tables["core.customers"].with_columns(
        pl.lit(None, pl.String).alias(name) for name in fields
    )
    for name in ("core.satisfaction", "core.texts", "analysis.feelings", "analysis.signals", "core.friction"):
        tables[name] = tables[name].clear()
    with open_persona_night(tables, make_persona_settings()) as night:
        numbers = read_numbers(night)
        assert len(numbers) > 100
        assert all(isfinite(value) for value in numbers)
        unknown = read_query(night, "select unknown_sections from analysis.personas where persona_id = 'p01'").item()
        assert "usage" not in unknown, "only one measure of it is not known"
        frequency = (
            read_claims(night).filter(pl.col("trait") == "median_return_days").select("is_evidenced", "n").rows()
        )
        assert frequency == [(False, 0)]
        assert set(unknown) >= {"demographic", "social", "professional", "interest", "need", "satisfaction", "quote"}


def test_a_segment_of_fewer_customers_than_may_be_told_is_no_persona() -> None:
    with open_persona_night(draw_tables(), make_persona_settings(privacy={"minimum_cell": 500})) as night:
        assert read_query(night, "select segment_id from analysis.personas").rows() == [("s1",)]


def test_a_feature_known_of_few_members_sets_nobody_apart() -> None:
    tables = draw_tables()
    few = tables["analysis.segment_profiles"].with_columns(known_customer_count=pl.lit(9, pl.Int64))
    with open_persona_night(tables | {"analysis.segment_profiles": few}, make_persona_settings()) as night:
        assert find_claims(night, "feature") == []


def test_traits_of_few_members_are_told_together_so_that_shares_add_up() -> None:
    tables = draw_tables()
    first = pl.col("customer_id")
    rare = pl.when(first <= 6).then(pl.lit("80+")).when(first <= 13).then(pl.lit("13-17")).otherwise(pl.col("age_band"))
    tables["core.customers"] = tables["core.customers"].with_columns(
        age_band=rare, country=pl.when(first <= 9).then(pl.lit("Malta")).otherwise(pl.lit("Poland"))
    )
    with open_persona_night(tables, make_persona_settings()) as night:
        told = [row for row in find_claims(night, "demographic") if row["trait_kind"] == "age_band"]
        assert told[-1]["trait"] == "all other"
        assert told[-1]["counted_customer_count"] == 13
        assert sum(row["value"] for row in told) == pytest.approx(1)
        found = read_query(night, told[-1]["source_query"]).row(0)
        assert found == (pytest.approx(13 / 700), 700)
        countries = [row["trait"] for row in find_claims(night, "demographic") if row["trait_kind"] == "country"]
        assert countries == ["Poland"], "nine others are too few even together"


def test_a_share_of_fewer_customers_than_may_be_told_is_not_told_though_it_be_0() -> None:
    tables = draw_tables()
    churn = tables["core.churn"].with_columns(is_churned=pl.col("customer_id") > 700)
    for few, told in ((9, []), (10, [(0.0, 10)])):
        kept = pl.concat([churn.head(few), churn.tail(300)])
        with open_persona_night(tables | {"core.churn": kept}, make_persona_settings()) as night:
            assert [(row["value"], row["n"]) for row in find_claims(night, "churn")] == told
