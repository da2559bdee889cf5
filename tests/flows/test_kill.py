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
from tests.flows.small_shop import write_drop

SCRIPT = Path(__file__).with_name("killed_run.py")
STEPS = ("ingest", "build", "analyse", "report", "publish")


def run(project: Path) -> None:
    run_night(read_settings(project), bytes.fromhex((project / "journeymine.key").read_text()), announce=lambda _: None)


def run_killed(project: Path, point: int | str, delay_seconds: float = 0.0) -> subprocess.CompletedProcess[str]:
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
def undisturbed(first_night: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    before = tmp_path_factory.mktemp("undisturbed") / "before"
    shutil.copytree(first_night, before, symlinks=True)
    write_drop(before, 2)
    after = before.with_name("after")
    shutil.copytree(before, after, symlinks=True)
    lived = run_killed(after, 0)
    assert lived.returncode == 0, lived.stderr
    told = json.loads(lived.stdout)
    assert tuple(told["steps"]) == STEPS
    return Undisturbed(before, after, told["count"], told["steps"])


def kill_and_look(undisturbed: Undisturbed, project: Path, point: int | str, delay_seconds: float = 0.0) -> None:
    """Kill a run at a point; readers must see last night or the new one, each whole."""
    last_night = find_current(project / "warehouse")
    assert last_night is not None
    killed = run_killed(project, point, delay_seconds)
    assert killed.returncode == -signal.SIGKILL or (delay_seconds and killed.returncode == 0), killed.stderr
    seen = find_current(project / "warehouse")
    assert seen is not None
    whole = undisturbed.before if seen == last_night else undisturbed.after
    assert find_differences(seen, whole / "warehouse" / "current") == []
    assert (seen / "site" / "index.html").is_file()


def run_and_compare(undisturbed: Undisturbed, project: Path) -> None:
    """Run undisturbed after all that happened: the tables are those of a project where nothing ever did."""
    run(project)
    warehouse = project / "warehouse"
    assert find_differences(warehouse / "current", undisturbed.after / "warehouse" / "current") == []
    assert all((night / "night.json").is_file() for night in (warehouse / "nights").iterdir())
    assert [path.name for path in warehouse.iterdir() if path.name.startswith(".")] == []
    assert list(warehouse.rglob("*.partial")) == []


def copy_before(undisturbed: Undisturbed, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(undisturbed.before, folder, symlinks=True))


def test_runs_killed_one_after_the_other_as_each_step_begins_change_nothing_in_the_end(undisturbed, tmp_path):
    project = copy_before(undisturbed, tmp_path / "project")
    for step in STEPS:
        kill_and_look(undisturbed, project, step)
        last = read_last_run(project / "warehouse")
        assert last is not None
        assert last.outcome is None
    run_and_compare(undisturbed, project)


def test_runs_killed_one_after_the_other_inside_steps_change_nothing_in_the_end(undisturbed, tmp_path):
    project = copy_before(undisturbed, tmp_path / "project")
    ends = [*list(undisturbed.steps.values())[1:], undisturbed.count + 1]
    for (step, start), end in zip(undisturbed.steps.items(), ends, strict=True):
        kill_and_look(undisturbed, project, f"{step}+{(end - start) // 2}")
    run_and_compare(undisturbed, project)


@pytest.mark.parametrize("back", [0, 1, 2, 3])
def test_run_killed_around_the_swap_leaves_one_night_or_the_other(undisturbed, tmp_path, back):
    project = copy_before(undisturbed, tmp_path / "project")
    kill_and_look(undisturbed, project, undisturbed.count - back)


def test_first_run_of_all_killed_halfway_leaves_nothing_published_and_the_next_is_whole(undisturbed, project):
    killed = run_killed(project, "analyse")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert find_current(project / "warehouse") is None
    last = read_last_run(project / "warehouse")
    assert last is not None
    assert last.outcome is None
    run(project)
    current = find_current(project / "warehouse")
    assert current is not None
    assert find_differences(current, undisturbed.before / "warehouse" / "current") == []


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_run_killed_anywhere_changes_nothing_in_the_end(undisturbed, tmp_path, part):
    """Points spread evenly over the whole run, many of them hit a moment late: inside a statement."""
    chance = random.Random(part)
    for point in range(1 + part, undisturbed.count + 1, max(10, undisturbed.count // 20)):
        project = copy_before(undisturbed, tmp_path / "project")
        kill_and_look(undisturbed, project, point, chance.choice((0.0, chance.uniform(0.001, 0.05))))
        run_and_compare(undisturbed, project)
