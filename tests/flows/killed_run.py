"""Run a night here, to be killed at one of its points: `killed_run.py PROJECT POINT|STEP[+N] [DELAY_SECONDS]`.

A point is every change of a file or folder in the warehouse, every statement given to the database and every sentence
announced, in their order; a step is killed as it begins, or N points later: how many points go before differs between
runs, since what was landed is not landed again. With POINT 0 the run lives and prints how many points there were, and
the first of each step.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path

from journeymine.warehouse import statements

PROJECT = Path(sys.argv[1])
STEP, _, LATER = sys.argv[2].partition("+")
point = int(STEP) if STEP.isdigit() else -1
DELAY_SECONDS = float(sys.argv[3]) if len(sys.argv) > 3 else 0.0
CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.truncate", "shutil.rmtree"}

passed = 0
first_points: dict[str, int] = {}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def pass_point() -> None:
    global passed
    passed += 1
    if passed == point:
        if DELAY_SECONDS:
            threading.Timer(DELAY_SECONDS, die).start()
        else:
            die()


def watch(event: str, arguments: tuple[object, ...]) -> None:
    is_write = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if (event in CHANGES or is_write) and str(PROJECT) in str(arguments[:2]):
        pass_point()


run_statement = statements.run


def run_counted(connection: object, sql: str, parameters: object = None) -> object:
    pass_point()
    return run_statement(connection, sql, parameters)  # type: ignore[arg-type]


statements.run = run_counted  # type: ignore[assignment]  # before any other module takes the name

from journeymine.settings import read_settings  # noqa: E402
from journeymine.steps import lock, night  # noqa: E402

write_step = lock.Lock.write_step


def write_counted_step(held: lock.Lock, step: str) -> None:
    global point
    first_points[step] = passed + 1
    if step == STEP:
        point = passed + 1 + int(LATER or 0)
    pass_point()
    write_step(held, step)


lock.Lock.write_step = write_counted_step  # type: ignore[method-assign]
sys.addaudithook(watch)
night.run_night(
    read_settings(PROJECT),
    bytes.fromhex((PROJECT / "journeymine.key").read_text()),
    announce=lambda sentence: pass_point(),
)
if point == 0:
    print(json.dumps({"count": passed, "steps": first_points}))
