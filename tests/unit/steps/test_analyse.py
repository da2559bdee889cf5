from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import polars as pl
import pytest

from journeymine.errors import WarehouseError
from journeymine.settings import Settings
from journeymine.steps.analyse import order_steps
from journeymine.steps.analyses import Analysis, Inputs, Outcome
from journeymine.warehouse.plan import find_late
from journeymine.warehouse.sqlfiles import Model


def make_model(table: str, *inputs: str) -> Model:
    return Model(table, "one row per x", ("x",), inputs=inputs)


def make_analysis(table: str, *inputs: str) -> Analysis:
    return Analysis(table, inputs, (make_model(table),), lambda _: Outcome({table: pl.DataFrame()}))


def test_a_step_comes_after_those_whose_tables_it_reads_sql_or_not() -> None:
    last = make_analysis("analysis.personas", "analysis.profiles", "marts.variants")
    middle = make_model("analysis.profiles", "analysis.segments")
    first = make_analysis("analysis.segments", "marts.customer_features")
    assert order_steps([middle], [last, first]) == (first, middle, last)


def test_a_table_nothing_makes_is_refused() -> None:
    with pytest.raises(WarehouseError, match="which nothing makes"):
        order_steps([], [make_analysis("analysis.a", "analysis.nowhere")])


def test_a_table_made_twice_is_refused() -> None:
    with pytest.raises(WarehouseError, match="made twice"):
        order_steps([make_model("analysis.a")], [make_analysis("analysis.a")])


def test_what_reads_an_analysis_is_late_through_others_too() -> None:
    models = [
        make_model("report.a", "report.b"),
        make_model("report.b", "analysis.c"),
        make_model("report.d", "marts.e"),
        make_model("analysis.f", "marts.e"),
    ]
    assert find_late(models) == {"report.a", "report.b", "analysis.f"}


def test_a_scaffold_is_late_where_nothing_early_reads_it() -> None:
    scaffold = replace(make_model("report.steps", "core.steps"), kind="scaffold")
    late = make_model("report.paths", "report.steps", "analysis.segments")
    assert find_late([scaffold, late]) == {"report.steps", "report.paths"}
    assert find_late([scaffold, late, make_model("marts.early", "report.steps")]) == {"report.paths"}


def test_an_analysis_reads_only_what_it_declares(shop_inputs: Inputs) -> None:
    with pytest.raises(WarehouseError, match="does not declare"):
        shop_inputs["core.events"]


@pytest.fixture
def shop_inputs() -> Inputs:

    settings = Settings.model_validate({"project": {"name": "x"}, "sources": {"web": {"kind": "events", "path": "x"}}})
    return Inputs(settings, datetime(2026, 1, 1), 1, {"marts.a": pl.DataFrame()}, {})
