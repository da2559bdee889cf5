from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from journeymine.errors import SettingsError
from journeymine.privacy.redactors import PATTERNS_ONLY, Redactor, build_name_tool, choose_redactor, read_names
from journeymine.settings import Settings


def make_settings(folder: Path, **privacy: str) -> Settings:
    return Settings.model_validate(
        {
            "project": {"name": "x"},
            "sources": {"web": {"kind": "events", "path": "x"}},
            "privacy": privacy,
            "folder": folder,
        }
    )


def test_names_that_the_crm_knows_are_hidden_declined_too_and_only_with_a_capital(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("Anna Nowak\nМария Иванова\nJo Li\n")
    hide = build_name_tool(read_names(tmp_path / "names.txt"))
    texts = ["Rozmawiałam z Anną Nowakową.", "Спросите Марию Иванову.", "annuals and Announcements", "Jo came"]
    assert list(hide(texts)) == [
        "Rozmawiałam z Anną [name].",  # a short name that changes its last letter is missed
        "Спросите [name] [name].",
        "annuals and Announcements",
        "Jo came",
    ]


def test_the_fingerprint_changes_with_the_names(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("Nowak")
    one = choose_redactor(make_settings(tmp_path, names_file="names.txt"))
    (tmp_path / "names.txt").write_text("Nowak\nKowalski")
    two = choose_redactor(make_settings(tmp_path, names_file="names.txt"))
    assert len({one.fingerprint, two.fingerprint, choose_redactor(make_settings(tmp_path)).fingerprint}) == 3
    assert choose_redactor(make_settings(tmp_path)) == PATTERNS_ONLY


def test_a_tool_that_is_not_installed_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no redactor 'presidio'"):
        choose_redactor(make_settings(tmp_path, redactor="presidio"))
    with pytest.raises(SettingsError, match="cannot be read as names"):
        choose_redactor(make_settings(tmp_path, names_file="nowhere.txt"))


def test_a_tool_runs_after_the_patterns_and_must_give_back_as_many_texts() -> None:
    def shout(texts: Sequence[str]) -> list[str]:
        return [text.upper() for text in texts]

    assert Redactor("x", (shout,)).redact(["mail a@example.com"]) == ["MAIL [EMAIL]"]
    with pytest.raises(SettingsError, match="gave back something else"):
        Redactor("x", (lambda texts: [],)).redact(["a"])


def test_another_package_may_bring_a_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "whispering.py").write_text("def hide(texts):\n    return [text.lower() for text in texts]\n")
    about = tmp_path / "whispering-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: whispering\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[journeymine.redactors]\nwhispering = whispering:hide\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    redactor = choose_redactor(make_settings(tmp_path, redactor="whispering"))
    assert redactor.redact(["Anna, a@example.com"]) == ["anna, [email]"]
    assert redactor.fingerprint != PATTERNS_ONLY.fingerprint
    with pytest.raises(SettingsError, match="no redactor 'whisperin'"):
        choose_redactor(make_settings(tmp_path, redactor="whisperin"))
