"""What a generated file consists of: its name, its columns in order, and what may be broken in it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Table:
    """One delivered file.

    Args:
        file: Its path within a drop.
        columns: Columns in the file's order; none for JSON lines, whose text is in `line` already.
        time_column: The column a broken row may spoil; none where no time is required.
        is_broken: Whether lines are broken at all; not in tables so small that one line would be a large share.
    """

    file: str
    columns: tuple[str, ...] = ()
    time_column: str | None = None
    is_broken: bool = True

    def first_half(self) -> Table:
        """Return the table with the second half of its columns lost, as when a line is cut."""
        return Table(self.file, self.columns[: len(self.columns) // 2])


@dataclass(frozen=True)
class Rows:
    """Rows of one table.

    `frame` has person and order (their place in the file), key (unique within the table), arrives (microseconds UTC
    when the row is first seen) and the table's columns, or `line`.
    """

    table: Table
    frame: pl.DataFrame


def make_rows(table: Table, frame: pl.DataFrame) -> Rows:
    """Bring a frame into shape: fill the columns it lacks with nothing and number its rows per person by arrival."""
    missing = [pl.lit(None, dtype=pl.String).alias(column) for column in table.columns if column not in frame.columns]
    frame = frame.with_columns(missing).sort("person", "arrives", "key")
    if "order" not in frame.columns:
        frame = frame.with_columns(order=pl.int_range(pl.len()).over("person").cast(pl.Float64))
    return Rows(table, frame.select("person", "order", "key", "arrives", *table.columns))


def write_moment(column: str | pl.Expr) -> pl.Expr:
    """Write microseconds (UTC) as exports do: 2026-04-30 09:15:00.123."""
    expression = pl.col(column) if isinstance(column, str) else column
    return pl.from_epoch(expression, time_unit="us").dt.strftime("%Y-%m-%d %H:%M:%S%.3f")


def render_lines(table: Table, frame: pl.DataFrame) -> pl.Series:
    """Write rows as CSV lines, quoting only where a comma or a quote asks for it."""
    fields = []
    for column in table.columns:
        text = pl.col(column).cast(pl.String).fill_null("")
        quoted = pl.concat_str(pl.lit('"'), text.str.replace_all('"', '""', literal=True), pl.lit('"'))
        fields.append(pl.when(text.str.contains('[,"]')).then(quoted).otherwise(text))
    return frame.select(line=pl.concat_str(fields, separator=","))["line"]
