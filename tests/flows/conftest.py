"""The small shop, fresh or with one night published; a night is run once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from journeymine.settings import read_settings
from journeymine.steps.night import run_night
from tests.flows.small_shop import KEY, write_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small shop before its first night."""
    return write_project(tmp_path / "shop")


@pytest.fixture(scope="session")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small shop after its first night. Nobody may write in it."""
    project = write_project(tmp_path_factory.mktemp("first_night") / "shop")
    run_night(read_settings(project), KEY, announce=lambda _: None)
    return project


@pytest.fixture
def published(first_night: Path, tmp_path: Path) -> Path:
    """A copy of the small shop after its first night, for one test."""
    return Path(shutil.copytree(first_night, tmp_path / "shop", symlinks=True))
