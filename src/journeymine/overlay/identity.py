"""What people write about who is who: overlay/identity.toml, which joins and splits customers by hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from journeymine.configuration import check_document, read_toml

OVERLAY_FILE = Path("overlay") / "identity.toml"
_KINDS = "user_id|email|phone|crm_id|support_id|loyalty_id|other_id|device"

KeyName = Annotated[str, Field(pattern=f"^({_KINDS}):[0-9a-f]{{32}}$")]
"""A key as `journeymine explain` shows it: its kind, a colon, its hash."""
CustomerId = Annotated[int, Field(ge=0, lt=1 << 63)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    why: Annotated[str, Field(min_length=1)]
    by: str | None = None
    keys: tuple[KeyName, ...] = ()


class Join(_Entry):
    """[[join]]: these keys and customers are one person."""

    customers: tuple[CustomerId, ...] = ()

    @model_validator(mode="after")
    def _names_a_person(self) -> Join:
        if len({*self.keys, *self.customers}) < 2:
            raise ValueError("a join names at least two keys or customers")
        if not self.customers and all(key.startswith("device:") for key in self.keys):
            raise ValueError("devices are joined through a person: name a key of the person, too")
        return self


class Split(_Entry):
    """[[split]]: these keys are apart from all others; what links them to one another stays."""

    keys: Annotated[tuple[KeyName, ...], Field(min_length=1)]


class IdentityOverlay(BaseModel):
    """overlay/identity.toml: joins and splits, each undone by taking the entry out again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    join: tuple[Join, ...] = ()
    split: tuple[Split, ...] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> IdentityOverlay:
        for split in self.split:
            for join in self.join:
                apart, together = set(split.keys), set(join.keys)
                if apart & together and together - apart:
                    key = min(apart & together)
                    raise ValueError(f"{key} is joined to a key by one entry and split from it by another")
        return self

    def list_entries(self) -> list[tuple[str, str, str, int, str, str | None]]:
        """List all that entries name: entry_id, overlay_kind, overlay_key, key_number, why, written_by.

        An entry's id depends on what it says alone, so that moving it in the file changes nothing.
        """
        rows: set[tuple[str, str, str, int, str, str | None]] = set()
        for kind, entries in (("join", self.join), ("split", self.split)):
            for entry in entries:
                content = json.dumps([kind, entry.model_dump(mode="json")], sort_keys=True)
                entry_id = hashlib.sha256(content.encode()).hexdigest()[:16]
                named = [(key, number_key(key)) for key in entry.keys]
                named += [(str(number), number) for number in getattr(entry, "customers", ())]
                rows.update((entry_id, kind, name, number, entry.why, entry.by) for name, number in named)
        return sorted(rows, key=str)


def number_key(key: str) -> int:
    """Return the id of the customer who is named after a key ("email:HASH"); sql/core/identity_members.sql does so."""
    return int.from_bytes(hashlib.md5(key.encode(), usedforsecurity=False).digest()[:8], "little") >> 1


def read_identity_overlay(folder: Path) -> IdentityOverlay:
    """Read a project's overlay; without the file nothing is joined or split by hand.

    Raises:
        SettingsError: The file is not TOML, or an entry is not allowed.
    """
    file = folder / OVERLAY_FILE
    return check_document(IdentityOverlay, read_toml(file), file) if file.is_file() else IdentityOverlay()
