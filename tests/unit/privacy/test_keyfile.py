"""The key file: private, never overwritten, never silently exchanged."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from journeymine.errors import KeyFileError
from journeymine.privacy.keyfile import KEY_VARIABLE, check_fingerprint, read_key, write_key


@pytest.fixture(autouse=True)
def _no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


def test_written_key_is_private_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "journeymine.key"
    key = write_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(path) == key
    assert len(key) == 32


def test_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "journeymine.key"
    key = write_key(path)
    with pytest.raises(KeyFileError, match="never overwritten"):
        write_key(path)
    assert read_key(path) == key


def test_key_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journeymine.key"
    write_key(path)
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_key(path)


@pytest.mark.parametrize("content", ["", "short", "abcd"])
def test_key_that_can_be_guessed_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "journeymine.key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="at least 16"):
        read_key(path)


def test_missing_key_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="journeymine init"):
        read_key(tmp_path / "none.key")


def test_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "a secret of some length")
    assert read_key(tmp_path / "none.key") == b"a secret of some length"


def test_fingerprint_tells_another_key(tmp_path: Path) -> None:
    check_fingerprint(b"a" * 32, tmp_path)
    check_fingerprint(b"a" * 32, tmp_path)
    with pytest.raises(KeyFileError, match="split in two"):
        check_fingerprint(b"b" * 32, tmp_path)
