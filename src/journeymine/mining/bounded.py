"""Ask pm4py in a process of its own, each task within a time limit."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from journeymine.mining.eventlog import JourneyCounts, write_plain_counts

WALL_FACTOR = 10
"""How many times its CPU limit a task may last by the clock before its process is ended."""
START_SECONDS = 60.0
"""Added for the start of the process on a busy machine."""


class Answer(NamedTuple):
    """What a task gave, or in words why it gave nothing."""

    value: Any
    problem: str | None = None


class Miner:
    """The process that mines; started when first asked, and again after it had to be ended."""

    def __init__(self, counts: JourneyCounts, options: dict[str, Any], limit_seconds: float) -> None:
        self._first = {"counts": write_plain_counts(counts), "options": options}
        self._limit_seconds = limit_seconds
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, task: str, model: str | dict[str, Any]) -> Answer:
        """Do one task (edges, fitness, ...) on one model, named, or given as a net with the traces to hold to it."""
        wall_seconds = START_SECONDS + self._limit_seconds * WALL_FACTOR
        try:
            process = self._start()
            self._send(process, {"task": task, "model": model, "limit_seconds": self._limit_seconds})
            line = _read_line(process, wall_seconds)
        except BrokenPipeError:
            line = b""
        if not line:
            self.close()
            return Answer(None, "its process ended or did not answer in time")
        answer = json.loads(line)
        return Answer(answer.get("answer"), answer.get("problem"))

    def close(self) -> None:
        """End the process."""
        if self._process is None:
            return
        self._process.kill()
        self._process.communicate()
        self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            environment = {
                **os.environ,
                "PYTHONPATH": os.pathsep.join(folder for folder in sys.path if folder),
                "PM4PY_SHOW_PROGRESS_BAR": "False",
            }
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "journeymine.mining.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            self._send(self._process, self._first)
        return self._process

    @staticmethod
    def _send(process: subprocess.Popen[bytes], message: dict[str, Any]) -> None:
        assert process.stdin is not None
        process.stdin.write(json.dumps(message).encode() + b"\n")
        process.stdin.flush()


@contextmanager
def open_miner(counts: JourneyCounts, options: dict[str, Any], limit_seconds: float) -> Iterator[Miner]:
    """Open a miner and end its process at the end.

    Args:
        counts: What it mines from.
        options: arc_share, noise, replayed_variants, replayed_prefixes.
        limit_seconds: CPU seconds a task may take.
    """
    miner = Miner(counts, options, limit_seconds)
    try:
        yield miner
    finally:
        miner.close()


def _read_line(process: subprocess.Popen[bytes], wall_seconds: float) -> bytes:
    """Read one answer; empty when the process ended or the time is up."""
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], wall_seconds)
    return process.stdout.readline() if ready else b""
