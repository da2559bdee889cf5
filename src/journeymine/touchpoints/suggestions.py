"""Which events no rule speaks of, and rules to begin with for them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from journeymine.rules import Condition
from journeymine.settings import Settings
from journeymine.touchpoints.vocabulary import USUAL_CHANNELS, find_stage

MOST_RULES = 50
"""Rules suggested for a source: beyond that, a pattern with a star is better written by hand."""


def find_unmatched(settings: Settings, source: str, event_names: Mapping[str, int]) -> dict[str, int]:
    """Find the events of a source that no rule can match, by the rules' conditions on source and event_name alone.

    Args:
        settings: The project.
        source: The source's name.
        event_names: How often each event name occurs.

    Returns:
        The names and counts that are left, in the order given.
    """
    whens = [rule.when for rule in settings.touchpoints.rules]
    for_source = [when for when in whens if _matches(when.get("source"), source)]
    return {
        name: count
        for name, count in event_names.items()
        if not any(_matches(when.get("event_name"), name) for when in for_source)
    }


def render_rules(settings: Settings, unmatched: Mapping[str, Mapping[str, int]]) -> str:
    """Render a rule for each event that none speaks of, as text for touchpoints.toml; stage and name are to be edited.

    Args:
        settings: The project.
        unmatched: Source -> event name -> count.
    """
    stages = ", ".join(settings.stages.order)
    rules = [
        f"[[touchpoint]]   # {count:,} {'event' if count == 1 else 'events'}; stages: {stages}\n"
        f"name = {_write(title_event(name))}\n"
        f"stage = {_write(find_stage(name, settings.stages.order))}\n"
        f"channel = {_write(USUAL_CHANNELS.get(settings.sources[source].kind, source))}\n"
        f"when = {{ source = {_write(source)}, event_name = {_write(name)} }}\n"
        for source, names in unmatched.items()
        for name, count in list(names.items())[:MOST_RULES]
    ]
    return "\n".join(rules)


_PLAIN = str.maketrans("_{}$", " () ")
"""In a touchpoint's name braces hold a field; a vendor's own events begin with a dollar sign."""


def title_event(name: str) -> str:
    """Return an event's name as people read it."""
    return name.translate(_PLAIN).strip().capitalize() or name


def _matches(wanted: Condition | None, value: str) -> bool:
    if wanted is None:
        return True
    patterns = (wanted,) if isinstance(wanted, str) else wanted
    return any(
        re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), value, flags=re.DOTALL) for pattern in patterns
    )


def _write(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
