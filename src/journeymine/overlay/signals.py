"""What people say of the signals found in texts: overlay/signals.toml, which confirms and rejects them for good."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from journeymine.configuration import check_document, read_toml

SIGNAL_FILE = Path("overlay") / "signals.toml"

Signal = Literal["question", "goal", "expectation", "need", "motive", "thought", "wish", "fear", "barrier"]
Subtype = Literal[
    "", "price", "trust", "effort", "time", "technical", "staff", "psychological", "met", "unmet"  # of the two below
]
SUBTYPES = {
    "barrier": ("price", "trust", "effort", "time", "technical", "staff", "psychological"),
    "expectation": ("met", "unmet"),
}


class SignalLabel(BaseModel):
    """One entry: a sentence as the customer wrote it, and what it does or does not say.

    Without `text` it holds for every text with that sentence, without `subtype` for every kind of the signal.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sentence: Annotated[str, Field(min_length=1, max_length=2_000)]
    signal: Signal
    subtype: Subtype = ""
    text: Annotated[str, Field(min_length=1)] | None = None
    why: str | None = None
    by: str | None = None

    @model_validator(mode="after")
    def _has_a_subtype_of_its_signal(self) -> SignalLabel:
        if self.subtype and self.subtype not in SUBTYPES.get(self.signal, ()):
            allowed = ", ".join(SUBTYPES.get(self.signal, ())) or "none"
            raise ValueError(f"a {self.signal} has no subtype {self.subtype!r} (allowed: {allowed})")
        return self


class SignalOverlay(BaseModel):
    """overlay/signals.toml: [[confirm]] and [[reject]] entries, each undone by taking it out again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    confirm: tuple[SignalLabel, ...] = ()
    reject: tuple[SignalLabel, ...] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> SignalOverlay:
        named = {_name(label) for label in self.confirm} & {_name(label) for label in self.reject}
        if named:
            sentence, signal, *_ = min(named, key=str)
            raise ValueError(f"{sentence[:60]!r} is confirmed and rejected as a {signal}")
        return self

    def list_labels(self) -> list[tuple[str, SignalLabel]]:
        """List all entries with what they say: "confirmed" or "rejected"."""
        return [("confirmed", label) for label in self.confirm] + [("rejected", label) for label in self.reject]

    def find_fingerprint(self) -> str:
        """Return what changes when an entry does."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def _name(label: SignalLabel) -> tuple[str, str, str, str | None]:
    return label.sentence, label.signal, label.subtype, label.text


def read_signal_overlay(folder: Path) -> SignalOverlay:
    """Read a project's overlay; without the file nothing is confirmed or rejected.

    Raises:
        SettingsError: The file is not TOML, or an entry is not allowed.
    """
    file = folder / SIGNAL_FILE
    return check_document(SignalOverlay, read_toml(file), file) if file.is_file() else SignalOverlay()
