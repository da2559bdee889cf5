"""When a trouble or a joy is told, and how much one weighs beside another."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from journeymine.settings.base import Table

PainSource = Literal[
    "drop_off", "rework", "wait", "deviation", "key_moment", "friction", "signal", "topic", "emotion", "score"
]
WEIGHTS: dict[PainSource, float] = {
    "drop_off": 1.0,
    "rework": 0.5,
    "wait": 0.5,
    "deviation": 0.5,
    "key_moment": 0.5,
    "friction": 0.5,
    "signal": 0.5,
    "topic": 0.5,
    "emotion": 0.5,
    "score": 0.5,
}
"""A journey that was seen to be lost weighs 1; what goes along with fewer goals, or was told, half of it (choice)."""


class PainSettings(Table):
    """[pains]: how far beyond comparable places, on how many customers and how surely a pain or delight is told.

    `weights` are set over WEIGHTS, source by source.
    """

    lift: Annotated[float, Field(ge=1)] = 1.2
    customers: Annotated[int, Field(ge=1)] = 30
    q: Annotated[float, Field(gt=0, le=1)] = 0.05
    weights: dict[PainSource, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)

    def find_weight(self, pain_source: str) -> float:
        """Return what a source weighs, 0 to 1."""
        weights = {str(name): weight for name, weight in {**WEIGHTS, **self.weights}.items()}
        return weights[pain_source]
