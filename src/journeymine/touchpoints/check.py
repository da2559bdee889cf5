"""Check touchpoint rules against what the sources can say, before a night begins."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from journeymine.configuration import find_line
from journeymine.contracts.landed import KIND_COLUMNS
from journeymine.errors import SettingsError, find_nearest
from journeymine.rules import Condition
from journeymine.settings import SETTINGS_FILE, TOUCHPOINTS_FILE, Settings
from journeymine.touchpoints.rules import PLACEHOLDER, SESSION_FIELD, find_fields, read_template

UNMAPPED = "unmapped: "
"""How the touchpoint of an event that no rule matches begins."""


def check_rules(settings: Settings, traits: Collection[str]) -> None:
    """Check that every rule names fields, stages and goals there are.

    Args:
        settings: The project.
        traits: Extra fields that the project's sources declare, beside those every source can fill.

    Raises:
        SettingsError: Names file and line, what is allowed and the nearest allowed name.
    """
    known = {"source", *KIND_COLUMNS, *traits}
    for place, fields in _list_fields(settings):
        for field in fields:
            if field not in known:
                raise _refuse(settings, TOUCHPOINTS_FILE, place, f"no source has a field '{field}'", field, known)
    for index, rule in enumerate(settings.touchpoints.touchpoint):
        if rule.stage not in settings.stages.order:
            what = f"the stage '{rule.stage}' is not in [stages].order"
            place = ("touchpoint", index, "stage")
            raise _refuse(settings, TOUCHPOINTS_FILE, place, what, rule.stage, settings.stages.order)
        if SESSION_FIELD in PLACEHOLDER.findall(rule.name):
            what = f"a touchpoint's name cannot hold {{{SESSION_FIELD}}}, which only a session has"
            raise _refuse(settings, TOUCHPOINTS_FILE, ("touchpoint", index, "name"), what, "", ())
    _check_goals(settings)


def _check_goals(settings: Settings) -> None:
    names = [rule.name for rule in settings.touchpoints.touchpoint]
    patterns = [
        re.compile("".join(".*" if text is None else re.escape(text) for text, _ in read_template(name)))
        for name in names
    ]
    for index, goal in enumerate(settings.goals):
        name = goal.touchpoint
        if not name.startswith(UNMAPPED) and not any(pattern.fullmatch(name) for pattern in patterns):
            place = ("goals", index, "touchpoint")
            raise _refuse(settings, SETTINGS_FILE, place, f"no rule makes the touchpoint '{name}'", name, names)


def _list_fields(settings: Settings) -> Iterator[tuple[tuple[str | int, ...], list[str]]]:
    whens: list[tuple[tuple[str | int, ...], dict[str, Condition]]] = [
        *((("ignore", index), rule.when) for index, rule in enumerate(settings.touchpoints.ignore)),
        *((("touchpoint", index), rule.when) for index, rule in enumerate(settings.touchpoints.touchpoint)),
    ]
    for place, when in whens:
        for key, wanted in when.items():
            yield (*place, "when", key), find_fields({key: wanted})
    for index, rule in enumerate(settings.touchpoints.touchpoint):
        for key, template in (("name", rule.name), ("channel", rule.channel)):
            yield ("touchpoint", index, key), [field for _, field in read_template(template) if field is not None]


def _refuse(
    settings: Settings, file: str, place: tuple[str | int, ...], what: str, name: str, allowed: Collection[str]
) -> SettingsError:
    nearest = find_nearest(name, allowed)
    return SettingsError(
        what,
        where=find_line(settings.folder / file, place),
        allowed=sorted(allowed) if not isinstance(allowed, tuple) else allowed,
        next_action=f"Did you mean '{nearest}'?" if nearest else None,
    )
