from __future__ import annotations

from journeymine.site.retelling import retell
from journeymine.site.words import ENGLISH, read_words


def test_what_fits_a_longer_sentence_is_not_told_by_a_shorter_one() -> None:
    russian = read_words("ru")
    product, place = retell("steps at product Lamp", russian), retell("steps at Wish list", russian)
    assert product.endswith("Lamp")
    assert "product" not in product
    assert product.removesuffix("Lamp") != place.removesuffix("Wish list")


def test_english_and_unknown_sentences_stay_as_they_are() -> None:
    assert retell("steps at product Lamp", ENGLISH) == "steps at product Lamp"
    assert retell("what nobody wrote", read_words("pl")) == "what nobody wrote"
