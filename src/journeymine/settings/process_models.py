"""How process models are mined."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from journeymine.settings.base import Duration, Name, Table

Share = Annotated[float, Field(gt=0, le=1)]


class ModelSlice(Table):
    """A slice of the journeys that has models of its own, such as `{ kind = "channel", name = "email" }`."""

    kind: Literal["channel", "product", "business unit", "period", "status", "segment"]
    name: Name


class ProcessModelSettings(Table):
    """[process_models]: what the models keep of the journeys, and how long mining one may take.

    `activity_share` is of the touchpoints and `arc_share` of the ways between them, the most travelled first; behaviour
    rarer than `noise` at a choice is left out by the inductive miner. `limit` is CPU time, for each call. Beside the
    models of all journeys, every one of `slices` has its own.
    """

    activity_share: Share = 1.0
    arc_share: Share = 0.1
    noise: Annotated[float, Field(ge=0, le=1)] = 0.2
    limit: Duration = timedelta(seconds=15)
    slices: Annotated[tuple[ModelSlice, ...], Field(max_length=12)] = ()
