"""Errors a user can act on: what went wrong, where, what is allowed and what to do next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class JourneymineError(Exception):
    """A failure that is explained to the user without a traceback.

    Args:
        what: One sentence saying what went wrong.
        where: `file:line`, a configuration key or a table name.
        allowed: Values that would have been accepted.
        next_action: One sentence saying what to do now.
    """

    exit_code = 1

    def __init__(
        self, what: str, *, where: str | None = None, allowed: Iterable[str] = (), next_action: str | None = None
    ) -> None:
        self.what = what
        self.where = where
        self.allowed = tuple(allowed)
        self.next_action = next_action
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.allowed:
            lines.append(f"Allowed: {', '.join(self.allowed)}.")
        if self.next_action:
            lines.append(self.next_action)
        return "\n".join(lines)


class SettingsError(JourneymineError):
    """The command line or the configuration is wrong; nothing was started."""

    exit_code = 2


class SourceError(JourneymineError):
    """A source or one of its files cannot be read."""


class KeyFileError(JourneymineError):
    """The hashing key is missing, unsafe or not the one the landed files were hashed with."""


class WarehouseError(JourneymineError):
    """A model, a check or the warehouse file itself failed."""


class CheckError(WarehouseError):
    """A check that guards publication found offending rows."""


class LockedError(JourneymineError):
    """Another run holds the warehouse."""


class StoppedError(JourneymineError):
    """A person has stopped the command with Ctrl-C."""

    exit_code = 130


def find_nearest(name: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate closest to `name`, or None if none is close."""
    matches = difflib.get_close_matches(name, list(candidates), n=1, cutoff=0.6)
    return matches[0] if matches else None
