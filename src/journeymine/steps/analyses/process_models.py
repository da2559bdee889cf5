"""Process models of all journeys, from the marts' counts."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.mining.discover import discover_models
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_INPUTS = ("marts.transitions", "marts.journey_ends", "marts.triples", "marts.main_variants")


def mine_models(inputs: Inputs) -> Outcome:
    """Mine the process models of all journeys."""
    wished = inputs.settings.process_models
    mined = discover_models(
        *(inputs[table] for table in _INPUTS),
        activity_share=wished.activity_share,
        arc_share=wished.arc_share,
        noise=wished.noise,
        limit_seconds=wished.limit.total_seconds(),
    )
    frames = {
        "analysis.process_models": mined.models,
        "analysis.process_edges": mined.edges,
        "analysis.model_files": mined.files,
    }
    return Outcome(frames, tuple(_tell(mined.models)))


def _tell(models: pl.DataFrame) -> Iterator[str]:
    for row in models.iter_rows(named=True):
        if row["fitness"] is None or row["precision"] is None:
            yield f"Process model {row['model']}: {row['note']}"
        else:
            yield (
                f"Process model {row['model']}: replays {row['fitness']:.1%} of what happened, "
                f"and {row['precision']:.1%} of what it allows was done."
            )


ANALYSIS = Analysis(
    name="process models",
    inputs=_INPUTS,
    tables=(
        Model("analysis.process_models", "one row per process model, the one to show first", ("model",)),
        Model("analysis.process_edges", "one row per process model x edge", ("model", "edge_index")),
        Model("analysis.model_files", "one row per process model x file format", ("model", "format")),
    ),
    run=mine_models,
)
