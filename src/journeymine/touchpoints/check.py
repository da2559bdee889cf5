"""Check touchpoint rules against what the sources can say, before a night begins."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from journeymine.configuration import find_line
from journeymine.contracts.landed import KIND_COLUMNS
from journeymine.errors import SettingsError, find_nearest
from journeymine.rules import Condition
from journeymine.settings import CHANNEL, SETTINGS_FILE, STAGE, TOUCHPOINTS_FILE, Settings
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
                what = f"no source has a field '{field}'"
                hint = f'Name the column in a source: fields = {{ {field} = "COLUMN" }}.'
                raise _refuse(settings, TOUCHPOINTS_FILE, place, what, field, known, hint)
    for index, rule in enumerate(settings.touchpoints.touchpoint):
        if rule.stage not in settings.stages.order:
            what = f"the stage '{rule.stage}' is not in [stages].order"
            place = ("touchpoint", index, "stage")
            raise _refuse(settings, TOUCHPOINTS_FILE, place, what, rule.stage, settings.stages.order)
        if SESSION_FIELD in PLACEHOLDER.findall(rule.name):
            what = f"a touchpoint's name cannot hold {{{SESSION_FIELD}}}, which only a session has"
            raise _refuse(settings, TOUCHPOINTS_FILE, ("touchpoint", index, "name"), what, "", ())
    goals = [goal.name for goal in settings.goals]
    for index, plan in enumerate(settings.planned):
        if plan.goal is not None and plan.goal not in goals:
            what = f"the plan '{plan.name}' has a goal '{plan.goal}', which is not in [[goals]]"
            raise _refuse(settings, SETTINGS_FILE, ("planned", index, "goal"), what, plan.goal, goals)
    for index, scenario in enumerate(settings.scenarios):
        if scenario.goal is not None and scenario.goal not in goals:
            what = f"the scenario '{scenario.name}' has a goal '{scenario.goal}', which is not in [[goals]]"
            raise _refuse(settings, SETTINGS_FILE, ("scenarios", index, "goal"), what, scenario.goal, goals)
    _check_names(settings)


def _check_names(settings: Settings) -> None:
    """Check the touchpoints, channels and stages that journeymine.toml names: there must be a way to them."""
    touchpoints = [rule.name for rule in settings.touchpoints.touchpoint]
    channels = [*(rule.channel for rule in settings.touchpoints.touchpoint), *settings.sources]
    for place, name in _list_names(settings):
        if name.startswith(CHANNEL):
            channel = name.removeprefix(CHANNEL)
            if not _is_made(channel, channels):
                what = f"no rule or source makes the channel '{channel}'"
                raise _refuse(settings, SETTINGS_FILE, place, what, channel, sorted(set(channels)))
        elif place[0] == "owners" and name.startswith(STAGE):
            stage = name.removeprefix(STAGE)
            if stage not in settings.stages.order:
                what = f"the stage '{stage}' is not in [stages].order"
                raise _refuse(settings, SETTINGS_FILE, place, what, stage, settings.stages.order)
        elif not name.startswith(UNMAPPED) and not _is_made(name, touchpoints):
            what, hint = f"no rule makes the touchpoint '{name}'", None
            if not touchpoints:
                hint = f"Switch this off until {TOUCHPOINTS_FILE} has rules: `journeymine check --suggest` writes some."
            raise _refuse(settings, SETTINGS_FILE, place, what, name, touchpoints, hint)


def _list_names(settings: Settings) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for index, goal in enumerate(settings.goals):
        yield ("goals", index, "touchpoint"), goal.touchpoint
    for index, plan in enumerate(settings.planned):
        for name in plan.touchpoints:
            yield ("planned", index, "steps"), name
    for name in settings.owners:
        yield ("owners", name), name
    for name in settings.costs:
        # a channel has no cost: its name is checked as a touchpoint's, and refused
        yield ("costs", name), name.removeprefix(CHANNEL)
    if settings.churn is not None and settings.churn.touchpoint is not None:
        yield ("churn", "touchpoint"), settings.churn.touchpoint


def _is_made(name: str, templates: Collection[str]) -> bool:
    return any(
        re.fullmatch(
            "".join(
                ".*" if text is None else re.escape(text).replace(re.escape(f"{{{SESSION_FIELD}}}"), ".*")
                for text, _ in read_template(template)
            ),
            name,
        )
        for template in templates
    )


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
    settings: Settings,
    file: str,
    place: tuple[str | int, ...],
    what: str,
    name: str,
    allowed: Collection[str],
    hint: str | None = None,
) -> SettingsError:
    nearest = find_nearest(name, allowed)
    return SettingsError(
        what,
        where=find_line(settings.folder / file, place),
        allowed=sorted(allowed) if not isinstance(allowed, tuple) else allowed,
        next_action=f"Did you mean '{nearest}'?" if nearest else hint,
    )
