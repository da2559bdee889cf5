"""One run at a time: a lock that dies with its process, and the last run's own account of itself."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from journeymine.errors import JourneymineError, LockedError

LOCK_FILE = "lock"
PATIENCE_SECONDS = 1.0
"""How long a run waits for the lock, so that `journeymine status`, which tries it for a moment, refuses no run."""


@dataclass(frozen=True)
class LastRun:
    """What the holder of the lock wrote about itself; `outcome` is None while it runs and after it was killed."""

    command: str
    pid: int
    host: str
    started_at: str
    step: str = "starting"
    ended_at: str | None = None
    outcome: str | None = None
    message: str | None = None


class Lock:
    """The held lock; what is written through it is read by `journeymine status` and by a run that is refused."""

    def __init__(self, descriptor: int, run: LastRun) -> None:
        self._descriptor = descriptor
        self._run = run
        self._write()

    def write_step(self, step: str) -> None:
        """Note which step has begun."""
        self._run = replace(self._run, step=step)
        self._write()

    def write_outcome(self, outcome: str, message: str | None = None) -> None:
        """Note how the run ended: 'published', 'nothing new', 'reported' or 'failed'."""
        ended_at = datetime.now(UTC).isoformat(timespec="seconds")
        self._run = replace(self._run, outcome=outcome, message=message, ended_at=ended_at)
        self._write()

    def _write(self) -> None:
        content = json.dumps(asdict(self._run), ensure_ascii=False).encode()
        os.pwrite(self._descriptor, content, 0)
        os.ftruncate(self._descriptor, len(content))


@contextmanager
def open_lock(warehouse: Path, command: str) -> Iterator[Lock]:
    """Hold the warehouse for one run; the system itself releases the lock when the process dies.

    Args:
        warehouse: The warehouse folder, which exists.
        command: What holds it, 'run' or 'report'.

    Raises:
        LockedError: Another run holds it; the message names its process, host and start.
    """
    descriptor = os.open(warehouse / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        _wait_for(descriptor, warehouse)
        started_at = datetime.now(UTC).isoformat(timespec="seconds")
        lock = Lock(descriptor, LastRun(command, os.getpid(), socket.gethostname(), started_at))
        try:
            yield lock
        except JourneymineError as error:
            _write_failure(lock, error.what)
            raise
        except KeyboardInterrupt:
            _write_failure(lock, "stopped with Ctrl-C")
            raise
        except BaseException as error:
            _write_failure(lock, f"{type(error).__name__}: {error}")
            raise
    finally:
        os.close(descriptor)


def read_last_run(warehouse: Path) -> LastRun | None:
    """Read what the last run wrote about itself; None when there was none, or when it died before it wrote."""
    try:
        return LastRun(**json.loads((warehouse / LOCK_FILE).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def find_holder(warehouse: Path) -> LastRun | None:
    """Find the run that holds the warehouse at this moment; None when nothing runs."""
    try:
        descriptor = os.open(warehouse / LOCK_FILE, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return read_last_run(warehouse)
    finally:
        os.close(descriptor)
    return None


def _wait_for(descriptor: int, warehouse: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise _refuse(warehouse) from None
            time.sleep(0.05)


def _refuse(warehouse: Path) -> LockedError:
    holder = read_last_run(warehouse)
    who = (
        f"`journeymine {holder.command}`, process {holder.pid} on {holder.host}, since {holder.started_at} "
        f"(now in step '{holder.step}')"
        if holder is not None
        else "a run that has only just begun"
    )
    return LockedError(
        f"another run holds the warehouse: {who}",
        where=str(warehouse / LOCK_FILE),
        next_action="Wait until it has ended (see `journeymine status`), or end that process: the lock goes with it.",
    )


def _write_failure(lock: Lock, message: str) -> None:
    """Note a failure; on a full disk even this may fail, and must not hide what really happened."""
    try:
        lock.write_outcome("failed", message)
    except OSError:
        return
