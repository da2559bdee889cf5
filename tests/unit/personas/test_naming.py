"""Names say what customers do, in three languages, are unique, and stay while they hold."""

from __future__ import annotations

import polars as pl
import pytest

from journeymine.personas.naming import LANGUAGES, ROLES, list_parts, name_persona, read_items, read_words, say_name
from journeymine.segments.features import FACETS, NUMERIC
from journeymine.site.vocabulary import CHANNELS, STAGES
from journeymine.site.words import read_words as read_catalog


def make_profiles(*rows):
    columns = ("feature", "mean_difference", "lift_low", "lift_high", "feature_rank", "known_customer_count")
    full = [row if len(row) == len(columns) else (*row, 100) for row in rows]
    return pl.DataFrame(full, schema=columns, orient="row").with_columns(segment_id=pl.lit("s1"))


def test_every_word_has_a_role_and_all_languages_and_speaks_of_a_feature():
    features = {feature.column for feature in NUMERIC} | set(FACETS)
    for name, entry in read_words().items():
        if name == "visitors":
            continue
        assert name in features, name
        for word in entry.values():
            assert word["role"] in ROLES
            assert all(word[language] for language in LANGUAGES)
            assert all(("{}" in word[language]) == (name in FACETS) for language in LANGUAGES), name


def test_only_clear_features_of_weight_are_spoken_of():
    profiles = make_profiles(
        ("evening_share", 1.2, 1.5, 2.0, 1),
        ("phone_share", 0.9, 0.9, 1.2, 2),
        ("weekend_share", 0.1, 1.1, 1.2, 3),
        ("session_count", -0.8, 0.3, 0.5, 4),
        ("night_share", 2.0, 1.5, 1.9, 11),
        ("morning_share", 2.0, 1.5, 1.9, 5, 49),
        ("product_count", 2.0, 1.5, 1.9, 6, 50),
    )
    assert list_parts(profiles) == ["evening_share+", "session_count-", "product_count+"]


def test_a_name_is_said_in_every_language():
    parts = name_persona(["evening_share+", "product_count+", "phone_share+", "channel: web+"], [], [])
    assert [say_name(parts, "p01", language) for language in LANGUAGES] == [
        "Evening comparers of products, phone first, web first",
        "Вечерние сравнивающие товары, чаще с телефона, прежде всего сайт",
        "Wieczorni porównujący produkty, głównie z telefonu, przede wszystkim strona www",
    ]


def test_a_name_of_the_project_stays_as_it_is_and_a_stage_of_the_package_is_said():
    parts = ["stage: use+", "channel: Kiosk+"]
    assert say_name(parts, "p01", "ru") == "Посетители, часто на этапе «использование», прежде всего Kiosk"
    assert say_name(parts, "p01", "en") == "Visitors, often in use, Kiosk first"


@pytest.mark.parametrize("language", ["ru", "pl"])
def test_channels_and_stages_are_called_as_on_the_site(language):
    words = read_catalog(language)
    told = read_items()
    assert (set(told["channel"]), set(told["stage"])) == (set(CHANNELS), set(STAGES))
    for named in (told["channel"], told["stage"]):
        assert {name: one[language] for name, one in named.items()} == {name: words.translate(name) for name in named}


def test_a_name_stays_while_all_it_says_holds():
    last = ["evening_share+", "phone_share+"]
    assert name_persona(["channel: web+", "phone_share+", "evening_share+"], last, []) == last
    assert name_persona(["channel: web+", "phone_share+"], last, []) == ["channel: web+", "phone_share+"]


def test_two_personas_never_share_a_name():
    taken = [["phone_share+", "online_share+"]]
    parts = ["phone_share+", "online_share+", "channel: web+"]
    assert name_persona(parts, [], taken) == parts
    assert say_name([], "p02", "en", ["Visitors"]) == "Visitors (p02)"


def test_braces_in_a_name_of_the_project_stay_as_they_are():
    assert say_name(["touchpoint: {odd} page+"], "p01", "en") == "Visitors, often at “{odd} page”"
