"""What a persona's face says of its customers, as attributes a customer has or has not: to be counted together."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from journeymine.personas.claims import Thresholds
from journeymine.personas.comparison import is_more_frequent
from journeymine.personas.naming import LAST_RANK
from journeymine.segments.profiles import KNOWN_SHARE, is_telling

FEATURES, TRAITS = 3, 2
"""Headline attributes at most, of each kind."""

ATTRIBUTE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "persona_id": pl.String,
    "attribute_index": pl.Int64,
    "segment_id": pl.String,
    "feature": pl.String,
    "is_more": pl.Boolean,
    "threshold": pl.Float64,
    "trait_kind": pl.String,
    "trait": pl.String,
}
NO_HEADLINES = ("conversion", "churn", "experience", "channel")
"""Sections that are results, or that features tell already."""


def list_attributes(
    persona_id: str,
    segment_id: str,
    name_parts: Sequence[str],
    profiles: pl.DataFrame,
    compared: pl.DataFrame,
    limits: Thresholds,
) -> list[dict[str, object]]:
    """List the headline attributes: the features of its name, else those that set it apart most, and its main traits.

    Args:
        persona_id: The persona.
        segment_id: Its segment.
        name_parts: What its name says, as `naming.list_parts` writes it.
        profiles: Rows of analysis.segment_profiles.
        compared: As `comparison.compare_traits` returns.
        limits: What counts as evidence.

    Returns:
        Rows of `ATTRIBUTE_SCHEMA`: a feature with its threshold (the mean of the rest), or a trait over-represented
        among members beyond chance, one of a kind in which half of them are known, those of most members first.
    """
    own = profiles.filter(
        (pl.col("segment_id") == segment_id)
        & (pl.col("feature_rank") <= LAST_RANK)
        & pl.col("rest_mean").is_not_null()
        & is_telling()
    )
    named = [part[:-1] for part in name_parts]
    features = own.sort(pl.col("feature").is_in(named), "feature_rank", descending=[True, False]).head(FEATURES)
    rows: list[dict[str, object]] = [
        {"feature": row["feature"], "is_more": row["segment_mean"] > row["rest_mean"], "threshold": row["rest_mean"]}
        for row in features.iter_rows(named=True)
    ]
    size = max(compared.filter(pl.col("segment_id") == segment_id)["known_customer_count"].to_list(), default=0)
    more = compared.filter(
        (pl.col("segment_id") == segment_id)
        & is_more_frequent(limits.sure)
        & ~pl.col("section").is_in(NO_HEADLINES)
        & (pl.col("customer_count") >= limits.minimum_cell)
        & (pl.col("known_customer_count") >= KNOWN_SHARE * size)
    ).sort("share", "trait_kind", "trait", descending=[True, False, False])
    more = more.unique("trait_kind", keep="first", maintain_order=True)  # nobody is of two ages at once
    rows += [{"trait_kind": row["trait_kind"], "trait": row["trait"]} for row in more.head(TRAITS).to_dicts()]
    about = {"persona_id": persona_id, "segment_id": segment_id}
    return [{**dict.fromkeys(ATTRIBUTE_SCHEMA), **about, "attribute_index": i, **row} for i, row in enumerate(rows, 1)]
