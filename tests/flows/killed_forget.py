"""Forget a user of the small shop in this process, to be killed at one of its points: `killed_forget.py PROJECT POINT`.

A point is every change of a file or folder in the warehouse. With POINT -1 it lives and prints what its points are.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from journeymine.settings import read_settings
from journeymine.steps.forget import forget_customer

PROJECT, POINT = Path(sys.argv[1]), int(sys.argv[2])
USER = "user_id:user3"
CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.truncate", "shutil.rmtree"}

points: list[str] = []


def watch(event: str, arguments: tuple[object, ...]) -> None:
    is_write = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if (event in CHANGES or is_write) and str(PROJECT) in str(arguments[:2]):
        if len(points) == POINT:
            os.kill(os.getpid(), signal.SIGKILL)
        points.append(event if event == "os.rename" else f"{event} {str(arguments[0]).removeprefix(str(PROJECT))}")


sys.addaudithook(watch)
key = bytes.fromhex((PROJECT / "journeymine.key").read_text())
forget_customer(read_settings(PROJECT), key, USER, lambda _: None)
if POINT < 0:
    print(json.dumps(points))
