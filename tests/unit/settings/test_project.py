"""A project's settings: units, defaults, nearest names, and what counts as a change."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from journeymine.errors import SettingsError
from journeymine.settings import Settings, hash_settings, read_duration, read_settings

SMALLEST = '[project]\nname = "Shop"\n\n[sources.web]\nkind = "events"\npath = "web.csv"\n'


def read(folder: Path, text: str = SMALLEST, rules: str | None = None) -> Settings:
    (folder / "journeymine.toml").write_text(text, encoding="utf-8")
    if rules is not None:
        (folder / "touchpoints.toml").write_text(rules, encoding="utf-8")
    return read_settings(folder)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("500ms", 0.5),
        ("30s", 30),
        ("30m", 1800),
        ("1.5h", 5400),
        ("3d", 259_200),
        ("2w", 1_209_600),
        (" 3 d ", 259_200),
    ],
)
def test_duration_is_a_number_with_a_unit(text, seconds):
    assert read_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["30", 30, "m", "", "30 minutes", "-5m", "1e3s", None, "30M"])
def test_duration_without_a_known_unit_is_refused(value):
    with pytest.raises(ValueError, match="a text with a unit"):
        read_duration(value)


def test_name_and_one_source_are_enough(tmp_path):
    settings = read(tmp_path)
    assert settings.sessions.gap == timedelta(minutes=30)
    assert settings.journeys.ends_at == "goal"
    assert settings.warehouse_folder == tmp_path / "warehouse"
    assert settings.key_file == tmp_path / "journeymine.key"
    assert settings.identity.limit("device") == 50
    assert settings.identity.limit("email") == 10


def test_limit_that_is_set_replaces_the_default_of_its_kind_only(tmp_path):
    settings = read(tmp_path, SMALLEST + "[identity]\nat_most = { email = 3 }\n")
    assert (settings.identity.limit("email"), settings.identity.limit("phone")) == (3, 10)


@pytest.mark.parametrize("text", ['[project]\nname = "Shop"\n', "", '[sources.web]\nkind = "events"\npath = "x"\n'])
def test_project_without_a_name_or_a_source_is_refused(tmp_path, text):
    with pytest.raises(SettingsError, match="is missing"):
        read(tmp_path, text)


def test_misspelt_key_is_told_before_the_one_that_is_missing_for_it(tmp_path):
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, SMALLEST.replace("path =", "pth ="))
    assert refused.value.what == "unknown key 'sources.web.pth'"
    assert refused.value.where == f"{tmp_path / 'journeymine.toml'}:6"
    assert refused.value.next_action == "Did you mean 'path'?"
    assert refused.value.exit_code == 2


def test_line_is_that_of_the_second_goal_when_the_second_is_wrong(tmp_path):
    goals = '[[goals]]\nname = "a"\ntouchpoint = "A"\n\n[[goals]]\nname = "b"\ntouchpont = "B"\n'
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, SMALLEST + goals)
    assert refused.value.where == f"{tmp_path / 'journeymine.toml'}:13"


def test_key_inside_an_inline_table_has_a_line_too(tmp_path):
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, SMALLEST + "[identity]\nkeys = []\nat_most = { emial = 3 }\n")
    assert refused.value.where == f"{tmp_path / 'journeymine.toml'}:9"


def test_source_name_that_no_table_could_have_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="web-shop"):
        read(tmp_path, SMALLEST.replace("sources.web", "sources.web-shop"))


def test_rules_in_the_wrong_file_are_sent_to_the_right_one(tmp_path):
    with pytest.raises(SettingsError, match=r"Touchpoint rules belong in touchpoints\.toml"):
        read(tmp_path, SMALLEST + "[[touchpoints]]\n")


def test_file_with_a_byte_order_mark_is_read(tmp_path):
    assert read(tmp_path, "\ufeff" + SMALLEST).project.name == "Shop"


RULE = '[[touchpoint]]\nname = "A"\nstage = "use"\nchannel = "web"\nwhen = { source = "web" }\n'


@pytest.mark.parametrize(
    "changed",
    [
        SMALLEST.replace("Shop", "Store"),
        SMALLEST + '[sessions]\ngap = "31m"\n',
        SMALLEST + "[identity]\nat_most = { email = 3 }\n",
        SMALLEST + "[privacy]\nminimum_cell = 20\n",
        SMALLEST.replace("web.csv", "web2.csv"),
    ],
    ids=["name", "gap", "limit", "smallest group", "path"],
)
def test_change_that_can_change_a_page_changes_the_hash(tmp_path, changed):
    assert hash_settings(read(tmp_path)) != hash_settings(read(tmp_path, changed))


def test_changed_rule_changes_the_hash(tmp_path):
    plain = hash_settings(read(tmp_path, rules=RULE))
    assert plain != hash_settings(read(tmp_path, rules=RULE.replace('"A"', '"B"')))


@pytest.mark.parametrize(
    "changed",
    [
        SMALLEST
        + '[warehouse]\nfolder = "elsewhere"\nmemory_limit = "8GB"\nthreads = 1\nkeep_nights = 2\nbuckets = 4\n',
        SMALLEST + '[privacy]\nkey_file = "other.key"\n',
        SMALLEST + '[sessions]\ngap = "1800s"\n',
        "# a comment\n" + SMALLEST,
    ],
    ids=["where and how much", "key file", "the same in another unit", "comment"],
)
def test_change_that_changes_no_table_keeps_the_hash(tmp_path, changed):
    assert hash_settings(read(tmp_path)) == hash_settings(read(tmp_path, changed))


def test_project_in_another_folder_has_the_same_hash(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert hash_settings(read(tmp_path / "a")) == hash_settings(read(tmp_path / "b"))
