"""What an analysis is: the tables it reads, the tables it makes, and the function between them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from journeymine.errors import WarehouseError
from journeymine.settings import Settings
from journeymine.warehouse.sqlfiles import Model


@dataclass(frozen=True)
class Inputs:
    """What an analysis may read: its declared tables of tonight, and what it published last night.

    `as_of` (UTC, naive) ends the observation; `seed` makes whatever is random the same every time. `is_erasing` says
    that customers are being forgotten tonight: what earlier nights counted of them must not be carried on.
    """

    settings: Settings
    as_of: datetime
    seed: int
    tables: Mapping[str, pl.DataFrame]
    last: Mapping[str, pl.DataFrame]
    is_erasing: bool = False

    def __getitem__(self, table: str) -> pl.DataFrame:
        """Return a table of tonight, such as "marts.transitions"; rows come in no promised order."""
        if table not in self.tables:
            raise WarehouseError(f"the analysis reads {table}, which it does not declare", allowed=sorted(self.tables))
        return self.tables[table]


@dataclass(frozen=True)
class Outcome:
    """What an analysis found: one frame for each of its tables, by name, and plain sentences for the log.

    `warnings` are what people should act on: the night is published with them.
    """

    frames: Mapping[str, pl.DataFrame]
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """One step from tables to tables that SQL cannot take; it sees frames, never a connection, a clock or a file.

    `inputs` are tables of tonight, those of other analyses and of sql/analysis among them, which settle the order;
    `last_inputs` are tables as last night published them, each with the columns that are read: absent from
    `Inputs.last` where there were none, or where an earlier version published them without such a column. Every table
    is written every night, with all its columns, however few rows there are.
    """

    name: str
    inputs: tuple[str, ...]
    tables: tuple[Model, ...]
    run: Callable[[Inputs], Outcome]
    last_inputs: Mapping[str, Collection[str]] = field(default_factory=dict)
