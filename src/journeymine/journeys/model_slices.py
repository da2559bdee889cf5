"""The slices of the journeys that models are wished of, as a table the SQL models read."""

from __future__ import annotations

import polars as pl

from journeymine.settings import Settings


def build_model_seeds(settings: Settings) -> dict[str, pl.DataFrame]:
    """Build seed.model_slices: one row per slice, each once."""
    rows = list(dict.fromkeys((each.kind, each.name) for each in settings.process_models.slices))
    schema = {"slice_kind": pl.String, "slice": pl.String}
    return {"seed.model_slices": pl.DataFrame(rows, schema=schema, orient="row")}
