from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from journeymine.ingest.mapping import Output
from journeymine.ingest.rules import (
    FLAG_FIELDS,
    NUMBER_FIELDS,
    TIME_FIELDS,
    ReadingRules,
    list_length_rules,
    list_rules,
)
from journeymine.site.retelling import SHAPES, retell
from journeymine.site.words import ENGLISH, read_words

RUSSIAN = read_words("ru")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("events: at most 4.7", "события: не более 4,7"),
        ("more: steps through Paid Search; less: visits", "больше: шаги через канал Платный поиск; меньше: визиты"),
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


def test_every_reason_a_row_may_be_refused_for_is_told_in_other_languages() -> None:
    fields = frozenset({*TIME_FIELDS, *NUMBER_FIELDS, *FLAG_FIELDS, "rating", "rating_scale", "currency_code", "actor"})
    reading = ReadingRules("web", "UTC", "EUR", datetime(2026, 1, 1), late_after=timedelta(days=3))
    reasons = {
        reason
        for contract in ("events", "people", "keys", "links", "notes", "exposures")
        for _, reason in list_rules(fields, ("email",), Output(contract), reading)
    } | {reason for _, reason in list_length_rules({"x_text": "text"}, reading.limits)}
    assert len(reasons) > 30
    for words in (RUSSIAN, read_words("pl")):
        assert [reason for reason in reasons if retell(reason, words) == reason] == []
