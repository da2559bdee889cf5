"""Tables of segments, as a night would have found them among kinds of customers that differ."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from journeymine.segments.segmentation import Plan, find_segments
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
    }
