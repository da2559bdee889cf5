"""The second half of making personas: their cards, one row a persona and one row a claim."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from journeymine.overlay import PersonaNotes
from journeymine.personas.choosing import NAMES
from journeymine.personas.claims import (
    EVIDENCE_SCHEMA,
    Claim,
    Thresholds,
    claim_features,
    claim_size,
    write_claims,
)
from journeymine.personas.comparison import compare_traits
from journeymine.personas.measures import claim_measures
from journeymine.personas.sections import SECTIONS
from journeymine.personas.sources import write_source
from journeymine.personas.told import claim_feelings, claim_notes, claim_quotes, claim_scenario
from journeymine.personas.traits import claim_traits

CARD_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "persona_id": pl.String,
    "segment_id": pl.String,
    "persona_name": pl.String,
    **dict.fromkeys(NAMES, pl.String),
    "persona_name_by_people": pl.String,
    "customer_count": pl.Int64,
    "customer_share": pl.Float64,
    "amount_share": pl.Float64,
    "stability": pl.String,
    "mean_jaccard": pl.Float64,
    "medoid_pseudonym": pl.String,
    "window_from_at": pl.Datetime("us"),
    "window_to_at": pl.Datetime("us"),
    "attribute_count": pl.Int64,
    "joint_customer_count": pl.Int64,
    "joint_prevalence_share": pl.Float64,
    "scenario_coverage_share": pl.Float64,
    "unknown_sections": pl.List(pl.String),
    "caveats": pl.List(pl.String),
    "persona_note": pl.String,
    "written_by": pl.String,
    "written_on": pl.Date,
}
FEW_ANSWERS = 30
"""Customers who said something, or gave a rating, below which a card says that they are few."""


def make_cards(
    tables: Mapping[str, pl.DataFrame],
    notes: Mapping[str, PersonaNotes],
    window: tuple[datetime, datetime],
    stages: tuple[str, ...],
    limits: Thresholds,
    *,
    joint_share: float,
    seed: int,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make the cards of tonight's personas.

    Args:
        tables: The tables of schema analysis that `steps.analyses.personas` declares, by name.
        notes: What people wrote, by persona_id.
        window: First and last moment of the observation (UTC).
        stages: The stages in their order.
        limits: What counts as evidence.
        joint_share: Joint prevalence of the headline attributes below which a card warns.
        seed: Where random draws start.

    Returns:
        analysis.personas, one row per persona, the largest first, and analysis.persona_evidence, one row per claim.
    """
    book = tables["analysis.persona_ids"]
    ids = book.filter(pl.col("persona_status") == "current")
    compared = compare_traits(tables["analysis.persona_counts"])
    cards, evidence = [], [pl.DataFrame(schema=EVIDENCE_SCHEMA)]
    for about in ids.iter_rows(named=True):
        persona_id, segment_id = about["persona_id"], about["segment_id"]
        segment = _find(tables["analysis.segments"], "segment_id", segment_id)
        joint = _find(tables["analysis.persona_prevalence"], "persona_id", persona_id)
        claims = [
            *claim_size(segment, int(tables["analysis.segments"]["customer_count"].sum())),
            *claim_features(segment_id, tables["analysis.segment_profiles"], limits),
            *claim_traits(segment_id, compared, tables["analysis.persona_counts"], limits),
            *claim_measures(segment_id, tables["analysis.persona_measures"], limits.minimum_cell),
            *claim_scenario(persona_id, tables["analysis.persona_steps"], limits.minimum_cell),
            *claim_feelings(segment_id, tables["analysis.persona_feelings"], stages, limits.minimum_cell, seed),
            *claim_quotes(segment_id, tables["analysis.persona_quotes"]),
            *_claim_prevalence(persona_id, joint, limits.minimum_cell),
            *claim_notes(notes.get(persona_id)),
            *(claim for name in _list_former(book, persona_id) for claim in claim_notes(notes.get(name), name)),
        ]
        told = write_claims(persona_id, _heed(claims, notes.get(persona_id)), SECTIONS)
        evidence.append(told)
        path = _find(tables["analysis.persona_paths"], "persona_id", persona_id)
        row = {
            **{name: about.get(name, segment.get(name)) for name in CARD_SCHEMA},
            **_tell_joint(joint, limits.minimum_cell),
            "persona_name": about["persona_name_en"],
            "medoid_pseudonym": _find(tables["analysis.persona_medoids"], "segment_id", segment_id).get(
                "medoid_pseudonym"
            ),
            "window_from_at": window[0],
            "window_to_at": window[1],
            "scenario_coverage_share": path.get("coverage_share"),
            "unknown_sections": told.filter(~pl.col("is_evidenced") & (pl.col("trait_kind") != "measure"))[
                "section"
            ].to_list(),
        }
        cards.append(
            {**row, **_read_people(notes.get(persona_id)), "caveats": _list_caveats(row, joint, told, joint_share)}
        )
    personas = pl.DataFrame(cards, schema=CARD_SCHEMA)
    return personas.sort("customer_count", "persona_id", descending=[True, False]), pl.concat(evidence)


def _list_former(book: pl.DataFrame, persona_id: str) -> list[str]:
    """List the personas that were merged into this one, and those that had been merged into them."""
    own = book.filter((pl.col("persona_status") == "merged") & (pl.col("merged_into") == persona_id))
    former = sorted(own["persona_id"])
    return [*former, *(older for name in former for older in _list_former(book, name))]


def _find(table: pl.DataFrame, column: str, value: str) -> dict[str, Any]:
    rows = table.filter(pl.col(column) == value)
    return rows.row(0, named=True) if rows.height else {}


def _tell_joint(joint: Mapping[str, Any], minimum_cell: int) -> dict[str, Any]:
    """Tell how many have all headline attributes at once; a count too small to be told is null."""
    if not joint:
        return {}
    count = joint["joint_customer_count"]
    told = {"attribute_count": joint["attribute_count"]}
    if 0 < count < minimum_cell:
        return told
    return {**told, "joint_customer_count": count, "joint_prevalence_share": count / joint["customer_count"]}


def _claim_prevalence(persona_id: str, joint: Mapping[str, Any], minimum_cell: int) -> list[Claim]:
    if not joint or 0 < joint["joint_customer_count"] < minimum_cell:
        return []
    from journeymine.statistics.intervals import find_wilson_interval

    count, total = joint["joint_customer_count"], joint["customer_count"]
    interval = find_wilson_interval(count, total)
    return [
        Claim(
            "prevalence",
            f"customers with all {joint['attribute_count']} headline attributes at once",
            count / total,
            "share",
            total,
            counted_customer_count=count,
            value_low=interval.low,
            value_high=interval.high,
            trait="joint",
            source_table="analysis.persona_prevalence",
            source_query=write_source("prevalence", persona_id=persona_id),
        )
    ]


def _heed(claims: list[Claim], notes: PersonaNotes | None) -> list[Claim]:
    """Leave out the machine's fears that people rejected."""
    rejected = {words.casefold() for words in notes.fears.rejected} if notes else set()
    return [claim for claim in claims if claim.section != "fear" or rejected.isdisjoint(_list_names(claim))]


def _list_names(claim: Claim) -> set[str]:
    """List what people may call a claim: as `journeymine explain persona` prints it, or by its last word or topic."""
    return {name.casefold() for name in (claim.claim, claim.trait, claim.trait.removeprefix("topic: "))}


def _read_people(notes: PersonaNotes | None) -> dict[str, object]:
    if notes is None:
        return dict.fromkeys(("persona_name_by_people", "written_by", "written_on"))
    return {"persona_name_by_people": notes.name, "written_by": notes.by, "written_on": notes.on}


def _list_caveats(
    card: Mapping[str, Any], joint: Mapping[str, Any], evidence: pl.DataFrame, joint_share: float
) -> list[str]:
    """List what a reader must be warned of, as words the site and exports know."""
    from journeymine.mining.representatives import ENOUGH

    said = evidence.filter(pl.col("section").is_in(["emotion", "satisfaction"]) & pl.col("is_evidenced"))
    found = {
        "rarely_joint": bool(joint) and joint["joint_customer_count"] < joint_share * joint["customer_count"],
        "scenario_covers_little": card["scenario_coverage_share"] is not None
        and card["scenario_coverage_share"] < ENOUGH,
        "few_answers": not said.is_empty() and int(said["n"].min() or 0) < FEW_ANSWERS,  # type: ignore[arg-type]
        "observational": True,
    }
    return [name for name, holds in found.items() if holds]
