from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from journeymine.sample import company
from journeymine.sample.draws import Draws
from journeymine.sample.voice import SENTIMENTS, read_phrases
from journeymine.sample.voices import OWN_CHANCE, SIGNALS, SPEAKING_CHANCE, choose_voices, read_voices

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


@pytest.mark.parametrize("language", company.LANGUAGES)
def test_every_kind_of_customer_says_a_hundred_things_of_its_own(language: str) -> None:
    voices = read_voices(language)
    assert set(voices) == set(company.SEGMENTS)
    sentences = [voice.sentence for said in voices.values() for voice in said]
    assert len(sentences) == len(set(sentences)) >= 100
    assert all(sentence[-1] in ".!?" for sentence in sentences)
    for said in voices.values():
        assert {voice.signal for voice in said} == set(SIGNALS)
        assert {voice.subtype for voice in said if voice.signal == "expectation"} == {"met", "unmet"}


def test_languages_say_as_much_of_each_signal() -> None:
    counts = [
        Counter(
            (segment, voice.signal, voice.subtype) for segment, said in read_voices(language).items() for voice in said
        )
        for language in company.LANGUAGES
    ]
    assert counts[0] == counts[1] == counts[2]


def test_most_speak_as_their_own_kind() -> None:
    size = 2000
    key, segment = np.arange(size), np.arange(size) % 4
    chosen = choose_voices(Draws(1), "test", np.zeros(size, dtype=np.int64), segment, key, key % 3)
    spoken = [(voice, company.SEGMENTS[kind]) for voice, kind in zip(chosen, segment, strict=True) if voice.sentence]
    own = [voice in read_voices("en")[kind] for voice, kind in spoken]
    assert len(spoken) / size == pytest.approx(SPEAKING_CHANCE, abs=0.04)
    assert np.mean(own) == pytest.approx(OWN_CHANCE + (1 - OWN_CHANCE) / 4, abs=0.03)
