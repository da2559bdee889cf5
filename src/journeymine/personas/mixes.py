"""The mix of members in a kind of trait: the traits of enough of them, and the others together, so that it adds up."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.personas.claims import Claim, claim_trait
from journeymine.personas.sections import MERGED, TraitSection
from journeymine.personas.sources import write_source
from journeymine.statistics.intervals import find_wilson_interval

MIX_ROWS = 20
"""Traits of a kind that a mix tells at most, the most frequent; free texts in a field would tell thousands."""
ONE_EACH = (
    *("age_band", "country", "language", "education_band", "income_band", "family_band"),
    *("job_role", "industry", "heard_from"),
)
"""Kinds in which a customer has one trait only, so that shares add up to 1."""


def claim_mix(rows: pl.DataFrame, section: TraitSection, minimum_cell: int) -> Iterator[Claim]:
    """Claim a section's mix.

    Args:
        rows: Rows of one segment and section, as `comparison.compare_traits` returns them, the most frequent first.
        section: The section.
        minimum_cell: Traits of fewer members are not told; where a customer has one trait only they are told together
            as "all other", if they are enough then.
    """
    for kind, own in rows.group_by("trait_kind", maintain_order=True):
        told = own.filter(pl.col("customer_count") >= minimum_cell).head(MIX_ROWS)
        yield from (claim_trait(row, section) for row in told.iter_rows(named=True))
        known = int(own["known_customer_count"][0])
        left = known - int(told["customer_count"].sum())
        if kind[0] in ONE_EACH and not told.is_empty() and left >= minimum_cell:
            yield _claim_merged(str(own["segment_id"][0]), str(kind[0]), told, left, known, section)


def _claim_merged(
    segment_id: str, kind: str, told: pl.DataFrame, left: int, known: int, section: TraitSection
) -> Claim:
    low, high = find_wilson_interval(left, known)
    shown = tuple(told["trait"].to_list())
    return Claim(
        section.section,
        f"{kind.replace('_', ' ')}: {MERGED}",
        left / known,
        "share",
        known,
        counted_customer_count=left,
        value_low=low,
        value_high=high,
        rest_value=max(0.0, 1 - float(told["rest_share"].sum())),
        trait_kind=kind,
        trait=MERGED,
        source_table=section.source_table,
        source_query=write_source("merged", segment_id=segment_id, trait_kind=kind, shown=shown),
    )
