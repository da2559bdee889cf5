"""The project's configuration: journeymine.toml, touchpoints.toml and the overlay, read, checked and typed."""

from journeymine.settings.base import Duration, Name, Table, count_milliseconds, read_duration
from journeymine.settings.friction import FrictionSettings
from journeymine.settings.identity import IDENTITY_KINDS, PERSON_KINDS, IdentitySettings, PersonKind
from journeymine.settings.journey_maps import ALL, CustomerList, MapSettings, OwnLane, Scenario
from journeymine.settings.moments import AttributionSettings, KeyMomentSettings
from journeymine.settings.pains import PainSettings
from journeymine.settings.personas import PersonaSettings
from journeymine.settings.planned import AcceptedDeviation, PlannedJourney, PlannedStep
from journeymine.settings.privacy import PrivacySettings, TrafficSettings
from journeymine.settings.project import (
    SETTINGS_FILE,
    TOUCHPOINTS_FILE,
    Goal,
    ProjectSettings,
    Settings,
    hash_settings,
    read_settings,
)
from journeymine.settings.segments import FEATURE_GROUPS, SegmentSet, SegmentSettings
from journeymine.settings.sources import LimitSettings, SourceSettings, read_time_format
from journeymine.settings.voice import VoiceSettings
from journeymine.settings.waiting import CHANNEL, STAGE, ChurnSettings, ContactSettings

__all__ = [
    "ALL",
    "CHANNEL",
    "FEATURE_GROUPS",
    "IDENTITY_KINDS",
    "PERSON_KINDS",
    "SETTINGS_FILE",
    "STAGE",
    "TOUCHPOINTS_FILE",
    "AcceptedDeviation",
    "AttributionSettings",
    "ChurnSettings",
    "ContactSettings",
    "CustomerList",
    "Duration",
    "FrictionSettings",
    "Goal",
    "IdentitySettings",
    "KeyMomentSettings",
    "LimitSettings",
    "MapSettings",
    "Name",
    "OwnLane",
    "PainSettings",
    "PersonKind",
    "PersonaSettings",
    "PlannedJourney",
    "PlannedStep",
    "PrivacySettings",
    "ProjectSettings",
    "Scenario",
    "SegmentSet",
    "SegmentSettings",
    "Settings",
    "SourceSettings",
    "Table",
    "TrafficSettings",
    "VoiceSettings",
    "count_milliseconds",
    "hash_settings",
    "read_duration",
    "read_settings",
    "read_time_format",
]
