"""overlay/personas.toml is checked before a night starts; an error names the line and the nearest key."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeymine.errors import SettingsError
from journeymine.overlay import PERSONA_FILE, PersonaOverlay, read_persona_overlay


def write(folder: Path, text: str) -> Path:
    file = folder / PERSONA_FILE
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    return folder


def test_no_file_is_an_empty_overlay(tmp_path):
    assert read_persona_overlay(tmp_path) == PersonaOverlay()


def test_what_was_written_is_listed_by_section_in_its_order(tmp_path):
    text = (
        '[persona.p03]\nname = "Anna"\nportrait = "Reads."\ngoals = ["Be sure"]\n'
        'fears = { confirmed = ["cost"], rejected = ["theft"] }\nnotes = ["ask"]\nby = "CX"\non = 2026-11-20\n'
    )
    notes = read_persona_overlay(write(tmp_path, text)).persona["p03"]
    assert list(notes.list_claims()) == [
        ("portrait", "Reads."),
        ("goal", "Be sure"),
        ("fear", "cost"),
        ("rejected_fear", "theft"),
        ("note", "ask"),
    ]
    assert (notes.name, notes.by, str(notes.on)) == ("Anna", "CX", "2026-11-20")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[persona.p03]\ngoal = ["x"]\n', r"(?s)personas\.toml:2: unknown key 'persona\.p03\.goal'.*goals"),
        ('[persona.anna]\nname = "x"\n', r"personas\.toml:1"),
        ('[persona.p03]\nsegment = "5"\n', r"personas\.toml:2: .*segment"),
        ('[persona.p03]\ngoals = [""]\n', r"personas\.toml:2: .*at least 1 character"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused_with_its_line(tmp_path, text, message):
    with pytest.raises(SettingsError, match=message) as error:
        read_persona_overlay(write(tmp_path, text))
    assert str(error.value)
