"""A persona's card as Markdown and as plain data, from its row and its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from journeymine.personas.sections import SECTIONS

TITLES = {
    "size": "Size",
    "portrait": "Portrait",
    "feature": "What sets them apart",
    "demographic": "Age, country, language",
    "social": "Education, income, household",
    "professional": "Work",
    "interest": "Interests",
    "usage": "Frequency and product use",
    "goal": "Goals",
    "need": "Needs",
    "motive": "Motives",
    "expectation": "Expectations",
    "wish": "Wishes",
    "question": "Questions",
    "fear": "Fears (candidates, unless people wrote them)",
    "barrier": "Barriers",
    "pain": "Pains",
    "channel": "Channels and devices",
    "note": "Notes",
    "hidden_need": "Hidden needs, inferred from workarounds",
    "rejected_fear": "Fears that people rejected",
    "emotion": "Emotional curve",
    "scenario": "Typical scenario",
    "quote": "In their words",
    "prevalence": "All headline attributes at once",
}
CAVEATS = {
    "rarely_joint": "Hardly anybody is all of this at once: read each line for itself.",
    "scenario_covers_little": "The typical scenario stands for the smaller part of their journeys.",
    "few_answers": "Few of them said how it was: feelings and satisfaction may change with the next answers.",
    "observational": "Observed, not tried out: what goes together with these customers need not be caused by it.",
}
SMALLEST_Q = 0.001
_UNITS = {"days": " days", "seconds": " s", "lift": " ×", "amount": "", "count": "", "valence": "", "": ""}


def render_markdown(persona: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]]) -> str:
    """Render a card as Markdown: every line with value, interval and n; what is not known is listed as such.

    Args:
        persona: A row of analysis.personas.
        evidence: Its rows of analysis.persona_evidence, in the order of claim_index.
    """
    name = persona["persona_name_by_people"] or persona["persona_name"]
    lines = [f"# {_escape(name)}", ""]
    if persona["persona_name_by_people"]:
        lines += [f"Called so by people; by behaviour: {_escape(persona['persona_name'])}.", ""]
    lines += [
        f"{persona['persona_id']} · segment {persona['segment_id']} · {persona['stability']} · observed "
        f"{persona['window_from_at']:%Y-%m-%d} to {persona['window_to_at']:%Y-%m-%d} · nearest to their middle: "
        f"customer {persona['medoid_pseudonym']}",
        "",
    ]
    for section in SECTIONS:
        told = [row for row in evidence if row["section"] == section and row["is_evidenced"]]
        if told:
            title = TITLES.get(section, section.replace("_", " ").capitalize())
            lines += [f"## {title}", "", *(f"- {line}" for row in told for line in _tell(row)), ""]
    unknown = [TITLES.get(name, name.capitalize()) for name in persona["unknown_sections"]]
    measures = (row for row in evidence if row["trait_kind"] == "measure" and not row["is_evidenced"])
    unknown += [row["claim"].removesuffix(": not known") for row in measures]
    if unknown:
        lines += ["## Not known, not evidenced", "", ", ".join(dict.fromkeys(unknown)) + ".", ""]
    lines += ["## To be kept in mind", "", *(f"- {CAVEATS[name]}" for name in persona["caveats"]), ""]
    return "\n".join(lines).rstrip() + "\n"


def _tell(row: Mapping[str, Any]) -> Iterator[str]:
    words = _escape(row["claim"])
    if row["evidence_kind"] == "human":
        yield f"{words} *(written by people)*"
    elif row["evidence_kind"] == "quoted":
        yield f"“{words}” *(record {row['record_id'] or row['trait']})*"
    else:
        parts = [_show(row["value"], row["value_unit"])] if row["value"] is not None else []
        if row["value_low"] is not None and row["value_high"] is not None:
            ends = (_show(row[end], row["value_unit"]) for end in ("value_low", "value_high"))
            parts.append(f"95% interval {' to '.join(ends)}")
        if row["value_unit"] == "share" and row["lift"] is not None:
            parts.append(f"{row['lift']:.2f} times the others’")
        if row["q_value"] is not None:
            parts.append(f"q = {row['q_value']:.3f}" if row["q_value"] >= SMALLEST_Q else f"q < {SMALLEST_Q}")
        parts += [f"n = {row['n']:,}"] if row["n"] else []
        kind = " *(inferred)*" if row["evidence_kind"] == "inferred" else ""
        yield f"{words}: {', '.join(parts)}{kind}" if parts else f"{words}{kind}"


def _show(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value:.1%}"
    text = f"{value:+.2f}" if unit == "valence" else f"{value:,.2f}".rstrip("0").rstrip(".")
    return text + _UNITS.get(unit, f" {unit}")


def _escape(text: str) -> str:
    """Escape what Markdown would take for its own, so that a customer's words stay words."""
    plain = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in plain)


def write_plain(persona: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]], minimum_cell: int) -> dict[str, Any]:
    """Write a card as plain data for JSON: the row of the persona, and its claims.

    n is null where fewer than `minimum_cell` customers are known in something, which then is not evidenced.
    """
    told = [_plain({**row, "n": None} if is_small(row, minimum_cell) else row) for row in evidence]
    return {"persona": _plain(persona), "evidence": told}


def is_small(row: Mapping[str, Any], minimum_cell: int) -> bool:
    """Tell whether a claim rests on fewer customers than may be told; a quote is of one, and names nobody."""
    return bool(row["evidence_kind"] != "quoted" and 0 < row["n"] < minimum_cell)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in row.items()}
