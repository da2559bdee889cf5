"""Process models of all journeys, from the marts' counts."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.mining.discover import discover_models
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_INPUTS = ("marts.transitions", "marts.journey_ends", "marts.main_variants")


def mine_models(inputs: Inputs) -> Outcome:
    """Mine the process models of all journeys."""
    models, edges = discover_models(*(inputs[table] for table in _INPUTS))
    return Outcome({"analysis.process_models": models, "analysis.process_edges": edges}, tuple(_tell(models)))


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
    ),
    run=mine_models,
)
