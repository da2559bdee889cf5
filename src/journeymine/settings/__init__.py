"""The project's configuration: journeymine.toml, touchpoints.toml and the overlay, read, checked and typed."""

from journeymine.settings.base import Duration, Name, Table, read_duration
from journeymine.settings.identity import IDENTITY_KINDS, PERSON_KINDS, IdentitySettings, PersonKind
from journeymine.settings.project import (
    SETTINGS_FILE,
    TOUCHPOINTS_FILE,
    Goal,
    ProjectSettings,
    Settings,
    hash_settings,
    read_settings,
)
from journeymine.settings.sources import LimitSettings, SourceSettings, read_time_format

__all__ = [
    "IDENTITY_KINDS",
    "PERSON_KINDS",
    "SETTINGS_FILE",
    "TOUCHPOINTS_FILE",
    "Duration",
    "Goal",
    "IdentitySettings",
    "LimitSettings",
    "Name",
    "PersonKind",
    "ProjectSettings",
    "Settings",
    "SourceSettings",
    "Table",
    "hash_settings",
    "read_duration",
    "read_settings",
    "read_time_format",
]
