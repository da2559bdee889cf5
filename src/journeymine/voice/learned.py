"""Valence by a model of one's own: trained on the company's scored texts, stored without pickle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from journeymine.voice.features import FROM_LEXICON, Features, Numbers, fit_features
from journeymine.voice.lexicon import Lexicon

CLASSES = (-1, 0, 1)
"""Negative, neutral, positive: the columns of all probabilities."""
NEUTRAL = 0.25
"""A lexicon's valence nearer to 0 than this counts as neutral."""
PENALTY = 5.0
"""Inverse strength of the ridge penalty (LogisticRegression's C)."""
LEXICON_SLOPE = 1.0
"""How sure a lexicon is held to be when it is blended: log odds per unit of valence."""
LEXICON_WORTH = 100
"""How many labels a lexicon's word is worth when it is blended with a model."""

Classes = NDArray[np.int64]


@dataclass(frozen=True)
class ValenceModel:
    """A logistic regression on features of texts; `classes` are those of CLASSES it was shown.

    `label_count` is how many texts it learned from.
    """

    features: Features
    classes: tuple[int, ...]
    coefficients: Numbers
    intercepts: Numbers
    label_count: int

    def find_probabilities(self, texts: Sequence[str]) -> Numbers:
        """Return how likely texts are negative, neutral, positive `(n_texts, 3)`; nan where nothing in one is known."""
        if not texts:
            return np.empty((0, len(CLASSES)))
        matrix = self.features.transform(texts)
        scores = np.asarray(matrix @ self.coefficients.T) + self.intercepts
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        found = np.zeros((len(texts), len(CLASSES)))
        found[:, [CLASSES.index(each) for each in self.classes]] = scores / scores.sum(axis=1, keepdims=True)
        found[matrix[:, :-FROM_LEXICON].getnnz(axis=1) == 0] = np.nan
        return found

    def dump(self) -> bytes:
        """Write the model as NumPy's npz: numbers and UTF-8 text, nothing that could run."""
        content = BytesIO()
        vocabularies = {
            f"vocabulary_{kind}": np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)
            for kind, names in self.features.vocabularies.items()
        }
        weights = {f"weights_{kind}": values.astype(np.float32) for kind, values in self.features.weights.items()}
        np.savez_compressed(
            content,
            allow_pickle=False,
            classes=np.array(self.classes, dtype=np.int64),
            coefficients=self.coefficients.astype(np.float32),
            intercepts=self.intercepts.astype(np.float32),
            label_count=np.array(self.label_count, dtype=np.int64),
            **vocabularies,
            **weights,
        )
        return content.getvalue()


def load_model(content: bytes, lexicon: Lexicon | None) -> ValenceModel:
    """Read what `ValenceModel.dump` wrote.

    Raises:
        ValueError: It is not such a file.
    """
    with np.load(BytesIO(content), allow_pickle=False) as stored:
        kinds = [name.removeprefix("weights_") for name in stored.files if name.startswith("weights_")]
        features = Features(
            {kind: stored[f"vocabulary_{kind}"].tobytes().decode("utf-8").split("\n") for kind in kinds},
            {kind: stored[f"weights_{kind}"].astype(np.float64) for kind in kinds},
            lexicon,
        )
        return ValenceModel(
            features,
            tuple(int(each) for each in stored["classes"]),
            stored["coefficients"].astype(np.float64),
            stored["intercepts"].astype(np.float64),
            int(stored["label_count"]),
        )


def fit_model(texts: Sequence[str], classes: Classes, lexicon: Lexicon | None) -> ValenceModel:
    """Train a model on texts and what was felt.

    Args:
        texts: Of one language.
        classes: -1, 0 or 1 for each text; at least two of them occur.
        lexicon: The language's, whose word is one feature among others.

    Raises:
        ValueError: All texts are of one class, or hold no word.
    """
    from sklearn.linear_model import LogisticRegression  # takes a second to load
    from threadpoolctl import threadpool_limits

    if len(np.unique(classes)) < 2:
        raise ValueError("texts of one class teach nothing")
    features = fit_features(texts, lexicon)
    with threadpool_limits(1):  # lbfgs on two threads spends ten times the time on waiting
        fitted = LogisticRegression(C=PENALTY, max_iter=300).fit(features.transform(texts), classes)
    coefficients, intercepts = np.asarray(fitted.coef_), np.asarray(fitted.intercept_)
    if len(coefficients) == 1:  # of two classes sklearn keeps the second's only
        coefficients = np.vstack([np.zeros_like(coefficients), coefficients])
        intercepts = np.array([0.0, intercepts[0]])
    return ValenceModel(features, tuple(int(each) for each in fitted.classes_), coefficients, intercepts, len(texts))


def find_valences(probabilities: Numbers) -> Numbers:
    """Return the valence of each row of probabilities: positive less negative."""
    return probabilities[:, 2] - probabilities[:, 0]


def soften_lexicon(valences: Numbers) -> Numbers:
    """Turn a lexicon's valences (nan: no word of feeling) into probabilities, unsure enough to be blended."""
    known = np.nan_to_num(valences)
    scores = np.stack(
        [-LEXICON_SLOPE * (known + NEUTRAL), np.zeros_like(known), LEXICON_SLOPE * (known - NEUTRAL)], axis=1
    )
    likely = np.exp(scores)
    return np.asarray(likely / likely.sum(axis=1, keepdims=True))


def blend(model: ValenceModel, learned: Numbers, valences: Numbers) -> Numbers:
    """Blend probabilities of a model with a lexicon's valences of the same texts, by how much each has seen."""
    share = model.label_count / (model.label_count + LEXICON_WORTH)
    lexicon = soften_lexicon(valences)
    lexicon[:, [each not in model.classes for each in CLASSES]] = 0.0
    lexicon /= lexicon.sum(axis=1, keepdims=True)
    return np.where(np.isnan(learned), lexicon, share * np.nan_to_num(learned) + (1 - share) * lexicon)
