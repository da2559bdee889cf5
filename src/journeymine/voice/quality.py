"""How well texts are read: what a way of reading says of scored texts, beside the scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from journeymine.voice.features import Numbers
from journeymine.voice.learned import CLASSES, NEUTRAL, Classes

POSITIVE_ABOVE, NEGATIVE_BELOW = 0.6, 0.4
"""Satisfaction (0..1) of texts that count as positive and negative; between them lie neutral ones (choice)."""
FEWEST_JUDGED = 30
"""Scored texts of a language below which nothing is said of how well it is read."""
BINS = 5

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "language": pl.String,
    "valence_method": pl.String,
    "reading_note": pl.String,
    "text_count": pl.Int64,
    "label_count": pl.Int64,
    "labelled_customer_count": pl.Int64,
    "macro_f1": pl.Float64,
    "lexicon_macro_f1": pl.Float64,
    "auc": pl.Float64,
    "confusion_counts": pl.List(pl.Int64),
    "bin_valences": pl.List(pl.Float64),
    "bin_reported_valences": pl.List(pl.Float64),
    "bin_counts": pl.List(pl.Int64),
}


@dataclass(frozen=True)
class Quality:
    """How well labelled texts were read.

    `macro_f1` is the mean over the classes that occur; `auc` the chance that a positive text is read as better than a
    negative one, None where there are none of one; `confusion` counts texts by label (rows) and reading (columns), both
    in the order of CLASSES; `bins` are mean valence read, mean valence reported and texts, from the worst read on.
    """

    macro_f1: float
    auc: float | None
    confusion: tuple[tuple[int, ...], ...]
    bins: tuple[tuple[float, float, int], ...]


def classify_satisfaction(satisfaction: Numbers) -> Classes:
    """Class a score by its place on its scale: -1, 0 or 1."""
    return (satisfaction > POSITIVE_ABOVE).astype(np.int64) - (satisfaction < NEGATIVE_BELOW)


def classify_valence(valences: Numbers) -> Classes:
    """Class what a lexicon says (nan: nothing, so neutral): -1, 0 or 1."""
    known = np.nan_to_num(valences)
    return (known >= NEUTRAL).astype(np.int64) - (known <= -NEUTRAL)


def classify_probabilities(probabilities: Numbers) -> Classes:
    """Class probabilities by the largest (nan: nothing known, so neutral): -1, 0 or 1."""
    likeliest = np.nan_to_num(probabilities, nan=1 / len(CLASSES)).argmax(axis=1)
    return np.where(np.isnan(probabilities[:, 0]), 0, np.array(CLASSES)[likeliest])


def measure_quality(labels: Classes, read: Classes, valences: Numbers, reported: Numbers) -> Quality:
    """Measure a way of reading.

    Args:
        labels: -1, 0, 1 of each text, by its score; at least one text.
        read: The same by the text.
        valences: What was read, -1..1; nan where nothing was.
        reported: What the scores say, -1..1.
    """
    from sklearn.metrics import confusion_matrix, f1_score, roc_auc_score  # takes a second to load

    known = np.nan_to_num(valences)
    is_clear = labels != 0
    has_both = len(np.unique(labels[is_clear])) == 2
    order = np.argsort(known, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    return Quality(
        macro_f1=float(f1_score(labels, read, average="macro", labels=np.unique(labels), zero_division=0)),
        auc=float(roc_auc_score(labels[is_clear], known[is_clear])) if has_both else None,
        confusion=tuple(tuple(map(int, row)) for row in confusion_matrix(labels, read, labels=CLASSES)),
        bins=tuple((float(known[part].mean()), float(reported[part].mean()), len(part)) for part in parts),
    )


def describe_quality(
    language: str, method: str, note: str, counts: tuple[int, int, int], found: Quality | None, lexicon_f1: float | None
) -> pl.DataFrame:
    """Return the row of a language in analysis.valence_quality.

    Args:
        language: Its code.
        method: How its texts were read tonight.
        note: Why, or what is missing; "" where there is nothing to say.
        counts: Texts in the language, labelled ones among them, and their customers.
        found: How well; None where there are too few labelled texts.
        lexicon_f1: How well the lexicon alone reads the same texts.
    """
    shown = (
        (None, lexicon_f1, None, [], [], [], [])
        if found is None
        else (
            *(round(found.macro_f1, 6), lexicon_f1, None if found.auc is None else round(found.auc, 6)),
            [count for row in found.confusion for count in row],
            *([round(each[0], 6) for each in found.bins], [round(each[1], 6) for each in found.bins]),
            [each[2] for each in found.bins],
        )
    )
    return pl.DataFrame([(language, method, note, *counts, *shown)], schema=SCHEMA, orient="row")
