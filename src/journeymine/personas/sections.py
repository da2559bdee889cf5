"""The sections of a persona's card, in their order, and which kinds of traits each tells under which rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rule = Literal["mix", "more", "pain"]
"""mix: every trait of enough customers is told, beside the rest. more: only what members have more often, beyond
chance. pain: what they have more often by a lift, of at least so many customers, beyond chance."""


@dataclass(frozen=True)
class TraitSection:
    """A section that compares shares of customers: the kinds of traits it tells, its rule, and the table behind it."""

    section: str
    kinds: tuple[str, ...]
    rule: Rule
    source_table: str
    evidence_kind: Literal["measured", "inferred"] = "measured"


TRAIT_SECTIONS = (
    TraitSection("demographic", ("age_band", "country", "language"), "mix", "core.customers"),
    TraitSection("social", ("education_band", "income_band", "family_band"), "mix", "core.customers"),
    TraitSection("professional", ("job_role", "industry"), "mix", "core.customers"),
    TraitSection("interest", ("interest",), "mix", "core.customers"),
    TraitSection("experience", ("experience",), "mix", "core.customer_measures"),
    TraitSection("goal", ("goal", "spoken_goal"), "more", "core.journeys"),
    TraitSection("need", ("need",), "more", "analysis.signals"),
    TraitSection("motive", ("motive",), "more", "analysis.signals"),
    TraitSection("expectation", ("expectation",), "more", "analysis.signals"),
    TraitSection("wish", ("wish",), "more", "analysis.signals"),
    TraitSection("question", ("question",), "more", "analysis.signals"),
    TraitSection("fear", ("fear",), "more", "analysis.signals"),
    TraitSection("barrier", ("barrier",), "more", "analysis.signals"),
    TraitSection("hidden_need", ("workaround",), "pain", "core.friction", "inferred"),
    TraitSection("pain", ("fault", "friction", "negative_topic"), "pain", "core.friction"),
    TraitSection("channel", ("channel", "device", "heard_from"), "mix", "core.journey_stages"),
    TraitSection("conversion", ("conversion",), "mix", "core.journeys"),
    TraitSection("churn", ("churn",), "mix", "core.churn"),
)

MERGED = "all other"
"""The trait that stands for all of a kind that too few members have to be told one by one."""

SOURCES = {
    "device": "core.customer_habits",
    "heard_from": "core.customers",
    "spoken_goal": "analysis.signals",
    "negative_topic": "analysis.text_topics",
}
"""Tables behind kinds of traits, where it is another than their section's."""

SECTIONS = (
    "size",
    "portrait",
    "feature",
    "demographic",
    "social",
    "professional",
    "interest",
    "experience",
    "usage",
    "goal",
    "need",
    "motive",
    "expectation",
    "wish",
    "question",
    "fear",
    "rejected_fear",
    "barrier",
    "hidden_need",
    "pain",
    "channel",
    "scenario",
    "emotion",
    "quote",
    "value",
    "conversion",
    "churn",
    "satisfaction",
    "prevalence",
    "note",
)
"""Every section of a card, in its order."""


def find_section(trait_kind: str) -> TraitSection | None:
    """Find the section that tells a kind of trait; None where none does."""
    return next((section for section in TRAIT_SECTIONS if find_kind(trait_kind) in section.kinds), None)


def find_kind(trait_kind: str) -> str:
    """Find the kind without the place it is of: friction of "friction: Checkout"."""
    return trait_kind.partition(": ")[0]
