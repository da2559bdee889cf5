"""[[segment_sets]]: segments beside the main ones, each set with names, a verdict and a log of its own."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from journeymine.segments.profiles import PROFILE_SCHEMA
from journeymine.segments.segmentation import MEMBER_SCHEMA, SEGMENT_SCHEMA, VERDICT_SCHEMA
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.steps.analyses.segments import LOG_SCHEMA, SEGMENT_INPUTS, continue_log, find_set, tell_verdict
from journeymine.warehouse.sqlfiles import Model

Schema = Mapping[str, pl.DataType | type[pl.DataType]]

_SETS, _SEGMENTS, _MEMBERS = "analysis.segment_sets", "analysis.set_segments", "analysis.set_members"
_PROFILES, _CHANGES = "analysis.set_profiles", "analysis.set_changes"
_SCHEMAS: dict[str, Schema] = {
    _SETS: {"population": pl.String, **VERDICT_SCHEMA},
    _SEGMENTS: SEGMENT_SCHEMA,
    _MEMBERS: MEMBER_SCHEMA,
    _PROFILES: PROFILE_SCHEMA,
    _CHANGES: LOG_SCHEMA,
}


def segment_sets(inputs: Inputs) -> Outcome:
    """Find the segments of every set; sets that are no longer in the settings are dropped."""
    parts: dict[str, list[pl.DataFrame]] = {
        table: [pl.DataFrame(schema={"segment_set": pl.String, **schema})] for table, schema in _SCHEMAS.items()
    }
    notes = []
    for settings in inputs.settings.segment_sets:
        name = settings.name
        log, members = (_read_last(inputs, table, name) for table in (_CHANGES, _MEMBERS))
        found = find_set(inputs, settings, None if members.is_empty() else members, log)
        frames = {
            _SETS: found.verdict.with_columns(population=pl.lit(settings.population)),
            _SEGMENTS: found.segments,
            _MEMBERS: found.members,
            _PROFILES: found.profiles,
            _CHANGES: continue_log(log, found.changes, inputs.as_of),
        }
        for table, frame in frames.items():
            told = frame.with_columns(segment_set=pl.lit(name)).select(parts[table][0].columns)
            parts[table].append(told)
        notes += [f"Set {name!r}: {note}" for note in tell_verdict(found)]
    return Outcome({table: pl.concat(frames, how="vertical_relaxed") for table, frames in parts.items()}, tuple(notes))


def _read_last(inputs: Inputs, table: str, name: str) -> pl.DataFrame:
    """Read what last night had of a set."""
    last = inputs.last.get(table, pl.DataFrame(schema={"segment_set": pl.String, **_SCHEMAS[table]}))
    return last.filter(pl.col("segment_set") == name).select(list(_SCHEMAS[table]))


ANALYSIS = Analysis(
    name="segment_sets",
    inputs=SEGMENT_INPUTS,
    tables=(
        Model(_SETS, "one row per set of [[segment_sets]]", ("segment_set",)),
        Model(_SEGMENTS, "one row per set and segment, or band of a continuum", ("segment_set", "segment_id")),
        Model(_MEMBERS, "one row per set and customer in a segment", ("segment_set", "customer_id")),
        Model(_PROFILES, "one row per set x segment x feature", ("segment_set", "segment_id", "feature")),
        Model(_CHANGES, "one row per set and change between two nights", ("segment_set", "change_index")),
    ),
    run=segment_sets,
    last_inputs={table: ("segment_set", *_SCHEMAS[table]) for table in (_MEMBERS, _CHANGES)},
)
