"""One row of figures for every group of counted rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

Schema = Mapping[str, pl.DataType | type[pl.DataType]]


def describe_groups(
    counts: pl.DataFrame,
    keys: Sequence[str],
    order: Sequence[str],
    describe: Callable[[pl.DataFrame], Mapping[str, object]],
    schema: Schema,
) -> pl.DataFrame:
    """Describe every group of rows by one row.

    Args:
        counts: Counted rows, such as one per group and rating.
        keys: The columns that name a group.
        order: The columns by which a group's rows are sorted before they are described.
        describe: Makes of a group's rows what the schema names beside the keys; more than it names is left out.
        schema: The columns wanted, in their order.

    Returns:
        One row per group, in the order of the keys.
    """
    rows = [
        {**dict(zip(keys, group, strict=True)), **describe(members)}
        for group, members in counts.sort(*keys, *order).group_by(keys, maintain_order=True)
    ]
    return pl.DataFrame([[row[name] for name in schema] for row in rows], schema=dict(schema), orient="row")
