"""Data that make no segments or personas: both pages and the terminal say so in words, and no cell is NaN."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from journeymine.cli.status import _tell_personas, _tell_segments
from journeymine.personas.choosing import VERDICT_SCHEMA
from journeymine.personas.verdict import judge
from journeymine.segments.features import NUMERIC
from journeymine.segments.segmentation import Plan, Segmentation, find_segments
from journeymine.site.page import SiteContext
from journeymine.site.pages import render_site
from tests.unit.segments.conftest import Crowd, draw_crowd

PLAN = Plan(seed=3)
GIANT = 1e15
NO_NUMBER = re.compile(r">\s*(nan|-?inf|None|null)\b", re.IGNORECASE)


def change(crowd: Crowd, **columns: object) -> Crowd:
    return replace(crowd, customer_features=crowd.customer_features.with_columns(**columns))


def make_giant(crowd: Crowd) -> Crowd:
    is_giant = pl.col("customer_id") == crowd.customer_features["customer_id"][0]
    names = ("event_count", "service_step_count", "amount")
    return change(crowd, **{name: pl.when(is_giant).then(GIANT).otherwise(pl.col(name)) for name in names})


def make_alike(crowd: Crowd, value: float | None) -> Crowd:
    return change(crowd, **{feature.column: pl.lit(value, pl.Float64) for feature in NUMERIC})


BAD: dict[str, tuple[Callable[[Crowd], Crowd], int, str, str]] = {
    "five customers": (
        lambda crowd: replace(crowd, customer_features=crowd.customer_features.head(5)),
        1,
        "There are fewer than 10 customers",
        "There are too few customers in all.",
    ),
    "constant features": (
        lambda crowd: make_alike(crowd, 2.0),
        1,
        "Every feature is constant or unknown",
        "There are no segments: the page of segments says why.",
    ),
    "all missing": (
        lambda crowd: make_alike(crowd, None),
        1,
        "Every feature is constant or unknown",
        "There are no segments: the page of segments says why.",
    ),
    "one giant outlier": (make_giant, 1, "bootstrap Jaccard support 4 groups", ""),
    "no goal mapped": (
        lambda crowd: change(crowd, converted_count=pl.lit(0.0), amount=pl.lit(0.0)),
        0,
        "Nobody reached a goal: none is mapped",
        "No goal is mapped: name at least one under [[goals]]",
    ),
}
"""What is done to good data; how many goals are mapped; what the page of segments says, and that of personas."""


def write_tables(found: Segmentation, goal_count: int) -> dict[str, pl.DataFrame]:
    """Write the tables of both pages, personas with their verdict alone."""
    stable = found.segments.filter(pl.col("stability").is_in(["stable", "highly stable"])).height
    judged = judge(found.verdict.row(0, named=True), stable, goal_count, minimum_customers=200)
    row = (judged.is_refused, judged.refusal_kind, judged.reason, 0, found.verdict["customer_count"].item())
    return {
        "analysis.segment_verdict": found.verdict,
        "analysis.segments": found.segments,
        "analysis.segment_profiles": found.profiles,
        "analysis.segment_choices": found.choices,
        "analysis.segment_changes": found.changes.with_row_index("change_index", 1).with_columns(
            as_of=pl.lit(datetime(2026, 4, 1))
        ),
        "analysis.segment_points": found.points,
        "analysis.segment_moves": found.moves,
        "analysis.persona_verdict": pl.DataFrame([row], schema=VERDICT_SCHEMA, orient="row"),
    }


@pytest.mark.parametrize("kind", BAD)
def test_bad_data_are_told_in_words_and_make_no_cell_without_a_number(
    kind: str, context: SiteContext, tmp_path: Path
) -> None:
    spoil, goal_count, of_segments, of_personas = BAD[kind]
    crowd = spoil(draw_crowd((120, 90, 60, 40)))
    found = find_segments(crowd.customer_features, crowd.mix_items, crowd.customer_mix, PLAN)
    tables = write_tables(found, goal_count)
    render_site(tables, context, tmp_path)
    pages = [(tmp_path / name).read_text(encoding="utf-8") for name in ("segments.html", "personas.html")]
    assert of_segments in pages[0]
    assert of_personas in pages[1]
    assert [NO_NUMBER.findall(page) for page in pages] == [[], []]
    assert [">5 customers<" in page for page in pages] == [False, False], "nor where it is told how it is computed"
    verdict, judged = (tables[f"analysis.{name}_verdict"].row(0, named=True) for name in ("segment", "persona"))
    assert len(_tell_segments(verdict)) > len("segments: ")
    assert _tell_personas(judged).startswith("none: ")
    assert judged["is_refused"] is bool(of_personas)


def test_a_segment_that_forgetting_emptied_is_told_as_gone(context: SiteContext, tmp_path: Path) -> None:
    crowd = draw_crowd((120, 90, 60, 40))
    found = find_segments(crowd.customer_features, crowd.mix_items, crowd.customer_mix, PLAN)
    tables = write_tables(found, 1)
    changes = tables["analysis.segment_changes"]
    gone = changes.head(1).with_columns(
        change=pl.lit("disappeared"),
        from_segment_id=pl.lit("s9"),
        to_segment_id=pl.lit(None, pl.String),
        customer_count=pl.lit(0, pl.Int64),
        change_index=pl.lit(changes.height + 1, changes.schema["change_index"]),
    )
    render_site({**tables, "analysis.segment_changes": pl.concat([changes, gone])}, context, tmp_path)
    page = (tmp_path / "segments.html").read_text(encoding="utf-8")
    assert re.search(r"disappeared</td><td>s9</td><td>–</td><td class=\"n\">0</td>", page)
