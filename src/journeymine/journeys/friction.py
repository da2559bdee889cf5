"""[friction] of the settings as tables the SQL models read."""

from __future__ import annotations

import polars as pl

from journeymine.settings import Settings, count_milliseconds

ROLES = {
    "click": "clicks",
    "form_start": "form_starts",
    "form_submit": "form_submits",
    "error": "errors",
    "reopening": "reopenings",
    "x": "x_fields",
    "y": "y_fields",
    "element": "element_fields",
    "spared_element": "spared_elements",
    "contact_stage": "contact_stages",
    "index_kind": "index",
}
"""What a word of seed.friction_words stands for, and the setting that lists such words."""
_AS_WRITTEN = ("x", "y", "element", "contact_stage")


def build_friction_seeds(settings: Settings) -> dict[str, pl.DataFrame]:
    """Build seed.friction (one row of limits, lengths in milliseconds) and seed.friction_words (role, word, rank)."""
    friction = settings.friction
    words = [
        (role, word if role in _AS_WRITTEN else word.lower(), rank)
        for role, name in ROLES.items()
        for rank, word in enumerate(dict.fromkeys(getattr(friction, name)), 1)
    ]
    return {
        "seed.friction": pl.DataFrame(
            {
                "rage_click_count": [friction.rage_clicks],
                "rage_pixels": [float(friction.rage_pixels)],
                "rage_milliseconds": [count_milliseconds(friction.rage_within)],
                "dead_milliseconds": [count_milliseconds(friction.dead_after)],
                "quick_back_milliseconds": [count_milliseconds(friction.quick_back_within)],
                "hesitation_milliseconds": [count_milliseconds(friction.hesitation_after)],
                "hesitation_percent": [round(100 * friction.hesitation_share)],
                "long_wait_percent": [round(100 * friction.long_wait_share)],
                "counts_all_waits": [friction.waits == "all"],
                "soon_milliseconds": [count_milliseconds(friction.soon)],
            }
        ),
        "seed.friction_words": pl.DataFrame(
            words, schema={"role": pl.String, "word": pl.String, "word_rank": pl.Int32}, orient="row"
        ).unique(["role", "word"], keep="first", maintain_order=True),
    }
