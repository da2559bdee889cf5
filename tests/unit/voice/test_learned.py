from __future__ import annotations

import numpy as np
import pytest

from journeymine.voice.learned import blend, find_valences, fit_model, load_model, soften_lexicon
from tests.unit.voice.scored_texts import LEXICON, list_labels, write_scored

TEXTS = write_scored(120)
MODEL = fit_model(TEXTS["text"].to_list(), list_labels(TEXTS), LEXICON)
NEW = ["the lamp was zippy", "the lamp was wonky", "the lamp was square"]


def test_words_no_lexicon_knows_are_learned() -> None:
    good, bad, plain = find_valences(MODEL.find_probabilities(NEW))
    assert good > 0.3 > abs(plain) > -0.3 > bad


def test_a_stored_model_reads_as_before_and_holds_nothing_that_runs() -> None:
    content = MODEL.dump()
    loaded = load_model(content, LEXICON)
    assert np.allclose(loaded.find_probabilities(NEW), MODEL.find_probabilities(NEW), atol=1e-5)
    assert loaded.label_count == 120
    with pytest.raises(ValueError, match="pickle"):
        load_model(b"\x80\x04N.", LEXICON)


def test_the_same_texts_give_the_same_bytes() -> None:
    assert fit_model(TEXTS["text"].to_list(), list_labels(TEXTS), LEXICON).dump() == MODEL.dump()


def test_a_text_of_nothing_known_has_no_probability() -> None:
    assert np.isnan(MODEL.find_probabilities(["", "本"])).all()
    assert MODEL.find_probabilities([]).shape == (0, 3)


def test_a_class_never_seen_has_no_chance() -> None:
    two = write_scored(60, labels=(1, -1))
    model = fit_model(two["text"].to_list(), list_labels(two), LEXICON)
    assert model.classes == (-1, 1)
    assert (model.find_probabilities(NEW)[:, 1] == 0).all()
    blended = blend(model, model.find_probabilities(NEW), np.array([np.nan, 0.5, np.nan]))
    assert (blended[:, 1] == 0).all()
    assert np.allclose(blended.sum(axis=1), 1)


def test_one_class_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="one class"):
        fit_model(["a", "b"], np.array([1, 1]), LEXICON)


def test_a_blend_lies_between_model_and_lexicon_and_is_the_lexicon_where_the_model_knows_nothing() -> None:
    learned = MODEL.find_probabilities(["the lamp was wonky", "本"])
    mixed = blend(MODEL, learned, np.array([0.9, 0.9]))
    lexicon = soften_lexicon(np.array([0.9, 0.9]))
    assert find_valences(learned)[0] < find_valences(mixed)[0] < find_valences(lexicon)[0]
    assert np.allclose(mixed[1], lexicon[1])
