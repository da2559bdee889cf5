"""One run at a time, and a lock that dies with its process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from journeymine.errors import LockedError, WarehouseError
from journeymine.steps import lock as locking
from journeymine.steps.lock import find_holder, open_lock, read_last_run

HOLD = """
import sys
from pathlib import Path
from journeymine.steps.lock import open_lock
with open_lock(Path(sys.argv[1]), "run") as lock:
    lock.write_step("build")
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_second_run_is_refused_and_told_who_holds_the_warehouse(tmp_path, holder, monkeypatch):
    monkeypatch.setattr(locking, "PATIENCE_SECONDS", 0.1)
    with pytest.raises(LockedError) as refused, open_lock(tmp_path, "run"):
        pass
    last = read_last_run(tmp_path)
    assert last is not None
    assert last.pid == holder.pid
    assert f"process {holder.pid}" in str(refused.value)
    assert f"since {last.started_at}" in str(refused.value)
    assert "step 'build'" in str(refused.value)
    assert refused.value.exit_code == 1


def test_refused_run_does_not_overwrite_what_the_holder_wrote(tmp_path, holder, monkeypatch):
    monkeypatch.setattr(locking, "PATIENCE_SECONDS", 0.0)
    before = read_last_run(tmp_path)
    with pytest.raises(LockedError), open_lock(tmp_path, "report"):
        pass
    assert read_last_run(tmp_path) == before


def test_lock_goes_with_a_killed_process(tmp_path, holder):
    assert find_holder(tmp_path) is not None
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert find_holder(tmp_path) is None
    with open_lock(tmp_path, "run"):
        assert read_last_run(tmp_path).pid == os.getpid()


def test_killed_run_is_seen_as_one_without_an_outcome(tmp_path, holder):
    holder.kill()
    holder.wait()
    last = read_last_run(tmp_path)
    assert (last.step, last.outcome) == ("build", None)


def test_run_waits_out_a_look_at_the_lock(tmp_path):
    """`journeymine status` tries the lock for a moment; a run that begins just then is not refused."""
    with open_lock(tmp_path, "run"):
        pass
    command = [sys.executable, "-c", LOOK, str(tmp_path / "lock")]
    looker = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    assert looker.stdout is not None
    assert looker.stdout.readline() == "held\n"
    with open_lock(tmp_path, "run"):
        assert looker.wait() == 0
    looker.stdout.close()


LOOK = """
import fcntl, os, sys, time
descriptor = os.open(sys.argv[1], os.O_RDONLY)
fcntl.flock(descriptor, fcntl.LOCK_SH)
print("held", flush=True)
time.sleep(0.2)
"""


def test_outcome_of_a_failed_run_is_kept(tmp_path):
    def fail() -> None:
        with open_lock(tmp_path, "run") as lock:
            lock.write_step("analyse")
            raise WarehouseError("no such table")

    with pytest.raises(WarehouseError):
        fail()
    last = read_last_run(tmp_path)
    assert (last.step, last.outcome, last.message) == ("analyse", "failed", "no such table")
    assert last.ended_at is not None


def test_shorter_account_leaves_nothing_of_the_longer_one(tmp_path):
    with open_lock(tmp_path, "run") as lock:
        lock.write_outcome("failed", "x" * 500)
        lock.write_outcome("published")
    assert read_last_run(tmp_path).outcome == "published"


def test_free_warehouse_has_no_holder_and_no_last_run(tmp_path):
    assert find_holder(tmp_path) is None
    assert read_last_run(tmp_path) is None


def test_damaged_lock_file_does_not_stop_a_run(tmp_path):
    (tmp_path / "lock").write_bytes(b'{"pid": ')
    assert read_last_run(tmp_path) is None
    with open_lock(tmp_path, "run"):
        assert read_last_run(tmp_path).pid == os.getpid()
