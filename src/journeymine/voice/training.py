"""Train a model of a language on the company's scored texts, and judge it on customers whose texts it did not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from journeymine.voice.copies import find_copies
from journeymine.voice.features import Numbers
from journeymine.voice.learned import Classes, ValenceModel, fit_model
from journeymine.voice.letters import normalise
from journeymine.voice.lexicon import Lexicon
from journeymine.voice.quality import classify_satisfaction

FOLDS = 5
MOST_LABELS = 10_000
"""Scored texts a model learns from at most: the latest."""
FEWEST_OF_A_CLASS = 10
"""Texts of a class below which it is not learned, and its texts are left out."""
REASONS = ("too few labels", "one-sided labels", "too few writers", "model no better", "too few to judge")
"""Why a language is read by its lexicon, or a blend without labels; and why it is not told how well it is read.

Too few labels: fewer than are needed. One-sided labels: fewer than FEWEST_OF_A_CLASS negative or positive ones. Too few
writers: fewer than FOLDS customers wrote negative, or positive ones. Model no better: than the lexicon, on customers it
did not see.
"""
GROWTH = 1.1
"""A model is trained anew when there are so many times the labels it learned from."""


@dataclass(frozen=True)
class Labelled:
    """Scored texts of one language without copies, as many of each; customers by number."""

    texts: list[str]
    hashes: list[str]
    classes: Classes
    reported: Numbers
    customers: Classes

    def __len__(self) -> int:
        """How many there are."""
        return len(self.texts)


def select_labelled(texts: pl.DataFrame) -> Labelled:
    """Select the texts a model may learn from: scored, without near-duplicates, the latest MOST_LABELS.

    Args:
        texts: Of one language, one row each: text_id, text, text_hash, speaker, customer_id (may be null), occurred_at,
            satisfaction (0..1, null: no score).

    Returns:
        Texts in the order in which they were written. A class of too few texts is left out.
    """
    scored = texts.filter(pl.col("satisfaction").is_not_null()).sort("occurred_at", "text_id")
    words = [normalise(text).split() for text in scored["text"]]
    writers = scored["customer_id"].cast(pl.String).fill_null(scored["speaker"])
    own = scored.filter(~pl.Series(find_copies(words, writers.to_list()), dtype=pl.Boolean)).tail(MOST_LABELS)
    satisfaction = own["satisfaction"].to_numpy().astype(np.float64)
    classes = classify_satisfaction(satisfaction)
    names, counts = np.unique(classes, return_counts=True)
    kept = np.isin(classes, names[counts >= FEWEST_OF_A_CLASS])
    rows = own.filter(pl.Series(kept, dtype=pl.Boolean))
    who = rows["customer_id"].cast(pl.String).fill_null(rows["speaker"]).to_numpy()
    return Labelled(
        texts=rows["text"].to_list(),
        hashes=rows["text_hash"].to_list(),
        classes=classes[kept],
        reported=2 * satisfaction[kept] - 1,
        customers=np.unique(who, return_inverse=True)[1].astype(np.int64),
    )


def find_obstacle(labelled: Labelled, fewest: int) -> str:
    """Tell why nothing can be learned, as a word of REASONS; "" where it can."""
    if len(labelled) < fewest:
        return "too few labels"
    if not {-1, 1} <= set(labelled.classes.tolist()):
        return "one-sided labels"
    if any(len(np.unique(labelled.customers[labelled.classes == each])) < FOLDS for each in (-1, 1)):
        return "too few writers"
    return ""


def cross_validate(labelled: Labelled, lexicon: Lexicon | None, *, seed: int) -> tuple[Numbers, list[ValenceModel]]:
    """Read each text by a model that saw no text of its customer.

    Returns:
        Probabilities `(n_texts, 3)`, and the models, one a fold.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    probabilities = np.full((len(labelled), 3), np.nan)
    models = []
    for seen, unseen in folds.split(labelled.texts, labelled.classes, labelled.customers):
        model = fit_model(_take(labelled.texts, seen), labelled.classes[seen], lexicon)
        probabilities[unseen] = model.find_probabilities(_take(labelled.texts, unseen))
        models.append(model)
    return probabilities, models


def is_outgrown(trained_hashes: Sequence[str], hashes: Sequence[str]) -> bool:
    """Tell whether a model must be trained anew: a text it learned from is gone, or there are a tenth more."""
    return len(hashes) > GROWTH * len(trained_hashes) or not set(trained_hashes) <= set(hashes)


def _take(texts: Sequence[str], places: Classes) -> list[str]:
    return [texts[place] for place in places]
