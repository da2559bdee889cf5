"""What is told of a file that cannot be read: nothing that somebody wrote in it, though engines quote just that."""

from __future__ import annotations

import re

from journeymine.contracts.landed import RefusedFile
from journeymine.errors import SourceError
from journeymine.privacy.redact import redact_text
from journeymine.warehouse.connection import DatabaseError

NO_PERMISSION = "no permission to read it"
_QUOTED = re.compile(
    r"(?<!\bcolumn )(?<!\brelation )(?<!\btable )(?<!\bschema )(?<!\btype )(?<!\bfunction )(?<!\bname )(?<!\bnear )"
    r"""(?:(?<=[\s(:=])'.*'|".*")"""
)
"""From the first quote that is not of a name of something in the database to the last: a value may hold quotes."""


def refuse_file(source_name: str, file_name: str, error: Exception) -> RefusedFile:
    """Return the record of a file that an error keeps from being read; it is stored and shown."""
    next_action = error.next_action if isinstance(error, SourceError) else None
    return RefusedFile(source_name, file_name, tell_error(error), next_action)


def tell_error(error: Exception) -> str:
    """Return in one line what went wrong; of an engine's own words those that it quotes from a file are hidden."""
    if isinstance(error, SourceError):
        return error.what
    if isinstance(error, PermissionError):
        return NO_PERMISSION
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return hide_values(lines[0]) if isinstance(error, DatabaseError) else lines[0]


def hide_values(told: str) -> str:
    """Return what an engine or a server says without values it quotes; names of columns and tables stay."""
    return redact_text(_QUOTED.sub("[hidden]", told))
