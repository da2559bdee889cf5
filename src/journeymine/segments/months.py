"""Who was where at the end of last month: one night's members are kept until a month has passed, and compared."""

from __future__ import annotations

from datetime import datetime

import polars as pl

MONTH_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "customer_id": pl.Int64(),
    "segment_id": pl.String(),
    "as_of": pl.Datetime("us"),
}
MONTH_MOVE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "from_segment_id": pl.String(),
    "to_segment_id": pl.String(),
    "customer_count": pl.Int64(),
    "as_of": pl.Datetime("us"),
}


def keep_month_end(
    kept: pl.DataFrame | None, last_members: pl.DataFrame | None, last_as_of: datetime | None, as_of: datetime
) -> pl.DataFrame:
    """Keep who was in which segment on the last night of an earlier month.

    Args:
        kept: What last night kept, as this returns it; None on the first night.
        last_members: customer_id and segment_id of last night.
        last_as_of: The end of last night's observation (UTC).
        as_of: That of tonight's.

    Returns:
        customer_id, segment_id and as_of of that night: last night's members where tonight is the first of a new month
        (of UTC), else what was kept; no row before a month has ended.
    """
    if last_members is not None and last_as_of is not None and _month(last_as_of) < _month(as_of):
        members = last_members.with_columns(as_of=pl.lit(last_as_of, pl.Datetime("us")))
        return members.select(pl.col(name).cast(kind) for name, kind in MONTH_SCHEMA.items())
    return pl.DataFrame(schema=MONTH_SCHEMA) if kept is None else kept.select(list(MONTH_SCHEMA))


def count_month_moves(month_members: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Count who went from which segment at the end of last month to which of tonight.

    Returns:
        One row per pair of segments that share customers: from_segment_id, to_segment_id, customer_count, as_of of the
        night compared with.
    """
    both = month_members.join(members.select("customer_id", to_segment_id="segment_id"), on="customer_id")
    counted = both.group_by("segment_id", "to_segment_id").agg(customer_count=pl.len(), as_of=pl.col("as_of").first())
    told = counted.rename({"segment_id": "from_segment_id"})
    return told.select(pl.col(name).cast(kind) for name, kind in MONTH_MOVE_SCHEMA.items()).sort(
        "from_segment_id", "to_segment_id"
    )


def _month(moment: datetime) -> tuple[int, int]:
    return moment.year, moment.month
