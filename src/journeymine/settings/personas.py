"""[personas]: when segments become personas, what is over-represented, and what an audience's file may hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from journeymine.settings.base import Name, Table


class PersonaSettings(Table):
    """[personas]: when segments become personas, what is over-represented, and what an audience's file may hold."""

    minimum_customers: Annotated[int, Field(ge=100)] = 1_000
    sure: Annotated[float, Field(gt=0, le=0.2)] = 0.05
    pain_lift: Annotated[float, Field(ge=1)] = 1.2
    pain_customers: Annotated[int, Field(ge=1)] = 30
    joint_share: Annotated[float, Field(ge=0, le=1)] = 0.10
    audience_columns: Annotated[tuple[Name, ...], Field(min_length=1)] = ("customer_id", "segment_id", "persona_id")
