from __future__ import annotations

import numpy as np
import pytest

from journeymine.voice.quality import (
    classify_probabilities,
    classify_satisfaction,
    classify_valence,
    describe_quality,
    measure_quality,
)


def test_scores_are_classed_by_their_place_and_the_middle_is_neutral() -> None:
    assert classify_satisfaction(np.array([0.0, 0.39, 0.4, 0.6, 0.61, 1.0])).tolist() == [-1, -1, 0, 0, 1, 1]


def test_valences_and_probabilities_are_classed_and_nothing_known_is_neutral() -> None:
    assert classify_valence(np.array([-0.25, -0.2, np.nan, 0.25])).tolist() == [-1, 0, 0, 1]
    probabilities = np.array([[0.5, 0.3, 0.2], [np.nan] * 3, [0.1, 0.2, 0.7]])
    assert classify_probabilities(probabilities).tolist() == [-1, 0, 1]


def test_quality_counts_by_label_and_reading() -> None:
    labels, read = np.array([-1, -1, 1, 1]), np.array([-1, 1, 1, 1])
    found = measure_quality(labels, read, np.array([-0.9, 0.2, 0.5, 0.8]), labels.astype(float))
    assert found.confusion == ((1, 0, 1), (0, 0, 0), (0, 0, 2))
    assert found.macro_f1 == pytest.approx((2 / 3 + 0.8) / 2)
    assert found.auc == 1.0
    assert sum(count for _, _, count in found.bins) == 4
    assert found.bins[0][:2] == (-0.9, -1.0)


def test_without_a_negative_text_there_is_no_auc() -> None:
    labels = np.array([1, 0, 1])
    assert measure_quality(labels, labels, labels.astype(float), labels.astype(float)).auc is None


def test_too_few_scored_texts_leave_the_figures_empty_and_say_why() -> None:
    [row] = describe_quality("en", "lexicon-1", "too few scored texts", (9, 3, 3), None, None).to_dicts()
    assert (row["macro_f1"], row["confusion_counts"], row["reading_note"]) == (None, [], "too few scored texts")
