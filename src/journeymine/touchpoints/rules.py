"""Touchpoint rules as tables that the SQL models match on distinct kinds of events."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from journeymine.rules import Condition, IgnoreRule
from journeymine.settings import Settings

SESSION_FIELD = "default_channel_group"
"""The one field of a channel template that only the session knows; it is filled after sessions exist."""

HAS = "has"
"""The key of a condition that asks for a field to be there, whatever its value."""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

_RULES = {
    "rule_index": pl.Int32,
    "is_ignored": pl.Boolean,
    "why": pl.String,
    "stage": pl.String,
    "channel_kind": pl.String,
    "owner": pl.String,
}
_CONDITIONS = {"condition_index": pl.Int32, "rule_index": pl.Int32, "field": pl.String, "pattern": pl.String}
_PARTS = {
    "rule_index": pl.Int32,
    "target": pl.String,
    "part_index": pl.Int32,
    "text": pl.String,
    "field": pl.String,
}


def build_rule_seeds(settings: Settings) -> dict[str, pl.DataFrame]:
    r"""Build the tables of schema seed that classify kinds of events.

    The first rule that matches wins, in the order of the file: to leave bots and test users out of broad rules, write
    [[ignore]] before [[touchpoint]].

    Returns:
        seed.touchpoint_rules: one row per rule; rule_index is the order in which rules are tried.
        seed.touchpoint_conditions: one row per alternative of a condition; `pattern` is for `like ... escape '\'`, null
            where any value will do; alternatives of one condition share condition_index (0-based).
        seed.touchpoint_parts: one row per piece of a name or channel template: a text, or a field to fill in.
        seed.rule_fields: one row per field that a condition or template names.
    """
    rules: list[tuple[object, ...]] = []
    parts: list[tuple[object, ...]] = []
    for index, rule in enumerate(settings.touchpoints.rules, 1):
        if isinstance(rule, IgnoreRule):
            rules.append((index, True, rule.why, None, None, None))
            continue
        rules.append((index, False, None, rule.stage, rule.channel_kind, rule.owner))
        parts.extend((index, "name", number, *part) for number, part in enumerate(read_template(rule.name), 1))
        parts.extend((index, "channel", number, *part) for number, part in enumerate(read_template(rule.channel), 1))
    whens = enumerate((rule.when for rule in settings.touchpoints.rules), 1)
    wishes = [(index, field, wanted) for index, when in whens for field, wanted in when.items()]
    conditions = [
        (number, index, *alternative)
        for number, (index, field, wanted) in enumerate(wishes)
        for alternative in _read_alternatives(field, wanted)
    ]
    seeds = {
        "seed.touchpoint_rules": pl.DataFrame(rules, schema=_RULES, orient="row"),
        "seed.touchpoint_conditions": pl.DataFrame(conditions, schema=_CONDITIONS, orient="row"),
        "seed.touchpoint_parts": pl.DataFrame(parts, schema=_PARTS, orient="row"),
    }
    fields = pl.concat([seeds["seed.touchpoint_conditions"]["field"], seeds["seed.touchpoint_parts"]["field"]])
    seeds["seed.rule_fields"] = fields.drop_nulls().unique().sort().to_frame()
    return seeds


def read_template(template: str) -> Iterator[tuple[str | None, str | None]]:
    """Yield the pieces of a template such as `Ticket opened: {ticket_type}`, each as (text, None) or (None, field)."""
    position = 0
    for match in PLACEHOLDER.finditer(template):
        if match.start() > position:
            yield template[position : match.start()], None
        yield (match[0], None) if match[1] == SESSION_FIELD else (None, match[1])
        position = match.end()
    if position < len(template):
        yield template[position:], None


def find_fields(when: dict[str, Condition]) -> list[str]:
    """Find the fields a rule's conditions name."""
    return [field for key, wanted in when.items() for field, _ in _read_alternatives(key, wanted)]


def _read_alternatives(field: str, wanted: Condition) -> Iterator[tuple[str, str | None]]:
    for value in (wanted,) if isinstance(wanted, str) else wanted:
        yield (value, None) if field == HAS else (field, write_pattern(value))


def write_pattern(glob: str) -> str:
    r"""Write a value with * globs as a pattern for `like ... escape '\'`.

    >>> write_pattern("/p/100%_*")
    '/p/100\\%\\_%'
    """
    return re.sub(r"[\\%_]", r"\\\g<0>", glob).replace("*", "%")
