"""The project's configuration: journeymine.toml and touchpoints.toml, read, checked and typed."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic.json_schema import SkipJsonSchema

from journeymine.configuration import check_document, find_line, read_toml
from journeymine.errors import SettingsError
from journeymine.overlay import (
    IdentityOverlay,
    MapOverlay,
    PersonaOverlay,
    PlanOverlay,
    SignalOverlay,
    TopicOverlay,
    check_map_overlay,
    check_plan_overlay,
    read_identity_overlay,
    read_map_overlay,
    read_persona_overlay,
    read_plan_overlay,
    read_signal_overlay,
    read_topic_overlay,
)
from journeymine.rules import TouchpointSettings
from journeymine.settings.base import Duration, Name, Table, TimeZone
from journeymine.settings.friction import FrictionSettings
from journeymine.settings.identity import IdentitySettings
from journeymine.settings.journey_maps import CustomerLists, MapSettings, OwnLanes, Scenarios
from journeymine.settings.moments import AttributionSettings, KeyMomentSettings
from journeymine.settings.pains import PainSettings
from journeymine.settings.personas import PersonaSettings
from journeymine.settings.planned import PlannedJourneys
from journeymine.settings.privacy import PrivacySettings, TrafficSettings
from journeymine.settings.process_models import ProcessModelSettings
from journeymine.settings.segments import SegmentSets, SegmentSettings
from journeymine.settings.sources import LimitSettings, SourceSettings
from journeymine.settings.voice import VoiceSettings
from journeymine.settings.waiting import ChurnSettings, ContactSettings, Costs, Owners

SETTINGS_FILE = "journeymine.toml"
TOUCHPOINTS_FILE = "touchpoints.toml"


class ProjectSettings(Table):
    """[project]: what the project is called and how it reads times."""

    name: Name
    timezone: TimeZone = "UTC"
    languages: tuple[str, ...] = ("en",)
    report_languages: Annotated[tuple[Literal["en", "ru", "pl"], ...], Field(min_length=1)] = ("en",)
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "EUR"
    phone_region: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None

    @field_validator("report_languages")
    @classmethod
    def _names_each_language_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) < len(value):
            raise ValueError(f"a language is named twice: {', '.join(value)}")
        return value


class WarehouseSettings(Table):
    """[warehouse]: where nights are kept and what they may use."""

    folder: Path = Path("warehouse")
    memory_limit: Annotated[str, Field(pattern=r"^\d+(\.\d+)?\s*(MB|GB|MiB|GiB)$")] = "4GB"
    threads: Annotated[int, Field(ge=1)] | None = None
    keep_nights: Annotated[int, Field(ge=1)] = 7
    buckets: Annotated[int, Field(ge=1, le=5000)] = 1


class SessionSettings(Table):
    """[sessions]: when a visit ends."""

    gap: Duration = timedelta(minutes=30)
    cap: Duration = timedelta(days=3)


PRESETS = {
    "six": ("awareness", "consideration", "purchase", "use", "service", "loyalty"),
    "seven": (
        "need",
        "choice of company",
        "site",
        "engagement",
        "purchase and use",
        "after-sales",
        "recommendation",
    ),
}
"""The stages of a journey as they are usually told."""


class StageSettings(Table):
    """[stages]: the stages of the journey in their order: a preset's, or one's own."""

    preset: Literal["six", "seven"] = "six"
    order: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _has_an_order(self) -> Self:
        if self.order and "preset" in self.model_fields_set:
            raise ValueError("say order or preset, one of them")
        if not self.order:
            object.__setattr__(self, "order", PRESETS[self.preset])
        return self


class Goal(Table):
    """[[goals]]: a touchpoint that ends a journey well; `value` names the event column that is summed."""

    name: Name
    touchpoint: Name
    value: Literal["amount"] | None = None


class JourneySettings(Table):
    """[journeys]: where a customer's steps are cut into journeys."""

    ends_at: Literal["goal", "gap", "customer"] = "goal"
    gap: Duration = timedelta(days=30)
    lookback: Duration = timedelta(days=90)


class Settings(Table):
    """A whole project: journeymine.toml, touchpoints.toml and the folder they lie in."""

    project: ProjectSettings
    warehouse: WarehouseSettings = WarehouseSettings()
    privacy: PrivacySettings = PrivacySettings()
    traffic: TrafficSettings = TrafficSettings()
    sources: Annotated[dict[Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")], SourceSettings], Field(min_length=1)]
    limits: LimitSettings = LimitSettings()
    identity: IdentitySettings = IdentitySettings()
    sessions: SessionSettings = SessionSettings()
    stages: StageSettings = StageSettings()
    goals: tuple[Goal, ...] = ()
    journeys: JourneySettings = JourneySettings()
    attribution: AttributionSettings = AttributionSettings()
    key_moments: KeyMomentSettings = KeyMomentSettings()
    planned: PlannedJourneys = ()
    process_models: ProcessModelSettings = ProcessModelSettings()
    segments: SegmentSettings = SegmentSettings()
    segment_sets: SegmentSets = ()
    personas: PersonaSettings = PersonaSettings()
    map: MapSettings = MapSettings()
    scenarios: Scenarios = ()
    maps: CustomerLists = ()
    lanes: OwnLanes = ()
    owners: Owners = Field(default_factory=dict)
    costs: Costs = Field(default_factory=dict)
    churn: ChurnSettings | None = None
    contacts: ContactSettings = ContactSettings()
    friction: FrictionSettings = FrictionSettings()
    pains: PainSettings = PainSettings()
    voice: VoiceSettings = VoiceSettings()
    touchpoints: TouchpointSettings = TouchpointSettings()
    identity_overlay: Annotated[SkipJsonSchema[IdentityOverlay], Field(exclude=True)] = IdentityOverlay()
    map_overlay: Annotated[SkipJsonSchema[MapOverlay], Field(exclude=True)] = MapOverlay()
    persona_overlay: Annotated[SkipJsonSchema[PersonaOverlay], Field(exclude=True)] = PersonaOverlay()
    plan_overlay: Annotated[SkipJsonSchema[PlanOverlay], Field(exclude=True)] = PlanOverlay()
    signal_overlay: Annotated[SkipJsonSchema[SignalOverlay], Field(exclude=True)] = SignalOverlay()
    topic_overlay: Annotated[SkipJsonSchema[TopicOverlay], Field(exclude=True)] = TopicOverlay()
    folder: Annotated[Path, Field(exclude=True)] = Path()

    @property
    def warehouse_folder(self) -> Path:
        """The folder that holds landed files and nights."""
        return self.folder / self.warehouse.folder

    def find_limits(self, source_name: str) -> LimitSettings:
        """Return a source's limits: those it sets itself, else the project's."""
        own = self.sources[source_name].limits
        if own is None:
            return self.limits
        return self.limits.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})

    @property
    def key_file(self) -> Path:
        """The file that holds the hashing key."""
        return self.folder / self.privacy.key_file


def read_settings(folder: Path, *, has_overlay: bool = True) -> Settings:
    """Read a project's configuration.

    Args:
        folder: The project folder, which holds journeymine.toml and, beside it, touchpoints.toml (optional).
        has_overlay: Whether what people wrote in overlay/ is read, too.

    Raises:
        SettingsError: A file is missing, is not TOML, or has a key or value that is not allowed.
    """
    main = folder / SETTINGS_FILE
    if not main.is_file():
        raise SettingsError(
            f"there is no {SETTINGS_FILE}",
            where=str(folder),
            next_action="Write one with `journeymine init DIR`, or name the project folder with --project.",
        )
    document = read_toml(main)
    key = next(
        (
            name
            for name in document
            if name in ("touchpoints", "folder") or (name.endswith("_overlay") and name in Settings.model_fields)
        ),
        None,
    )
    if key is not None:
        raise SettingsError(
            f"unknown key '{key}'",
            where=find_line(main, (key,)),
            next_action=f"Touchpoint rules belong in {TOUCHPOINTS_FILE}." if key == "touchpoints" else None,
        )
    rules_file = folder / TOUCHPOINTS_FILE
    rules = read_toml(rules_file) if rules_file.is_file() else {}
    touchpoints = check_document(TouchpointSettings, rules, rules_file)
    settings = check_document(Settings, {**document, "folder": folder}, main)
    if not has_overlay:
        return settings.model_copy(update={"touchpoints": touchpoints})
    map_overlay = read_map_overlay(folder)
    check_map_overlay(map_overlay, folder, settings.stages.order, tuple(lane.name for lane in settings.lanes))
    plan_overlay = read_plan_overlay(folder)
    check_plan_overlay(plan_overlay, folder, settings.stages.order)
    overlays = {
        "identity_overlay": read_identity_overlay(folder),
        "map_overlay": map_overlay,
        "persona_overlay": read_persona_overlay(folder),
        "plan_overlay": plan_overlay,
        "signal_overlay": read_signal_overlay(folder),
        "topic_overlay": read_topic_overlay(folder),
    }
    return settings.model_copy(update={"touchpoints": touchpoints, **overlays})


def hash_settings(settings: Settings) -> str:
    """Return the SHA-256 (hex) of every setting that changes a table; folders and limits do not."""
    content = settings.model_dump_json(exclude={"warehouse": True, "privacy": {"key_file"}})
    order = [type(rule).__name__ for rule in settings.touchpoints.rules]
    return hashlib.sha256(f"{content}{order}".encode()).hexdigest()
