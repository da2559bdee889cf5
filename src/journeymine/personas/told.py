"""Claims that are told in somebody's words or in pictures: scenario, feelings, quotes, and what people wrote."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.emotion.curve import find_curve
from journeymine.overlay import PersonaNotes
from journeymine.overlay.personas import PERSONA_FILE
from journeymine.personas.claims import Claim, claim_unknown
from journeymine.personas.sources import write_source


def claim_scenario(persona_id: str, steps: pl.DataFrame, minimum_cell: int) -> Iterator[Claim]:
    """Claim the steps of the typical scenario, each with the median time from the step before where enough went so.

    n are those who went so; of the first step, and where they are too few, those who came to the place.

    Args:
        persona_id: The persona.
        steps: Rows of analysis.persona_steps.
        minimum_cell: Times, and places, of fewer customers are not told.
    """
    own = steps.filter(pl.col("persona_id") == persona_id).sort("step_index")
    if own.is_empty():
        query = write_source("no_step", persona_id=persona_id)
        yield claim_unknown("scenario", "not evidenced", "analysis.persona_steps", query)
    for row in own.iter_rows(named=True):
        is_told = row["customer_count"] >= minimum_cell
        count = row["customer_count" if is_told else "reached_count"]
        query = write_source("step" if is_told else "place", persona_id=persona_id, step_index=row["step_index"])
        yield Claim(
            "scenario",
            row["touchpoint"],
            row["median_seconds"] if is_told else None,
            "seconds",
            count if count >= minimum_cell else 0,
            value_low=row["median_low_seconds"] if is_told else None,
            value_high=row["median_high_seconds"] if is_told else None,
            trait_kind=row["channel"] or "",
            trait=f"{row['step_index']}",
            source_table="analysis.persona_steps",
            source_query=query,
        )


def claim_feelings(
    segment_id: str, feelings: pl.DataFrame, stages: tuple[str, ...], minimum_cell: int, seed: int
) -> Iterator[Claim]:
    """Claim the emotional curve: how members who said something felt in each stage, in the order of the stages.

    Args:
        segment_id: The persona's segment.
        feelings: Rows of analysis.persona_feelings.
        stages: The stages in their order.
        minimum_cell: Stages in which fewer said something are not told.
        seed: Where the draws of bootstrap intervals start.
    """
    own = feelings.filter(pl.col("segment_id") == segment_id).drop("segment_id")
    points = {row["member"]: row for row in find_curve(own, stages, seed=seed).iter_rows(named=True)}
    told = [points[stage] for stage in stages if stage in points and points[stage]["customer_count"] >= minimum_cell]
    if not told:
        count = max((points[stage]["customer_count"] for stage in stages if stage in points), default=0)
        query = write_source("no_feeling", segment_id=segment_id, stages=stages) if stages else None
        yield claim_unknown("emotion", "not known", "analysis.feelings", query, n=count)
    for row in told:
        yield Claim(
            "emotion",
            row["member"],
            row["valence"],
            "valence",
            row["customer_count"],
            value_low=row["valence_low"],
            value_high=row["valence_high"],
            trait_kind="stage",
            trait=row["member"],
            evidence_kind="measured" if row["reported_count"] == row["answer_count"] else "inferred",
            source_table="analysis.feelings",
            source_query=write_source("feeling", segment_id=segment_id, stage=row["member"]),
        )


def claim_quotes(segment_id: str, quotes: pl.DataFrame) -> Iterator[Claim]:
    """Claim what members wrote: exact substrings of their redacted texts, each with its record's id."""
    own = quotes.filter(pl.col("segment_id") == segment_id).sort("quote_rank")
    if own.is_empty():
        query = write_source("no_quote", segment_id=segment_id)
        yield claim_unknown("quote", "not known", "core.texts", query)
    for row in own.iter_rows(named=True):
        yield Claim(
            "quote",
            row["quote"],
            row["valence"],
            "valence",
            1,
            trait_kind=row["source"],
            trait=row["text_id"],
            evidence_kind="quoted",
            record_id=row["record_id"],
            source_table="core.texts",
            source_query=write_source("quote", text_id=row["text_id"]),
        )


def claim_notes(notes: PersonaNotes | None, former_id: str = "") -> Iterator[Claim]:
    """Claim what people wrote of the persona, or of a former one that was merged into it, as theirs."""
    for section, words in notes.list_claims() if notes else ():
        kind = "former_persona" if former_id else ""
        yield Claim(
            section,
            words,
            trait_kind=kind,
            trait=former_id,
            evidence_kind="human",
            source_table=PERSONA_FILE.as_posix(),
        )
