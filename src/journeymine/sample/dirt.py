"""Dirt as it comes in real deliveries, planted and counted: repeated, late, displaced and broken lines.

Nothing that is delivered is lost by it: a broken line is one more, damaged copy of a good line, a late line comes in a
later drop, a repeated one comes twice.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample.dates import DAY_MICROSECONDS, Calendar
from journeymine.sample.draws import Draws
from journeymine.sample.tables import Rows, render_lines

DUPLICATE_CHANCE = 0.006
LATE_CHANCE = 0.03
DISPLACED_CHANCE = 0.01
BROKEN_CHANCE = 0.002
WRONG_TIME = "31.02.2026 25:61"
WHOLE, CUT, BAD_TIME = range(3)
"""What was done to a line: nothing, its end was lost, its time cannot be read."""


def plant_dirt(draws: Draws, rows: Rows, calendar: Calendar) -> pl.DataFrame:
    """Turn rows into lines of files, with dirt.

    Returns:
        One row per line in the order of the file: drop, line, damage, is_duplicate, is_late, is_displaced.
    """
    name = rows.table.file
    key = rows.frame["key"].to_numpy()
    day = (rows.frame["arrives"].to_numpy() - calendar.start_microseconds) // DAY_MICROSECONDS
    delay = np.where(draws.chance(f"late {name}", LATE_CHANCE, key), 1 + draws.integers(f"days late {name}", 2, key), 0)
    usual, drop = calendar.drop_of(day), calendar.drop_of(day + delay)
    displaced = draws.chance(f"displaced {name}", DISPLACED_CHANCE, key)
    lines = rows.frame.with_columns(
        pl.Series("drop", drop),
        pl.Series("is_late", drop > usual),
        pl.Series("is_displaced", displaced),
        pl.Series("order", rows.frame["order"].to_numpy() + np.where(displaced, 3.5, 0.0)),
        is_duplicate=pl.lit(False),
        damage=pl.lit(WHOLE),
    )
    again = draws.chance(f"duplicate {name}", DUPLICATE_CHANCE, key)
    next_drop = calendar.drop_of(day + delay + draws.integers(f"duplicate day {name}", 2, key))
    repeated = lines.with_columns(
        pl.Series("drop", next_drop),
        is_duplicate=pl.lit(True),
        is_late=pl.lit(False),
        is_displaced=pl.lit(False),
        order=pl.col("order") + 0.25,
    ).filter(again)
    spoilt = draws.chance(f"broken {name}", BROKEN_CHANCE if rows.table.is_broken else 0.0, key)
    kind = CUT + (
        draws.integers(f"damage {name}", 2, key) if rows.table.time_column else np.zeros(len(key), dtype=np.int64)
    )
    broken = lines.with_columns(
        pl.Series("damage", kind), is_late=pl.lit(False), is_displaced=pl.lit(False), order=pl.col("order") + 0.125
    ).filter(spoilt)
    lines = pl.concat([lines, repeated, broken], how="vertical_relaxed").sort(
        "person", "order", "key", maintain_order=True
    )
    text = _render(rows, lines)
    return lines.select("drop", "damage", "is_duplicate", "is_late", "is_displaced", line=text)


def _render(rows: Rows, lines: pl.DataFrame) -> pl.Series:
    """Write the lines; those with damage lose their end, or their time becomes one that does not exist."""
    table = rows.table
    if not table.columns:
        cut = pl.col("line").str.slice(0, pl.col("line").str.len_chars() * 6 // 10)
        wrong_time = pl.col("line").str.replace(r'"event_timestamp":"\d+"', f'"event_timestamp":"{WRONG_TIME}"')
        damaged = pl.when(pl.col("damage") == CUT).then(cut).when(pl.col("damage") == BAD_TIME).then(wrong_time)
        return lines.select(damaged.otherwise("line"))["line"]
    if table.time_column:
        wrong = pl.when(pl.col("damage") == BAD_TIME).then(pl.lit(WRONG_TIME)).otherwise(table.time_column)
        lines = lines.with_columns(wrong.alias(table.time_column))
    whole = render_lines(table, lines)
    half = render_lines(table.first_half(), lines)
    return lines.select(line=pl.when(pl.col("damage") == CUT).then(half).otherwise(whole))["line"]


def count_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Count the lines of each drop and the dirt among them: one row per drop."""
    return lines.group_by("drop", maintain_order=True).agg(
        data_line_count=pl.len().cast(pl.Int64),
        broken_count=(pl.col("damage") != WHOLE).sum().cast(pl.Int64),
        duplicate_count=pl.col("is_duplicate").sum().cast(pl.Int64),
        late_count=pl.col("is_late").sum().cast(pl.Int64),
        displaced_count=pl.col("is_displaced").sum().cast(pl.Int64),
    )
