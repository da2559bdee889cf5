"""Moments judged and what came of them, laid out by group of customers and by what was known before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray


@dataclass(frozen=True)
class Cells:
    """Counts of a comparison: a design (n_cells, n_columns), and trials and events (n_groups, n_cells)."""

    design: NDArray[np.float64]
    trials: NDArray[np.float64]
    events: NDArray[np.float64]


@dataclass(frozen=True)
class Counts:
    """Moments judged and outcomes reached, each (n_groups, n_settings): by group and by what was known before."""

    judged: NDArray[np.float64]
    reached: NDArray[np.float64]

    def __sub__(self, other: Counts) -> Counts:
        return Counts(self.judged - other.judged, self.reached - other.reached)

    @property
    def least(self) -> float:
        """The smaller number of moments that went one way or the other."""
        return float(min(self.reached.sum(), (self.judged - self.reached).sum()))


class Grid:
    """The settings (one value of each level) and groups of customers that counts are laid out on, in order.

    `levels` (n_settings, n_levels) holds the rank of each setting's value.
    """

    def __init__(self, cells: pl.DataFrame, levels: tuple[str, ...]) -> None:
        """Lay out the counts of one outcome.

        Args:
            cells: Per factor_code, part, customer_group and values of the levels: judged_count and reached_count.
            levels: The columns that tell what was known before.
        """
        settings = cells.select(levels).unique().sort(levels)
        self.levels = np.column_stack([settings[level].rank("dense").to_numpy().astype(np.int64) for level in levels])
        groups = cells["customer_group"].unique().sort()
        placed = cells.select(
            "part",
            "factor_code",
            "judged_count",
            "reached_count",
            group=groups.search_sorted(cells["customer_group"]),
            setting=cells.join(settings.with_row_index("setting"), on=levels, how="left", maintain_order="left")[
                "setting"
            ],
        )
        self._shape = (len(groups), settings.height)
        self._parts = placed.partition_by("part", "factor_code", as_dict=True, include_key=False)

    def count(self, part: str, factor_code: int | None = None) -> Counts:
        """Count a part of the moments; none where there is no such part."""
        rows = self._parts.get((part, factor_code))
        if rows is None:
            return Counts(np.zeros(self._shape), np.zeros(self._shape))
        place = rows["group"].to_numpy().astype(np.int64) * self._shape[1] + rows["setting"].to_numpy()
        judged, reached = (
            np.bincount(place, rows[name].to_numpy(), self._shape[0] * self._shape[1]).astype(np.float64)
            for name in ("judged_count", "reached_count")
        )
        return Counts(judged.reshape(self._shape), reached.reshape(self._shape))


def build_cells(grid: Grid, others: Counts, exposed: Counts) -> Cells:
    """Build the design and the counts: an intercept, a column per level but the most common, and the factor last."""
    group_count = others.judged.shape[0]
    trials, events = (
        np.stack((getattr(others, name), getattr(exposed, name)), axis=2).reshape(group_count, -1)
        for name in ("judged", "reached")
    )
    is_judged = trials.sum(axis=0) > 0
    levels = np.repeat(grid.levels, 2, axis=0)[is_judged]
    is_met = np.tile((0.0, 1.0), len(grid.levels))[is_judged]
    weights = trials.sum(axis=0)[is_judged]
    present = trials[:, is_judged].any(axis=1)
    columns = [np.ones(len(levels))]
    for level in levels.T:
        values, places = np.unique(level, return_inverse=True)
        common = np.lexsort((values, np.bincount(places, weights)))[:-1]
        columns += [(level == values[value]).astype(np.float64) for value in common]
    columns.append(is_met)
    return Cells(np.column_stack(columns), trials[present][:, is_judged], events[present][:, is_judged])
