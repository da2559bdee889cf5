"""CPU time and memory of a task in a process of its own: ratios of CPU time hold on a busy machine, times do not."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

RESULT_MARK = "bench-result "


def read_cpu_seconds() -> float:
    """Return user and system time of this process and of its children that have ended."""
    usages = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


@contextmanager
def measure_cpu(into: dict[str, float], name: str) -> Iterator[None]:
    """Add the CPU seconds of a block to `into[name]`."""
    before = read_cpu_seconds()
    try:
        yield
    finally:
        into[name] = into.get(name, 0.0) + read_cpu_seconds() - before


def write_result(result: dict[str, Any]) -> None:
    """Print a task's result for the process that started it."""
    print(RESULT_MARK + json.dumps(result), flush=True)


def run_task(
    task: str, /, *, python: Path | str = sys.executable, module: str = "bench.tasks", **arguments: Any
) -> Any:
    """Run one task in a fresh process and return its result, with the process's own peak memory.

    Args:
        task: A function of the module.
        python: The interpreter.
        module: Where the task is.
        arguments: Passed to it as JSON.

    Raises:
        RuntimeError: The task failed; carries the end of what it printed.
    """
    command = [str(python), "-W", "ignore", "-m", module, task, json.dumps(arguments, default=str)]
    root = Path(__file__).resolve().parents[1]
    environment = {**os.environ, "RETENTIONEERING_NO_TRACK": "1", "PYTHONHASHSEED": "0"}
    process = subprocess.Popen(
        command, cwd=root, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    lines = process.stdout.read().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    results = [line for line in lines if line.startswith(RESULT_MARK)]
    if process.returncode or not results:
        lines = [line for line in lines if "leak" not in line and "nanobind" not in line]  # DuckDB's farewell
        raise RuntimeError(f"{task} failed (exit code {process.returncode}): " + "\n".join(lines[-12:]))
    result: dict[str, Any] = json.loads(results[-1].removeprefix(RESULT_MARK))
    return result | {"peak_gigabytes": usage.ru_maxrss / 1024**2}
