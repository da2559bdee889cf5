"""What people know of the personas: overlay/personas.toml, kept every night and shown as theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from journeymine.configuration import check_document, read_toml

PERSONA_FILE = Path("overlay") / "personas.toml"

PersonaId = Annotated[str, Field(pattern=r"^p\d{2,}$")]
Words = Annotated[str, Field(min_length=1, max_length=2_000)]


class Fears(BaseModel):
    """fears of a persona: what people confirmed of the machine's candidates, or know, and what they rejected."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    confirmed: tuple[Words, ...] = ()
    rejected: tuple[Words, ...] = ()


class PersonaNotes(BaseModel):
    """[persona.p01]: what people wrote of one persona; `segment` answers when the night asks which one it is now."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    portrait: Words | None = None
    goals: tuple[Words, ...] = ()
    fears: Fears = Fears()
    notes: tuple[Words, ...] = ()
    by: str | None = None
    on: date | None = None
    segment: Annotated[str, Field(pattern=r"^s\d+$")] | None = None

    def list_claims(self) -> Iterator[tuple[str, str]]:
        """List what was written, as section and words."""
        if self.portrait:
            yield "portrait", self.portrait
        yield from (("goal", words) for words in self.goals)
        yield from (("fear", words) for words in self.fears.confirmed)
        yield from (("rejected_fear", words) for words in self.fears.rejected)
        yield from (("note", words) for words in self.notes)


class PersonaOverlay(BaseModel):
    """overlay/personas.toml: one table a persona, keyed by its id, never by its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    persona: dict[PersonaId, PersonaNotes] = {}


def read_persona_overlay(folder: Path) -> PersonaOverlay:
    """Read a project's overlay; without the file nobody wrote anything.

    Raises:
        SettingsError: The file is not TOML, or an entry is not allowed.
    """
    file = folder / PERSONA_FILE
    return check_document(PersonaOverlay, read_toml(file), file) if file.is_file() else PersonaOverlay()
