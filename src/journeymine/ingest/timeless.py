"""Why no column of a file holds times, as far as its values tell."""

from __future__ import annotations

import re
from pathlib import Path

from journeymine.errors import SourceError
from journeymine.ingest.disguises import write_names
from journeymine.ingest.first_rows import Sample
from journeymine.ingest.names import find_named
from journeymine.privacy.redact import redact_text

DAY_NUMBER = r"[2-6]\d{4}(\.\d+)?"
"""How a spreadsheet writes a time that is not formatted as one: days since 1899-12-30, 1954 to 2091."""
_OBJECTS = re.compile(r"\[\s*\{")


def explain_no_time(sample: Sample, path: Path) -> SourceError:
    """Return the refusal of a file without times, with what to do about it."""
    for name in find_named("occurred_at", sample.names):
        values = sample.filled(name)
        if values and all(re.fullmatch(DAY_NUMBER, value) for value in values):
            return SourceError(
                f"{name} holds {values[0]}, the number of a day in a spreadsheet",
                where=path.name,
                next_action="Format the column as date and time there, and save the file again.",
            )
    for name in sample.names:
        values = sample.filled(name)
        if len(values) == 1 and _OBJECTS.match(values[0]):
            return SourceError(
                f"is one JSON object with a list {name!r} in it, not a JSON object a line",
                where=path.name,
                next_action=f"Write its elements as lines: jq -c '.{name}[]' {write_names(path)}",
            )
    return SourceError(
        "has no column that holds times",
        where=path.name,
        next_action=f"It has: {redact_text(', '.join(sample.names))}. Write journeymine.toml with "
        "`journeymine init DIR`, and name the column and its time_format there.",
    )
