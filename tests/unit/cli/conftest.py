"""A new project for the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path, journeymine: Callable[..., object]) -> Path:
    """A project as `journeymine init` writes it."""
    folder = tmp_path / "shop"
    journeymine("init", folder)
    return folder
