"""Names that say what people do: from features that set a segment apart, in three languages, unique and stable."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

from journeymine.segments.profiles import is_telling

LANGUAGES = ("en", "ru", "pl")
TELLING = 0.3
"""Standard deviations by which a mean must differ for a feature to be part of a name."""
LAST_RANK = 10
"""The lowest rank of a feature that a name may speak of."""
ROLES = {"when": 1, "who": 1, "how": 2}
"""How many parts of each role a name has at most."""


@cache
def read_words() -> dict[str, dict[str, Any]]:
    """Read the words of names that ship with the package."""
    return tomllib.loads((files("journeymine") / "personas" / "names.toml").read_text(encoding="utf-8"))


@cache
def read_items() -> dict[str, dict[str, dict[str, str]]]:
    """Read what channels and stages that are named by the package are called in other languages."""
    return tomllib.loads((files("journeymine") / "personas" / "items.toml").read_text(encoding="utf-8"))


def list_parts(profiles: pl.DataFrame) -> list[str]:
    """List what a name of the segment may say, the most telling first, such as "evening_share+" or "channel: web+".

    Args:
        profiles: Rows of analysis.segment_profiles of one segment.
    """
    clear = profiles.filter(
        is_telling() & (pl.col("mean_difference").abs() >= TELLING) & (pl.col("feature_rank") <= LAST_RANK)
    ).sort("feature_rank")
    parts = [f"{name}{'+' if more > 0 else '-'}" for name, more in clear.select("feature", "mean_difference").rows()]
    return [part for part in parts if _find_word(part) is not None]


def name_persona(parts: Sequence[str], last: Sequence[str], taken: Collection[Sequence[str]]) -> list[str]:
    """Choose the parts of a name: last night's while all of them still hold and nobody else has them.

    Args:
        parts: What may be said tonight (see `list_parts`).
        last: The parts of last night's name; empty on the first.
        taken: Names, as parts, that other personas have.
    """
    if last and set(last) <= set(parts) and list(last) not in map(list, taken):
        return list(last)
    room, chosen = dict(ROLES), []
    for part in parts:
        role = _role(part)
        if room[role]:
            room[role] -= 1
            chosen.append(part)
    for part in parts:
        if chosen and chosen not in map(list, taken):
            break
        if part not in chosen and _role(part) == "how":
            chosen.append(part)
    return chosen


def say_name(parts: Sequence[str], persona_id: str, language: str, taken: Collection[str] = ()) -> str:
    """Say a name; where another persona has it, the id makes it unique.

    >>> say_name(["evening_share+", "phone_share+"], "p01", "en")
    'Evening visitors, phone first'
    """
    words: dict[str, list[str]] = {role: [] for role in ROLES}
    for part in parts:
        word = _find_word(part)
        if word is not None:
            words[word["role"]].append(word[language].format(_item(part, language)))
    who = words["who"] or [read_words()["visitors"][language]]
    name = ", ".join([" ".join([*words["when"], *who]), *words["how"]])
    name = name[0].upper() + name[1:]
    return name if name not in taken else f"{name} ({persona_id})"


def _role(part: str) -> str:
    word = _find_word(part)
    return str(word["role"]) if word else "how"


def _item(part: str, language: str) -> str:
    facet, _, item = part[:-1].partition(": ")
    return read_items().get(facet, {}).get(item, {}).get(language, item)


def _find_word(part: str) -> Mapping[str, str] | None:
    entry = read_words().get(part[:-1].partition(": ")[0], {})
    word: Mapping[str, str] | None = entry.get("more" if part.endswith("+") else "less")
    return word
