"""Drop-off: journeys that end at a touchpoint without a goal, of those that came there and are not open there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from journeymine.site.small_groups import hide_small
from journeymine.statistics.clusters import ClusterSums, find_clustered_share_interval
from journeymine.statistics.intervals import Interval


class DropOff(NamedTuple):
    """How many journeys left, of how many that came and are not open there, with the 95% interval of the share."""

    left_count: int
    decided_count: int
    interval: Interval

    @property
    def share(self) -> float:
        """Share of the decided journeys that left."""
        return self.left_count / self.decided_count


def find_drop_off(row: Mapping[str, Any], minimum: int) -> DropOff | None:
    """Find the drop-off of a touchpoint, with an interval by customer: journeys of one customer are alike.

    None where a part of the share is too small to be told: with the share it could be reckoned.

    Args:
        row: A row of marts.touchpoint_metrics.
        minimum: The smallest count that is told.
    """
    left, decided = row["drop_off_count"], row["journey_count"] - row["still_open_count"]
    if hide_small(left, minimum) is None or hide_small(row["still_open_count"], minimum) is None:
        return None
    squares = (row[name] for name in ("decided_square_sum", "drop_off_square_sum", "drop_off_product_sum"))
    interval = find_clustered_share_interval(ClusterSums(row["decided_customer_count"], decided, left, *squares))
    return DropOff(left, decided, interval) if interval else None
