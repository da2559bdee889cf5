"""A dictionary of two tables that share a column, one of them of no known meaning."""

from __future__ import annotations

import polars as pl


def write_dictionary() -> pl.DataFrame:
    """Write a row per column."""
    return pl.DataFrame(
        [
            ("marts.loops", "touchpoint", 1, "VARCHAR", "Where it was.", "One row per touchpoint."),
            ("marts.loops", "loop_count", 2, "BIGINT", "How often <again>. Unit: times.", "One row per touchpoint."),
            ("core.steps", "touchpoint", 2, "VARCHAR", "Where it was.", "One row per step."),
            ("core.steps", "props", 1, "JSON", None, "One row per step."),
        ],
        schema=(
            *("dictionary_table", "dictionary_column", "column_index", "column_type", "column_meaning", "row_meaning"),
        ),
        orient="row",
    )
