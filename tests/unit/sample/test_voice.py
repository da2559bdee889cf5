from __future__ import annotations

import re

import pytest

from journeymine.sample import company
from journeymine.sample.voice import SENTIMENTS, read_phrases

SLOTS = {"product", "store", "days", "email", "phone"}


@pytest.mark.parametrize("language", company.LANGUAGES)
def test_each_language_has_sixty_sentences_of_its_own(language: str) -> None:
    phrases = read_phrases(language)
    sentences = [sentence for themes in phrases.values() for group in themes.values() for sentence in group]
    assert set(phrases) == set(SENTIMENTS)
    assert len(sentences) == len(set(sentences)) >= 60
    for sentence in sentences:
        assert set(re.findall(r"\{(\w*)\}", sentence)) <= SLOTS
        assert sentence[-1] in ".!?"


def test_languages_tell_the_same_themes() -> None:
    counts = [
        {
            (mood, theme): len(group)
            for mood, themes in read_phrases(language).items()
            for theme, group in themes.items()
        }
        for language in company.LANGUAGES
    ]
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("language", company.LANGUAGES)
def test_some_sentences_hold_what_must_be_redacted(language: str) -> None:
    text = str(read_phrases(language))
    assert text.count("{email}") >= 2
    assert text.count("{phone}") >= 3
