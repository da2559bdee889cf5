"""Compressed files: Zstandard needs its program, and says so when it is not there."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from .conftest import Project

ROWS = "event_id,occurred_at,event_name\n1,2026-01-01,view\n2,never,view\n"


@pytest.mark.skipif(shutil.which("zstd") is None, reason="the program zstd is not installed")
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_zstandard_is_read(project: Project, name: str) -> None:
    lines = '{"event_id":"1","occurred_at":"2026-01-01","event_name":"view"}\nbroken\n'
    path = project.write(name, lines if name == "a.jsonl" else ROWS)
    subprocess.run(["zstd", "-q", "--rm", str(path)], check=True)
    project.source(kind="events", path=f"{name}.zst")
    landed = project.land_one()
    assert (landed.loaded_count, landed.rejected_count) == (1, 1)


def test_missing_program_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("a.csv.zst", b"\x28\xb5\x2f\xfd")
    project.source(kind="events", path="a.csv.zst")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (refused,) = project.land().refused
    assert refused.reason == "needs the program zstd to be read"
