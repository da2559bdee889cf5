"""The improvement plan as a table that SQL models read."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import polars as pl

from journeymine.settings import Settings

IMPROVEMENT_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "improvement_index": pl.Int64,
    "pain_id": pl.String,
    "effect_measure": pl.String,
    "expected_stage": pl.String,
    "expected_touchpoint": pl.String,
    "done_at": pl.Datetime("us"),
}


def build_improvement_seeds(settings: Settings) -> dict[str, pl.DataFrame]:
    """Build seed.improvements: one row per entry of overlay/plan.toml that is done, in its order.

    done_at is the beginning of the day, in the project's time zone, as UTC. Without an expected measure conversion is
    measured.
    """
    zone = ZoneInfo(settings.project.timezone)
    rows = []
    for index, improvement in enumerate(settings.plan_overlay.improvement, 1):
        if improvement.done_on is None:
            continue
        expected = improvement.expected
        done_at = datetime.combine(improvement.done_on, time(), zone).astimezone(UTC).replace(tzinfo=None)
        rows.append(
            (
                index,
                improvement.pain,
                expected.measure if expected else "conversion",
                expected.stage if expected else None,
                expected.touchpoint if expected else None,
                done_at,
            )
        )
    return {"seed.improvements": pl.DataFrame(rows, schema=IMPROVEMENT_SCHEMA, orient="row")}
