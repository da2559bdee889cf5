from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from journeymine.errors import SettingsError
from journeymine.voice.letters import LONGEST, normalise
from journeymine.voice.lexicon import Lexicon, LexiconFile, build_lexicon, read_lexicon_file, read_shipped_lexicon

LANGUAGES = ("en", "pl", "ru")


@cache
def open_lexicon(language: str) -> Lexicon:
    lexicon = read_shipped_lexicon(language)
    assert lexicon is not None
    return build_lexicon(lexicon)


def find(language: str, text: str) -> float:
    value = open_lexicon(language).find_valence(text).value
    assert value is not None, text
    return value


@pytest.mark.parametrize(
    ("language", "better", "worse"),
    [
        ("en", "The service was good.", "The service was not good."),
        ("en", "The service was very good.", "The service was good."),
        ("en", "Delivery was slow, but the staff were great.", "The staff were great, but delivery was slow."),
        ("en", "No problems at all.", "Problems all the time."),
        ("en", "Not bad.", "Bad."),
        ("en", "It is excellent.", "It is good."),
        ("pl", "Obsługa była miła.", "Obsługa nie była miła."),
        ("pl", "Wszystko działa.", "Nic nie działa."),
        ("pl", "Bez zarzutu.", "Brak ręczników."),
        ("pl", "Bardzo wygodne łóżko.", "Niewygodne łóżko."),
        ("ru", "Мне нравится.", "Мне не нравится."),
        ("ru", "Очень удобно.", "Удобно."),
        ("ru", "Всё отлично!", "Всё ужасно!"),
        ("ru", "Без проблем.", "Одни проблемы."),
        ("en", "I have never been so happy.", "I have never been so disappointed."),
        ("en", "Perfect.", "Far from perfect."),
        ("en", "No hidden fees.", "Hidden fees."),
        ("pl", "Nic dodać, nic ująć.", "Tak nie zawiodłam się nigdy."),
        ("pl", "Bez ukrytych opłat.", "Ukryte opłaty."),
        ("ru", "Ждать не пришлось.", "Пришлось ждать."),
        ("ru", "Без скрытых комиссий.", "Скрытые комиссии."),
    ],
)
def test_one_text_feels_better_than_another(language: str, better: str, worse: str) -> None:
    assert find(language, better) > find(language, worse)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "The parcel has two boxes."), ("pl", "Dom stoi po drodze."), ("ru", "Полис страхования автомобиля.")],
)
def test_a_text_without_a_word_of_feeling_has_no_valence_rather_than_a_neutral_one(language: str, text: str) -> None:
    valence = open_lexicon(language).find_valence(text)
    assert valence.value is None or valence.value == 0
    assert "страхования" not in text or valence.hit_count == 0


def test_a_negation_does_not_reach_over_a_full_stop_or_a_comma() -> None:
    assert find("en", "I did not. Good phone.") > 0
    assert find("ru", "Вопросов нет, отличный сервис") > 0


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Not only good, it is quick"),
        ("en", "no problem excellent phone"),
        ("ru", "без проблем отличный телефон"),
        ("pl", "bez problemu wygodny pokój"),
    ],
)
def test_a_negation_belongs_to_the_phrase_it_stands_in(language: str, text: str) -> None:
    assert find(language, text) > 0.5


def test_a_negation_that_ends_a_phrase_turns_what_follows_it() -> None:
    assert find("en", "still not good") < find("en", "still no") < 0
    assert find("ru", "до сих пор не удобно") < 0


def test_a_negation_turns_one_word_of_feeling() -> None:
    lexicon = build_lexicon(
        LexiconFile.model_validate(
            {"language": "en", "stems": {"positive": ["good", "solid"]}, "words": {"negations": ["not"]}}
        )
    )
    assert lexicon.find_valence("not good solid").value == lexicon.find_valence("not good, solid").value


@pytest.mark.parametrize("text", ["Nikt nie był niemiły.", "Никто не нахамил.", "Nigdy nie było problemu."])
def test_two_negations_are_one_where_a_language_says_so(text: str) -> None:
    assert find("pl" if text.startswith("N") else "ru", text) > 0


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "The page does not load."), ("pl", "Strona się nie ładuje."), ("ru", "Страница не грузится.")],
)
def test_what_is_missed_is_negative_where_it_is_negated_alone(language: str, text: str) -> None:
    lexicon = open_lexicon(language)
    assert (lexicon.find_valence(text).value or 0) < 0
    for negation in (" not", " nie", " не"):
        text = text.replace(negation, "")
    assert lexicon.find_valence(text).value is None


def test_emojis_and_emoticons_count_in_every_language() -> None:
    for language in LANGUAGES:
        assert find(language, "👍👍") > 0 > find(language, "😡")
        assert find(language, "12 :)") > 0 > find(language, "((")


def test_a_text_without_marks_is_read_where_writers_leave_them_off() -> None:
    assert find("pl", "Swietna obsluga, mila pani") == find("pl", "Świetna obsługa, miła pani")
    assert open_lexicon("pl").find_valence("lekarz").value is None


def test_a_drawn_out_word_counts_as_the_word() -> None:
    assert find("en", "Goooood") == find("en", "good")
    assert find("ru", "суууупер") == find("ru", "супер")


@pytest.mark.parametrize("text", ["", "   ", "🚀🛫", "\0", "12 345,67", "‮‭", "<br/><p></p>"])
def test_what_is_no_word_says_nothing(text: str) -> None:
    assert open_lexicon("en").find_valence(text).value is None


def test_a_text_of_a_megabyte_is_read_as_far_as_it_matters() -> None:
    valence = open_lexicon("en").find_valence("good " * 200_000)
    assert valence.hit_count == LONGEST // len("good ")
    assert valence.value == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("language", LANGUAGES)
def test_valence_stays_within_its_range(language: str) -> None:
    lexicon = open_lexicon(language)
    for words in (lexicon.exact, lexicon.beginnings):
        for word in words:
            assert -1 <= (lexicon.find_valence(f"{word} {word} {word}!").value or 0) <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_lexicon_is_broad_and_says_nothing_twice(language: str) -> None:
    lexicon = read_shipped_lexicon(language)
    assert lexicon is not None
    stems = lexicon.stems
    words = [*stems.very_positive, *stems.positive, *stems.negative, *stems.very_negative]
    assert len(words) >= 200
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert [word for word in words if normalise(word) != word] == []


def test_the_longest_entry_that_fits_counts() -> None:
    lexicon = build_lexicon(
        LexiconFile.model_validate({"language": "en", "stems": {"positive": ["care*"], "negative": ["careless*"]}})
    )
    assert lexicon.find_weight("careful") > 0 > lexicon.find_weight("carelessly")
    assert lexicon.find_weight("car") == 0


def test_a_lexicon_of_ones_own_is_checked(tmp_path: Path) -> None:
    file = tmp_path / "de.toml"
    file.write_text('language = "de"\n[stems]\npositiv = ["gut"]\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="positiv"):
        read_lexicon_file(file)


def test_there_is_no_lexicon_of_every_language() -> None:
    assert read_shipped_lexicon("xx") is None
