"""Behaviour segments of customers, named as last night, with what sets them apart."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.segments.identity import CHANGE_SCHEMA
from journeymine.segments.segmentation import Plan, Segmentation, find_segments
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_MEMBERS, _CHANGES = "analysis.segment_members", "analysis.segment_changes"
_LOG_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "change_index": pl.Int64(),
    "as_of": pl.Datetime("us"),
    **CHANGE_SCHEMA,
}


def segment_customers(inputs: Inputs) -> Outcome:
    """Find tonight's segments, keep last night's names where they are the same, and go on with the log of changes."""
    settings = inputs.settings.segments
    plan = Plan(
        features=settings.features,
        left_out=settings.leave_out,
        population=settings.population,
        method=settings.method,
        minimum_customers=settings.minimum_customers,
        minimum_size=settings.minimum_size,
        most=settings.most,
        seed=settings.seed,
    )
    log = inputs.last.get(_CHANGES, pl.DataFrame(schema=_LOG_SCHEMA))
    found = find_segments(
        inputs["marts.customer_features"],
        inputs["marts.mix_items"],
        inputs["marts.customer_mix"],
        plan,
        last_members=inputs.last.get(_MEMBERS),
        used_ids=frozenset(log["to_segment_id"].drop_nulls()),
    )
    begin = int(log["change_index"].max() or 0) + 1  # type: ignore[arg-type]
    new = found.changes.with_columns(
        change_index=pl.int_range(begin, begin + found.changes.height, dtype=pl.Int64, eager=True),
        as_of=pl.lit(inputs.as_of, pl.Datetime("us")),
    )
    frames = {
        "analysis.segment_verdict": found.verdict,
        "analysis.segments": found.segments,
        _MEMBERS: found.members,
        "analysis.segment_profiles": found.profiles,
        "analysis.segment_choices": found.choices,
        _CHANGES: pl.concat([log, new.select(log.columns)], how="vertical_relaxed").sort("change_index"),
        "analysis.segment_moves": found.moves,
        "analysis.segment_points": found.points,
    }
    return Outcome(frames, tuple(_tell(found)))


def _tell(found: Segmentation) -> Iterator[str]:
    verdict = found.verdict.row(0, named=True)
    if verdict["verdict"] == "segments":
        counted = f"{verdict['segment_count']} segments of {verdict['customer_count']:,} customers"
        yield f"{counted}: {verdict['verdict_reason']}."
    elif verdict["verdict"] == "continuum":
        yield f"A continuum, not segments: {verdict['verdict_reason']}."
    else:
        yield f"No segments: {verdict['verdict_reason']}."


ANALYSIS = Analysis(
    name="segments",
    inputs=("marts.customer_features", "marts.mix_items", "marts.customer_mix"),
    tables=(
        Model("analysis.segment_verdict", "one row: whether there are segments, a continuum or neither", ("verdict",)),
        Model("analysis.segments", "one row per segment, or band of a continuum", ("segment_id",)),
        Model(_MEMBERS, "one row per customer in a segment", ("customer_id",)),
        Model("analysis.segment_profiles", "one row per segment x feature", ("segment_id", "feature")),
        Model("analysis.segment_choices", "one row per number of segments that was tried", ("segment_count",)),
        Model(_CHANGES, "one row per change of segments between two nights, all nights kept", ("change_index",)),
        Model(
            "analysis.segment_moves",
            "one row per segment of last night and of tonight that share customers",
            ("from_segment_id", "to_segment_id"),
        ),
        Model("analysis.segment_points", "one row per customer drawn for the segment map", ("point_index",)),
    ),
    run=segment_customers,
    last_inputs=(_MEMBERS, _CHANGES),
)
