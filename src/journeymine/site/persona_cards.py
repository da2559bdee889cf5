"""What a persona's card shows, made of the rows of its evidence: bars, lists, steps, a curve, quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2
from typing import Any

import polars as pl

from journeymine.personas.sections import MERGED, find_kind
from journeymine.site.q_values import show_q_value
from journeymine.site.retelling import retell
from journeymine.site.words import Words, mark
from journeymine.statistics.intervals import Interval

WIDTH, HEIGHT, EDGE = 420, 130, 26

SECTION_TITLES = {
    "size": mark("Size"),
    "portrait": mark("Portrait"),
    "feature": mark("What sets them apart"),
    "demographic": mark("Age, country, language"),
    "social": mark("Education, income, household"),
    "professional": mark("Work"),
    "interest": mark("Interests"),
    "experience": mark("Experience"),
    "usage": mark("Frequency and product use"),
    "goal": mark("Goals"),
    "need": mark("Needs"),
    "motive": mark("Motives"),
    "expectation": mark("Expectations"),
    "wish": mark("Wishes"),
    "question": mark("Questions"),
    "fear": mark("Fears"),
    "rejected_fear": mark("Fears that people rejected"),
    "barrier": mark("Barriers"),
    "hidden_need": mark("Hidden needs, inferred from workarounds"),
    "pain": mark("Pains"),
    "channel": mark("Channels and devices"),
    "scenario": mark("Typical scenario"),
    "emotion": mark("Emotional curve"),
    "quote": mark("In their words"),
    "value": mark("Value"),
    "conversion": mark("Conversion"),
    "churn": mark("Churn"),
    "satisfaction": mark("Satisfaction"),
    "prevalence": mark("True of all at once"),
    "note": mark("Notes"),
}
CANDIDATES = {"fear": mark("Fears, to be confirmed by people")}
"""Sections whose lines are candidates until people confirm them."""
KIND_TITLES = {
    "age_band": mark("Age"),
    "country": mark("Country"),
    "language": mark("Language"),
    "education_band": mark("Education"),
    "income_band": mark("Income"),
    "family_band": mark("Household"),
    "job_role": mark("Job"),
    "industry": mark("Industry"),
    "channel": mark("Channel"),
    "device": mark("Device"),
    "heard_from": mark("Heard from"),
}
TRAITS = {
    "returning": mark("more than one journey"),
    "first journey": mark("first journey"),
    "phone": mark("phone"),
    "desktop": mark("computer"),
    "converted": mark("reached a goal"),
    "churned": mark("lost"),
    "rage_click": mark("Rage clicks"),
    "dead_click": mark("Dead clicks"),
    "quick_back": mark("Quick returns"),
    "u_turn": mark("To and fro"),
    "hesitation": mark("Hesitation"),
    "repeat_contact": mark("Repeated contact"),
    "reopen": mark("Reopened ticket"),
    "long_wait": mark("Long wait"),
    "any": mark("any at all"),
    "price": mark("price"),
    "trust": mark("trust"),
    "effort": mark("effort"),
    "time": mark("time"),
    "technical": mark("technology"),
    "staff": mark("staff"),
    "psychological": mark("doubt"),
    "topic": mark("About"),
    "met": mark("met"),
    MERGED: mark("all other"),
    "unmet": mark("not met"),
}
OUR_KINDS = (
    *("device", "experience", "conversion", "churn", "fault", "friction", "workaround", "spoken_goal"),
    *("need", "motive", "expectation", "wish", "question", "fear", "barrier"),
)
"""Kinds whose traits have our names; those of others are names of the project."""
PLACED = ("topic", "rage_click", "dead_click", "repeat_contact", "reopen")
"""What a trait begins with that goes on with a name of the project."""
EVIDENCE_KINDS = {
    "measured": mark("measured"),
    "inferred": mark("inferred"),
    "quoted": mark("quoted"),
    "human": mark("written by people"),
}
STABILITIES = {"stable": mark("stable"), "highly stable": mark("highly stable")}
MEASURES = {
    "tenure_days": mark("From first to last event"),
    "recency_days": mark("Since the last event"),
    "session_count": mark("Visits"),
    "median_gap_days": mark("Between visits"),
    "converted_count": mark("Goals reached"),
    "median_return_days": mark("From a goal to the same goal again"),
    "product_count": mark("Different products"),
    "amount": mark("Amount"),
    "lifetime_value_amount": mark("Lifetime value, as the CRM has it"),
    "customer_count": mark("Customers"),
    "customer_share": mark("Share of all customers"),
    "amount_share": mark("Share of all spending"),
    "satisfaction": mark("Satisfaction of those who gave a rating"),
}
CAVEATS = {
    "rarely_joint": mark(
        "Hardly anybody is all of this at once: read each line for itself, and do not take the card for a person."
    ),
    "scenario_covers_little": mark("The typical scenario stands for the smaller part of their journeys."),
    "few_answers": mark("Few of them said how it was: feelings and satisfaction may change with the next answers."),
    "observational": mark("Observed, not tried out: what goes together with these customers need not be caused by it."),
}
MIXES = ("demographic", "social", "professional", "interest", "experience", "channel")
LISTS = ("goal", "need", "motive", "expectation", "wish", "question", "fear", "barrier", "hidden_need", "pain")
MIX_ROWS = 4  # traits of a kind that a card shows; the table of evidence holds all


def show_value(row: Mapping[str, Any], words: Words, name: str = "value") -> str:
    """Show a value, or one end of its interval, in its unit."""
    value, unit = row[name], row["value_unit"]
    if value is None:
        return ""
    if unit == "share":
        return words.share(value)
    if unit == "seconds":
        return words.duration(value)
    if unit == "days":
        return words.duration(value * 86400)
    if unit == "lift":
        return words.ratio(value)
    if unit == "valence":
        return words.decimal(value, 2, is_signed=True)
    text = words.decimal(value, 2 if unit == "amount" else 0)
    return f"{text} {row.get('currency_code', '')}".strip() if unit == "amount" else text


def show_interval(row: Mapping[str, Any], words: Words) -> str:
    """Show the interval of a value; nothing where there is none."""
    if row["value_low"] is None or row["value_high"] is None:
        return ""
    if row["value_unit"] == "share":
        return words.interval(Interval(row["value_low"], row["value_high"]))
    return f"{show_value(row, words, 'value_low')} – {show_value(row, words, 'value_high')}"


def say_trait(row: Mapping[str, Any], words: Words) -> str:
    """Say what a claim is of, in the page's language; names of the project stay as they are."""
    if row["trait_kind"] == "measure" or row["trait"] in MEASURES:
        return words.translate(MEASURES.get(row["trait"], row["claim"]))
    if row["trait_kind"] == "feature":
        return retell(row["claim"], words)
    said, colon, name = row["trait"].partition(": ")
    if colon and said in PLACED:
        return f"{words.translate(TRAITS[said])} · {name}"
    if row["section"] in ("scenario", "quote", "portrait", "note", "rejected_fear") or not row["trait"]:
        return str(row["claim"])
    kind, _, place = row["trait_kind"].partition(": ")
    is_ours = row["trait"] == MERGED or (kind in OUR_KINDS and row["trait"] in TRAITS)
    said = words.translate(TRAITS[row["trait"]]) if is_ours else str(row["trait"])
    said = words.translate(said) if kind in ("channel", "stage") else said
    return f"{said} · {place}" if place else said


def tell_claim(row: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Tell a claim: what it is of, its value, interval, n, lift and q value as text, and what bars need."""
    lift = row["lift"] if row["value_unit"] != "lift" else row["value"]
    return {
        **row,
        "says": say_trait(row, words),
        "title": words.translate(KIND_TITLES.get(row["trait_kind"], "")),
        "section_title": words.translate(SECTION_TITLES[row["section"]]),
        "kind_title": words.translate(EVIDENCE_KINDS[row["evidence_kind"]]),
        "shown": show_value(row, words),
        "interval": show_interval(row, words),
        "lift_text": "" if lift is None else words.ratio(lift),
        "q_text": show_q_value(row["q_value"], words),
        "is_sure": row["q_value"] is not None and row["q_value"] <= 0.05,
        "bar": _clip(row["value"]) if row["value_unit"] == "share" else None,
        "rest": _clip(row["rest_value"]) if row["value_unit"] == "share" else None,
    }


def _clip(value: float | None) -> float | None:
    return None if value is None else round(min(max(value, 0.0), 1.0), 4)


def build_card(persona: Mapping[str, Any], evidence: pl.DataFrame, words: Words) -> dict[str, Any]:
    """Build what a card shows.

    Args:
        persona: A row of analysis.personas.
        evidence: Its rows of analysis.persona_evidence.
        words: The language.
    """
    rows = [tell_claim(row, words) for row in evidence.sort("claim_index").iter_rows(named=True)]
    told: dict[str, list[dict[str, Any]]] = {section: [] for section in SECTION_TITLES}
    for row in rows:
        told[row["section"]].append(row)
    machine = {section: [row for row in own if _is_machine(row)] for section, own in told.items()}
    mixes = _list_blocks(MIXES, machine, words, MIX_ROWS)
    name = persona[f"persona_name_{words.language}"] or persona["persona_name"]
    return {
        **persona,
        "id": persona["persona_id"],
        "name": persona["persona_name_by_people"] or name,
        "machine_name": name,
        "stability": words.translate(STABILITIES[persona["stability"]]),
        "features": [row | _place_lift(row) for row in machine["feature"]],
        "mixes": [block for block in mixes if block["is_apart"]],
        "alike": [block["title"] for block in mixes if not block["is_apart"]],
        "lists": _list_blocks(LISTS, machine, words, 5),
        "measures": [row for name in ("experience", "usage", "value") for row in machine[name] if _is_telling(row)],
        "results": [row for name in ("conversion", "churn", "satisfaction") for row in machine[name]],
        "steps": machine["scenario"],
        "curve": draw_curve(machine["emotion"]),
        "quotes": machine["quote"],
        "people": [row for row in rows if row["evidence_kind"] == "human"],
        "joint": next(iter(machine["prevalence"]), None),
        "unknown": [
            *(words.translate(SECTION_TITLES[name]) for name in dict.fromkeys(persona["unknown_sections"])),
            *(row["says"] for row in rows if row["trait_kind"] == "measure" and not row["is_evidenced"]),
        ],
        "warnings": [words.translate(CAVEATS[name]) for name in persona["caveats"]],
        "evidence": [row for row in rows if row["is_evidenced"]],
    }


def _is_machine(row: Mapping[str, Any]) -> bool:
    return bool(row["is_evidenced"]) and row["evidence_kind"] != "human"


def _is_measure(row: Mapping[str, Any]) -> bool:
    return row["trait"] in MEASURES


def _is_telling(row: Mapping[str, Any]) -> bool:
    """Tell a measure that says something from a median of nothing, such as that of amounts where most never bought."""
    return _is_measure(row) and any(row[name] for name in ("value", "value_low", "value_high"))


def _list_blocks(
    sections: Sequence[str], told: Mapping[str, list[dict[str, Any]]], words: Words, most: int
) -> list[dict[str, Any]]:
    """List the blocks of some sections, one a kind of trait, each with its rows of most customers."""
    blocks = []
    for section in sections:
        rows = [row for row in told[section] if not _is_measure(row)]
        for kind in dict.fromkeys(find_kind(row["trait_kind"]) for row in rows):
            own = [row for row in rows if find_kind(row["trait_kind"]) == kind]
            title = own[0]["title"] or words.translate(CANDIDATES.get(section, SECTION_TITLES[section]))
            is_apart = any(row["is_sure"] for row in own)
            more = len(own[most:])
            blocks.append({"section": section, "title": title, "rows": own[:most], "more": more, "is_apart": is_apart})
    return blocks


def _place_lift(row: Mapping[str, Any]) -> dict[str, float]:
    """Place a lift and its interval on a line from 1/8 to 8, in hundredths, 1 in the middle."""

    def place(value: float) -> float:
        return round(50 + 50 * max(-1.0, min(1.0, log2(max(value, 1e-6)) / 3)), 1)

    return {"at": place(row["value"]), "low": place(row["value_low"]), "high": place(row["value_high"])}


def draw_curve(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Place the points of the emotional curve in a picture of WIDTH x HEIGHT, stages from left to right."""
    step = (WIDTH - 2 * EDGE) / max(len(rows) - 1, 1)

    def place(value: float) -> float:
        return round(HEIGHT / 2 - 8 - value * (HEIGHT / 2 - 30), 1)

    return [
        {
            **row,
            "x": round(EDGE + index * step, 1),
            "y": place(row["value"]),
            "low": place(row["value_low"]),
            "high": place(row["value_high"]),
        }
        for index, row in enumerate(rows)
    ]
