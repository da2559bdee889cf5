"""How an item of a journey map is told: its words, figure, interval, n and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from journeymine.journeymap.pains import OF_ALL
from journeymine.site.scores import name_scale
from journeymine.site.small_groups import count_or_fewer, hide_small
from journeymine.site.words import Words, mark
from journeymine.statistics.intervals import Interval, find_wilson_interval

LANES: Mapping[str, tuple[str, str, str]] = {
    "goals": (mark("Goals and expectations"), mark("what they came for"), "mind"),
    "steps": (mark("Steps taken"), mark("share of the stage’s customers, time to the next step"), "deed"),
    "channels": (mark("Channels"), mark("where it happened"), "deed"),
    "questions": (mark("Thoughts and questions"), mark("what they asked and wrote about"), "mind"),
    "emotion": (mark("Emotion"), mark("of those who said something"), "mind"),
    "fears": (mark("Fears and barriers"), mark("what held them back"), "bad"),
    "pains": (mark("Pains"), mark("by how many they affect, and how much"), "bad"),
    "key_moments": (mark("Key moments"), mark("observational, over all customers"), "key"),
    "metrics": (mark("Figures"), mark("with 95% intervals, against targets"), "fact"),
    "delights": (mark("Delights"), mark("what works, by how many it reaches"), "good"),
    "quotes": (mark("In their words"), mark("word for word, redacted"), "word"),
    "opportunities": (mark("Opportunities"), mark("wishes, and pains no plan speaks of"), "good"),
    "planned": (mark("As planned"), mark("planned steps, and where journeys leave the plan"), "fact"),
    "owner": (mark("Owner"), mark("who answers for the touchpoints"), "fact"),
}
"""Each lane: its title, what is in it, and its tone."""
FIGURES: Mapping[str, str] = {
    "customer_share": mark("came here"),
    "continued_share": mark("went on to a later stage"),
    "stay_seconds": mark("time in the stage"),
    "next_seconds": mark("time to a later stage"),
    "cost_amount": mark("contacts, cost a customer"),
}
KINDS: Mapping[str, str] = {
    "solicited": mark("asked for"),
    "unsolicited": mark("not asked for"),
    "unknown": mark("asked for or not: unknown"),
    "online": mark("online"),
    "offline": mark("offline"),
    "goal_reached": mark("reached"),
    "planned": mark("planned"),
    "optional": mark("may be left out"),
    "skipped": mark("left out"),
    "inserted": mark("not planned"),
    "repeated": mark("done again"),
    "out_of_order": mark("out of order"),
    "conversion": mark("on reaching a goal"),
    "another goal": mark("on reaching another goal"),
    "churn": mark("on the loss of the customer"),
    "satisfaction": mark("on a good rating"),
    "recommendation": mark("on recommending"),
    "complaint": mark("complaint"),
    "praise": mark("praise"),
    "question": mark("question"),
    "topic": mark("topic"),
    "thought": mark("thought"),
    "goal": mark("goal"),
    "expectation": mark("expectation"),
    "expectation met": mark("expectation met"),
    "expectation unmet": mark("expectation not met"),
    "need": mark("need"),
    "motive": mark("motive"),
    "wish": mark("wish"),
    "drop_off": mark("drop-off"),
    "deviation": mark("off the plan"),
    "friction": mark("friction"),
    "key_moment": mark("key moment"),
    "signal": mark("in their words"),
    "emotion": mark("emotion"),
    "rework": mark("done again"),
    OF_ALL: mark("key moment of all customers"),
    "unplanned_pain": mark("no plan speaks of it"),
    "fear": mark("fear"),
    "barrier": mark("barrier"),
    "fear price": mark("fear: price"),
    "fear trust": mark("fear: trust"),
    "fear effort": mark("fear: effort"),
    "fear time": mark("fear: time"),
    "fear technical": mark("fear: technical"),
    "fear staff": mark("fear: staff"),
    "fear psychological": mark("fear: psychological"),
    "barrier price": mark("barrier: price"),
    "barrier trust": mark("barrier: trust"),
    "barrier effort": mark("barrier: effort"),
    "barrier time": mark("barrier: time"),
    "barrier technical": mark("barrier: technical"),
    "barrier staff": mark("barrier: staff"),
    "barrier psychological": mark("barrier: psychological"),
}
WHOLE = 100
"""Amounts from here on are told without the small coin."""
CANDIDATE = "candidate "
"""How the kind of an item begins that people are to confirm or reject."""


Actions = Mapping[str, Sequence[Mapping[str, Any]]]
"""What the plan does about each pain, by its title."""


def describe_item(
    row: dict[str, Any], names: Mapping[str, str], words: Words, minimum: int, currency: str, actions: Actions
) -> Any:
    """Describe a row of analysis.journey_map for the template.

    Args:
        row: The row.
        names: Names in the customer's voice.
        words: The language.
        minimum: The smallest count that is told.
        currency: The code of amounts.
        actions: What the plan does.

    Returns:
        What the template shows; None where the count is too small to be told.
    """
    is_human = row["source"] == "human"
    if not is_human and hide_small(row["n"], minimum) is None:
        return None
    lane = row["lane"]
    text = names.get(row["content"])
    kind = row["item_kind"]
    if lane == "metrics" and ", " in kind:
        text = name_scale(kind.split(", ")[0], words)
    elif (lane == "metrics" and row["content"] in FIGURES) or lane == "channels":
        text = words.translate(FIGURES.get(row["content"], row["content"]))
    figure, interval = describe_value(row, words, currency)
    return {
        "lane": lane,
        "text": text or row["content"],
        "plain": row["content"],
        "touchpoint": names.get(row["touchpoint"], row["touchpoint"]),
        "place": row["touchpoint"],
        "kind": kind,
        "kind_text": describe_kind(kind, words),
        "figure": figure,
        "interval": interval,
        "value": row["value"],
        "n_text": count_or_fewer(row["n"], minimum, words),
        "coverage": row["coverage_share"],
        "coverage_text": words.percentage(row["coverage_share"], 0) if row["coverage_share"] is not None else "",
        "coverage_interval": describe_coverage(row, words),
        "source": row["source"],
        "evidence_id": row["evidence_id"] or "",
        "owner": row["owner"],
        "actions": actions.get(row["content"], ()) if lane in ("pains", "delights") else (),
        "written_by": row["written_by"],
        "written_on": words.day(row["written_on"]) if row["written_on"] else "",
        "is_stale": bool(row["is_stale"]),
        "is_human": is_human,
        "is_bar": lane in ("steps", "channels", "owner") or kind == "goal_reached",
        "target": describe_target(row, words, currency),
        "is_target_met": row["is_target_met"],
    }


def describe_kind(kind: str, words: Words) -> str:
    """Describe what sort of item it is: ratings that were asked for or not, candidates nobody confirmed yet."""
    if ", " in kind:  # a rating scale, which its name tells, and whether answers were asked for
        return words.translate(KINDS[kind.split(", ")[1]])
    name = kind.removeprefix(CANDIDATE)
    text = words.translate(KINDS.get(name, name))
    return text if name == kind else words.gettext("{kind}, to be confirmed", kind=text)


def describe_coverage(row: Mapping[str, Any], words: Words) -> str:
    """Describe the interval of an item's share of the stage's customers; empty where it has none."""
    if not row["coverage_share"] or row["n_counted"] != "customers":
        return ""
    return words.interval(find_wilson_interval(row["n"], max(row["n"], round(row["n"] / row["coverage_share"]))))


def describe_value(row: Mapping[str, Any], words: Words, currency: str) -> tuple[str, str]:
    """Describe an item's value and interval in its unit; empty where there is none."""
    value, low, high, unit = (row[name] for name in ("value", "value_low", "value_high", "value_unit"))
    if value is None:
        return "", ""
    if unit == "share":
        interval = words.interval(Interval(low, high)) if low is not None and high is not None else ""
        return words.share(value), interval
    figure = write_value(value, unit, words, currency)
    if low is None or high is None:
        return figure, ""
    return figure, words.gettext(
        "{low} to {high}", low=write_value(low, unit, words, currency), high=write_value(high, unit, words, currency)
    )


def describe_target(row: Mapping[str, Any], words: Words, currency: str) -> str:
    """Describe the target of an item, in its unit; empty where people set none."""
    if row["target_value"] is None:
        return ""
    unit = row["value_unit"]
    return (
        words.share(row["target_value"]) if unit == "share" else write_value(row["target_value"], unit, words, currency)
    )


def write_value(value: float, unit: str, words: Words, currency: str) -> str:
    """Write a value that is no share, in its unit."""
    if unit == "seconds":
        return words.duration(value)
    if unit == "valence":
        return words.decimal(value, 2, is_signed=True)
    if unit == "points":
        return words.decimal(value, 0, is_signed=True)
    if unit == "goals":
        return f"{words.decimal(value, 1)} {words.translate(unit)}"
    if unit == "amount":
        return f"{words.decimal(value, 2 if abs(value) < WHOLE else 0)} {currency}"
    if unit == "share_change":
        return words.percentage(value, 1, is_signed=True)
    return words.ratio(value) if unit == "odds_ratio" else words.decimal(value, 2 if abs(value) < 10 else 1)
