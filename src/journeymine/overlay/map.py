"""What people write on journey maps: overlay/map.toml, with notes, purposes, questions, targets and names."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from journeymine.configuration import check_document, find_line, read_toml
from journeymine.errors import SettingsError, find_nearest

MAP_FILE = Path("overlay") / "map.toml"
LANES = (
    "goals",
    "steps",
    "channels",
    "questions",
    "emotion",
    "fears",
    "pains",
    "key_moments",
    "metrics",
    "delights",
    "quotes",
    "opportunities",
    "planned",
    "owner",
)
"""The lanes of every map, from top to bottom; those of one's own come after them."""

Text = Annotated[str, Field(min_length=1)]
Metric = Literal["continued_share", "stay_seconds", "next_seconds", "nps", "csat", "ces", "valence", "cost_amount"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    persona: Text = "all"
    scenario: Text = "all"


class Question(BaseModel):
    """A question that a map is to answer, by the cell of a stage and lane, or in words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: Text
    stage: Text | None = None
    lane: Text | None = None
    answer: Text | None = None


class MapCard(_Entry):
    """[[maps]]: what a map is called and for, and the questions it is to answer."""

    name: Text | None = None
    purpose: Text | None = None
    questions: tuple[Question, ...] = ()


class Note(_Entry):
    """[[notes]]: a note of a person in a cell of a map."""

    stage: Text
    lane: Text
    text: Text
    by: Text
    on: date


class Target(_Entry):
    """[[targets]]: what a figure of a stage is to be, at least or at most; shares 0..1, times in seconds."""

    stage: Text
    metric: Metric
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _has_one_side(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a target says at_least or at_most, one of them")
        return self


class MapOverlay(BaseModel):
    """overlay/map.toml; `names` are stages and touchpoints in the customer's voice, by language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    maps: tuple[MapCard, ...] = ()
    notes: tuple[Note, ...] = ()
    targets: tuple[Target, ...] = ()
    names: dict[Literal["en", "ru", "pl"], dict[Text, Text]] = Field(default_factory=dict)


def read_map_overlay(folder: Path) -> MapOverlay:
    """Read a project's overlay; without the file nobody wrote on a map.

    Raises:
        SettingsError: The file is not TOML, or an entry is not allowed.
    """
    file = folder / MAP_FILE
    return check_document(MapOverlay, read_toml(file), file) if file.is_file() else MapOverlay()


def check_map_overlay(overlay: MapOverlay, folder: Path, stages: tuple[str, ...], own_lanes: tuple[str, ...]) -> None:
    """Check that notes, questions and targets name stages and lanes there are.

    Raises:
        SettingsError: The first that does not exist, with its line and the nearest one that does.
    """
    file = folder / MAP_FILE
    lanes = (*LANES, *own_lanes)
    for index, note in enumerate(overlay.notes):
        _check(note.stage, stages, "stage", find_line(file, ("notes", index, "stage")))
        _check(note.lane, lanes, "lane", find_line(file, ("notes", index, "lane")))
    for index, target in enumerate(overlay.targets):
        _check(target.stage, stages, "stage", find_line(file, ("targets", index, "stage")))
    for index, card in enumerate(overlay.maps):
        for question in card.questions:
            where = find_line(file, ("maps", index, "questions"))
            if question.stage is not None:
                _check(question.stage, stages, "stage", where)
            if question.lane is not None:
                _check(question.lane, lanes, "lane", where)


def _check(name: str, allowed: tuple[str, ...], what: str, where: str) -> None:
    if name in allowed:
        return
    nearest = find_nearest(name, allowed)
    raise SettingsError(
        f"there is no {what} {name!r}",
        where=where,
        allowed=allowed,
        next_action=f"Did you mean '{nearest}'?" if nearest else None,
    )
