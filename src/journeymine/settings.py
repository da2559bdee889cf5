"""The project's configuration: journeymine.toml and touchpoints.toml, read, checked and typed."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, field_validator
from pydantic.json_schema import SkipJsonSchema

from journeymine.configuration import check_document, find_line, read_toml
from journeymine.errors import SettingsError, find_nearest
from journeymine.overlay import IdentityOverlay, read_identity_overlay
from journeymine.rules import TouchpointSettings

SETTINGS_FILE = "journeymine.toml"
TOUCHPOINTS_FILE = "touchpoints.toml"

PersonKind = Literal["user_id", "email", "phone", "crm_id", "support_id", "loyalty_id", "other_id"]
PERSON_KINDS: tuple[PersonKind, ...] = ("user_id", "email", "phone", "crm_id", "support_id", "loyalty_id", "other_id")
"""Identity kinds that name a person, strongest first; ties in age are broken in this order."""
IDENTITY_KINDS = (*PERSON_KINDS, "device")

ROLE_MAILBOXES = (
    *("abuse", "accounting", "accounts", "admin", "administrator", "billing", "biuro", "bok", "contact", "enquiries"),
    *("faktury", "finance", "hello", "help", "helpdesk", "hostmaster", "hr", "info", "invoices", "jobs", "kontakt"),
    *("ksiegowosc", "mail", "mailer-daemon", "marketing", "newsletter", "no-reply", "noreply", "do-not-reply"),
    *("donotreply", "office", "orders", "poczta", "postmaster", "press", "reception", "recepcja", "root", "sales"),
    *("sekretariat", "service", "serwis", "sklep", "sprzedaz", "support", "team", "webmaster", "zamowienia"),
)
"""What stands before the "@" of addresses that belong to an office, not to a person."""

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)")


def read_duration(value: object) -> timedelta:
    """Read a duration such as "30m" or "3d"; a number without a unit is refused.

    Raises:
        ValueError: The text is not a number with one of the units ms, s, m, h, d, w.
    """
    if isinstance(value, timedelta):
        return value
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'a duration is a text with a unit such as "30m", "3d" (ms, s, m, h, d, w), not {value!r}')
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]])


Duration = Annotated[
    timedelta,
    BeforeValidator(read_duration, json_schema_input_type=str),
    PlainSerializer(lambda value: f"{value.total_seconds():g}s", return_type=str),
]
Name = Annotated[str, Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProjectSettings(_Table):
    """[project]: what the project is called and how it reads times."""

    name: Name
    timezone: str = "UTC"
    languages: tuple[str, ...] = ("en",)
    report_languages: tuple[Literal["en"], ...] = ("en",)
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "EUR"
    phone_region: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None

    @field_validator("timezone")
    @classmethod
    def _is_known_timezone(cls, value: str) -> str:
        if value not in available_timezones():
            nearest = find_nearest(value, available_timezones())
            raise ValueError(f"unknown time zone {value!r}" + (f"; did you mean {nearest!r}?" if nearest else ""))
        return value


class WarehouseSettings(_Table):
    """[warehouse]: where nights are kept and what they may use."""

    folder: Path = Path("warehouse")
    memory_limit: Annotated[str, Field(pattern=r"^\d+(\.\d+)?\s*(MB|GB|MiB|GiB)$")] = "4GB"
    threads: Annotated[int, Field(ge=1)] | None = None
    keep_nights: Annotated[int, Field(ge=1)] = 7
    buckets: Annotated[int, Field(ge=1, le=5000)] = 1


class PrivacySettings(_Table):
    """[privacy]: the hashing key and the smallest group that is shown."""

    key_file: Path = Path("journeymine.key")
    minimum_cell: Annotated[int, Field(ge=1)] = 10


class LimitSettings(_Table):
    """[limits]: what no row may go beyond; one that does is rejected with the reason."""

    earliest: date = date(1990, 1, 1)
    future: Duration = timedelta(days=1)
    amount: Annotated[int, Field(ge=1)] = 1_000_000_000
    field_bytes: Annotated[int, Field(ge=1, le=500_000)] = 100_000


_TIME_PARTS = re.compile(r"%-?([dmyYHIMSfpbBz%])")


def read_time_format(value: str) -> str:
    """Check a pattern such as "%d.%m.%Y %H:%M"; it must name day, month and year.

    Raises:
        ValueError: A part is unknown or missing.
    """
    parts = set(_TIME_PARTS.findall(value))
    if "%" in _TIME_PARTS.sub("", value):
        raise ValueError(f"{value!r} holds a part that is not one of %d %m %b %B %y %Y %H %I %p %M %S %f %z")
    if not ("d" in parts and parts & set("mbB") and parts & set("yY")):
        raise ValueError(f"{value!r} must say where day, month and year stand, such as %d.%m.%Y")
    return value


TimeFormat = Annotated[str, AfterValidator(read_time_format)]


class SourceSettings(_Table):
    """[sources.NAME]: where a source's files are and how they are read."""

    kind: Name
    path: Name
    fields: dict[str, str] = Field(default_factory=dict)
    late_after: Duration | None = None
    timezone: str | None = None
    encoding: str = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    columns: tuple[Name, ...] = ()
    time_format: TimeFormat | tuple[TimeFormat, ...] = ()
    limits: LimitSettings | None = None

    @property
    def time_formats(self) -> tuple[str, ...]:
        """Patterns of times that are not ISO 8601, in the order they are tried."""
        return (self.time_format,) if isinstance(self.time_format, str) else self.time_format


class IdentitySettings(_Table):
    """[identity]: which keys name a person, and what keeps strangers apart."""

    keys: tuple[PersonKind, ...] = PERSON_KINDS
    shared_device: Literal["by_login_window", "leave_unlinked"] = "by_login_window"
    at_most: dict[PersonKind | Literal["device"], Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    email_rules: tuple[Literal["gmail_dots", "plus_tags"], ...] = ()
    role_mailboxes: tuple[Annotated[str, Field(pattern="^[^@+A-Z]+$")], ...] = ROLE_MAILBOXES

    def limit(self, kind: PersonKind | Literal["device"]) -> int:
        """Return how many ids of `kind` one customer may have."""
        return self.at_most.get(kind, 50 if kind == "device" else 10)


class SessionSettings(_Table):
    """[sessions]: when a visit ends."""

    gap: Duration = timedelta(minutes=30)
    cap: Duration = timedelta(days=3)


class StageSettings(_Table):
    """[stages]: the stages of the journey in their order."""

    order: tuple[Name, ...] = ("awareness", "consideration", "purchase", "use", "service", "loyalty")


class Goal(_Table):
    """[[goals]]: a touchpoint that ends a journey well; `value` names the event column that is summed."""

    name: Name
    touchpoint: Name
    value: Literal["amount"] | None = None


class JourneySettings(_Table):
    """[journeys]: where a customer's steps are cut into journeys."""

    ends_at: Literal["goal", "gap", "customer"] = "goal"
    gap: Duration = timedelta(days=30)
    lookback: Duration = timedelta(days=90)


class Settings(_Table):
    """A whole project: journeymine.toml, touchpoints.toml and the folder they lie in."""

    project: ProjectSettings
    warehouse: WarehouseSettings = WarehouseSettings()
    privacy: PrivacySettings = PrivacySettings()
    sources: Annotated[dict[Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")], SourceSettings], Field(min_length=1)]
    limits: LimitSettings = LimitSettings()
    identity: IdentitySettings = IdentitySettings()
    sessions: SessionSettings = SessionSettings()
    stages: StageSettings = StageSettings()
    goals: tuple[Goal, ...] = ()
    journeys: JourneySettings = JourneySettings()
    touchpoints: TouchpointSettings = TouchpointSettings()
    identity_overlay: Annotated[SkipJsonSchema[IdentityOverlay], Field(exclude=True)] = IdentityOverlay()
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


def read_settings(folder: Path) -> Settings:
    """Read a project's configuration.

    Args:
        folder: The project folder, which holds journeymine.toml and, beside it, touchpoints.toml (optional).

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
    key = next((name for name in ("touchpoints", "folder", "identity_overlay") if name in document), None)
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
    return settings.model_copy(update={"touchpoints": touchpoints, "identity_overlay": read_identity_overlay(folder)})


def hash_settings(settings: Settings) -> str:
    """Return the SHA-256 (hex) of every setting that changes a table; folders and limits do not."""
    content = settings.model_dump_json(exclude={"warehouse": True, "privacy": {"key_file"}})
    order = [type(rule).__name__ for rule in settings.touchpoints.rules]
    return hashlib.sha256(f"{content}{order}".encode()).hexdigest()
