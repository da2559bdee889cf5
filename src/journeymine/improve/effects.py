"""The improvement plan with what became of it: the measure before and after what was done, never a cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl

from journeymine.errors import find_nearest
from journeymine.overlay import Improvement
from journeymine.statistics.intervals import Interval

CAVEAT = (
    "Before and after is not a cause: whatever else changed on the same day, the season and who came are in it as well."
)
FEW_CUSTOMERS = 30
"""Customers each window needs (choice)."""
SHORTEST_DAYS = 7
"""Days a window lasts at least (choice): a whole week, so that like weekdays stand beside like."""
DRAWS = 2_000
UNSEEN = "nothing was observed on both sides of the day"
NOWHERE = "the plan names no stage or touchpoint, and the pain is not known"
TOO_EARLY = f"too early: fewer than {SHORTEST_DAYS} days after it can be told"
TOO_FEW = f"too few: fewer than {FEW_CUSTOMERS} customers before or after"
CHANGE_NOTES = (CAVEAT, UNSEEN, NOWHERE, TOO_EARLY, TOO_FEW)
"""What change_note may say."""

IMPROVEMENT_TABLE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "improvement_index": pl.Int64,
    "pain_id": pl.String,
    "pain_state": pl.String,
    "title": pl.String,
    "touchpoint": pl.String,
    "stage": pl.String,
    "action": pl.String,
    "owner": pl.String,
    "improvement_status": pl.String,
    "due_date": pl.Date,
    "done_date": pl.Date,
    "is_overdue": pl.Boolean,
    "improvement_note": pl.String,
    "effect_measure": pl.String,
    "effect_place": pl.String,
    "expected_change": pl.String,
    "before_share": pl.Float64,
    "after_share": pl.Float64,
    "effect_change": pl.Float64,
    "effect_change_low": pl.Float64,
    "effect_change_high": pl.Float64,
    "before_customer_count": pl.Int64,
    "after_customer_count": pl.Int64,
    "window_from_at": pl.Datetime("us"),
    "window_to_at": pl.Datetime("us"),
    "change_note": pl.String,
}


@dataclass(frozen=True)
class _Effect:
    before: float
    after: float
    interval: Interval


def follow_improvements(
    plan: Sequence[Improvement],
    pain_names: pl.DataFrame,
    pain_points: pl.DataFrame,
    windows: pl.DataFrame,
    counts: pl.DataFrame,
    *,
    as_of: datetime,
    seed: int,
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Set each entry of the plan beside its pain, and what is done beside how it was before.

    Args:
        plan: The entries of overlay/plan.toml.
        pain_names: Every pain that was looked for: pain_id, title, touchpoint, stage.
        pain_points: Those that were found: pain_id, owner.
        windows: One row per improvement_index that is measured: window_from_at, done_at, window_to_at, touchpoint and
            stage.
        counts: One row per improvement_index and before_count, before_sum, after_count, after_sum of a customer; sums
            of satisfaction are in thousandths.
        as_of: The end of observation; tells what is overdue.
        seed: Where the draws of customers start.

    Returns:
        analysis.improvements, one row per entry, and a warning for each pain that nobody ever looked for.
    """
    names = {row["pain_id"]: row for row in pain_names.iter_rows(named=True)}
    found = {row["pain_id"]: row for row in pain_points.iter_rows(named=True)}
    measured = {row["improvement_index"]: row for row in windows.iter_rows(named=True)}
    rows, warnings = [], []
    for index, entry in enumerate(plan, 1):
        name = names.get(entry.pain, {})
        state = "found" if entry.pain in found else "no longer found" if name else "unknown"
        if state == "unknown":
            nearest = find_nearest(entry.pain, found) or find_nearest(entry.pain, names)
            hint = f" Did you mean '{nearest}'?" if nearest else ""
            warnings.append(f"overlay/plan.toml: no pain is called '{entry.pain}'; its entry is kept.{hint}")
        row: dict[str, Any] = dict.fromkeys(IMPROVEMENT_TABLE_SCHEMA)
        row |= {
            "improvement_index": index,
            "pain_id": entry.pain,
            "pain_state": state,
            "title": name.get("title"),
            "touchpoint": name.get("touchpoint"),
            "stage": name.get("stage"),
            "action": entry.action,
            "owner": entry.owner or found.get(entry.pain, {}).get("owner"),
            "improvement_status": entry.status,
            "due_date": entry.due_on,
            "done_date": entry.done_on,
            "is_overdue": _is_overdue(entry, as_of.date()),
            "improvement_note": entry.note,
            "expected_change": entry.expected.change if entry.expected else None,
            "effect_measure": entry.expected.measure if entry.expected else None,
            "effect_place": (entry.expected.touchpoint or entry.expected.stage) if entry.expected else None,
        }
        if entry.status == "done":
            row |= _measure(entry, measured.get(index), counts.filter(improvement_index=index), seed)
        rows.append([row[column] for column in IMPROVEMENT_TABLE_SCHEMA])
    return pl.DataFrame(rows, schema=IMPROVEMENT_TABLE_SCHEMA, orient="row"), tuple(warnings)


def _is_overdue(entry: Improvement, today: date) -> bool:
    return entry.due_on is not None and entry.due_on < today and entry.status not in ("done", "dropped")


def _measure(entry: Improvement, window: dict[str, Any] | None, counts: pl.DataFrame, seed: int) -> dict[str, Any]:
    measure = entry.expected.measure if entry.expected else "conversion"
    if window is None:
        return {"effect_measure": measure, "change_note": UNSEEN}
    told = {
        "effect_measure": measure,
        "effect_place": window["touchpoint"] or window["stage"],
        "window_from_at": window["window_from_at"],
        "window_to_at": window["window_to_at"],
        "before_customer_count": int(counts.filter(pl.col("before_count") > 0)["customer_count"].sum()),
        "after_customer_count": int(counts.filter(pl.col("after_count") > 0)["customer_count"].sum()),
    }
    if told["effect_place"] is None:
        return told | {"change_note": NOWHERE}
    if (window["window_to_at"] - window["done_at"]).total_seconds() < SHORTEST_DAYS * 86_400:
        return told | {"change_note": TOO_EARLY}
    if min(told["before_customer_count"], told["after_customer_count"]) < FEW_CUSTOMERS:
        return told | {"change_note": TOO_FEW}
    effect = _resample(counts, 1000 if measure == "satisfaction" else 1, seed)
    return told | {
        "before_share": effect.before,
        "after_share": effect.after,
        "effect_change": effect.after - effect.before,
        "effect_change_low": effect.interval.low,
        "effect_change_high": effect.interval.high,
        "change_note": CAVEAT,
    }


def _resample(counts: pl.DataFrame, unit: int, seed: int) -> _Effect:
    """Draw customers again, with all they did on both sides of the day, and take the shares of each draw.

    Source: Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 13.
    """
    ordered = counts.sort("before_count", "before_sum", "after_count", "after_sum")
    values = ordered.select("before_count", "before_sum", "after_count", "after_sum").to_numpy().astype(np.float64)
    customers = ordered["customer_count"].to_numpy()
    total = int(customers.sum())
    draws = np.random.default_rng(seed).multinomial(total, customers / total, size=DRAWS) @ values
    whole = customers @ values
    with np.errstate(invalid="ignore"):  # a draw without anybody on one side tells nothing
        changes = draws[:, 3] / draws[:, 2] - draws[:, 1] / draws[:, 0]
    low, high = np.nanquantile(changes, (0.025, 0.975)) / unit
    before, after = whole[1] / whole[0] / unit, whole[3] / whole[2] / unit
    return _Effect(float(before), float(after), Interval(float(low), float(high)))
