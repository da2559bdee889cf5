"""overlay/identity.toml is checked before a night starts."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from journeymine.errors import SettingsError
from journeymine.overlay import IdentityOverlay, read_identity_overlay

USER, MAIL, CARD = (f"{kind}:{letter * 32}" for kind, letter in (("user_id", "a"), ("email", "b"), ("loyalty_id", "c")))
DEVICE = "device:" + "d" * 32


def test_no_file_is_an_empty_overlay(tmp_path):
    assert read_identity_overlay(tmp_path) == IdentityOverlay()


@pytest.mark.parametrize(
    ("overlay", "message"),
    [
        ({"join": [{"keys": [USER], "why": "x"}]}, "at least two"),
        ({"join": [{"keys": [USER, USER], "why": "x"}]}, "at least two"),
        ({"join": [{"keys": [DEVICE, "device:" + "e" * 32], "why": "x"}]}, "through a person"),
        ({"join": [{"keys": [USER, MAIL]}]}, "why"),
        ({"join": [{"keys": [USER, "email:a@x"], "why": "x"}]}, "pattern"),
        ({"split": [{"keys": [], "why": "x"}]}, "at least 1"),
        (
            {"join": [{"keys": [USER, MAIL], "why": "x"}], "split": [{"keys": [MAIL, CARD], "why": "y"}]},
            "joined to a key by one entry and split from it by another",
        ),
    ],
)
def test_entry_that_makes_no_sense_is_refused(overlay, message):
    with pytest.raises(ValidationError, match=message):
        IdentityOverlay.model_validate(overlay)


def test_what_is_joined_and_split_off_as_a_whole_agrees():
    both = {"join": [{"keys": [USER, MAIL], "why": "x"}], "split": [{"keys": [USER, MAIL, CARD], "why": "y"}]}
    assert len(IdentityOverlay.model_validate(both).list_entries()) == 5


def test_moving_an_entry_in_the_file_changes_nothing():
    one, other = {"keys": [USER, MAIL], "why": "x"}, {"keys": [USER, CARD], "why": "y"}
    forward, backward = (IdentityOverlay(join=entries).list_entries() for entries in ((one, other), (other, one)))
    assert forward == backward


def test_unknown_table_is_told_with_its_line(tmp_path):
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "identity.toml").write_text("\n[[joins]]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"unknown key 'joins'[\s\S]*identity.toml:2|identity.toml:2[\s\S]*joins"):
        read_identity_overlay(tmp_path)
