"""Claims of what members have, each section of a card by its rule."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.personas.claims import Claim, Thresholds, claim_nothing, claim_trait
from journeymine.personas.comparison import count_known
from journeymine.personas.mixes import claim_mix
from journeymine.personas.sections import TRAIT_SECTIONS, TraitSection

RESULTS = ("conversion", "churn")
"""Sections of one share, told although it be 0."""


def claim_traits(
    segment_id: str, compared: pl.DataFrame, persona_counts: pl.DataFrame, limits: Thresholds
) -> Iterator[Claim]:
    """Claim what members have, each section by its rule; a section without evidence says so.

    Args:
        segment_id: The persona's segment.
        compared: As `comparison.compare_traits` returns.
        persona_counts: What that was made of.
        limits: What counts as evidence.
    """
    own = compared.filter(pl.col("segment_id") == segment_id)
    for section in TRAIT_SECTIONS:
        rows = own.filter(pl.col("section") == section.section)
        if section.section not in RESULTS and section.rule == "mix":
            told = list(claim_mix(rows, section, limits.minimum_cell))
        else:
            told = [claim_trait(row, section) for row in rows.filter(_holds(section, limits)).iter_rows(named=True)]
        if not told:
            yield claim_nothing(segment_id, section, count_known(persona_counts, segment_id, section.kinds))
        yield from told


def _holds(section: TraitSection, limits: Thresholds) -> pl.Expr:
    enough = pl.col("customer_count") >= limits.minimum_cell
    if section.section in RESULTS:
        known = pl.col("known_customer_count") >= limits.minimum_cell
        return known & (enough | (pl.col("customer_count") == 0))
    # A lift is null where nobody else has it at all: more than any ratio.
    least = limits.pain_lift if section.rule == "pain" else 1.0
    lifted = (pl.col("share") > pl.col("rest_share")) & pl.col("lift").fill_null(float("inf")).ge(least)
    beyond_chance = lifted & (pl.col("q_value") <= limits.sure) & enough
    many = pl.col("customer_count") >= limits.pain_customers
    return beyond_chance & many if section.rule == "pain" else beyond_chance
