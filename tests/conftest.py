"""What tests of every room share: the command line in this process, and the sample company's two nights, run once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from journeymine.cli import run_command

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def journeymine(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Run `journeymine ARGUMENTS` and return its exit code, output and errors."""
    for name in ("JOURNEYMINE_PROJECT", "JOURNEYMINE_KEY", "JOURNEYMINE_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str | Path) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["journeymine", *map(str, arguments)])
        capsys.readouterr()
        code = run_command()
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return run
