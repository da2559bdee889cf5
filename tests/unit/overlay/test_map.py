"""overlay/map.toml is checked before a night starts, and says where it is wrong."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from journeymine.errors import SettingsError
from journeymine.overlay import MapOverlay, check_map_overlay, read_map_overlay
from journeymine.settings.project import PRESETS

STAGES = ("awareness", "purchase")
NOTE = '[[notes]]\nstage = "{stage}"\nlane = "{lane}"\ntext = "x"\nby = "Ola"\non = 2026-04-01\n'


def write(folder, text):
    (folder / "overlay").mkdir(exist_ok=True)
    (folder / "overlay" / "map.toml").write_text(text, encoding="utf-8")
    return folder


def test_no_file_is_an_empty_overlay(tmp_path):
    assert read_map_overlay(tmp_path) == MapOverlay()


def test_the_example_that_init_writes_is_one(tmp_path):
    example = (files("journeymine.cli") / "templates" / "map.example.toml").read_text(encoding="utf-8")
    overlay = read_map_overlay(write(tmp_path, example))
    check_map_overlay(overlay, tmp_path, PRESETS["six"], ())
    assert overlay.maps
    assert overlay.notes
    assert overlay.targets
    assert overlay.names


def test_a_note_is_somebody_s_of_a_day(tmp_path):
    [note] = read_map_overlay(write(tmp_path, NOTE.format(stage="purchase", lane="pains"))).notes
    assert (note.persona, note.scenario, note.by, note.on) == ("all", "all", "Ola", date(2026, 4, 1))
    with pytest.raises(SettingsError, match="by"):
        read_map_overlay(write(tmp_path, NOTE.format(stage="purchase", lane="pains").replace("by", "author")))


@pytest.mark.parametrize(
    ("stage", "lane", "message", "line"),
    [("purchse", "pains", "Did you mean 'purchase'", 2), ("purchase", "pain", "Did you mean 'pains'", 3)],
)
def test_a_stage_or_lane_there_is_not_is_named_with_its_line_and_the_nearest(tmp_path, stage, lane, message, line):
    overlay = read_map_overlay(write(tmp_path, NOTE.format(stage=stage, lane=lane)))
    with pytest.raises(SettingsError, match=message) as caught:
        check_map_overlay(overlay, tmp_path, STAGES, ())
    assert f"map.toml:{line}" in str(caught.value)


def test_a_lane_of_the_project_s_own_may_be_written_on(tmp_path):
    overlay = read_map_overlay(write(tmp_path, NOTE.format(stage="purchase", lane="Campaigns")))
    check_map_overlay(overlay, tmp_path, STAGES, ("Campaigns",))
    with pytest.raises(SettingsError, match="no lane 'Campaigns'"):
        check_map_overlay(overlay, tmp_path, STAGES, ())


@pytest.mark.parametrize("sides", ["", "at_least = 0.5\nat_most = 0.9"])
def test_a_target_has_one_side(tmp_path, sides):
    text = f'[[targets]]\nstage = "purchase"\nmetric = "nps"\n{sides}'
    with pytest.raises(SettingsError, match="at_least or at_most"):
        read_map_overlay(write(tmp_path, text))


def test_a_question_of_a_stage_there_is_not_is_refused(tmp_path):
    text = '[[maps]]\nquestions = [{ question = "Why?", stage = "buying" }]'
    with pytest.raises(SettingsError, match="no stage 'buying'"):
        check_map_overlay(read_map_overlay(write(tmp_path, text)), tmp_path, STAGES, ())
