"""How conversions are credited, and how the effect of a touchpoint is estimated."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field, model_validator

from journeymine.settings.base import Duration, Table


class AttributionSettings(Table):
    """[attribution]: how far back a conversion is credited, and by which weights.

    Without a lookback that of [journeys] holds. `edge_share` is what the first and the last of three or more touches
    get under the rule "position"; `half_life` is the age at which a touch weighs half under "time decay".
    """

    lookback: Duration | None = None
    half_life: Duration = timedelta(days=7)
    edge_share: Annotated[float, Field(gt=0, le=0.5)] = 0.4
    value_count: Annotated[int, Field(ge=1, le=40)] = 20

    @model_validator(mode="after")
    def _has_lengths(self) -> AttributionSettings:
        if self.half_life <= timedelta(0) or (self.lookback is not None and self.lookback <= timedelta(0)):
            raise ValueError("half_life and lookback must be longer than nothing")
        return self


class KeyMomentSettings(Table):
    """[key_moments]: the periods in which customers are watched, for how many of them, and of how many customers."""

    period: Duration = timedelta(days=1)
    period_count: Annotated[int, Field(ge=2, le=365)] = 60
    customer_count: Annotated[int, Field(ge=1)] = 20_000

    @model_validator(mode="after")
    def _has_length(self) -> KeyMomentSettings:
        if self.period < timedelta(minutes=1):
            raise ValueError("period must be a minute or longer")
        return self
