"""The query behind each claim: it runs on the published night and gives the claim's value and n."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def read_sources() -> dict[str, str]:
    """Read the queries that ship with the package, by the kind of claim."""
    return tomllib.loads((files("journeymine") / "personas" / "sources.toml").read_text(encoding="utf-8"))


def write_source(kind: str, *, column: str = "", **values: str | int | tuple[str, ...]) -> str:
    """Write the query behind a claim in one line.

    Args:
        kind: Which query of sources.toml.
        column: A column it reads, where it leaves that open.
        values: What it filters by; texts are quoted, several become a list in brackets.

    >>> write_source("size", segment_id="s'1")
    "select count(*) as value, count(*) as n from analysis.segment_members where segment_id = 's''1'"
    """
    quoted = {name: _quote(value) for name, value in values.items()}
    lines = (line.strip() for line in read_sources()[kind].splitlines())
    return " ".join(line for line in lines if line).format(column=column, **quoted)


def _quote(value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_quote, value))})"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
