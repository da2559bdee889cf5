"""Process models of all journeys, and of slices of them that the settings name, from counts."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.mining.discover import discover_models
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_INPUTS = ("marts.transitions", "marts.journey_ends", "marts.triples", "marts.main_variants")
_OF_SLICES = tuple(f"analysis.modelled_{part}" for part in ("transitions", "ends", "triples", "variants"))
_TABLES = ("analysis.process_models", "analysis.process_edges", "analysis.model_files")
EVERYTHING = ("all", "all")


def mine_models(inputs: Inputs) -> Outcome:
    """Mine the process models of all journeys, and of each slice that the settings name."""
    wished = inputs.settings.process_models
    parts: dict[str, list[pl.DataFrame]] = {table: [] for table in _TABLES}
    notes: list[str] = []
    for kind, name in (EVERYTHING, *dict.fromkeys((each.kind, each.name) for each in wished.slices)):
        is_slice = (kind, name) != EVERYTHING
        counts = (
            [_cut(inputs[table], kind, name) for table in _OF_SLICES]
            if is_slice
            else [inputs[table] for table in _INPUTS]
        )
        mined = discover_models(
            *counts,
            activity_share=wished.activity_share,
            arc_share=wished.arc_share,
            noise=wished.noise,
            limit_seconds=wished.limit.total_seconds(),
        )
        for table, frame in zip(_TABLES, mined, strict=True):
            place = pl.lit(kind).alias("slice_kind"), pl.lit(name).alias("slice")
            parts[table].append(frame.select(*place, pl.all()))
        notes += _tell(mined.models, f" of {kind} {name}" if is_slice else "")
    return Outcome({table: pl.concat(frames) for table, frames in parts.items()}, tuple(notes))


def _cut(counts: pl.DataFrame, kind: str, name: str) -> pl.DataFrame:
    own = counts.filter(slice_kind=kind, slice=name).drop("slice_kind", "slice")
    return own.sort("journey_count", "variant_id", descending=[True, False]) if "variant_id" in own.columns else own


def _tell(models: pl.DataFrame, of: str) -> Iterator[str]:
    for row in models.iter_rows(named=True):
        if row["fitness"] is None or row["precision"] is None:
            yield f"Process model {row['model']}{of}: {row['note']}"
        else:
            yield (
                f"Process model {row['model']}{of}: replays {row['fitness']:.1%} of what happened, "
                f"and {row['precision']:.1%} of what it allows was done."
            )


ANALYSIS = Analysis(
    name="process models",
    inputs=(*_INPUTS, *_OF_SLICES),
    tables=(
        Model(
            "analysis.process_models",
            "one row per slice of the journeys or all of them, and process model, the one to show first",
            ("slice_kind", "slice", "model"),
        ),
        Model(
            "analysis.process_edges",
            "one row per slice of the journeys or all of them, process model and edge",
            ("slice_kind", "slice", "model", "edge_index"),
        ),
        Model(
            "analysis.model_files",
            "one row per slice of the journeys or all of them, process model and file format",
            ("slice_kind", "slice", "model", "format"),
        ),
    ),
    run=mine_models,
)
