"""Tables of segments, as a night would have found them among kinds of customers that differ."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from journeymine.segments.results import compare_results, rate_responses
from journeymine.segments.segmentation import MOVE_SCHEMA, Plan, find_segments
from tests.unit.segments.conftest import draw_crowd


def find_example_segments(minimum_customers: int = 200) -> dict[str, pl.DataFrame]:
    crowd = draw_crowd((120, 90, 60, 40))
    plan = Plan(seed=3, minimum_customers=minimum_customers)
    found = find_segments(crowd.customer_features, crowd.mix_items, crowd.customer_mix, plan)
    changes = found.changes.with_row_index("change_index", 1).with_columns(as_of=pl.lit(datetime(2026, 4, 1)))
    return {
        "analysis.segment_verdict": found.verdict,
        "analysis.segments": found.segments,
        "analysis.segment_profiles": found.profiles,
        "analysis.segment_choices": found.choices,
        "analysis.segment_changes": changes,
        "analysis.segment_points": found.points,
        "analysis.segment_results": compare_results(_make_sums(found.segments)),
        "analysis.segment_responses": rate_responses(_make_meetings(found.segments)),
        "analysis.segment_moves": pl.DataFrame(MOVES, schema=MOVE_SCHEMA, orient="row"),
        "analysis.segment_sets": found.verdict.with_columns(
            segment_set=pl.lit("buyers"), population=pl.lit("converted")
        ),
        "analysis.set_segments": found.segments.with_columns(segment_set=pl.lit("buyers")),
    }


MOVES = [("s1", "s1", 100), ("s1", "s2", 12), ("s2", "s2", 78), ("s3", "s3", 60), ("s4", "s1", 3)]


def _make_sums(segments: pl.DataFrame) -> pl.DataFrame:
    rows = [
        (name, result, size, size * mean, size * mean)
        for name, size in segments.select("segment_id", "customer_count").iter_rows()
        for result, mean in (("conversion", 0.9 if name == "s1" else 0.4), ("satisfaction", 0.5))
    ]
    columns = ("segment_id", "segment_result", "customer_count", "value_sum", "square_sum")
    return pl.DataFrame(rows, schema=columns, orient="row")


def _make_meetings(segments: pl.DataFrame) -> pl.DataFrame:
    rows = [
        (name, facet, item, met, met * 4 // 5)
        for name, size in segments.select("segment_id", "customer_count").iter_rows()
        for facet, item, met in (("channel", "web", size), ("channel", "<b>app</b>", 8), ("hours", "18:00-20:59", 31))
    ]
    columns = ("segment_id", "facet", "item", "customer_count", "converted_customer_count")
    return pl.DataFrame(rows, schema=columns, orient="row")
