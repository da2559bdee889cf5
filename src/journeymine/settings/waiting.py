"""What a company says of its touchpoints and customers: owners, the cost of a contact, when a customer is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from journeymine.settings.base import Duration, Name, Table

CHANNEL = "channel:"
"""How a key of [owners] begins that names a channel rather than a touchpoint."""
STAGE = "stage:"
"""How a key of [owners] begins that names a stage."""

Owners = dict[Name, Name]
"""[owners]: a touchpoint, "channel:NAME" or "stage:NAME", and the team that acts on its pains; the nearest wins."""

Costs = dict[Name, Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]]
"""[costs]: a touchpoint and what one contact there costs the company, in the project's currency."""


class ChurnSettings(Table):
    """[churn]: when a customer is lost; without it nobody is said to be.

    A customer churns with the `touchpoint` or `event` that cancels, unless a goal is reached later, or after `silence`
    without an act of theirs. `among` says who can: customers who reached a goal before, or everybody.
    """

    touchpoint: Name | None = None
    event: Name | None = None
    silence: Duration | None = None
    among: Literal["converted", "everybody"] = "converted"

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if self.touchpoint is None and self.event is None and self.silence is None:
            raise ValueError("say when a customer is lost: touchpoint, event or silence")
        if self.silence is not None and self.silence < timedelta(days=1):
            raise ValueError("a silence of less than a day loses nobody")
        return self


class ContactSettings(Table):
    """[contacts]: within how long another contact at the same touchpoint, in another session, is a repeat."""

    repeat_within: Duration = timedelta(days=7)
