"""core.event_rows and core.texts: each event once, and its text with it."""

from __future__ import annotations

import pytest

TABLES = "core.events core.texts"
ANSWER = {"id": "1", "at": "10:00", "user_id": "anna", "rating": 3.0}


def read_answers(warehouse, *copies):
    built = warehouse.build([ANSWER | copy for copy in copies], TABLES)
    return built.rows("select rating, text from core.events left join core.texts using (text_id)")


def test_a_comment_that_a_later_copy_brings_belongs_to_the_event(warehouse):
    copies = {"received": "10:01", "text": None}, {"received": "10:02", "text": "too slow", "rating": 9.0}
    assert read_answers(warehouse, *copies) == [(3.0, "too slow")]


@pytest.mark.parametrize("texts", [("aaa", "zzz"), ("zzz", "aaa")])
def test_of_copies_that_tie_rating_and_text_are_of_the_same_one(warehouse, texts):
    copies = ({"row": 7, "text": text, "rating": rating} for text, rating in zip(texts, (9.0, 3.0), strict=True))
    [(rating, text)] = read_answers(warehouse, *copies)
    assert (text, rating) in zip(texts, (9.0, 3.0), strict=True)


def test_copies_that_tell_another_story_are_one_event_and_marked(warehouse):
    built = warehouse.build([ANSWER | {"row": 1}, ANSWER | {"row": 2, "rating": 4.0}], TABLES)
    assert built.rows("select rating, copy_count, has_conflict from core.event_rows") == [(3.0, 2, True)]
