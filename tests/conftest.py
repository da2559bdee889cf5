"""What tests of every room share: the command line in this process, and the sample company's two nights, run once."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from journeymine.cli import run_command

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
SAMPLE_KEY = b"an invented company has nothing to hide"


_session: list[pytest.Session] = []


def pytest_sessionstart(session: pytest.Session) -> None:
    """Remember the session, whose exit status is settled only at its end."""
    _session.append(session)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """End at once: pages about leaks, printed by the bindings of DuckDB when Python ends, would hide the summary."""
    if _session:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(_session[0].exitstatus))


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


@dataclass(frozen=True)
class SampleNights:
    """The sample company after both of its nights; `project` is its folder, the others are nights' folders."""

    project: Path
    first: Path
    second: Path


@pytest.fixture(scope="session")
def sample_nights(tmp_path_factory: pytest.TempPathFactory) -> SampleNights:
    """Run the sample company's history as one night and its last day as the next. Nobody may write in it.

    Of several test processes one runs them, and the others wait for it.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    project, told = folder / "sample_company", folder / "sample_company.nights"
    with (folder / "sample_company.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            shutil.rmtree(project, ignore_errors=True)
            told.write_text("\n".join(night.name for night in _run_sample_nights(project)))
    return SampleNights(project, *(project / "warehouse" / "nights" / name for name in told.read_text().split()))


def _run_sample_nights(project: Path) -> list[Path]:
    from journeymine.settings import read_settings
    from journeymine.steps.night import run_night

    project.mkdir()
    for name in ("journeymine.toml", "touchpoints.toml"):
        shutil.copy(SAMPLE / name, project)
    shutil.copytree(SAMPLE / "overlay", project / "overlay")
    nights = []
    *history, last_day = sorted((SAMPLE / "drops").iterdir())
    for drops in (history, [last_day]):
        for drop in drops:
            shutil.copytree(drop, project / "drops" / drop.name)
        nights.append(run_night(read_settings(project), SAMPLE_KEY, announce=lambda _: None).folder)
    return nights


@pytest.fixture(scope="session")
def sample_warehouse(sample_nights: SampleNights) -> Path:
    """The database file of the sample company's second night."""
    return sample_nights.second / "journeymine.duckdb"
