"""Before a night: do settings, mappings and rules fit together, and what is in the sources' files? Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from journeymine.errors import SettingsError
from journeymine.identity.probabilistic import check_likeness
from journeymine.ingest.compared import choose_mapping
from journeymine.ingest.inspect import SourceReport, inspect_source
from journeymine.privacy.redactors import choose_redactor
from journeymine.settings import Settings
from journeymine.steps.analyses.signals import read_signal_rules
from journeymine.steps.analyses.text_scores import read_lexicons
from journeymine.touchpoints.check import check_rules
from journeymine.touchpoints.suggestions import find_unmatched, render_rules


@dataclass(frozen=True)
class ProjectReport:
    """What the sources hold, and the events that no rule speaks of: source -> event name -> count."""

    sources: tuple[SourceReport, ...]
    unmatched: dict[str, dict[str, int]]
    suggestions: str


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
    return ProjectReport(reports, unmatched, render_rules(settings, unmatched))
