"""What members have more or less often than other customers, with interval, ratio and q value."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from journeymine.personas.sections import find_kind, find_section
from journeymine.statistics.intervals import find_wilson_interval
from journeymine.statistics.multiple import adjust_p_values
from journeymine.statistics.ratios import find_share_p_value, find_share_ratio

Schema = dict[str, pl.DataType | type[pl.DataType]]

COMPARED: Schema = {
    "segment_id": pl.String,
    "section": pl.String,
    "trait_kind": pl.String,
    "trait": pl.String,
    "customer_count": pl.Int64,
    "known_customer_count": pl.Int64,
    "share": pl.Float64,
    "share_low": pl.Float64,
    "share_high": pl.Float64,
    "rest_share": pl.Float64,
    "lift": pl.Float64,
    "lift_low": pl.Float64,
    "lift_high": pl.Float64,
    "q_value": pl.Float64,
}


def compare_traits(persona_counts: pl.DataFrame) -> pl.DataFrame:
    """Compare members with the rest, trait by trait.

    Args:
        persona_counts: One row per segment, trait_kind and trait: customer_count of known_customer_count members,
            rest_customer_count of rest_known_customer_count others. An empty trait stands for its kind.

    Returns:
        One row per segment and trait that a section tells and that is known of somebody on both sides: share with its
        Wilson interval, lift with its Katz interval (null where nobody on a side has it), q_value (Benjamini and
        Hochberg over all traits of a section, of all segments). The most frequent first.
    """
    rows: list[dict[str, object]] = []
    p_values: dict[str, list[float]] = {}
    told = persona_counts.filter(pl.col("trait") != "")
    for row in told.sort("segment_id", "trait_kind", "trait").iter_rows(named=True):
        section = find_section(row["trait_kind"])
        counts = (row["customer_count"], row["known_customer_count"])
        rest = (row["rest_customer_count"], row["rest_known_customer_count"])
        if section is None or not counts[1] or not rest[1]:
            continue
        interval, ratio = find_wilson_interval(*counts), find_share_ratio(*counts, *rest)
        p_values.setdefault(section.section, []).append(find_share_p_value(*counts, *rest))
        rows.append(
            {
                **{name: row[name] for name in COMPARED if name in row},
                "section": section.section,
                "share": counts[0] / counts[1],
                "share_low": interval.low,
                "share_high": interval.high,
                "rest_share": rest[0] / rest[1],
                "lift": ratio.ratio if ratio else None,
                "lift_low": ratio.interval.low if ratio else None,
                "lift_high": ratio.interval.high if ratio else None,
            }
        )
    adjusted = {section: iter(adjust_p_values(values).tolist()) for section, values in p_values.items()}
    for found in rows:
        found["q_value"] = next(adjusted[str(found["section"])])
    kind = pl.col("trait_kind").map_elements(find_kind, return_dtype=pl.String)
    return pl.DataFrame(rows, schema=COMPARED).sort(
        "segment_id", "section", kind, -pl.col("share"), "trait_kind", "trait"
    )


def count_known(persona_counts: pl.DataFrame, segment_id: str, trait_kinds: Sequence[str]) -> int:
    """Count the members who are known in any of some kinds of traits, at least."""
    kind = pl.col("trait_kind").map_elements(find_kind, return_dtype=pl.String)
    own = persona_counts.filter((pl.col("segment_id") == segment_id) & kind.is_in(trait_kinds))
    return max(own["known_customer_count"].to_list(), default=0)


def is_more_frequent(sure: float) -> pl.Expr:
    """Tell whether members have it more often, beyond chance: lift > 1 (or nobody else has it) and q <= `sure`."""
    return (pl.col("share") > pl.col("rest_share")) & (pl.col("q_value") <= sure)
