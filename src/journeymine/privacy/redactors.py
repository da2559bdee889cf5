"""What a project redacts texts with beside the patterns: names it knows, and tools of its own.

Neither runs in SQL: they are applied to the texts of a file before it appears among the landed ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from journeymine.errors import SettingsError, find_nearest
from journeymine.privacy.redact import REDACTIONS, SUSPECT, redact_text
from journeymine.settings import Settings

REDACTORS = "journeymine.redactors"
"""The group of entry points under which tools are found: functions from texts to as many redacted texts."""

SHORTEST_NAME = 3
LONGEST_ENDING = 3
"""Letters that a name may take on when it is declined: Nowak, Nowaka, Nowakowi."""
_CAPITALISED = re.compile(r"[^\W\d_a-ząćęłńóśźżа-яё][^\W\d_]{2,}")

Tool = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class Redactor:
    """How texts are redacted: the patterns, then `tools`; the fingerprint changes with any of them."""

    fingerprint: str = ""
    tools: tuple[Tool, ...] = ()

    def redact(self, texts: Sequence[str]) -> list[str]:
        """Redact texts, each by the patterns and then by every tool.

        Raises:
            SettingsError: A tool gave another number of texts than it got.
        """
        found = [redact_text(text) for text in texts]
        for tool in self.tools:
            shown = list(tool(found))
            if len(shown) != len(found) or not all(isinstance(text, str) for text in shown):
                raise SettingsError(
                    f"the redactor was given {len(found)} texts and gave back something else",
                    where="[privacy].redactor",
                )
            found = shown
        return found


PATTERNS_ONLY = Redactor(hashlib.sha256(repr((REDACTIONS, SUSPECT)).encode()).hexdigest()[:16])


def choose_redactor(settings: Settings) -> Redactor:
    """Choose how a project redacts texts, by [privacy].names_file and [privacy].redactor.

    Raises:
        SettingsError: The file of names cannot be read, or there is no such tool.
    """
    privacy, tools, parts = settings.privacy, [], [PATTERNS_ONLY.fingerprint]
    if privacy.names_file is not None:
        names = read_names(settings.folder / privacy.names_file)
        tools.append(build_name_tool(names))
        parts.append(repr(sorted(names)))
    if privacy.redactor is not None:
        known = {point.name: point for point in entry_points(group=REDACTORS)}
        if privacy.redactor not in known:
            nearest = find_nearest(privacy.redactor, known)
            raise SettingsError(
                f"there is no redactor {privacy.redactor!r}",
                where="[privacy].redactor",
                allowed=sorted(known),
                next_action=f"Did you mean {nearest!r}?" if nearest else f"Install one: an entry point of {REDACTORS}.",
            )
        point = known[privacy.redactor]
        tools.append(point.load())
        parts.append(f"{point.value} {point.dist.version if point.dist else ''}")
    if not tools:
        return PATTERNS_ONLY
    return Redactor(hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16], tuple(tools))


def read_names(file: Path) -> frozenset[str]:
    """Read the names to hide, a person a line, such as the CRM's first and last names; they are stored nowhere.

    Raises:
        SettingsError: The file cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot be read as names: {error}", where=str(file)) from error
    words = re.findall(r"[^\W\d_]+", text)
    return frozenset(word.lower() for word in words if len(word) >= SHORTEST_NAME)


def build_name_tool(names: Iterable[str]) -> Tool:
    """Build a tool that hides names, also declined; only words with a capital letter can be one."""
    stems: dict[str, int] = {}
    for name in names:
        root = name if len(name) < 5 else name[:-1]
        stems[root] = max(stems.get(root, 0), len(name))

    def hide(match: re.Match[str]) -> str:
        word = match[0].lower()
        for end in range(len(word), SHORTEST_NAME - 1, -1):
            length = stems.get(word[:end])
            if length is not None and len(word) <= length + LONGEST_ENDING:
                return "[name]"
        return match[0]

    return lambda texts: [_CAPITALISED.sub(hide, text) for text in texts]
