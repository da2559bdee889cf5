"""Before a night: do settings, mappings and rules fit together, and what is in the sources' files? Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from journeymine.errors import SettingsError
from journeymine.identity.probabilistic import check_likeness
from journeymine.ingest.compared import choose_mapping
from journeymine.ingest.inspect import SourceReport, inspect_source
from journeymine.ingest.mapping import CONTRACT_FIELDS, KEY_FIELDS
from journeymine.overlay.identity import OVERLAY_FILE
from journeymine.overlay.map import MAP_FILE
from journeymine.overlay.personas import PERSONA_FILE
from journeymine.overlay.plan import PLAN_FILE
from journeymine.overlay.signals import SIGNAL_FILE
from journeymine.overlay.topics import TOPIC_FILE
from journeymine.privacy.redactors import choose_redactor
from journeymine.settings import Settings
from journeymine.steps.analyses.signals import read_signal_rules
from journeymine.steps.analyses.text_scores import read_lexicons
from journeymine.touchpoints.check import check_rules
from journeymine.touchpoints.suggestions import find_unmatched, render_rules

MISSPELT = 0.85
"""A field of one's own that is at least so much like one of ours (difflib's ratio) was probably meant to be it."""
OVERLAY_FILES = frozenset(
    file.name for file in (OVERLAY_FILE, MAP_FILE, PERSONA_FILE, PLAN_FILE, SIGNAL_FILE, TOPIC_FILE)
)


@dataclass(frozen=True)
class ProjectReport:
    """What the sources hold, the events that no rule speaks of (source -> event name -> count), what looks misspelt."""

    sources: tuple[SourceReport, ...]
    unmatched: dict[str, dict[str, int]]
    suggestions: str
    doubts: tuple[str, ...] = ()


def check_project(settings: Settings) -> None:
    """Check that sources, rules and goals name only kinds, fields, stages and touchpoints there are.

    Raises:
        SettingsError: The first that does not exist, with its line and the nearest one that does.
    """
    traits: set[str] = set()
    for name in settings.sources:
        mapping = choose_mapping(settings, name)
        traits.update(trait for table in mapping.tables for output in table.outputs for trait in output.traits)
    check_likeness(is_wanted=settings.identity.likeness)
    check_rules(settings, traits)
    check_voice(settings)


def check_voice(settings: Settings) -> None:
    """Check that lexicons, signal rules and what redacts texts can be read, where a project brings its own.

    Raises:
        SettingsError: The first that is not there or cannot be read, with its line.
    """
    for name, folder in (("lexicons", settings.voice.lexicons), ("signal_rules", settings.voice.signal_rules)):
        if folder is not None and not (settings.folder / folder).is_dir():
            raise SettingsError(f"there is no folder {settings.folder / folder}", where=f"[voice].{name}")
    if settings.voice.lexicons is not None:
        read_lexicons(settings)
    if settings.voice.signal_rules is not None:
        read_signal_rules(settings)
    choose_redactor(settings)


def inspect_project(settings: Settings, key: bytes, now: datetime) -> ProjectReport:
    """Look into every source's files as landing would.

    Args:
        settings: The project.
        key: The hashing key.
        now: The time by which "in the future" is judged.

    Raises:
        SettingsError: Settings, mappings and rules do not fit together.
    """
    check_project(settings)
    reports = tuple(inspect_source(settings, name, key, now=now) for name in settings.sources)
    left = {report.source: find_unmatched(settings, report.source, report.event_names) for report in reports}
    unmatched = {source: names for source, names in left.items() if names}
    return ProjectReport(reports, unmatched, render_rules(settings, unmatched), tuple(find_doubts(settings)))


def find_doubts(settings: Settings) -> Iterator[str]:
    """Name what is allowed and yet hardly meant.

    That is fields all but called like ours, overlay files that nobody reads, and plans no journey can keep to.
    """
    goals = {goal.touchpoint for goal in settings.goals} if settings.journeys.ends_at == "goal" else set()
    for plan in settings.planned:
        for step in plan.steps[:-1]:
            if not step.is_optional and goals.issuperset(step.touchpoints):
                yield (
                    f"the plan {plan.name!r} goes on after {step.label!r}, a goal, which ends a journey: none can keep "
                    'to it. Begin the plan behind the goal, or set [journeys].ends_at = "gap"'
                )
    ours = {*KEY_FIELDS, *(field for fields in CONTRACT_FIELDS.values() for field in fields)}
    for name, source in settings.sources.items():
        for field in sorted(set(source.fields) - ours):
            if near := get_close_matches(field, ours, n=1, cutoff=MISSPELT):
                yield f"[sources.{name}].fields: {field!r} is a field of your own; did you mean {near[0]!r}?"
    for file in sorted((settings.folder / "overlay").glob("*.toml")):
        if file.name not in OVERLAY_FILES and not file.name.endswith((".example.toml", ".new.toml")):
            known = sorted(OVERLAY_FILES)
            near = get_close_matches(file.name, known, n=1)
            meant = f"did you mean {near[0]}?" if near else f"What is read: {', '.join(known)}."
            yield f"overlay/{file.name} is read by nothing; {meant}"
