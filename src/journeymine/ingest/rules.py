"""What a staged row must satisfy: each rule is a condition in SQL and the reason a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from journeymine.ingest.mapping import Output, quote_name, quote_text
from journeymine.ingest.times import UNKNOWN_ORDER
from journeymine.ingest.traffic import TrafficRules
from journeymine.privacy.addresses import EmailRules
from journeymine.privacy.erasures import Suppressed
from journeymine.privacy.hashing import MISSING, PLAIN, normalised_sql
from journeymine.privacy.redactors import PATTERNS_ONLY, Redactor, choose_redactor
from journeymine.settings import LimitSettings, Settings

NOT_AN_OBJECT = "the line is not a JSON object"
IN_THE_FUTURE = "lies in the future"

RATING_LIMITS = {"nps": (0, 10), "csat5": (1, 5), "ces7": (1, 7), "stars5": (1, 5), "thumbs": (0, 1)}
"""Lowest and highest answer of the scales that are known; other scales are taken as they come."""

TIME_FIELDS = ("occurred_at", "received_at", "updated_at", "linked_at", "seen_at", "shown_from_at", "shown_until_at")
PLANNED_FIELDS = ("shown_from_at", "shown_until_at")
"""Times that may lie in the future: a campaign is planned."""
COUNT_FIELDS = ("impression_count", "click_count")
AMOUNT_FIELDS = ("amount", "cost_amount", "price_amount", "lifetime_value_amount")
NUMBER_FIELDS = {
    **dict.fromkeys(AMOUNT_FIELDS, "decimal(18, 2)"),
    "rating": "double",
    **dict.fromkeys(("sequence_number", *COUNT_FIELDS), "bigint"),
}
FLAG_FIELDS = ("is_deleted", "is_solicited")

BLANK = (*MISSING, "n/a", "na", "#n/a")
"""Lower-case texts that stand for "no value" where a time, a number or a flag should be."""

ACTORS = {"customer": "customer", "company": "company", "agent": "company", "system": "company", "staff": "company"}


@dataclass(frozen=True)
class ReadingRules:
    """What reading a file depends on beside its mapping.

    `landed_at` is naive UTC; `late_after` needs a received_at to be judged by. Rows of those who are `suppressed` are
    taken out before they are anywhere.
    """

    source: str
    timezone: str
    currency: str
    landed_at: datetime
    late_after: timedelta | None = None
    phone_region: str | None = None
    email_rules: EmailRules = PLAIN
    limits: LimitSettings = field(default_factory=LimitSettings)
    time_formats: tuple[str, ...] = ()
    traffic: TrafficRules = field(default_factory=TrafficRules)
    redactor: Redactor = PATTERNS_ONLY
    compares_people: bool = False
    suppressed: Suppressed = field(default_factory=Suppressed)

    @property
    def spelling(self) -> str:
        """What the spelling of an identifier, and so its hash, depends on; and the verdict on whose row it is.

        Where people are compared, their codes are landed beside them.
        """
        compared = " compared" if self.compares_people else ""
        return f"{self.phone_region or ''} {self.email_rules}{self.traffic.spelling}{compared}"


def choose_reading(settings: Settings, source_name: str, now: datetime) -> ReadingRules:
    """Return how a source is read: its own settings, else the project's; `now` has a time zone."""
    source = settings.sources[source_name]
    return ReadingRules(
        source=source_name,
        timezone=source.timezone or settings.project.timezone,
        currency=settings.project.currency,
        landed_at=now.astimezone(UTC).replace(tzinfo=None, microsecond=0),
        late_after=source.late_after,
        phone_region=settings.project.phone_region,
        email_rules=read_email_rules(settings),
        limits=settings.find_limits(source_name),
        time_formats=source.time_formats,
        traffic=TrafficRules(settings.traffic),
        redactor=choose_redactor(settings),
        compares_people=settings.identity.likeness,
    )


def read_email_rules(settings: Settings) -> EmailRules:
    """Return what makes two addresses one in this project."""
    return EmailRules(
        drops_gmail_dots="gmail_dots" in settings.identity.email_rules,
        drops_plus_tags="plus_tags" in settings.identity.email_rules,
        role_mailboxes=tuple(sorted(settings.identity.role_mailboxes)),
    )


Rule = tuple[str, str]
"""A condition that a bad row meets, and the reason that is kept with it."""


def list_rules(fields: frozenset[str], key_kinds: tuple[str, ...], output: Output, reading: ReadingRules) -> list[Rule]:
    """List the rules for an output's rows, in terms of `x_FIELD` (the text) and `FIELD` (what was read).

    Args:
        fields: Contract fields that the file fills.
        key_kinds: Identity kinds that the file fills.
        output: The output; its contract decides what is required.
        reading: Times and limits of this landing.
    """
    rules: list[Rule] = []
    is_event = output.contract in ("events", "feedback")
    limits = reading.limits
    latest = (reading.landed_at + limits.future).isoformat(sep=" ")
    if is_event:
        rules.append((_unfilled("occurred_at"), "occurred_at is missing"))
    if output.contract == "events":
        blank = "coalesce(x_event_name, '') = '' or (starts_with(x_event_name, ' ') and trim(x_event_name) = '')"
        rules.append((blank, "event_name is missing"))
    for name in TIME_FIELDS:
        if name in fields:
            ordered = f"regexp_matches(x_{name}, '^{UNKNOWN_ORDER}')"
            fix = "no pattern of time_format fits" if reading.time_formats else "day or month first? Set time_format"
            rules.append((f"case when {name} is null then {ordered} end", f"{name} cannot be read as a time: {fix}"))
            unread = f"case when {name} is null then not {ordered} and not {_blank(name)} end"
            rules.append((unread, f"{name} cannot be read as a time"))
            rules.append((f"{name} < timestamp '{limits.earliest}'", f"{name} is before {limits.earliest}"))
            if name not in PLANNED_FIELDS:
                rules.append((f"{name} > timestamp '{latest}'", f"{name} {IN_THE_FUTURE}"))
    if {"occurred_at", "received_at"} <= fields and reading.late_after is not None:
        seconds = reading.late_after.total_seconds()
        late = f"received_at - occurred_at > interval '{seconds} seconds'"
        rules.append((late, f"received more than {_describe(reading.late_after)} after it occurred (late_after)"))
    for name, kind in NUMBER_FIELDS.items():
        if name in fields:
            expected = "a whole number" if kind == "bigint" else "a number that fits"
            rules.append((_unread(name), f"{name} is not {expected}"))
    amounts = [name for name in AMOUNT_FIELDS if name in fields]
    rules += [(f"abs({name}) > {limits.amount}", f"{name} is beyond {limits.amount:,}") for name in amounts]
    rules += [(f"{name} < 0", f"{name} is below zero") for name in COUNT_FIELDS if name in fields]
    rules += _list_record_rules(fields, output.contract)
    rules += [(_unread(name), f"{name} is neither true nor false") for name in FLAG_FIELDS if name in fields]
    if "rating" in fields and "rating_scale" in fields:
        for scale, (low, high) in RATING_LIMITS.items():
            outside = f"rating not between {low} and {high}"
            rules.append((f"lower(trim(x_rating_scale)) = '{scale}' and {outside}", f"rating is outside {low}-{high}"))
    if "currency_code" in fields:
        shape = "not regexp_full_match(trim(x_currency_code), '[A-Za-z]{3}') and trim(x_currency_code) <> ''"
        rules.append((shape, "currency_code is not three letters"))
    if "actor" in fields:
        known = ", ".join(quote_text(name) for name in ("", *ACTORS))
        rules.append((f"lower(trim(x_actor)) not in ({known})", "actor is neither customer nor company"))
    if output.contract in ("people", "keys"):
        keys = ", ".join(normalised_sql("generic", f"key_{kind}") for kind in key_kinds if kind != "account")
        rules.append((f"coalesce({keys or 'null'}) is null", "no identity key"))
    if output.contract == "links":
        rules += [
            (f"{normalised_sql('generic', f'x_{name}')} is null", f"{name} is missing") for name in ("from_id", "to_id")
        ]
    return rules


def _list_record_rules(fields: frozenset[str], contract: str) -> list[Rule]:
    """List the rules of notes and exposures alone."""
    if contract == "notes":
        return [
            (_unfilled("occurred_at"), "occurred_at is missing"),
            ("coalesce(trim(x_text), '') = ''", "text is missing"),
        ]
    if contract != "exposures":
        return []
    ends = [("shown_until_at < shown_from_at", "shown_until_at is before shown_from_at")]
    return [(_unfilled("shown_from_at"), "shown_from_at is missing"), *(ends if "shown_until_at" in fields else [])]


def list_length_rules(columns: Mapping[str, str], limits: LimitSettings) -> list[Rule]:
    """List the rules that no field is over-long; `columns` maps what a column is called in SQL to its name."""
    reason = f"is longer than {limits.field_bytes:,} bytes"
    return [
        (f"strlen({quote_name(column)}) > {limits.field_bytes}", f"{name} {reason}") for column, name in columns.items()
    ]


def _unread(name: str) -> str:
    """Return the condition that a text is there but could not be read; `case` spares the rows that could."""
    return f"case when {name} is null then not {_blank(name)} end"


def _unfilled(name: str) -> str:
    """Return the condition that there is no text to read, or a word that databases write for none."""
    return f"case when {name} is null then coalesce({_blank(name)}, true) end"


def _blank(name: str) -> str:
    return f"lower(trim(x_{name})) in ({', '.join(map(quote_text, BLANK))})"


def reasons_sql(rules: list[Rule], *, shield: str | None = None) -> str:
    """Return SQL for the list of reasons of a row, null for a good one.

    Args:
        rules: The rules.
        shield: A condition under which the row is no JSON object, which is then its only reason.
    """
    before = f"when {shield} then [{quote_text(NOT_AN_OBJECT)}]" if shield else ""
    if not rules:
        return f"case {before} end" if before else "null::varchar[]"
    any_rule = " or ".join(f"({condition})" for condition, _ in rules)
    cases = ", ".join(f"case when {condition} then {quote_text(reason)} end" for condition, reason in rules)
    return f"case {before} when {any_rule} then list_filter([{cases}], lambda reason: reason is not null) end"


def _describe(duration: timedelta) -> str:
    seconds = duration.total_seconds()
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} seconds"
