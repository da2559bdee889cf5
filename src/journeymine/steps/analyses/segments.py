"""Behaviour segments of customers, named as last night, with what sets them apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import polars as pl

from journeymine.segments.identity import CHANGE_SCHEMA, find_emptied
from journeymine.segments.months import MONTH_SCHEMA, count_month_moves, keep_month_end
from journeymine.segments.segmentation import MEMBER_SCHEMA, Plan, Segmentation, find_segments
from journeymine.settings import SegmentSettings
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_SEGMENTS, _MEMBERS, _CHANGES = "analysis.segments", "analysis.segment_members", "analysis.segment_changes"
_MONTH = "analysis.segment_month_members"
SEGMENT_INPUTS = ("marts.customer_features", "marts.mix_items", "marts.customer_mix")
"""What segments are made of, in the order in which find_segments takes it."""
EMPTIED = "Segment {} is no more: all its customers were forgotten."
LOG_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "change_index": pl.Int64(),
    "as_of": pl.Datetime("us"),
    **CHANGE_SCHEMA,
}


def segment_customers(inputs: Inputs) -> Outcome:
    """Find tonight's segments, keep last night's names where they are the same, and go on with the log of changes."""
    log = inputs.last.get(_CHANGES, pl.DataFrame(schema=LOG_SCHEMA))
    last_members = inputs.last.get(_MEMBERS)
    found = find_set(inputs, inputs.settings.segments, last_members, log)
    last_ids = inputs.last[_SEGMENTS]["segment_id"].to_list() if _SEGMENTS in inputs.last else []
    emptied = find_emptied(last_ids, last_members, found.segments["segment_id"].to_list())
    gone = pl.DataFrame([("disappeared", name, None, 0, None) for name in emptied], schema=CHANGE_SCHEMA, orient="row")
    month = keep_month_end(inputs.last.get(_MONTH), last_members, _read_last_as_of(log), inputs.as_of)
    frames = {
        "analysis.segment_verdict": found.verdict,
        _SEGMENTS: found.segments,
        _MEMBERS: found.members,
        "analysis.segment_profiles": found.profiles,
        "analysis.segment_choices": found.choices,
        _CHANGES: continue_log(log, pl.concat([found.changes, gone]), inputs.as_of),
        "analysis.segment_moves": found.moves,
        "analysis.segment_points": found.points,
        _MONTH: month,
        "analysis.segment_month_moves": count_month_moves(month, found.members),
    }
    return Outcome(frames, tuple(tell_verdict(found)), tuple(EMPTIED.format(name) for name in emptied))


def _read_last_as_of(log: pl.DataFrame) -> datetime | None:
    """Read when the last night with segments was, from its changes: every segment of a night has one."""
    last = log["as_of"].max()
    return last if isinstance(last, datetime) else None


def find_set(
    inputs: Inputs, settings: SegmentSettings, last_members: pl.DataFrame | None, log: pl.DataFrame
) -> Segmentation:
    """Find one set's segments; no id that its log ever gave is given again."""
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
    features, items, mix = (inputs[table] for table in SEGMENT_INPUTS)
    return find_segments(
        features,
        items,
        mix,
        plan,
        last_members=last_members,
        used_ids=frozenset(log["to_segment_id"].drop_nulls()),
    )


def continue_log(log: pl.DataFrame, changes: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Add tonight's changes below those of all nights before."""
    begin = int(log["change_index"].max() or 0) + 1  # type: ignore[arg-type]
    new = changes.with_columns(
        change_index=pl.int_range(begin, begin + changes.height, dtype=pl.Int64, eager=True),
        as_of=pl.lit(as_of, pl.Datetime("us")),
    )
    return pl.concat([log, new.select(log.columns)], how="vertical_relaxed").sort("change_index")


def tell_verdict(found: Segmentation) -> Iterator[str]:
    """Tell for the log how many segments there are, and why."""
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
    inputs=SEGMENT_INPUTS,
    tables=(
        Model("analysis.segment_verdict", "one row: whether there are segments, a continuum or neither", ("verdict",)),
        Model(_SEGMENTS, "one row per segment, or band of a continuum", ("segment_id",)),
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
        Model(_MONTH, "one row per customer in a segment on the last night of an earlier month", ("customer_id",)),
        Model(
            "analysis.segment_month_moves",
            "one row per segment at the end of last month and of tonight that share customers",
            ("from_segment_id", "to_segment_id"),
        ),
    ),
    run=segment_customers,
    last_inputs={
        _SEGMENTS: ("segment_id",),
        _MEMBERS: MEMBER_SCHEMA,
        _CHANGES: LOG_SCHEMA,
        _MONTH: MONTH_SCHEMA,
    },
)
