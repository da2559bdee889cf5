"""The settings of attribution and key moments as tables the SQL models read."""

from __future__ import annotations

import polars as pl

from journeymine.settings import Settings, count_milliseconds


def build_moment_seeds(settings: Settings) -> dict[str, pl.DataFrame]:
    """Build seed.attribution and seed.key_moments: one row each, lengths in milliseconds."""
    attribution, moments = settings.attribution, settings.key_moments
    return {
        "seed.attribution": pl.DataFrame(
            {
                "lookback_milliseconds": [count_milliseconds(attribution.lookback or settings.journeys.lookback)],
                "half_life_milliseconds": [count_milliseconds(attribution.half_life)],
                "edge_share": [attribution.edge_share],
                "value_count": [attribution.value_count],
            }
        ),
        "seed.key_moments": pl.DataFrame(
            {
                "period_milliseconds": [count_milliseconds(moments.period)],
                "period_count": [moments.period_count],
                "customer_limit": [moments.customer_count],
            }
        ),
    }
