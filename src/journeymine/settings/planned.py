"""[[planned]]: the journeys that are meant to be, held every night against those that are."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from journeymine.settings.base import Name, Table

DeviationKind = Literal["skipped", "inserted", "repeated", "out_of_order"]
EVERY = "*"
"""In an accepted deviation: whatever the touchpoint."""


def _read_names(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[Name, ...], BeforeValidator(_read_names, json_schema_input_type=str | list[str])]


class PlannedStep(Table):
    """A step of a planned journey: one touchpoint, any of several, or one that may be left out."""

    touchpoint: Names = ()
    any: Names = ()
    optional: Names = ()
    repeat: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        given = [names for names in (self.touchpoint, self.any, self.optional) if names]
        if len(given) != 1:
            raise ValueError('a step is a touchpoint, { any = ["A", "B"] } or { optional = "A" }, one of them')
        return self

    @cached_property
    def touchpoints(self) -> tuple[str, ...]:
        """The touchpoints that take this step."""
        return tuple(dict.fromkeys((*self.touchpoint, *self.any, *self.optional)))

    @property
    def is_optional(self) -> bool:
        """Whether a journey may do without it."""
        return bool(self.optional)

    @property
    def label(self) -> str:
        """What it is called: its touchpoints with "or" between them."""
        return " or ".join(self.touchpoints)


def _read_step(value: Any) -> Any:
    return {"touchpoint": value} if isinstance(value, str) else value


Step = Annotated[PlannedStep, BeforeValidator(_read_step, json_schema_input_type=str | PlannedStep)]


class AcceptedDeviation(Table):
    """A deviation that nobody minds: it is counted and shown, and costs no fitness."""

    kind: DeviationKind
    touchpoint: Name = EVERY
    why: str = ""


class PlannedJourney(Table):
    """[[planned]]: a journey as it is meant to be.

    With `apart` it is a standard, held against each of the products or business units it names by itself, as a plan of
    its own. Plans that name the same `standard` are laid side by side.
    """

    name: Name
    goal: Name | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=100)]
    product: Names = ()
    business_unit: Names = ()
    accepted: tuple[AcceptedDeviation, ...] = ()
    standard: Name | None = None
    apart: Literal["product", "business_unit"] | None = None

    @model_validator(mode="after")
    def _names_what_is_apart(self) -> Self:
        if self.apart is not None and len(set(getattr(self, self.apart))) < 2:
            raise ValueError(f'apart = "{self.apart}" needs two names or more: {self.apart} = ["A", "B"]')
        return self

    def part(self) -> tuple[PlannedJourney, ...]:
        """Return the plan, or one for each product or business unit it is held apart against."""
        if self.apart is None:
            return (self,)
        standard = self.standard or self.name
        return tuple(
            self.model_copy(
                update={"name": f"{self.name}: {unit}", self.apart: (unit,), "standard": standard, "apart": None}
            )
            for unit in dict.fromkeys(getattr(self, self.apart))
        )

    def accepts(self, kind: str, touchpoints: tuple[str, ...]) -> bool:
        """Tell whether a deviation at one of `touchpoints` is on the plan's list of accepted ones."""
        return any(entry.kind == kind and entry.touchpoint in (EVERY, *touchpoints) for entry in self.accepted)

    @cached_property
    def touchpoints(self) -> tuple[str, ...]:
        """Every touchpoint the plan names, each once."""
        return tuple(dict.fromkeys(name for step in self.steps for name in step.touchpoints))


def _part_plans(plans: tuple[PlannedJourney, ...]) -> tuple[PlannedJourney, ...]:
    plans = tuple(part for plan in plans for part in plan.part())
    names = [plan.name for plan in plans]
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise ValueError(f"two plans are called {repeated!r}; each needs a name of its own")
    return plans


PlannedJourneys = Annotated[tuple[PlannedJourney, ...], AfterValidator(_part_plans)]
