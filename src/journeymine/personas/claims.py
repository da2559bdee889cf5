"""The claims of a persona's card: every line with its value, n, interval, q value, table and query."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from journeymine.personas.sections import SOURCES, TraitSection, find_kind
from journeymine.personas.sources import write_source
from journeymine.statistics.intervals import find_wilson_interval

Row = Mapping[str, Any]

EVIDENCE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "persona_id": pl.String,
    "claim_index": pl.Int64,
    "evidence_id": pl.String,
    "section": pl.String,
    "trait_kind": pl.String,
    "trait": pl.String,
    "claim": pl.String,
    "is_evidenced": pl.Boolean,
    "value": pl.Float64,
    "value_unit": pl.String,
    "n": pl.Int64,
    "counted_customer_count": pl.Int64,
    "value_low": pl.Float64,
    "value_high": pl.Float64,
    "rest_value": pl.Float64,
    "lift": pl.Float64,
    "lift_low": pl.Float64,
    "lift_high": pl.Float64,
    "q_value": pl.Float64,
    "evidence_kind": pl.String,
    "record_id": pl.String,
    "source_table": pl.String,
    "source_query": pl.String,
}
SHOWN_FEATURES, SHOWN_OF_A_GROUP = 8, 2


@dataclass(frozen=True)
class Claim:
    """One line of a card; see the columns of analysis.persona_evidence."""

    section: str
    claim: str
    value: float | None = None
    value_unit: str = ""
    n: int = 0
    counted_customer_count: int | None = None
    value_low: float | None = None
    value_high: float | None = None
    rest_value: float | None = None
    lift: float | None = None
    lift_low: float | None = None
    lift_high: float | None = None
    q_value: float | None = None
    trait_kind: str = ""
    trait: str = ""
    is_evidenced: bool = True
    evidence_kind: str = "measured"
    record_id: str | None = None
    source_table: str = ""
    source_query: str | None = None


@dataclass(frozen=True)
class Thresholds:
    """What counts: q values up to `sure`; pains by lift and customers; groups below `minimum_cell` are not told."""

    sure: float = 0.05
    pain_lift: float = 1.2
    pain_customers: int = 30
    minimum_cell: int = 10


def claim_size(segment: Row, total: int) -> Iterator[Claim]:
    """Claim how many customers there are, and their shares of customers and of the amount.

    Args:
        segment: A row of analysis.segments.
        total: Customers of all segments.
    """
    name, count = segment["segment_id"], segment["customer_count"]
    yield Claim(
        "size",
        f"{count:,} customers",
        float(count),
        "count",
        count,
        trait="customer_count",
        source_table="analysis.segment_members",
        source_query=write_source("size", segment_id=name),
    )
    low, high = find_wilson_interval(count, total)
    yield Claim(
        "size",
        f"{count / total:.1%} of all customers",
        count / total,
        "share",
        total,
        counted_customer_count=count,
        value_low=low,
        value_high=high,
        trait="customer_share",
        source_table="analysis.segment_members",
        source_query=write_source("customer_share", segment_id=name),
    )
    if segment["amount_share"] is not None:
        yield Claim(
            "value",
            f"{segment['amount_share']:.1%} of all amounts",
            segment["amount_share"],
            "share",
            count,
            value_low=segment["amount_share_low"],
            value_high=segment["amount_share_high"],
            trait="amount_share",
            source_table="analysis.segments",
            source_query=write_source("amount_share", segment_id=name),
        )


def claim_features(segment_id: str, profiles: pl.DataFrame, limits: Thresholds) -> Iterator[Claim]:
    """Claim the features that set members apart most: lifts whose interval excludes 1, q small, known of enough."""
    own = profiles.filter(
        (pl.col("segment_id") == segment_id)
        & pl.col("lift").is_not_null()
        & ((pl.col("lift_low") > 1) | (pl.col("lift_high") < 1))
        & (pl.col("q_value") <= limits.sure)
        & (pl.col("known_customer_count") >= limits.minimum_cell)
    ).sort("feature_rank")
    # Its stage, channel and touchpoint tell one habit several times; a group of features is told twice at most.
    own = own.filter(pl.int_range(pl.len()).over("feature_group") < SHOWN_OF_A_GROUP)
    for row in own.head(SHOWN_FEATURES).iter_rows(named=True):
        yield Claim(
            "feature",
            row["feature_words"],
            row["lift"],
            "lift",
            row["known_customer_count"],
            value_low=row["lift_low"],
            value_high=row["lift_high"],
            rest_value=1.0,
            lift=row["lift"],
            lift_low=row["lift_low"],
            lift_high=row["lift_high"],
            q_value=row["q_value"],
            trait_kind="feature",
            trait=row["feature"],
            source_table="analysis.segment_profiles",
            source_query=write_source("feature", segment_id=segment_id, feature=row["feature"]),
        )


def claim_trait(row: Row, section: TraitSection) -> Claim:
    """Claim one trait of members, beside the rest."""
    return Claim(
        section.section,
        f"{row['trait_kind'].replace('_', ' ')}: {row['trait']}",
        row["share"],
        "share",
        row["known_customer_count"],
        counted_customer_count=row["customer_count"],
        value_low=row["share_low"],
        value_high=row["share_high"],
        rest_value=row["rest_share"],
        lift=row["lift"],
        lift_low=row["lift_low"],
        lift_high=row["lift_high"],
        q_value=row["q_value"],
        trait_kind=row["trait_kind"],
        trait=row["trait"],
        evidence_kind=section.evidence_kind,
        source_table=SOURCES.get(find_kind(row["trait_kind"]), section.source_table),
        source_query=write_source("trait", **{name: row[name] for name in ("segment_id", "trait_kind", "trait")}),
    )


def claim_nothing(segment_id: str, section: TraitSection, known: int) -> Claim:
    """Say that a section has no evidence, or that nobody is known in it; the query counts who is."""
    words = "not known" if not known or section.rule == "mix" else "not evidenced"
    query = write_source("known", segment_id=segment_id, kinds=section.kinds)
    return claim_unknown(section.section, words, section.source_table, query, n=known)


def claim_unknown(
    section: str, words: str, table: str, query: str | None, *, n: int = 0, trait_kind: str = "", trait: str = ""
) -> Claim:
    """Say that something is not known, or not evidenced, of the `n` customers whom the query counts."""
    return Claim(
        section,
        words,
        n=n,
        trait_kind=trait_kind,
        trait=trait,
        is_evidenced=False,
        source_table=table,
        source_query=query,
    )


def write_claims(persona_id: str, claims: Iterable[Claim], order: tuple[str, ...]) -> pl.DataFrame:
    """Write claims as rows of analysis.persona_evidence, in the order of the sections."""
    rows = []
    for index, claim in enumerate(sorted(claims, key=lambda claim: order.index(claim.section)), 1):
        words = claim.claim if claim.evidence_kind == "human" or not claim.trait else ""
        said = f"{claim.trait}{words if claim.is_evidenced else ''}"
        key = f"{persona_id}|{claim.section}|{claim.trait_kind}|{said}|{claim.record_id or ''}"
        about = {"persona_id": persona_id, "claim_index": index}
        about["evidence_id"] = f"{persona_id}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"
        rows.append({**about, **asdict(claim)})
    return pl.DataFrame(rows, schema=EVIDENCE_SCHEMA)
