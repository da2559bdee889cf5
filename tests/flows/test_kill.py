"""A run killed at any moment leaves last night as it was, and the next run ends with the same tables."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from journeymine.settings import read_settings
from journeymine.steps.lock import read_last_run
from journeymine.steps.night import run_night
from journeymine.steps.publish import find_current
from tests.flows.published import find_differences
from tests.flows.small_shop import write_drop, write_project

SCRIPT = Path(__file__).with_name("killed_run.py")
STEPS = ("ingest", "build", "analyse", "report", "publish")


def run(project: Path) -> None:
    run_night(read_settings(project), bytes.fromhex((project / "journeymine.key").read_text()), announce=lambda _: None)


def run_killed(project: Path, point: int, delay_seconds: float = 0.0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, SCRIPT, project, str(point), str(delay_seconds)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@dataclass(frozen=True)
class Undisturbed:
    """A project one night old with a new drop, the same project after an undisturbed second night, and its points."""

    before: Path
    after: Path
    count: int
    steps: dict[str, int]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    before = write_project(tmp_path_factory.mktemp("undisturbed") / "before")
    run(before)
    write_drop(before, 2)
    after = before.with_name("after")
    shutil.copytree(before, after, symlinks=True)
    lived = run_killed(after, 0)
    assert lived.returncode == 0, lived.stderr
    told = json.loads(lived.stdout)
    assert tuple(told["steps"]) == STEPS
    return Undisturbed(before, after, told["count"], told["steps"])


def check_killed_run(undisturbed: Undisturbed, project: Path, point: int, delay_seconds: float = 0.0) -> None:
    """Kill a run at a point, look at what readers see, run again, and hold the result against the undisturbed one."""
    shutil.copytree(undisturbed.before, project, symlinks=True)
    warehouse = project / "warehouse"
    last_night = find_current(warehouse)
    assert last_night is not None
    killed = run_killed(project, point, delay_seconds)
    assert killed.returncode == -signal.SIGKILL or delay_seconds, killed.stderr
    published = find_current(warehouse)
    assert published is not None
    assert published.name >= last_night.name
    whole = undisturbed.before if published.name == last_night.name else undisturbed.after
    assert find_differences(published, whole / "warehouse" / "current") == []
    assert (published / "site" / "index.html").is_file()
    run(project)
    current = find_current(warehouse)
    assert current is not None
    assert find_differences(current, undisturbed.after / "warehouse" / "current") == []
    assert all((night / "night.json").is_file() for night in (warehouse / "nights").iterdir())
    assert list(warehouse.glob(".current*")) == []
    shutil.rmtree(project)


@pytest.mark.parametrize("step", STEPS)
def test_run_killed_as_a_step_begins_changes_nothing_in_the_end(undisturbed, tmp_path, step):
    check_killed_run(undisturbed, tmp_path / "project", undisturbed.steps[step])


@pytest.mark.parametrize("share", [0.05, 0.35, 0.65, 0.97, 1.0])
def test_run_killed_inside_a_step_changes_nothing_in_the_end(undisturbed, tmp_path, share):
    check_killed_run(undisturbed, tmp_path / "project", round(share * undisturbed.count))


def test_first_run_of_all_killed_halfway_leaves_nothing_published_and_the_next_is_whole(undisturbed, tmp_path):
    project = write_project(tmp_path / "project")
    killed = run_killed(project, undisturbed.steps["analyse"])
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert find_current(project / "warehouse") is None
    last = read_last_run(project / "warehouse")
    assert last is not None
    assert last.outcome is None
    run(project)
    current = find_current(project / "warehouse")
    assert current is not None
    assert find_differences(current, undisturbed.before / "warehouse" / "current") == []


def test_two_runs_killed_one_after_the_other_are_no_worse_than_one(undisturbed, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(undisturbed.before, project, symlinks=True)
    for share in (0.5, 0.9):
        assert run_killed(project, round(share * undisturbed.count)).returncode == -signal.SIGKILL
    run(project)
    assert find_differences(project / "warehouse" / "current", undisturbed.after / "warehouse" / "current") == []


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_run_killed_anywhere_changes_nothing_in_the_end(undisturbed, tmp_path, part):
    """One point in ten of all there are, spread evenly, every second one a moment late: inside a statement."""
    chance = random.Random(part)
    for point in range(1 + part, undisturbed.count + 1, max(10, undisturbed.count // 20)):
        check_killed_run(undisturbed, tmp_path / "project", point, chance.choice((0.0, chance.uniform(0.001, 0.05))))
