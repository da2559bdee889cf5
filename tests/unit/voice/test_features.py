from __future__ import annotations

import numpy as np

from journeymine.voice.features import FROM_LEXICON, Features, fit_features, read_with_lexicon
from tests.unit.voice.scored_texts import LEXICON


def test_a_text_has_words_pairs_pieces_and_what_the_lexicon_says() -> None:
    features = fit_features(["good shop", "bad day"], LEXICON)
    assert features.vocabularies["words"] == ["bad", "bad day", "day", "good", "good shop", "shop"]
    assert " goo" in features.vocabularies["pieces"]
    matrix = features.transform(["good shop"]).toarray()
    assert matrix.shape == (1, features.count)
    words = matrix[0, : len(features.vocabularies["words"])]
    assert np.isclose(np.linalg.norm(words), 1)
    assert matrix[0, -FROM_LEXICON] > 0.5


def test_kept_words_and_weights_read_texts_as_the_fitted_ones() -> None:
    fitted = fit_features(["good shop", "bad day", "good day"], LEXICON)
    kept = Features(fitted.vocabularies, fitted.weights, LEXICON)
    assert (fitted.transform(["good bad day"]) != kept.transform(["good bad day"])).nnz == 0


def test_case_and_shapes_of_letters_make_no_difference() -> None:
    features = fit_features(["ёлка стоит", "всё равно"], None)
    assert (features.transform(["ЕЛКА"]) != features.transform(["ёлка"])).nnz == 0


def test_without_a_lexicon_its_columns_say_that_nothing_is_known() -> None:
    assert read_with_lexicon(["good!"], None).tolist() == [[0, 0, 0, 1, 0, 1, 0]]
    assert read_with_lexicon([], LEXICON).shape == (0, FROM_LEXICON)
