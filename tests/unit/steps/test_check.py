from __future__ import annotations

from pathlib import Path

import pytest

from journeymine.errors import SettingsError
from journeymine.settings import Settings
from journeymine.steps.check import check_voice, find_doubts


def make_settings(folder: Path, **tables: object) -> Settings:
    sources = {"web": {"kind": "events", "path": "x"}}
    return Settings.model_validate({"project": {"name": "x"}, "sources": sources, "folder": folder, **tables})


@pytest.mark.parametrize("setting", ["lexicons", "signal_rules"])
def test_a_folder_that_is_not_there_is_refused_before_a_night(tmp_path: Path, setting: str) -> None:
    with pytest.raises(SettingsError, match="there is no folder"):
        check_voice(make_settings(tmp_path, voice={setting: "nowhere"}))


def test_a_phrase_that_cannot_be_read_is_refused_before_a_night(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "en.toml").write_text('language = "en"\n[question]\nfind = ["(a+)+"]\n')
    with pytest.raises(SettingsError, match=r"en\.toml:3"):
        check_voice(make_settings(tmp_path, voice={"signal_rules": "rules"}))


def test_a_file_of_names_that_is_not_there_is_refused_before_a_night(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"names\.txt"):
        check_voice(make_settings(tmp_path, privacy={"names_file": "names.txt"}))


def test_a_plan_that_goes_on_behind_a_goal_is_doubted_where_goals_end_journeys(tmp_path: Path) -> None:
    goals = [{"name": "sign-up", "touchpoint": "Signed up"}, {"name": "deal", "touchpoint": "Deal won"}]
    whole = {"name": "All", "steps": ["Signed up", "Deal won"]}
    rest = {"name": "Rest", "steps": [{"optional": "Signed up"}, "Deal won"]}
    (doubt,) = find_doubts(make_settings(tmp_path, goals=goals, planned=[whole, rest]))
    assert doubt.startswith("the plan 'All' goes on after 'Signed up', a goal")
    by_silence = make_settings(tmp_path, goals=goals, planned=[whole, rest], journeys={"ends_at": "gap"})
    assert list(find_doubts(by_silence)) == []
