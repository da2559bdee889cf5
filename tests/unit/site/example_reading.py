"""How well the invented company's texts are read: one language with figures, others with what is missing."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.voice.quality import describe_quality, measure_quality

LABELS = np.array([-1, 0, 1] * 30)
READ = np.where(np.arange(90) < 60, LABELS, 1)
FOUND = measure_quality(LABELS, READ, READ * 0.5, LABELS.astype(float))


def write_reading() -> dict[str, pl.DataFrame]:
    """Return the table of the page on how texts are read."""
    rows = [
        describe_quality("en", "learned-1", "", (900, 90, 60), FOUND, 0.5),
        describe_quality("pl", "lexicon-1", "too few labels", (40, 9, 9), None, None),
        describe_quality("ru", "blend-1", "", (30, 40, 5), FOUND, 0.5),
        describe_quality("uk", "lexicon-1", "", (0, 0, 0), None, None),
    ]
    return {"analysis.valence_quality": pl.concat(rows)}
