"""What people plan to do about pains and delights: overlay/plan.toml, kept every night and shown as theirs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from journeymine.configuration import check_document, find_line, read_toml
from journeymine.errors import SettingsError, find_nearest

PLAN_FILE = Path("overlay") / "plan.toml"

Words = Annotated[str, Field(min_length=1, max_length=2_000)]
Status = Literal["proposed", "planned", "doing", "done", "dropped"]
Measure = Literal["conversion", "drop_off", "satisfaction", "friction"]


class ExpectedEffect(BaseModel):
    """expected of an improvement: which measure should change by how much, at a stage or touchpoint.

    Without either it is measured at the pain's touchpoint. `change` is in percentage points ("+2pp") or relative
    ("-10%").
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: Measure
    stage: Words | None = None
    touchpoint: Words | None = None
    change: Annotated[str, Field(pattern=r"^[+-]\d+(\.\d+)?\s?(pp|%)$")] | None = None

    @model_validator(mode="after")
    def _names_one_place(self) -> Self:
        if self.stage is not None and self.touchpoint is not None:
            raise ValueError("an effect is measured at a stage or at a touchpoint: name one of them")
        return self


class Improvement(BaseModel):
    """[[improvement]]: what somebody does about a pain, by its pain_id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pain: Annotated[str, Field(min_length=1, max_length=300)]
    action: Words
    owner: Words | None = None
    status: Status = "proposed"
    due_on: date | None = None
    done_on: date | None = None
    expected: ExpectedEffect | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _is_done_on_a_day(self) -> Self:
        if self.status == "done" and self.done_on is None:
            raise ValueError("what is done has a day: done_on = 2026-11-02")
        if self.status != "done" and self.done_on is not None:
            raise ValueError(f'done_on is of what is done: status = "done" instead of "{self.status}"')
        return self


class PlanOverlay(BaseModel):
    """overlay/plan.toml: the improvement plan, one entry an action."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    improvement: tuple[Improvement, ...] = ()


def read_plan_overlay(folder: Path) -> PlanOverlay:
    """Read a project's plan; without the file there is none.

    Raises:
        SettingsError: The file is not TOML, or an entry is not allowed.
    """
    file = folder / PLAN_FILE
    return check_document(PlanOverlay, read_toml(file), file) if file.is_file() else PlanOverlay()


def check_plan_overlay(overlay: PlanOverlay, folder: Path, stages: tuple[str, ...]) -> None:
    """Check that effects are expected at stages there are.

    Raises:
        SettingsError: The first stage that does not exist, with its line and the nearest one that does.
    """
    for index, improvement in enumerate(overlay.improvement):
        stage = improvement.expected.stage if improvement.expected else None
        if stage is None or stage in stages:
            continue
        nearest = find_nearest(stage, stages)
        raise SettingsError(
            f"there is no stage {stage!r}",
            where=find_line(folder / PLAN_FILE, ("improvement", index, "expected")),
            allowed=stages,
            next_action=f"Did you mean '{nearest}'?" if nearest else None,
        )
