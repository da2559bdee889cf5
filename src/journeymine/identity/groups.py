"""Find which customers a new identity key of one of them could concern."""

from __future__ import annotations

import polars as pl

from journeymine.identity.components import group_numbers

GROUP_TABLE = "core.customer_groups"
GROUP_INPUTS = ("core.customer_meetings",)
"""The table made by `group_customers`, and what it is given."""


def group_customers(customer_meetings: pl.DataFrame) -> pl.DataFrame:
    """Put customers who met, directly or through others, in one group.

    What identity makes of a customer depends on the keys of the group's customers alone: a key that links two of them
    can make them one, a device that two of them use is shared.

    Args:
        customer_meetings: One row per two customers: customer_id, other_customer_id.

    Returns:
        One row per customer who met another: customer_id, group_id (the smallest customer_id of the group).
    """
    one, other = customer_meetings["customer_id"].to_numpy(), customer_meetings["other_customer_id"].to_numpy()
    customers, groups = group_numbers(one, other)
    return pl.DataFrame(
        {"customer_id": customers, "group_id": groups},
        schema={"customer_id": pl.Int64, "group_id": pl.Int64},
    )
