"""Invented scored texts whose words of feeling no lexicon knows, so that only learning can read them."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from journeymine.voice.lexicon import Lexicon, LexiconFile, build_lexicon

LEXICON: Lexicon = build_lexicon(
    LexiconFile.model_validate({"language": "en", "stems": {"positive": ["good"], "negative": ["bad"]}})
)
FELT = {1: ("snug", "zippy", "dandy"), -1: ("wonky", "grimy", "laggy"), 0: ("grey", "square", "usual")}
THINGS = ("parcel", "site", "shop", "phone", "bill", "lamp", "desk", "form", "app", "line")
SATISFACTION = {1: 1.0, 0: 0.5, -1: 0.0}


def write_scored(
    count: int, *, customers: int = 60, labels: tuple[int, ...] = (1, -1, 0), seed: int = 1
) -> pl.DataFrame:
    """Write as many texts, each of its own words, as analysis.texts_to_read with their language has them."""
    draw = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        label = labels[number % len(labels)]
        one, other = draw.choice(THINGS, 2, replace=False)
        felt = draw.choice(FELT[label], 2, replace=False)
        own = ["".join(draw.choice(list("aeioukmnt"), 6)) for _ in range(3)]
        text = f"the {one} {own[0]} was {felt[0]} and {own[1]} {felt[1]} with {other} {own[2]}"
        rows.append(
            (str(number), text, f"hash {text}", f"{number % customers}:web", number % customers, SATISFACTION[label])
        )
    names = ("text_id", "text", "text_hash", "speaker", "customer_id", "satisfaction")
    start = datetime(2026, 1, 1)
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(
        pl.Series("occurred_at", [start + timedelta(hours=number) for number in range(count)], dtype=pl.Datetime("us")),
        language=pl.lit("en"),
    )


def list_labels(texts: pl.DataFrame) -> np.ndarray:
    """Return -1, 0, 1 of each text."""
    return (2 * texts["satisfaction"].to_numpy() - 1).astype(np.int64)
