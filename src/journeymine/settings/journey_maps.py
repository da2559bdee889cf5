"""[map], [[scenarios]], [[maps]] and [[lanes]]: which journey maps are drawn, of whom, and with which own lanes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from journeymine.settings.base import Name, Table
from journeymine.settings.planned import Names

ALL = "all"
"""The audience of every customer, and the scenario of every journey."""

LIST = "list-"
"""How the persona_id of a map of chosen customers begins."""


class Scenario(Table):
    """[[scenarios]]: what a map is about: those who reached a goal, or met one of some products or business units."""

    name: Name
    goal: Name | None = None
    product: Names = ()
    business_unit: Names = ()

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if self.name == ALL:
            raise ValueError(f"{ALL!r} is the scenario of every journey; choose another name")
        if self.goal is None and not self.product and not self.business_unit:
            raise ValueError("a scenario has a goal, a product or a business_unit")
        return self


class CustomerList(Table):
    """[[maps]]: a map of chosen customers.

    They come from a SELECT with a column customer_id (`customers`), or from a CSV `file` whose columns are identity
    kinds, such as email: its values are hashed as those of sources are, and stay where they lie.
    """

    name: Name
    customers: Name | None = None
    file: Path | None = None

    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if (self.customers is None) == (self.file is None):
            raise ValueError("a map says customers or file, one of them")
        return self

    @property
    def persona_id(self) -> str:
        """What the map is called in tables: "list-" and the name, in letters that may stand in a link."""
        return LIST + re.sub(r"\W+", "-", self.name.lower()).strip("-")


class OwnLane(Table):
    """[[lanes]]: a lane of one's own; `query` is a SELECT with columns stage, content and n."""

    name: Name
    query: Name


class MapSettings(Table):
    """[map]: how many items a cell shows, and how much a stage changes before a note on it is called stale."""

    items: Annotated[int, Field(ge=1, le=20)] = 5
    stale_change: Annotated[float, Field(gt=0, le=1)] = 0.2


def _check_names(entries: tuple[Scenario, ...] | tuple[CustomerList, ...] | tuple[OwnLane, ...]) -> object:
    names = [entry.persona_id if isinstance(entry, CustomerList) else entry.name for entry in entries]
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise ValueError(f"two entries are called {repeated!r}; each needs a name of its own")
    return entries


Scenarios = Annotated[tuple[Scenario, ...], AfterValidator(_check_names)]
CustomerLists = Annotated[tuple[CustomerList, ...], AfterValidator(_check_names)]
OwnLanes = Annotated[tuple[OwnLane, ...], AfterValidator(_check_names)]
