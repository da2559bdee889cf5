"""Shapes of the reasons for which rows and files were refused, as the landing wrote them; see retelling."""

from __future__ import annotations

OF_ROWS = (
    "expected {wanted} columns, found {found}",
    "the line is not a JSON object",
    "{field} is missing",
    "{field} cannot be read as a time",
    "{field} cannot be read as a time: day or month first? Set time_format",
    "{field} cannot be read as a time: no pattern of time_format fits",
    "{field} is before {date}",
    "{field} lies in the future",
    "received more than {time} after it occurred (late_after)",
    "{field} is not a whole number",
    "{field} is not a number that fits",
    "{field} is beyond {limit}",
    "{field} is below zero",
    "{field} is neither true nor false",
    "{field} is neither customer nor company",
    "{field} is not three letters",
    "{field} is outside {range}",
    "{field} is longer than {limit} bytes",
    "no identity key",
)
"""Reasons of journeymine.ingest.rules and .repair; fields keep the names they have in settings."""
OF_FILES = (
    "is empty",
    "is of no format that can be read",
    "has no row that can be read",
    "cannot be read: {cause}",
    "is no readable Parquet file: {cause}",
    "has no header: its first line is blank",
    "has no readable header: {cause}",
    "lacks the column {name}",
    "has no column for {name}",
    "has no column with an identity key",
    "lacks the columns that say who it was: {names}",
    "is not {encoding} text",
    "is text in no encoding that is known",
    "no table of the kind {kind} is read from a file of this name",
    "nothing matches {path}",
    "{path} holds no files",
    "no permission to read it",
    "the server cannot be reached: {cause}",
    "the server refuses the query: {cause}",
    "the store cannot be read: {cause}",
    "Move it away, or ask for it to be mapped.",
    "It has: {names}.",
)
"""Reasons of the other modules of journeymine.ingest, and what they advise."""
