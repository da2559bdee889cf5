"""A new project for the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path, journeymine: Callable[..., object]) -> Path:
    """A project as `journeymine init` writes it."""
    folder = tmp_path / "shop"
    journeymine("init", folder)
    return folder


@pytest.fixture
def check(journeymine):
    """Check a proposed project: every row is loaded, by someone, and every event matches a rule."""

    def checked(folder: Path, count: int = 40) -> None:
        ended = journeymine("check", "--project", folder, "--json")
        assert ended.code == 0, ended.err
        report = json.loads(ended.out)
        files = [file for source in report["sources"] for file in source["files"]]
        assert sum(file["loaded_count"] for file in files) == count
        assert sum(file["rejected_count"] for file in files) == 0
        assert all(any(file["key_counts"].values()) for file in files)
        assert report["unmatched"] == {}

    return checked
