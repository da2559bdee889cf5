from __future__ import annotations

import pytest

from journeymine.site.retelling import SHAPES, retell
from journeymine.site.words import ENGLISH, read_words

RUSSIAN = read_words("ru")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("events: at most 4.7", "события: не более 4,7"),
        ("more: steps through Paid Search; less: visits", "больше: шаги через канал Paid Search; меньше: визиты"),
        (
            "visits: more than 3 and visits from 18:00: at most 17% (79% right, 76% of the segment)",
            "визиты: более 3 и визиты после 18:00: не более 17\xa0% (верно в 79\xa0%, охват сегмента 76\xa0%)",
        ),
        ("expected 22 columns, found 11", "ожидалось столбцов: 22, найдено: 11"),
    ],
)
def test_a_sentence_of_a_known_shape_is_said_with_its_values(text: str, told: str) -> None:
    assert retell(text, RUSSIAN) == told


def test_a_sentence_of_no_known_shape_stays_as_it_is() -> None:
    assert retell("Nobody foresaw this sentence.", RUSSIAN) == "Nobody foresaw this sentence."
    assert retell("", RUSSIAN) == ""


def test_english_is_told_as_it_was_written() -> None:
    assert [retell(shape, ENGLISH) for shape in SHAPES] == list(SHAPES)
