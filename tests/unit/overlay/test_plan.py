"""overlay/plan.toml is checked before a night starts."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from journeymine.errors import SettingsError
from journeymine.overlay import PlanOverlay, check_plan_overlay, read_plan_overlay

ENTRY = {"pain": "drop-off-cart", "action": "Show the delivery cost"}


def test_no_file_is_an_empty_plan(tmp_path):
    assert read_plan_overlay(tmp_path) == PlanOverlay()


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"status": "done"}, "what is done has a day"),
        ({"status": "doing", "done_on": date(2026, 1, 1)}, "done_on is of what is done"),
        ({"status": "finished"}, "proposed"),
        ({"expected": {"measure": "clicks"}}, "conversion"),
        ({"expected": {"measure": "conversion", "stage": "buy", "touchpoint": "Cart"}}, "name one of them"),
        ({"expected": {"measure": "conversion", "change": "much"}}, "pattern"),
        ({"action": ""}, "at least 1"),
    ],
)
def test_entry_that_makes_no_sense_is_refused(entry, message):
    with pytest.raises(ValidationError, match=message):
        PlanOverlay.model_validate({"improvement": [ENTRY | entry]})


def write_plan(folder, text):
    (folder / "overlay").mkdir()
    (folder / "overlay" / "plan.toml").write_text(text, encoding="utf-8")


def test_a_misspelt_key_is_told_with_its_line_and_the_nearest_one(tmp_path):
    write_plan(tmp_path, '[[improvement]]\npain = "a"\naction = "b"\n\n[[improvement]]\npain = "c"\nacton = "d"\n')
    with pytest.raises(SettingsError, match=r"plan.toml:7: unknown key 'improvement.2.acton'(.|\n)*'action'"):
        read_plan_overlay(tmp_path)


def test_a_stage_that_does_not_exist_is_told_with_its_line_and_the_nearest_one(tmp_path):
    expected = 'expected = { measure = "conversion", stage = "purchas" }'
    write_plan(tmp_path, f'[[improvement]]\npain = "a"\naction = "b"\n{expected}\n')
    plan = read_plan_overlay(tmp_path)
    with pytest.raises(SettingsError, match=r"plan.toml:4: there is no stage 'purchas'(.|\n)*'purchase'"):
        check_plan_overlay(plan, tmp_path, ("awareness", "purchase"))
    check_plan_overlay(plan, tmp_path, ("purchas",))
