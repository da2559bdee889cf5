from __future__ import annotations

import time

import polars as pl
import pytest

from journeymine.voice.phrases import LARGEST_PATTERN, LONGEST_PHRASE, PhraseError, build_pattern, spread
from journeymine.voice.sentences import LONGEST_SENTENCE


def is_found(phrase: str, sentence: str, **words: tuple[str, ...]) -> bool:
    pattern = build_pattern([phrase], words)
    assert pattern is not None
    return bool(pl.Series([spread(sentence)]).str.contains(pattern)[0])


@pytest.mark.parametrize(
    ("phrase", "sentence", "expected"),
    [
        ("too expensive", "It's too expensive.", True),
        ("too expensive", "too very expensive", False),
        ("dear", "Dearest team", False),
        ("dear*", "Dearest team", True),
        ("(too | so) (very)? slow", "so very slow", True),
        ("(too | so) (very)? slow", "so slow", True),
        ("waited ... minutes", "I waited for about twenty minutes", True),
        ("waited ... minutes", "I waited and it took us more than ten minutes", False),
        ("waited # minutes", "waited 20 minutes", True),
        ("^ why", "And why", False),
        ("^ why", "Why not", True),
        ("?", "Why, oh why?", True),
        ("right ? $", "All right?", True),
        ("right ? $", "Right? Wrong", False),
        ("i'm afraid", "I’m afraid", True),
        ("i 'm afraid", "I'm afraid", True),
        ("proszę", "PROSZE o kontakt", True),
        ("еще", "Ещё раз", True),
        ("страх", "страхование", False),
        ("<not> good", "never good", True),
    ],
)
def test_a_phrase_finds_what_it_says(phrase: str, sentence: str, expected: bool) -> None:
    assert is_found(phrase, sentence, **{"not": ("not", "never")}) == expected


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("(a+)+$", "no meaning"),
        ("a{1000}{1000}", "no meaning"),
        ("[a-z]+", "no meaning"),
        ("(?=a)b", "no meaning"),
        (r"\w+", "no meaning"),
        ("(too slow", "bracket"),
        ("too slow)", "bracket"),
        ("(" * 300 + "a" + ")" * 300, "brackets within one another"),
        ("(" * 300 + "a" + ")?" * 299 + ")", "brackets within one another"),
        ("<nowhere> good", "which .words. does not hold"),
        ("(a)?", "finds every sentence"),
        ("...", "finds every sentence"),
        ("*", "finds every sentence"),
        ("a " * LONGEST_PHRASE, "more than"),
    ],
)
def test_a_phrase_that_could_cost_too_much_or_means_nothing_is_refused(phrase: str, reason: str) -> None:
    with pytest.raises(PhraseError, match=reason):
        build_pattern([phrase], {})


def test_phrases_too_large_together_are_refused_before_they_cost_time() -> None:
    started = time.process_time()
    bomb = "a " + "(... | *x* b)? " * 60
    with pytest.raises(PhraseError, match="too large"):
        build_pattern([bomb] * 300, {})
    assert time.process_time() - started < 5


def test_the_worst_phrase_is_tried_in_time_on_the_worst_text() -> None:
    pattern = build_pattern(["*a* ... *a* ... *a* ... *a* ... *a* ... b"], {})
    assert pattern is not None
    started = time.process_time()
    assert not pl.Series([spread("a" * 5_000 + " a" * 50_000)]).str.contains(pattern)[0]
    assert time.process_time() - started < 3


def test_the_largest_list_of_the_worst_phrases_is_tried_in_time_on_the_longest_sentence() -> None:
    letters = "abcd"
    phrases = [f"*{letters[number % 4]}* ... *{letters[number % 3]}* ... *a* ... zz{number}" for number in range(400)]
    pattern = build_pattern(phrases, {})
    assert pattern is not None
    assert len(pattern) > 0.8 * LARGEST_PATTERN
    sentence = spread("abcd dcba " * (LONGEST_SENTENCE // 10))
    started = time.process_time()
    assert not pl.Series([sentence]).str.contains(pattern)[0]
    assert time.process_time() - started < 2
